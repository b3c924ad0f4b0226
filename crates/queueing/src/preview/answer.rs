//! What the preview says, as plain data in the order of the network's own lists.

use spinout_network::{ElementIndex, JourneyIndex};

use super::band::Class;
use super::moments::Moments;
use super::reason::Cause;

/// What a network does under a steady load, by formula. Nothing in it is simulated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// What cannot keep up, if anything: then there are no times.
    pub saturated: Option<Bottleneck>,
    /// The busiest resource, if any is used.
    pub bottleneck: Option<Bottleneck>,
    /// By journey.
    pub journeys: Vec<JourneyPreview>,
    /// By element; those without visits have none of the figures.
    pub elements: Vec<ElementPreview>,
    /// What the preview does not foretell, and why.
    pub reasons: Vec<Reason>,
}

/// A resource of an element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bottleneck {
    /// The element.
    pub element: ElementIndex,
    /// Which of its resources.
    pub resource: Resource,
    /// Busy ÷ available; 1 or more where it cannot keep up.
    pub utilization: f64,
}

/// A kind of resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Processor cores.
    Cores,
    /// Threads, in-flight slots or connections.
    Slots,
    /// Consumers of a broker queue.
    Consumers,
    /// A lock, or a pool of connections.
    Held,
}

/// Something that is not foretold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why.
    pub cause: Cause,
    /// Where; none where it is about a journey or everything.
    pub element: Option<ElementIndex>,
    /// Whose; none where it is about an element or everything.
    pub journey: Option<JourneyIndex>,
}

/// A journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneyPreview {
    /// Answered requests a second.
    pub throughput_per_s: Option<f64>,
    /// Share of requests that succeed, in [0, 1].
    pub success_rate: Option<f64>,
    /// Until the caller has its answer; none where the preview does not apply, or something is saturated.
    pub response_s: Option<Times>,
    /// Until the last asynchronous consequence is done; none as above.
    pub completion_s: Option<Times>,
    /// What kind of case the response is, for the error to expect.
    pub response_class: Option<Class>,
    /// The same for the completion.
    pub completion_class: Option<Class>,
    /// Bounds that hold whatever the preview gets wrong.
    pub bounds: Option<Bounds>,
    /// Positions in [`Preview::reasons`] of what stands in the way of this journey's figures.
    pub reasons: Vec<usize>,
}

/// Mean and quantiles of a time, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// The mean.
    pub mean: f64,
    /// The median.
    pub p50: f64,
    /// The 90th percentile.
    pub p90: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
}

impl Times {
    pub(crate) fn of(moments: &Moments) -> Self {
        Self {
            mean: moments.mean,
            p50: moments.quantile(0.5),
            p90: moments.quantile(0.9),
            p95: moments.quantile(0.95),
            p99: moments.quantile(0.99),
        }
    }
}

/// Asymptotic bounds (Denning and Buzen 1978).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Mean response without any waiting, seconds: never less.
    pub response_s: f64,
    /// Requests a second at which the first resource is used up, the other journeys staying as they
    /// are; none where nothing limits it.
    pub throughput_per_s: Option<f64>,
}

/// An element.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ElementPreview {
    /// Visits (or messages) a second.
    pub throughput_per_s: Option<f64>,
    /// A visit with the calls that it makes, from arrival to answer, mean seconds.
    pub response_s: Option<f64>,
    /// Waiting for a slot, for a share of the cores, or in the queue, mean seconds a visit.
    pub wait_s: Option<f64>,
    /// Busy ÷ available cores.
    pub cores: Option<f64>,
    /// Busy ÷ available slots.
    pub slots: Option<f64>,
    /// Busy ÷ available consumers of a queue.
    pub consumers: Option<f64>,
}
