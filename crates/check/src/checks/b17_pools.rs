use spinout_graph::pools_in_circles;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Thread pools that wait for each other in a circle.
    ///
    /// A request holds a thread in each process it waits in. When processes call each other in a circle, all
    /// threads of each can be held by requests that wait for the next: then nothing moves any more, at a
    /// load that none of them would have minded alone. No operation need lead back to itself for that.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "process": { "replicas": 2 },
    ///     "operations": { "default": {}, "again": {} } }, "shop": { "operations": { "notify": {} } } },
    ///   "relationships": {
    ///     "there": { "from": "shop", "to": "stock", "mode": "calls", "timeout": "1s",
    ///       "trace_context": true },
    ///     "back": { "from": "stock/again", "to": "shop/notify", "mode": "calls", "timeout": "1s",
    ///       "trace_context": true }
    ///   },
    ///   "contracts": { "one": { "of": "stock" }, "two": { "of": "shop/notify" } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Break the circle with a message, or give the way back a pool of its own; time-outs end a deadlock,
    /// but don't prevent it.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "process": { "replicas": 2 },
    ///     "operations": { "default": {} } } },
    ///   "relationships": {
    ///     "there": { "from": "shop", "to": "stock", "mode": "calls", "timeout": "1s",
    ///       "trace_context": true }
    ///   },
    ///   "contracts": { "one": { "of": "stock" } }
    /// }
    /// ```
    "B17" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for circle in pools_in_circles(design.architecture, &design.operations) {
        let names: Vec<_> = circle.iter().map(|id| format!("`{id}`")).collect();
        found.say(
            format!("elements/{}", circle[0]),
            format!(
                "{} wait for each other in a circle: when all their threads are held, nothing moves",
                names.join(" and ")
            ),
            "break the circle with a message, or keep a pool apart for the way back",
        );
    }
}
