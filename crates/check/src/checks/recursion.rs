use spinout_graph::endless_recursion;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// An operation that calls itself without end.
    ///
    /// When one request makes, on its way round a circle of calls, at least one more of itself on average,
    /// its work has no bound and it never has an answer. Nothing can be simulated.
    ///
    /// ```json
    /// {
    ///   "elements": { "part": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": {
    ///     "there": { "from": "shop", "to": "part", "mode": "calls" },
    ///     "back": { "from": "part", "to": "shop", "mode": "calls" }
    ///   }
    /// }
    /// ```
    ///
    /// # Fix
    /// Say how often a call is made on average (`per_request`), below one on the whole way round, or name a
    /// second operation for what the call back does.
    ///
    /// ```json
    /// {
    ///   "elements": { "part": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": { "there": { "from": "shop", "to": "part", "mode": "calls" } }
    /// }
    /// ```
    "recursion-without-end" Error Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for circle in endless_recursion(&design.operations) {
        let names: Vec<_> = circle.operations.iter().map(|o| format!("`{o}`")).collect();
        let first = &circle.operations[0];
        found.say(
            format!("elements/{}/operations/{}", first.element, first.operation),
            format!("{} call each other without end: one request never has an answer", names.join(", ")),
            "lower per_request below one on the whole way round, or name a second operation for the call back",
        );
    }
}
