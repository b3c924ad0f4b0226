use spinout_graph::endless_messages;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A message that makes itself again.
    ///
    /// When the work on a message publishes, on average, at least one more that comes back to the same
    /// queue, the backlog grows with every request for ever, and no request is ever complete.
    ///
    /// ```json
    /// { "relationships": { "again": { "from": "worker", "to": "jobs", "mode": "publishes",
    ///   "trace_context": true } } }
    /// ```
    ///
    /// # Fix
    /// Publish to another queue, or only for some messages (`per_request` below one).
    ///
    /// ```json
    /// { "relationships": { "again": { "from": "worker", "to": "jobs", "mode": "publishes",
    ///   "per_request": 0.1, "trace_context": true } } }
    /// ```
    "message-loop" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for circle in endless_messages(&design.operations) {
        let names: Vec<_> = circle.operations.iter().map(|o| format!("`{o}`")).collect();
        found.say(
            format!("elements/{}", circle.operations[0].element),
            format!("messages go round {} and never become fewer: no request is ever complete", names.join(", ")),
            "publish to another queue, or only for some messages",
        );
    }
}
