use spinout_model::ElementKind;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Messages that fail for ever, or die unseen.
    ///
    /// Without a dead-letter queue a message that cannot be worked on is delivered again and again, takes
    /// its turn from others, and grows the bill. With one that nobody watches, work is lost without a
    /// sound: its size must be zero, and an alert must say when it is not.
    ///
    /// ```json
    /// { "elements": { "jobs": { "queue": { "dead_letter": null } } } }
    /// ```
    ///
    /// # Fix
    /// Give the queue a dead-letter queue, alert its owner on its size, and have a way to replay it.
    ///
    /// ```json
    /// { "elements": { "jobs": { "queue": { "dead_letter": { "to": "dead", "max_receives": 5 } } } } }
    /// ```
    "A4" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let dead_letters = design.dead_letter_queues();
    for (id, element) in &design.architecture.elements {
        if element.kind != ElementKind::Queue || dead_letters.contains_key(id) {
            continue;
        }
        let consumers = design.consumers(id);
        if consumers.is_empty() {
            continue;
        }
        let label = element.label(id);
        if element.queue.as_ref().is_none_or(|q| q.dead_letter.is_none()) {
            found.say(
                format!("elements/{id}/queue/dead_letter"),
                format!("messages of {label} that fail are tried for ever: it has no dead-letter queue"),
                "name a dead-letter queue and how often a message is tried",
            );
            continue;
        }
        for consumer in consumers {
            if let Some(unit) = design.architecture.units.get(consumer) {
                found.unless_yes(
                    unit.alerts.as_ref(),
                    design.unit_place(consumer, "alerts"),
                    &format!("an alert of {} watches the dead letters of {label}", design.label(consumer)),
                    "they pile up unseen",
                    "alert on the size of the dead-letter queue, and automate its replay",
                );
            }
        }
    }
}
