//! Replays: messages that are published once more.

use serde::{Deserialize, Serialize};

use crate::QueueIndex;

/// Publishes messages again, one after the other at a rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// Where they are published.
    pub to: QueueIndex,
    /// Only to this consumer group of it, by position; none = all.
    pub group: Option<u32>,
    /// Which messages.
    pub messages: Replayed,
    /// Seconds from the scenario's start.
    pub start: f64,
    /// Messages per second.
    pub rate: f64,
}

/// Which messages are published again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Replayed {
    /// Those that lie in a queue without consumers when the replay starts. They leave it.
    Letters {
        /// The queue.
        queue: QueueIndex,
    },
    /// Those that were published to the queue in a span of time, in seconds from the scenario's start,
    /// and before the replay.
    Published {
        /// First second that counts.
        from: f64,
        /// First second that does not.
        to: f64,
    },
}
