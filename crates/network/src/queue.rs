//! Broker queues and their consumers.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ElementIndex, GroupIndex, ProgramIndex, QueueIndex};

/// A broker queue. Messages leave it when their consumer succeeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Identifier in the architecture.
    pub name: String,
    /// The element that waiting in the queue is booked on.
    pub element: ElementIndex,
    /// Who takes the messages; none = they stay (a dead-letter queue).
    pub consumer: Option<Consumer>,
    /// Times a message is handed out before it is a dead letter; at least 1.
    pub max_receives: u32,
    /// Seconds from a failed delivery until the message can be handed out again.
    pub redelivery_delay: f64,
    /// Where dead letters go; none = they are dropped, and counted all the same.
    pub dead_letter: Option<QueueIndex>,
    /// Messages waiting or in delivery; a publish beyond is refused; none = unlimited.
    pub capacity: Option<u32>,
}

/// Who takes a queue's messages, and how many at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consumer {
    /// Whose slots and cores are used.
    pub group: GroupIndex,
    /// What is done with a message.
    pub program: ProgramIndex,
    /// Messages in hand at once at one instance, at least 1. A message in hand takes a slot of its
    /// instance like any visit, but is never refused.
    pub concurrency: u32,
    /// Latency from the broker to the consumer, seconds.
    pub hop: Distribution,
}
