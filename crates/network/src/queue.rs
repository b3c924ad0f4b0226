//! Broker queues and topics, and their consumers.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ElementIndex, GroupIndex, ProgramIndex, QueueIndex, Token};

/// A broker's queue or topic. Each of its consumer groups gets every message; the consumers of one group
/// compete for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Identifier in the architecture.
    pub name: String,
    /// The element that waiting in the queue is booked on.
    pub element: ElementIndex,
    /// Who takes the messages; none = they stay (a dead-letter queue).
    pub groups: Vec<ConsumerGroup>,
    /// Ordered lanes, each handed to one instance of a group at a time; none = no order.
    pub partitions: Option<Partitions>,
    /// Times a message is handed out before it is a dead letter; at least 1.
    pub max_receives: u32,
    /// Seconds from a failed delivery until the message can be handed out again. With a visibility
    /// time-out and 0 here, it can when that ends.
    pub redelivery_delay: f64,
    /// Growth of that delay from delivery to delivery, at least 1.
    pub redelivery_multiplier: f64,
    /// Longest such delay, seconds.
    pub redelivery_limit: f64,
    /// Seconds after which a message that is still worked on can be handed out again.
    pub visibility_timeout: Option<f64>,
    /// Seconds from a publication until the message can be handed out.
    pub delivery_delay: f64,
    /// Seconds after which a message that nobody has finished is gone.
    pub retention: Option<f64>,
    /// Where dead letters go; none = they are dropped, and counted all the same.
    pub dead_letter: Option<QueueIndex>,
    /// Messages of one group waiting or in delivery at most; none = unlimited.
    pub capacity: Option<u32>,
    /// What happens to a publication beyond.
    pub overflow: Overflow,
    /// Share of messages that fail whenever they are worked on, in [0, 1].
    pub poison: f64,
}

/// What a full queue does with a publication.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// Refuses it.
    #[default]
    Reject,
    /// Drops the oldest waiting message for it; refuses it where none waits.
    DropHead,
}

/// Consumers that share the messages of a queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsumerGroup {
    /// Its name; empty where the drawing gives none.
    pub name: String,
    /// Who takes messages; at least one.
    pub consumers: Vec<Consumer>,
    /// Seconds in which nothing is handed out after an instance came or went. Only with partitions.
    pub rebalance: f64,
}

/// Who takes a queue's messages, and how many at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consumer {
    /// Whose slots and cores are used.
    pub group: GroupIndex,
    /// What is done with a message.
    pub program: ProgramIndex,
    /// Messages (or batches) worked on at once at one instance, at least 1. Each takes a slot of its
    /// instance like any visit, but is never refused.
    pub concurrency: u32,
    /// Messages in hand at once at one instance; less than `concurrency` counts as that. Those beyond it
    /// wait at the instance. Without effect for partitions and batches.
    pub prefetch: u32,
    /// Latency from the broker to the consumer, seconds.
    pub hop: Distribution,
    /// When the broker takes a message for done.
    pub acknowledge: Acknowledge,
    /// For a consumer to whom a message that comes again does no harm: what it costs to see that it is
    /// known, seconds on a core. Each message is looked up once.
    pub known: Option<Distribution>,
    /// Messages taken together; none = one by one.
    pub batch: Option<Batch>,
    /// The token that it works with: the message's, or another.
    #[serde(default, skip_serializing_if = "Token::is_passed_on")]
    pub token: Token,
    /// It begins with fewer than `concurrency` messages at once; none = it does not. Without effect for
    /// partitions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ramp: Option<Ramp>,
}

/// How one works on more and more messages at once: while messages wait although it works on as many as it
/// may, it may work on one more in each 1 ÷ `rate` seconds. It begins anew when nothing waits and it works on
/// no more than `initial`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ramp {
    /// Messages (or batches) at once at first, at least 1.
    pub initial: u32,
    /// How many more a second.
    pub rate: f64,
}

/// When the broker takes a message for done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acknowledge {
    /// When the work has succeeded.
    #[default]
    AfterWork,
    /// When it hands the message out: a failure loses it.
    OnDelivery,
}

/// Messages taken together: one visit works on all of them, and they succeed or fail together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Most messages, at least 1.
    pub size: u32,
    /// Seconds that the oldest message waits for a full batch.
    pub wait: f64,
}

/// Ordered lanes of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Partitions {
    /// How many; at least 1.
    pub count: u32,
    /// How the messages' keys are spread.
    pub keys: Keys,
}

/// How the keys of messages are spread. The key of rank i (from 0) belongs to partition i modulo the
/// number of partitions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Keys {
    /// No keys: each partition with equal chance.
    Spread,
    /// So many keys, each with equal chance.
    Uniform {
        /// Keys; at least 1.
        count: u32,
    },
    /// Zipf's law: the chance of the key of rank i is proportional to (i + 1)^−exponent.
    Zipf {
        /// Keys; at least 1.
        count: u32,
        /// Exponent, not negative.
        exponent: f64,
    },
}

impl Partitions {
    /// The share of the messages that each partition gets.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let partitions = self.count as usize;
        let (keys, exponent) = match self.keys {
            Keys::Spread => (self.count, 0.0),
            Keys::Uniform { count } => (count, 0.0),
            Keys::Zipf { count, exponent } => (count, exponent),
        };
        let mut shares = vec![0.0; partitions];
        for rank in 0..keys {
            shares[rank as usize % partitions] += libm::pow(f64::from(rank) + 1.0, -exponent);
        }
        let sum: f64 = shares.iter().sum();
        shares.iter().map(|share| share / sum).collect()
    }
}

impl Consumer {
    /// One that works on up to `concurrency` messages at once and acknowledges each when it is done.
    #[must_use]
    pub fn new(group: GroupIndex, program: ProgramIndex, concurrency: u32) -> Self {
        Self {
            group,
            program,
            concurrency,
            prefetch: 0,
            hop: Distribution::ZERO,
            acknowledge: Acknowledge::AfterWork,
            known: None,
            batch: None,
            token: Token::PassedOn,
            ramp: None,
        }
    }
}

impl ConsumerGroup {
    /// The only consumer of a group without a name.
    #[must_use]
    pub fn of(consumer: Consumer) -> Self {
        Self {
            name: String::new(),
            consumers: vec![consumer],
            rebalance: 0.0,
        }
    }
}

impl Queue {
    /// A queue without consumer: unlimited, one receive, no delays, nothing expires.
    #[must_use]
    pub fn new(name: &str, element: ElementIndex) -> Self {
        Self {
            name: name.to_owned(),
            element,
            groups: Vec::new(),
            partitions: None,
            max_receives: 1,
            redelivery_delay: 0.0,
            redelivery_multiplier: 1.0,
            redelivery_limit: crate::limits::TIME,
            visibility_timeout: None,
            delivery_delay: 0.0,
            retention: None,
            dead_letter: None,
            capacity: None,
            overflow: Overflow::Reject,
            poison: 0.0,
        }
    }

    /// The same with one more consumer group, of one consumer.
    #[must_use]
    pub fn consumed_by(mut self, consumer: Consumer) -> Self {
        self.groups.push(ConsumerGroup::of(consumer));
        self
    }
}
