use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A unit whose metrics or traces don't arrive.
    ///
    /// What is not measured before a cutover has nothing to be held against after it. Service level
    /// indicators and traces belong on today's flow first, as the baseline.
    ///
    /// ```json
    /// { "units": { "shop": { "metrics": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Instrument the unit before traffic moves: rate, errors, duration, and spans over its boundary.
    ///
    /// ```json
    /// { "units": { "shop": { "metrics": { "is": "yes" }, "traces": { "is": "yes" } } } }
    /// ```
    "A14" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        let label = design.label(id);
        for (answer, field) in [(&unit.metrics, "metrics"), (&unit.traces, "traces")] {
            found.unless_yes(
                answer.as_ref(),
                design.unit_place(id, field),
                &format!("the {field} of {label} arrive"),
                "nobody can see how it does",
                "instrument it before traffic moves, and look at the figures once",
            );
        }
    }
}
