use spinout_network::Network;
use spinout_sim::{QueueReport, Report};
use spinout_stats::{Confidence, Moments, mean};

use crate::QueueOutcome;

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
}

impl Queues {
    pub(crate) fn new(network: &Network) -> Self {
        Self(vec![Queue::default(); network.queues.len()])
    }

    pub(crate) fn add(&mut self, report: &Report) {
        for (queue, more) in self.0.iter_mut().zip(&report.queues) {
            queue.add(more, report.measured);
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
    }
}
