use spinout_network::{ElementIndex, Network};
use spinout_sim::{GroupBucket, JourneyBucket, QueueBucket, Series as Report};
use spinout_stats::{Confidence, Moments, mean};

use super::responses::Responses;
use crate::{Band, ElementSeries, JourneySeries, outcome};

/// Counts of single replications that are kept, at most: some 30 MB.
const ROOM: usize = 1 << 22;
/// The quantile over time.
const P99: f64 = 0.99;

/// The observed time in steps.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    step_s: f64,
    /// How many more counts of single replications may be kept.
    room: usize,
    journeys: Vec<Vec<JourneyStep>>,
    elements: Vec<Vec<ElementStep>>,
    /// The element of each group and of each queue.
    groups: Vec<ElementIndex>,
    queues: Vec<ElementIndex>,
}

#[derive(Clone, Debug, Default)]
struct JourneyStep {
    arrivals_per_s: Moments,
    response_mean_s: Moments,
    responses: Responses,
    failures_per_s: Moments,
}

#[derive(Clone, Debug, Default)]
struct ElementStep {
    queue_length: Moments,
    utilization: Moments,
    replicas: Moments,
}

impl Series {
    pub(crate) fn new(network: &Network) -> Self {
        Self {
            step_s: 0.0,
            room: ROOM,
            journeys: vec![Vec::new(); network.journeys.len()],
            elements: vec![Vec::new(); network.elements.len()],
            groups: network.groups.iter().map(|group| group.element).collect(),
            queues: network.queues.iter().map(|queue| queue.element).collect(),
        }
    }

    pub(crate) fn add(&mut self, report: &Report) {
        self.step_s = report.step;
        for (journey, buckets) in report.responses.iter().enumerate() {
            let steps = &mut self.journeys[journey];
            grow(steps, buckets.len());
            for (step, counts) in steps.iter_mut().zip(buckets) {
                step.responses.add(counts, &mut self.room);
            }
        }
        for (steps, buckets) in self.journeys.iter_mut().zip(&report.journeys) {
            grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                step.add(bucket, report.step);
            }
        }
        for (place, buckets) in self.groups.iter().zip(&report.groups) {
            let steps = &mut self.elements[place.at()];
            grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                step.add_group(bucket);
            }
        }
        for (place, buckets) in self.queues.iter().zip(&report.queues) {
            let steps = &mut self.elements[place.at()];
            grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                step.add_queue(bucket);
            }
        }
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> outcome::Series {
        let steps = self.journeys.iter().map(Vec::len).max().unwrap_or(0);
        outcome::Series {
            time_s: (0..steps).map(|i| (i as f64 + 0.5) * self.step_s).collect(),
            journeys: self
                .journeys
                .iter()
                .map(|steps| JourneySeries {
                    arrivals_per_s: band(steps, confidence, |step| &step.arrivals_per_s),
                    response_mean_s: band(steps, confidence, |step| &step.response_mean_s),
                    response_p99_s: steps
                        .iter()
                        .map(|step| step.responses.quantile(P99, confidence))
                        .collect(),
                    failures_per_s: band(steps, confidence, |step| &step.failures_per_s),
                })
                .collect(),
            elements: self
                .elements
                .iter()
                .map(|steps| ElementSeries {
                    queue_length: band(steps, confidence, |step| &step.queue_length),
                    utilization: band(steps, confidence, |step| &step.utilization),
                    replicas: band(steps, confidence, |step| &step.replicas),
                })
                .collect(),
        }
    }
}

/// A replication that ended early has fewer steps than others.
fn grow<T: Clone + Default>(steps: &mut Vec<T>, length: usize) {
    if steps.len() < length {
        steps.resize(length, T::default());
    }
}

fn band<T>(steps: &[T], confidence: Confidence, figure: impl Fn(&T) -> &Moments) -> Band {
    steps
        .iter()
        .map(|step| mean(figure(step), confidence))
        .collect()
}

impl JourneyStep {
    fn add(&mut self, bucket: &JourneyBucket, step_s: f64) {
        self.arrivals_per_s.record(bucket.arrived as f64 / step_s);
        self.failures_per_s.record(bucket.failed as f64 / step_s);
        if let Some(response) = bucket.mean {
            self.response_mean_s.record(response);
        }
    }
}

impl ElementStep {
    fn add_group(&mut self, bucket: &GroupBucket) {
        self.queue_length.record(bucket.waiting);
        self.utilization.record(bucket.cores.max(bucket.slots));
        self.replicas.record(bucket.replicas);
    }

    fn add_queue(&mut self, bucket: &QueueBucket) {
        self.queue_length.record(bucket.depth);
    }
}
