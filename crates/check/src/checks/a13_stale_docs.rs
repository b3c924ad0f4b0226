use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Documents that nobody updates.
    ///
    /// A runbook or a contract page that describes last year's system is worse than none in an incident:
    /// people follow it. It stays true only where a change of the code and of its documents is one review.
    ///
    /// ```json
    /// { "units": { "shop": { "docs": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Keep documents in the repository of the code, and export those that come from the model with `--check`
    /// in the pipeline.
    ///
    /// ```json
    /// { "units": { "shop": { "docs": { "is": "yes", "evidence": "docs/ in the repository" } } } }
    /// ```
    "A13" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        found.unless_yes(
            unit.docs.as_ref(),
            design.unit_place(id, "docs"),
            &format!("the documents of {} change with its code", design.label(id)),
            "in an incident people follow what was true once",
            "keep documents beside the code, and let the pipeline hold exported ones against the model",
        );
    }
}
