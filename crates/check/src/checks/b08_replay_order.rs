use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Messages that are replayed where their order matters.
    ///
    /// A queue with partitions promises the order of each key. A message that comes again, from the dead
    /// letters or from the past, comes after newer ones of its key: an old price overwrites the new one.
    ///
    /// ```json
    /// {
    ///   "elements": { "jobs": { "queue": { "partitions": 4, "keys": { "uniform": 100 } } } },
    ///   "scenarios": { "steady": { "replays": { "again": { "to": "jobs", "from": "dead", "at": "1h",
    ///     "rate": "5/s" } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Replay into a group of its own, from the beginning, that nothing newer reaches meanwhile; or let each
    /// message carry a version, and its consumer drop what is older than what it has.
    ///
    /// ```json
    /// {
    ///   "elements": { "jobs": { "queue": { "partitions": 4, "keys": { "uniform": 100 } } } },
    ///   "scenarios": { "steady": { "replays": { "again": { "to": "jobs",
    ///     "published": { "from": "0s", "to": "1h" }, "group": "rebuild", "at": "2h", "rate": "5/s" } } } }
    /// }
    /// ```
    "B8" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (scenario, says) in &design.scenarios {
        for (id, replay) in &says.replays {
            let queue = design.element(&replay.to).and_then(|e| e.queue.as_ref());
            let ordered = queue.is_some_and(|queue| queue.partitions.is_some());
            if !ordered || (replay.from.is_none() && replay.group.is_some()) {
                continue;
            }
            let what = if replay.from.is_some() {
                "dead letters"
            } else {
                "old messages"
            };
            found.say(
                format!("scenarios/{scenario}/replays/{id}"),
                format!(
                    "{what} come again in {}, after newer messages of their keys: the order that its partitions \
                     keep is lost",
                    design.label(&replay.to)
                ),
                "replay into a group of its own, or let the consumer drop what is older than what it has",
            );
        }
    }
}
