use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Messages that expire before they have been tried often enough.
    ///
    /// A message that fails is delivered again after a while, until it becomes a dead letter. When all those
    /// waits together are longer than the queue keeps it, it vanishes instead, and no dead letter tells.
    ///
    /// ```json
    /// { "elements": { "jobs": { "queue": { "retention": "1min", "redelivery_delay": "30s" } } } }
    /// ```
    ///
    /// # Fix
    /// Keep messages for longer than all their deliveries take, or wait less between those.
    ///
    /// ```json
    /// { "elements": { "jobs": { "queue": { "retention": "4d", "redelivery_delay": "30s" } } } }
    /// ```
    "retention-too-short" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, element) in &design.architecture.elements {
        let Some(queue) = &element.queue else {
            continue;
        };
        if let (Some(kept), Some(delay), Some(dead)) =
            (&queue.retention, &queue.redelivery_delay, &queue.dead_letter)
        {
            let waits = f64::from(dead.max_receives.saturating_sub(1)) * delay.base();
            if waits >= kept.base() {
                found.say(
                    format!("elements/{id}/queue/retention"),
                    format!(
                        "{} keeps a message for {kept}, but {} deliveries with {delay} between them take \
                         {waits} s: it vanishes before it becomes a dead letter",
                        element.label(id),
                        dead.max_receives
                    ),
                    "keep messages for longer than all their deliveries take",
                );
            }
        }
    }
}
