use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A unit that was not tested under production-like load.
    ///
    /// What was only tested with a few requests shows its queues, locks and limits to customers first. A
    /// simulation finds what was modelled; a load test finds what was forgotten.
    ///
    /// ```json
    /// { "units": { "shop": { "load_tests": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Run a synthetic load with production's mix and peaks, and keep the report as evidence.
    ///
    /// ```json
    /// { "units": { "shop": { "load_tests": { "is": "yes", "evidence": "report 12" } } } }
    /// ```
    "A12" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        found.unless_yes(
            unit.load_tests.as_ref(),
            design.unit_place(id, "load_tests"),
            &format!("{} was tested under production-like load", design.label(id)),
            "regressions show in production first",
            "run a synthetic load like production's before each larger release",
        );
    }
}
