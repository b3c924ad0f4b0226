use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Cost that nobody can tell whose it is.
    ///
    /// Without tags the bill of a shared account shows sums, not services: the price of a spinout cannot be
    /// held against what it was meant to cost, and shared cost is split by guess.
    ///
    /// ```json
    /// { "units": { "shop": { "tags": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Enforce tags for unit, team and environment where resources are made.
    ///
    /// ```json
    /// { "units": { "shop": { "tags": { "is": "yes" } } } }
    /// ```
    "A16" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        found.unless_yes(
            unit.tags.as_ref(),
            design.unit_place(id, "tags"),
            &format!("the resources of {} carry tags that say whose cost they are", design.label(id)),
            "its bill cannot be told from others'",
            "enforce tags for unit, team and environment",
        );
    }
}
