use spinout_results::Run;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Messages that became dead letters, were refused, or came again and again.
    ///
    /// A dead letter is work that was promised and not done. A refused message is a request that failed at
    /// the publisher. Many deliveries after the first mean that work is done twice, or not at all.
    ///
    /// ```json
    /// { "elements": { "jobs": { "name": "Jobs", "resource": null, "utilization": null,
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 0, "queue": { "depth": null, "depth_max": 9,
    ///   "published_per_s": null, "redeliveries": 0, "dead_letters": 3, "refused": 0 } } } }
    /// ```
    ///
    /// # Fix
    /// Find out why the consumer fails; give it time, memory or a longer wait between deliveries.
    ///
    /// ```json
    /// { "elements": { "jobs": { "name": "Jobs", "resource": null, "utilization": null,
    ///   "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
    ///   "replicas": null, "replicas_max": 0, "queue": { "depth": null, "depth_max": 9,
    ///   "published_per_s": null, "redeliveries": 0, "dead_letters": 0, "refused": 0 } } } }
    /// ```
    "M5" Warning Run(find)
}

fn find(_: &Design<'_>, run: &Run, found: &mut Found) {
    for (id, element) in &run.elements {
        let Some(queue) = &element.queue else {
            continue;
        };
        let place = format!("elements/{id}/queue");
        let (scenario, name) = (&run.scenario, &element.name);
        if queue.dead_letters > 0.0 {
            found.say(
                place.clone(),
                format!(
                    "in `{scenario}` {:.1} messages of {name} became dead letters in a run of {:.0} s",
                    queue.dead_letters, run.horizon_s
                ),
                "find out why the consumer fails, and have a way to replay them",
            );
        }
        if queue.refused > 0.0 {
            found.say(
                place.clone(),
                format!(
                    "in `{scenario}` {name} was full and refused {:.1} messages in a run of {:.0} s",
                    queue.refused, run.horizon_s
                ),
                "let it hold more, or consume faster",
            );
        }
        if queue.redeliveries > 0.0 {
            found.note(
                place,
                format!(
                    "in `{scenario}` messages of {name} were delivered {:.1} times more than once in a run \
                     of {:.0} s",
                    queue.redeliveries, run.horizon_s
                ),
                "make sure that working on a message twice does no harm",
            );
        }
    }
}
