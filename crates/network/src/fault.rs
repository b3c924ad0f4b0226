//! What goes wrong, and when.

use serde::{Deserialize, Serialize};

use crate::{Deploy, Distribution, ElementIndex, GroupIndex, QueueIndex};

/// What happens on the way between two sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Trouble {
    /// Nothing passes. What is sent is delivered when the fault ends, as a transport that sends again
    /// would; whoever has a time-out does not wait for that.
    Cut,
    /// A crossing is lost with this probability, each time it is sent: the first time it is sent again
    /// after 200 ms, and each further time after twice as long (Linux' `TCP_RTO_MIN` and doubling, RFC
    /// 6298), ten times at most.
    Loss {
        /// Probability in [0, 1].
        probability: f64,
    },
    /// Each crossing takes this much longer.
    Delay {
        /// Seconds, one way.
        time: Distribution,
    },
    /// Calls are refused at the callee's door with this probability, without any work there. Messages
    /// are not touched.
    Refusal {
        /// Probability in [0, 1].
        probability: f64,
        /// Whether it is the caller who is not let in (a denial), rather than a callee who is not there.
        denial: bool,
    },
}

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
    /// A bad version is rolled out, and back.
    Deploy {
        /// The group.
        group: GroupIndex,
        /// How.
        deploy: Box<Deploy>,
        /// Seconds from the scenario's start.
        start: f64,
        /// Seconds after which whatever is left of it is gone.
        duration: f64,
    },
    /// Messages that the queue takes in this time fail whenever they are worked on, with this probability
    /// and that of [`crate::Queue::poison`]. They stay so.
    Poison {
        /// The queue.
        queue: QueueIndex,
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
    /// Trouble on calls and messages between two sides, in both directions. What passes within a side is
    /// not touched.
    Link {
        /// Elements of one side.
        near: Vec<ElementIndex>,
        /// Elements of the other; none = all that are not near.
        far: Option<Vec<ElementIndex>>,
        /// What happens.
        trouble: Trouble,
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
            | Self::Deploy {
                start, duration, ..
            }
            | Self::Poison {
                start, duration, ..
            }
            | Self::Outage {
                start, duration, ..
            }
            | Self::Link {
                start, duration, ..
            } => (*start, *duration),
        }
    }

    /// The same at another time, both in seconds.
    pub fn set_span(&mut self, from: f64, length: f64) {
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
            | Self::Deploy {
                start, duration, ..
            }
            | Self::Poison {
                start, duration, ..
            }
            | Self::Outage {
                start, duration, ..
            }
            | Self::Link {
                start, duration, ..
            } => (*start, *duration) = (from, length),
        }
    }
}
