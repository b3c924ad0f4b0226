use spinout_network::{ElementIndex, Network};
use spinout_sim::{GroupBucket, JourneyBucket, LinkBucket, QueueBucket, Series as Report};
use spinout_stats::{Confidence, Moments, mean};

use super::links::Links;
use super::over_time::OverTime;
use super::responses::Responses;
use crate::{Band, ElementSeries, JourneySeries, LinkSeries, outcome};

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
    links: Vec<Vec<LinkStep>>,
    capacity: OverTime,
    /// Of each link of the network, the number of its name.
    names: Vec<usize>,
    /// The element of each group and of each queue.
    groups: Vec<ElementIndex>,
    queues: Vec<ElementIndex>,
    /// Whether messages of each queue are given up.
    gives_up: Vec<bool>,
}

#[derive(Clone, Debug, Default)]
struct JourneyStep {
    arrivals_per_s: Moments,
    response_mean_s: Moments,
    responses: Responses,
    failures_per_s: Moments,
    /// Bad ÷ all, by threshold.
    bad: Vec<Moments>,
}

#[derive(Clone, Debug, Default)]
struct ElementStep {
    queue_length: Moments,
    utilization: Moments,
    replicas: Moments,
    dead_letters: Moments,
    denied_per_s: Moments,
}

#[derive(Clone, Debug, Default)]
struct LinkStep {
    attempts_per_s: Moments,
    retries_per_s: Moments,
    failed_per_s: Moments,
    refused_per_s: Moments,
    open: Moments,
}

impl Series {
    pub(crate) fn new(network: &Network) -> Self {
        let names = Links::new(network).numbers().to_vec();
        let links = names.iter().max().map_or(0, |last| last + 1);
        Self {
            links: vec![Vec::new(); links],
            names,
            capacity: OverTime::new(network),
            step_s: 0.0,
            room: ROOM,
            journeys: vec![Vec::new(); network.journeys.len()],
            elements: vec![Vec::new(); network.elements.len()],
            groups: network.groups.iter().map(|group| group.element).collect(),
            queues: network.queues.iter().map(|queue| queue.element).collect(),
            gives_up: network
                .queues
                .iter()
                .map(|queue| queue.dead_letter.is_some())
                .collect(),
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
        for (steps, buckets) in self.journeys.iter_mut().zip(&report.promises) {
            grow(steps, buckets.len());
            for (step, kept) in steps.iter_mut().zip(buckets) {
                step.add_promises(kept);
            }
        }
        for (place, buckets) in self.groups.iter().zip(&report.groups) {
            let steps = &mut self.elements[place.at()];
            grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                step.add_group(bucket, report.step);
            }
        }
        let queues = self.queues.iter().zip(&self.gives_up);
        for ((place, gives_up), buckets) in queues.zip(&report.queues) {
            let steps = &mut self.elements[place.at()];
            grow(steps, buckets.len());
            let mut dead = 0;
            for (step, bucket) in steps.iter_mut().zip(buckets) {
                step.add_queue(bucket);
                dead += bucket.dead_letters;
                if *gives_up {
                    step.dead_letters.record(dead as f64);
                }
            }
        }
        self.add_links(report);
        self.capacity.add(&report.capacity, report.step);
    }

    /// A relationship that is guarded in two designs of a cutover is that of both, one after the other.
    fn add_links(&mut self, report: &Report) {
        for (number, steps) in self.links.iter_mut().enumerate() {
            let own = self.names.iter().zip(&report.links);
            let mut own = own.filter(|(name, _)| **name == number).map(|(_, b)| b);
            let Some(first) = own.next() else { continue };
            let mut buckets = first.clone();
            for more in own {
                for (bucket, more) in buckets.iter_mut().zip(more) {
                    bucket.attempts += more.attempts;
                    bucket.retries += more.retries;
                    bucket.failed += more.failed;
                    bucket.refused += more.refused;
                    bucket.open = bucket.open.midpoint(more.open);
                }
            }
            grow(steps, buckets.len());
            for (step, bucket) in steps.iter_mut().zip(&buckets) {
                step.add(bucket, report.step);
            }
        }
    }

    pub(crate) fn outcome(&self, confidence: Confidence) -> outcome::Series {
        let steps = self.journeys.iter().map(Vec::len).max().unwrap_or(0);
        let elements = self.elements.iter().map(|steps| ElementSeries {
            queue_length: band(steps, confidence, |step| &step.queue_length),
            utilization: band(steps, confidence, |step| &step.utilization),
            replicas: band(steps, confidence, |step| &step.replicas),
            dead_letters: band(steps, confidence, |step| &step.dead_letters),
            denied_per_s: band(steps, confidence, |step| &step.denied_per_s),
            ..ElementSeries::default()
        });
        let mut elements: Vec<_> = elements.collect();
        self.capacity.outcome(confidence, &mut elements);
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
                    bad: bad(steps, confidence),
                })
                .collect(),
            elements,
            links: self
                .links
                .iter()
                .map(|steps| LinkSeries {
                    attempts_per_s: band(steps, confidence, |step| &step.attempts_per_s),
                    retries_per_s: band(steps, confidence, |step| &step.retries_per_s),
                    failed_per_s: band(steps, confidence, |step| &step.failed_per_s),
                    refused_per_s: band(steps, confidence, |step| &step.refused_per_s),
                    open: band(steps, confidence, |step| &step.open),
                })
                .collect(),
        }
    }
}

/// A replication that ended early has fewer steps than others.
pub(super) fn grow<T: Clone + Default>(steps: &mut Vec<T>, length: usize) {
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

/// The share of bad requests over time, by threshold.
fn bad(steps: &[JourneyStep], confidence: Confidence) -> Vec<Band> {
    let thresholds = steps.iter().map(|step| step.bad.len()).max().unwrap_or(0);
    let of = |threshold: usize| {
        let steps = steps.iter();
        steps
            .map(|step| mean(step.bad.get(threshold)?, confidence))
            .collect()
    };
    (0..thresholds).map(of).collect()
}

impl JourneyStep {
    fn add_promises(&mut self, kept: &[[u64; 2]]) {
        if self.bad.len() < kept.len() {
            self.bad.resize(kept.len(), Moments::default());
        }
        for (bad, [good, all]) in self.bad.iter_mut().zip(kept) {
            if *all > 0 {
                bad.record((all - good) as f64 / *all as f64);
            }
        }
    }

    fn add(&mut self, bucket: &JourneyBucket, step_s: f64) {
        self.arrivals_per_s.record(bucket.arrived as f64 / step_s);
        self.failures_per_s.record(bucket.failed as f64 / step_s);
        if let Some(response) = bucket.mean {
            self.response_mean_s.record(response);
        }
    }
}

impl LinkStep {
    fn add(&mut self, bucket: &LinkBucket, step_s: f64) {
        self.attempts_per_s.record(bucket.attempts as f64 / step_s);
        self.retries_per_s.record(bucket.retries as f64 / step_s);
        self.failed_per_s.record(bucket.failed as f64 / step_s);
        self.refused_per_s.record(bucket.refused as f64 / step_s);
        self.open.record(bucket.open);
    }
}

impl ElementStep {
    fn add_group(&mut self, bucket: &GroupBucket, step_s: f64) {
        self.denied_per_s.record(bucket.denied as f64 / step_s);
        self.queue_length.record(bucket.waiting);
        self.utilization.record(bucket.cores.max(bucket.slots));
        self.replicas.record(bucket.replicas);
    }

    fn add_queue(&mut self, bucket: &QueueBucket) {
        self.queue_length.record(bucket.depth);
    }
}
