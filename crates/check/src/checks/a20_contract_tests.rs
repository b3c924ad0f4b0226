use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Tests that need the other side running.
    ///
    /// Integration tests that call the remote unit fail when that is down, slow or half deployed. People
    /// learn to run them again until they pass, and then they find nothing any more.
    ///
    /// ```json
    /// { "units": { "shop": { "contract_tests": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Test both sides against the contract, each with a double of the other.
    ///
    /// ```json
    /// { "units": { "shop": { "contract_tests": { "is": "yes" } } } }
    /// ```
    "A20" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        found.unless_yes(
            unit.contract_tests.as_ref(),
            design.unit_place(id, "contract_tests"),
            &format!("the contract tests of {} are green", design.label(id)),
            "its tests need other sides running, or don't test the boundary",
            "test both sides against the contract, each with a double of the other",
        );
    }
}
