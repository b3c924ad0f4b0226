use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A unit without a drilled runbook.
    ///
    /// At night the person on call has minutes, not the hours it takes to learn a system from its code. A
    /// runbook that nobody has followed once has steps missing; recovery takes as long as without one.
    ///
    /// ```json
    /// { "units": { "shop": { "runbook": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Write the steps down, have somebody else follow them, and note the drill as evidence.
    ///
    /// ```json
    /// { "units": { "shop": { "runbook": { "is": "yes", "evidence": "drilled in March" } } } }
    /// ```
    "A5" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        found.unless_yes(
            unit.runbook.as_ref(),
            design.unit_place(id, "runbook"),
            &format!("{} has a runbook that was drilled", design.label(id)),
            "recovery takes long",
            "write the steps down and drill them",
        );
    }
}
