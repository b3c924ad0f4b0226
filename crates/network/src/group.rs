//! Process groups: replicas of one process (or store, or external) behind a balancing policy.

use serde::{Deserialize, Serialize};

use crate::{ElementIndex, QueueIndex};

/// Visits that may wait for a thread at one instance, unless the group says otherwise.
pub const DEFAULT_ACCEPT_QUEUE: u32 = 4096;

/// How the instance for a visit is chosen among those that are up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balancing {
    /// Uniformly at random.
    Random,
    /// One after the other.
    #[default]
    RoundRobin,
    /// The one with the fewest visits in flight and waiting; the lowest number among equals.
    LeastConnections,
    /// The better of two drawn at random.
    TwoChoices,
}

/// What a slot is called; all kinds behave alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// Threads of a process.
    #[default]
    Threads,
    /// In-flight limit of an asynchronous runtime.
    InFlight,
    /// Connections of a store.
    Connections,
}

/// What a visit holds at one instance from its start to its answer, over the calls that it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    /// Name of the resource.
    pub kind: SlotKind,
    /// Slots of one instance, at least 1.
    pub count: u32,
}

/// What an autoscaler looks at.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ScalerMetric {
    /// Mean utilisation of the cores of ready instances over the last interval.
    CpuUtilisation {
        /// Target in (0, 1].
        target: f64,
    },
    /// Messages in a queue, those in hand included, per replica.
    QueueLength {
        /// The queue.
        queue: QueueIndex,
        /// Messages per replica, above 0.
        target: f64,
    },
}

/// Autoscaler in the manner of the Kubernetes Horizontal Pod Autoscaler:
/// desired = ⌈n × current ÷ target⌉.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    /// What it looks at.
    pub metric: ScalerMetric,
    /// Seconds between decisions.
    pub interval: f64,
    /// Fewest replicas, at least 1.
    pub min: u32,
    /// Most replicas.
    pub max: u32,
    /// No change while |current ÷ target − 1| is at most this.
    pub tolerance: f64,
    /// Seconds from the decision until a new instance takes visits.
    pub start_up: f64,
    /// Scaling down takes the highest desired count of this many past seconds.
    pub down_window: f64,
    /// In one interval, up to this factor of the current count …
    pub up_factor: f64,
    /// … or to this many more, whichever is larger.
    pub up_add: u32,
}

impl Scaler {
    /// The published defaults of the Horizontal Pod Autoscaler (sync 15 s, tolerance .1, double or +4
    /// an interval, 300 s stabilisation down; start-up 30 s readiness delay).
    #[must_use]
    pub fn hpa(metric: ScalerMetric, min: u32, max: u32) -> Self {
        Self {
            metric,
            interval: 15.0,
            min,
            max,
            tolerance: 0.1,
            start_up: 30.0,
            down_window: 300.0,
            up_factor: 2.0,
            up_add: 4,
        }
    }
}

/// A process, store or external: equal instances behind a balancing policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Identifier in the architecture.
    pub name: String,
    /// The element that waiting for a slot, and utilisation, are booked on.
    pub element: ElementIndex,
    /// Instances at the start, at least 1.
    pub replicas: u32,
    /// Choice of the instance.
    pub balancing: Balancing,
    /// Slots of one instance; none = unlimited.
    pub slots: Option<Slots>,
    /// Visits that may wait for a slot at one instance, further ones are refused; none = unbounded.
    pub accept_queue: Option<u32>,
    /// Cores of one instance, shared by the visits that compute: with n of them each runs at
    /// min(1, cores ÷ n). None = a pure delay, no contention. With slots ≤ cores nothing is ever
    /// shared, and the instance is a plain first-in first-out station with that many servers.
    pub cores: Option<f64>,
    /// Autoscaler, if any.
    pub scaler: Option<Scaler>,
}

impl Group {
    /// Most instances that can exist at once.
    #[must_use]
    pub fn max_replicas(&self) -> u32 {
        self.scaler
            .as_ref()
            .map_or(self.replicas, |scaler| scaler.max.max(self.replicas))
    }
}
