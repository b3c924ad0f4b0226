//! Traffic that goes over from one way of doing something to another, in phases.

use serde::{Deserialize, Serialize};

use crate::{ProgramIndex, Step};

/// Which of two ways requests go, over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Phases, times not falling. Before the first, everything goes the old way.
    pub phases: Vec<Phase>,
}

/// From some time on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// Seconds from the scenario's start.
    pub time: f64,
    /// The share that goes the new way, in [0, 1].
    pub share: f64,
    /// Whether what goes the old way is also done the new way, unheard: a shadow.
    pub shadow: bool,
}

/// A step that is going over from an old to a new way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// Key of the choice.
    pub key: u64,
    /// Position of the schedule in [`crate::Network::schedules`].
    pub schedule: u32,
    /// The old way.
    pub old: Vec<Step>,
    /// The new way.
    pub new: Vec<Step>,
    /// The new way once more, as a program: what a shadow runs, on nobody's thread.
    pub shadow: ProgramIndex,
}

impl Schedule {
    /// The phase at a time in seconds; none before the first.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<&Phase> {
        let next = self.phases.partition_point(|phase| phase.time <= time);
        self.phases.get(next.checked_sub(1)?)
    }
}
