//! What an instance does beyond serving its visits in order: who is next, who gives up, and what stops it.

use serde::{Deserialize, Serialize};

use crate::{Distribution, Spot};

/// Who of those that wait for a slot gets the next one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who came first.
    #[default]
    Fifo,
    /// Who came last.
    Lifo,
    /// Who came first of those with the highest priority. Nobody who has a slot loses it.
    Priority,
    /// The same, and the cores go by priority as well: who computes is interrupted by a higher one, and goes on
    /// later where it was.
    PriorityPreemptive,
    /// Any, with equal chance.
    Random,
}

/// Memory of one instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Bytes beyond which it is killed: what it works on fails.
    pub limit: f64,
    /// Bytes that it needs when nothing is asked of it.
    pub base: f64,
    /// Bytes of each visit in flight or waiting, above 0.
    pub per_visit: f64,
    /// Seconds until it takes visits again.
    pub restart: Distribution,
}

impl Memory {
    /// Most visits, in flight and waiting, that fit.
    #[must_use]
    pub fn room(&self) -> u32 {
        ((self.limit - self.base) / self.per_visit + 1e-9) as u32
    }
}

/// A limit on the use of the cores, as the bandwidth control of Linux' fair scheduler enforces it: in each
/// period the instance may use `cores` × `period` of its cores, and stands still once that is used up.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quota {
    /// Cores that may be used on average.
    pub cores: f64,
    /// Seconds of a period.
    pub period: f64,
}

/// What an instance does once it has nothing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Idle {
    /// Sleeps, and needs this time to be ready again once a visit comes.
    SetUp {
        /// Seconds.
        time: Distribution,
    },
    /// Goes away for this time, again and again until visits wait when it comes back.
    Vacation {
        /// Seconds.
        time: Distribution,
    },
}

/// An instance that stops now and then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breakdowns {
    /// Seconds that it is up in between.
    pub after: Distribution,
    /// Seconds that one lasts.
    pub lasts: Distribution,
    /// Whether what it works on fails, and new visits go elsewhere; else its cores only stand still.
    pub loses_work: bool,
}

/// What the instances of a group do beyond serving their visits in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Conduct {
    /// Who of those that wait is next.
    pub order: Order,
    /// Seconds that a visit waits for a slot before it fails; none = for ever. Messages are patient.
    pub patience: Option<Distribution>,
    /// Memory; none = enough.
    pub memory: Option<Memory>,
    /// Limit on the use of the cores.
    pub quota: Option<Quota>,
    /// What is done when there is nothing to do.
    pub idle: Option<Idle>,
    /// Stops.
    pub breakdowns: Option<Breakdowns>,
    /// Machines that are taken back, one for each instance, and the seconds until another takes visits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot: Option<(Spot, Distribution)>,
}
