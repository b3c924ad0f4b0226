use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A unit without an identity, a network policy or managed secrets.
    ///
    /// A new unit is a new way in. Without an identity of its own it borrows its parent's rights; without a
    /// network policy everything may talk to it; secrets that nobody rotates outlive the people who knew
    /// them.
    ///
    /// ```json
    /// { "units": { "shop": { "identity": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Give it a role with the least privileges, a policy that names who may talk to it, and secrets from a
    /// manager that rotates them.
    ///
    /// ```json
    /// { "units": { "shop": { "identity": { "is": "yes" }, "network_policy": { "is": "yes" },
    ///   "secrets": { "is": "yes" } } } }
    /// ```
    "A10" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        let label = design.label(id);
        for (answer, field, claim, harm, fix) in [
            (
                &unit.identity,
                "identity",
                "has an identity of its own with the least privileges",
                "it borrows the rights of others",
                "give it a role that may do what its links do, and no more",
            ),
            (
                &unit.network_policy,
                "network_policy",
                "has a network policy",
                "everything may talk to it",
                "name in a network policy who may talk to it",
            ),
            (
                &unit.secrets,
                "secrets",
                "takes its secrets from a manager that rotates them",
                "they outlive the people who knew them",
                "take its secrets from a manager that rotates them",
            ),
        ] {
            found.unless_yes(
                answer.as_ref(),
                design.unit_place(id, field),
                &format!("{label} {claim}"),
                harm,
                fix,
            );
        }
    }
}
