use spinout_network::Network;
use spinout_sim::{QueueReport, Report};
use spinout_stats::{Confidence, Moments, mean};

use super::messages::Messages;
use crate::{ConsumerGroupOutcome, QueueOutcome};

/// The broker queues of a network.
#[derive(Clone, Debug)]
pub(crate) struct Queues(Vec<Queue>);

#[derive(Clone, Debug, Default)]
struct Queue {
    depth: Moments,
    depth_max: Moments,
    published_per_s: Moments,
    redeliveries: Moments,
    dead_letters: Moments,
    refused: Moments,
    replayed: Moments,
    messages: Messages,
    groups: Vec<Group>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    lag: Moments,
    lag_end: Moments,
    messages: Messages,
}

impl Queues {
    pub(crate) fn new(network: &Network) -> Self {
        let queue = |queue: &spinout_network::Queue| Queue {
            groups: vec![Group::default(); queue.groups.len()],
            ..Queue::default()
        };
        Self(network.queues.iter().map(queue).collect())
    }

    pub(crate) fn add(&mut self, report: &Report) {
        let reports = report.queues.iter().zip(&report.consumer_groups);
        for (queue, (more, groups)) in self.0.iter_mut().zip(reports) {
            queue.add(more, report.measured);
            for (group, more) in queue.groups.iter_mut().zip(groups) {
                group.lag.record(more.lag);
                group.lag_end.record(more.lag_end as f64);
                group.messages.add(&more.messages);
            }
        }
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> Vec<QueueOutcome> {
        let outcome = |queue: &Queue| QueueOutcome {
            depth: mean(&queue.depth, confidence),
            depth_max: queue.depth_max.mean(),
            published_per_s: mean(&queue.published_per_s, confidence),
            redeliveries: queue.redeliveries.mean(),
            dead_letters: queue.dead_letters.mean(),
            refused: queue.refused.mean(),
            replayed: queue.replayed.mean(),
            messages: queue.messages.outcome(),
            groups: queue
                .groups
                .iter()
                .map(|group| ConsumerGroupOutcome {
                    lag: mean(&group.lag, confidence),
                    lag_end: group.lag_end.mean(),
                    messages: group.messages.outcome(),
                })
                .collect(),
        };
        self.0.iter().map(outcome).collect()
    }
}

impl Queue {
    fn add(&mut self, report: &QueueReport, measured_s: f64) {
        self.depth.record(report.depth);
        self.depth_max.record(report.depth_max as f64);
        self.published_per_s
            .record(report.published as f64 / measured_s);
        self.redeliveries.record(report.redelivered as f64);
        self.dead_letters.record(report.dead_letters as f64);
        self.refused.record(report.refused as f64);
        self.replayed.record(report.replayed as f64);
        self.messages.add(&report.messages);
    }
}
