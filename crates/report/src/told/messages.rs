use spinout_results::{ElementResult, MessageResult, Run};

use super::{
    Cell::{Figure, Text},
    Row, Topic, exact,
};
use crate::figures::number;

/// What went through queues.
pub(super) fn queues(run: &Run) -> Topic {
    let row = |element: &ElementResult| {
        let queue = element.queue.as_ref()?;
        Some(Row::new(
            &element.name,
            [
                Figure(queue.depth, number),
                Figure(exact(queue.depth_max), number),
                Figure(queue.published_per_s, number),
                Figure(exact(queue.redeliveries), number),
                Figure(exact(queue.dead_letters), number),
                Figure(exact(queue.refused), number),
                Figure(exact(queue.replayed), number),
            ],
        ))
    };
    Topic::new(
        "Queues",
        &[
            "waiting",
            "most waiting",
            "published a second",
            "delivered again",
            "dead letters",
            "refused",
            "replayed",
        ],
        run.elements.values().filter_map(row),
    )
}

/// The lags of the consumer groups of a queue, where there is more than one.
pub(super) fn consumer_groups(run: &Run) -> Topic {
    let queues = run.elements.values();
    let queues = queues.filter_map(|element| Some((&element.name, element.queue.as_ref()?)));
    let rows = queues
        .filter(|(_, queue)| queue.consumer_groups.len() > 1)
        .flat_map(|(name, queue)| {
            queue.consumer_groups.iter().map(move |(id, group)| {
                Row::new(
                    name,
                    [
                        Text(id.clone()),
                        Figure(group.lag, number),
                        Figure(exact(group.lag_end), number),
                        Figure(exact(group.messages.acknowledged), number),
                        Figure(exact(group.messages.dead_letters), number),
                    ],
                )
            })
        });
    Topic::new(
        "Consumer groups",
        &["group", "lag", "lag at the end", "done", "dead letters"],
        rows,
    )
}

/// What became of messages that did not simply have their effect once.
pub(super) fn fates(run: &Run) -> Topic {
    let elements = run.elements.values();
    let rows = elements.filter_map(|element| {
        let told = element.messages.as_ref().filter(|told| is_news(told))?;
        let figures = [
            told.published,
            told.lost,
            told.expired,
            told.dropped,
            told.duplicated,
            told.recognised,
            told.inconsistent,
        ];
        let cells = figures.map(|count| Figure(exact(count), number));
        Some(Row::new(&element.name, cells))
    });
    Topic::new(
        "Messages lost or done again",
        &[
            "published",
            "lost",
            "expired",
            "dropped",
            "done again",
            "repeats recognised",
            "half written",
        ],
        rows,
    )
}

fn is_news(told: &MessageResult) -> bool {
    [
        told.lost,
        told.expired,
        told.dropped,
        told.duplicated,
        told.recognised,
        told.inconsistent,
    ]
    .iter()
    .any(|count| *count > 0.0)
}
