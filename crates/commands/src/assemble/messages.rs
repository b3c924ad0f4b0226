use std::collections::BTreeMap;

use spinout_network::Queue;
use spinout_results::{ConsumerGroupResult, MessageResult};
use spinout_study::{MessageOutcome, QueueOutcome};

/// What became of messages.
pub(super) fn messages(found: &MessageOutcome) -> MessageResult {
    MessageResult {
        published: found.published,
        delivered: found.delivered,
        acknowledged: found.acknowledged,
        redelivered: found.redelivered,
        dead_letters: found.dead_letters,
        expired: found.expired,
        dropped: found.dropped,
        lost: found.lost,
        duplicated: found.duplicated,
        recognised: found.recognised,
        inconsistent: found.inconsistent,
    }
}

/// Consumer groups by name.
pub(super) fn consumer_groups(
    queue: &Queue,
    found: &QueueOutcome,
) -> BTreeMap<String, ConsumerGroupResult> {
    let groups = queue.groups.iter().zip(&found.groups);
    groups
        .map(|(group, found)| {
            let result = ConsumerGroupResult {
                lag: found.lag,
                lag_end: found.lag_end,
                messages: messages(&found.messages),
            };
            (group.name.clone(), result)
        })
        .collect()
}
