use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Logs that don't say which request they belong to.
    ///
    /// In an incident that spans two sides, a log line without a trace id cannot be joined to the other
    /// side's. Searching by time and guess is what makes incidents slow.
    ///
    /// ```json
    /// { "units": { "shop": { "logs": { "is": "no" } } } }
    /// ```
    ///
    /// # Fix
    /// Write structured logs with service and trace id, and put the link to the trace into alerts.
    ///
    /// ```json
    /// { "units": { "shop": { "logs": { "is": "yes" } } } }
    /// ```
    "A18" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, unit) in design.units() {
        found.unless_yes(
            unit.logs.as_ref(),
            design.unit_place(id, "logs"),
            &format!("the logs of {} arrive with trace ids", design.label(id)),
            "they cannot be joined to other sides'",
            "write structured logs with service and trace id, and put the trace link into alerts",
        );
    }
}
