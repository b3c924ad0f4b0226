//! Publications: what a publisher waits for, and what happens when it fails.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ProgramIndex, QueueIndex, Retry, Token, Transfer};

/// An asynchronous message. Unless its policy says otherwise it is done at the broker's acknowledgement,
/// and fails if the queue refuses it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Publish {
    /// Key of the relationship: the consumer's draws follow from it as a callee's from
    /// [`Call::key`](crate::Call::key).
    pub key: u64,
    /// Where the message goes.
    pub queue: QueueIndex,
    /// Latency to the broker, seconds.
    pub hop: Distribution,
    /// From there until the publisher has its acknowledgement, seconds.
    pub ack: Distribution,
    /// What else is said; none = one attempt, without a time-out.
    #[serde(default)]
    pub policy: Option<PublishPolicy>,
    /// The token that goes along.
    #[serde(default, skip_serializing_if = "Token::is_passed_on")]
    pub token: Token,
}

/// How a message gets to its broker.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PublishPolicy {
    /// What is guaranteed.
    pub delivery: Delivery,
    /// Seconds after which one attempt counts as failed, although the message may have arrived.
    pub timeout: Option<f64>,
    /// Latency of the acknowledgement's way, seconds; none = no time.
    pub back: Option<Distribution>,
    /// Retries of failed attempts, if any.
    pub retry: Option<Retry>,
    /// The message is left in a table first, and a relay publishes it from there.
    pub outbox: Option<Outbox>,
}

/// Two steps that are meant to take effect both or not at all, but are not one transaction: a write and a
/// publication, or two writes. Within one request each is taken once, but for what fails and is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DualWrite {
    /// Key of the one call or publication.
    pub one: u64,
    /// Key of the other.
    pub other: u64,
}

/// What is guaranteed of a publication.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The publisher goes on at once: what the broker refuses is lost.
    AtMostOnce,
    /// The publisher waits for the acknowledgement, and may publish twice.
    #[default]
    AtLeastOnce,
    /// As before, but the broker knows a message that it has already.
    ExactlyOnce,
}

/// A relay that publishes from an outbox. It looks at whole multiples of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    /// Seconds between two looks.
    pub interval: f64,
    /// Most messages at one look, at least 1.
    pub batch: u32,
    /// Share of publications after which the relay fails to note that they are done, and which it makes
    /// again at its next look, in [0, 1].
    pub repeats: f64,
    /// What the relay carries to the broker with each message, on top of the way there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// What each look asks first, on its own: where that fails, nothing is found. None = a look takes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<ProgramIndex>,
}
