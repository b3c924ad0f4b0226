use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A backlog that outlives the messages in it.
    ///
    /// When the longest backlog takes longer to work off than the queue keeps a message, the oldest are
    /// thrown away before anyone saw them. That happens in the worst hour of the year, and nowhere else.
    ///
    /// ```json
    /// { "elements": { "jobs": { "name": "Jobs", "resource": null, "utilization": null,
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 0, "queue": { "depth": null, "depth_max": 900000,
    ///   "published_per_s": { "value": 1, "low": 1, "high": 1 }, "redeliveries": 0, "dead_letters": 0,
    ///   "refused": 0 } } } }
    /// ```
    ///
    /// # Fix
    /// Keep messages for several times the longest backlog, or work it off faster.
    ///
    /// ```json
    /// { "elements": { "jobs": { "name": "Jobs", "resource": null, "utilization": null,
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 0, "queue": { "depth": null, "depth_max": 9,
    ///   "published_per_s": { "value": 1, "low": 1, "high": 1 }, "redeliveries": 0, "dead_letters": 0,
    ///   "refused": 0 } } } }
    /// ```
    "B10" Warning Run(find)
}

fn find(design: &Design<'_>, run: &Run, found: &mut Found) {
    for (id, result) in &run.elements {
        let rules = design.element(id).and_then(|e| e.queue.as_ref());
        let (Some(queue), Some(kept)) = (&result.queue, rules.and_then(|q| q.retention.as_ref()))
        else {
            continue;
        };
        let Some(rate) = queue.published_per_s.map(|e| e.value).filter(|r| *r > 0.0) else {
            continue;
        };
        // Little's law: at the mean rate the deepest backlog is this long.
        let backlog_s = queue.depth_max / rate;
        if backlog_s > kept.base() {
            found.say(
                format!("elements/{id}/queue/retention"),
                format!(
                    "in `{}` {} holds {:.0} messages at its deepest, {:.0} s of work at {rate:.2}/s, but \
                     keeps each only for {kept}: the oldest are lost",
                    run.scenario, result.name, queue.depth_max, backlog_s
                ),
                "keep messages for several times the longest backlog, or work it off faster",
            );
        }
    }
}
