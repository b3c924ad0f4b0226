//! What the fluid says, as plain data in the order of the network's own lists.

use spinout_network::ElementIndex;

use super::refuse::Refusal;
pub use super::tracer::Trace;

/// What is asked of the fluid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ask {
    /// Length of the scenario, seconds; none = a steady one, which is followed until it is at rest.
    pub horizon_s: Option<f64>,
    /// The seed of all draws.
    pub seed: u64,
    /// Sampled requests of each journey, a whole number of [`SECTIONS`].
    pub tracers: u32,
}

/// Parts that the traces of a journey fall into, in order, each of which is a sample of the whole time.
pub const SECTIONS: u32 = 20;

/// A scenario as a fluid. Lists over time have a figure for each step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fluid {
    /// Beginnings of the steps, and the end of the last, seconds; of a steady one a single step.
    pub times_s: Vec<f64>,
    /// By journey.
    pub journeys: Vec<JourneyFluid>,
    /// By group.
    pub groups: Vec<GroupFluid>,
    /// By queue.
    pub queues: Vec<QueueFluid>,
    /// What cannot keep up for ever, in a steady scenario.
    pub overload: Option<Overflowing>,
}

/// A journey over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneyFluid {
    /// Requests a second.
    pub rate: Vec<f64>,
    /// Mean response of who comes in the step, seconds.
    pub response_s: Vec<f64>,
    /// Share that succeeds.
    pub success: Vec<f64>,
    /// Sampled requests, section by section.
    pub traces: Vec<Trace>,
}

/// A group over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupFluid {
    /// Visits that wait, at the end of each step.
    pub waiting: Vec<f64>,
    /// Visits a second that are done.
    pub served: Vec<f64>,
    /// Share of visits that are turned away.
    pub refused: Vec<f64>,
    /// Mean wait of a visit, for its slot or for the cores, seconds.
    pub wait_s: Vec<f64>,
    /// Mean time of a visit, waiting and calls included, seconds.
    pub response_s: Vec<f64>,
    /// Busy ÷ available cores; empty without cores.
    pub cores: Vec<f64>,
    /// Busy ÷ available slots; empty without slots.
    pub slots: Vec<f64>,
    /// Instances.
    pub instances: Vec<f64>,
    /// Share of time in which its autoscaler wanted more than it may have.
    pub at_max: f64,
}

/// A queue over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueFluid {
    /// Messages published a second.
    pub published: Vec<f64>,
    /// Messages that wait, of all its consumer groups, at the end of each step.
    pub waiting: Vec<f64>,
    /// Share of messages that become dead letters.
    pub dead: Vec<f64>,
    /// Share of messages that are refused or expire.
    pub refused: Vec<f64>,
    /// Unfinished messages by consumer group.
    pub lag: Vec<Vec<f64>>,
    /// Messages a second that are done, by consumer group.
    pub done: Vec<Vec<f64>>,
}

/// Something whose backlog grows for ever.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overflowing {
    /// The element.
    pub element: ElementIndex,
    /// Which of its resources is short.
    pub resource: crate::preview::Resource,
    /// Visits or messages more each second.
    pub growth_per_s: f64,
}

/// Why there is no fluid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} parts of the network cannot be represented as a fluid", .0.len())]
pub struct Refused(pub Vec<Refusal>);
