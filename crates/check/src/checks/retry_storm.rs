use spinout_queueing::retry_storm_locks_up;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Retries that can keep an overload alive.
    ///
    /// Callers that give up and try again leave their first request behind, which still uses the other side.
    /// Once that is slow, it gets `1 + retries` times the load. If this is more than it can do, it stays
    /// slow after the cause is gone: a retry storm that ends only when somebody turns it off.
    ///
    /// ```json
    /// { "elements": { "stock": { "kind": "service", "team": "core", "process": { "replicas": 2 },
    ///     "operations": { "default": { "demand": { "exponential": { "mean": "100ms" } } } } } },
    ///   "relationships": { "reserve": { "from": "shop", "to": "stock", "mode": "calls",
    ///     "timeout": "1s", "retry": { "attempts": 3 }, "idempotent": true, "trace_context": true } },
    ///   "contracts": { "reserve": { "of": "stock" } } }
    /// ```
    ///
    /// # Fix
    /// Retry less, give the other side room for the storm, or stop retrying when it fails for many (a retry
    /// budget, a breaker).
    ///
    /// ```json
    /// { "elements": { "stock": { "kind": "service", "team": "core", "process": { "replicas": 2 },
    ///     "operations": { "default": { "demand": { "exponential": { "mean": "10ms" } } } } } },
    ///   "relationships": { "reserve": { "from": "shop", "to": "stock", "mode": "calls",
    ///     "timeout": "1s", "retry": { "attempts": 3 }, "idempotent": true, "trace_context": true } },
    ///   "contracts": { "reserve": { "of": "stock" } } }
    /// ```
    "retry-storm" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for scenario in design.steady() {
        let Some(work) = design.peak_rates(scenario).and_then(|rates| design.work(&rates)) else {
            continue;
        };
        for (id, link) in design.crossing() {
            let home = design.home(&link.to.element);
            let (Some(retry), Some(_), Some(work)) = (&link.retry, &link.timeout, work.get(home))
            else {
                continue;
            };
            let Some(cores) = design.most_cores(home) else {
                continue;
            };
            if work.demand <= 0.0 || work.demand >= cores {
                continue;
            }
            let capacity = work.visits * cores / work.demand;
            let retries = retry.attempts.saturating_sub(1);
            if retry_storm_locks_up(work.visits, retries, capacity) {
                found.say(
                    format!("relationships/{id}/retry"),
                    format!(
                        "{} gets {:.1}/s and can do {capacity:.1}/s, but with {} attempts each a slow spell \
                         brings up to {:.1}/s: it would not recover by itself",
                        design.label(home),
                        work.visits,
                        retry.attempts,
                        work.visits * f64::from(retry.attempts)
                    ),
                    "retry less, add room, or stop retrying when it fails for many",
                );
            }
        }
    }
}
