//! What goes wrong, and when.

use serde::{Deserialize, Serialize};

use crate::{GroupIndex, QueueIndex};

/// A disturbance from `start` for `duration` seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Fault {
    /// Instances die: visits in flight and waiting fail, messages in hand are delivered again. They
    /// take visits again when the fault ends.
    Crash {
        /// The group.
        group: GroupIndex,
        /// Number of the instance from 0; none = all.
        instance: Option<u32>,
        /// Seconds from the scenario's start.
        start: f64,
        /// Seconds.
        duration: f64,
    },
    /// Computing and delays that begin in this time take `factor` times as long.
    SlowDown {
        /// The group.
        group: GroupIndex,
        /// How many times as long, above 0.
        factor: f64,
        /// Seconds from the scenario's start.
        start: f64,
        /// Seconds.
        duration: f64,
    },
    /// Visits do their work, then fail with this probability.
    Errors {
        /// The group.
        group: GroupIndex,
        /// Probability in [0, 1].
        probability: f64,
        /// Seconds from the scenario's start.
        start: f64,
        /// Seconds.
        duration: f64,
    },
    /// The broker's queue is unreachable: publishing fails, nothing is handed out. Messages stay.
    Outage {
        /// The queue.
        queue: QueueIndex,
        /// Seconds from the scenario's start.
        start: f64,
        /// Seconds.
        duration: f64,
    },
}

impl Fault {
    /// Start and duration in seconds.
    #[must_use]
    pub fn span(&self) -> (f64, f64) {
        match self {
            Self::Crash {
                start, duration, ..
            }
            | Self::SlowDown {
                start, duration, ..
            }
            | Self::Errors {
                start, duration, ..
            }
            | Self::Outage {
                start, duration, ..
            } => (*start, *duration),
        }
    }
}
