//! Process groups: replicas of one process (or store, or external) behind a balancing policy.

use serde::{Deserialize, Serialize};

use crate::{Conduct, ElementIndex, Function, Scaler, TokenBucket};

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
    /// Environments of a function.
    Environments,
}

/// What a visit holds at one instance from its start to its answer, over the calls that it makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    /// Name of the resource.
    pub kind: SlotKind,
    /// Slots of one instance, at least 1.
    pub count: u32,
}

/// A process, store or external: equal instances behind a balancing policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Identifier in the architecture.
    pub name: String,
    /// The element that waiting for a slot, and utilisation, are booked on.
    pub element: ElementIndex,
    /// Instances at the start, at least 1, or 0 where an autoscaler may scale to none.
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
    /// For a function: its instances are environments, which come and go by request.
    pub function: Option<Function>,
    /// What its instances do beyond serving their visits in order.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub conduct: Conduct,
    /// Who is turned away at the entrance of an instance, although there would be room.
    #[serde(default)]
    pub entrance: Entrance,
}

fn is_plain(conduct: &Conduct) -> bool {
    *conduct == Conduct::default()
}

/// Who is turned away at the entrance of an instance. Messages are not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entrance {
    /// Bound on visits over time, of all instances together.
    pub rate_limit: Option<TokenBucket>,
    /// Bounds on visits by their priority.
    pub shedding: Vec<Shedding>,
    /// Controlled delay in the accept queue.
    pub codel: Option<Codel>,
}

/// Visits below a priority are refused while an instance has so many in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shedding {
    /// Those of journeys with a lower priority than this.
    pub below: u8,
    /// Visits at work and waiting ÷ slots from which on they are refused, above 0.
    pub load: f64,
}

/// Controlled delay (RFC 8289).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Codel {
    /// Seconds of waiting that are acceptable.
    pub target: f64,
    /// Seconds for which the waiting may be longer before visits are turned away.
    pub interval: f64,
}

impl Group {
    /// Most instances that can exist at once.
    #[must_use]
    pub fn max_replicas(&self) -> u32 {
        if let Some(function) = &self.function {
            return function.limit;
        }
        self.scaler
            .as_ref()
            .map_or(self.replicas, |scaler| scaler.most().max(self.replicas))
    }
}
