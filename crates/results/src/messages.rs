use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Estimate;

/// What became of messages: counts of a replication, mean over all of them. In each consumer group,
/// published = acknowledged + dead letters + expired + dropped + what is not finished at the end, where a
/// message that was acknowledged before a failed work counts as acknowledged and as lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MessageResult {
    /// Messages that a consumer group got; for a journey: publications that a broker took.
    pub published: f64,
    /// Deliveries, each attempt.
    pub delivered: f64,
    /// Messages done.
    pub acknowledged: f64,
    /// Deliveries that failed or took longer than the visibility time-out, after which the message came again.
    pub redelivered: f64,
    /// Messages given up after their last delivery.
    pub dead_letters: f64,
    /// Messages that outlived their retention.
    pub expired: f64,
    /// Messages that a full queue dropped for newer ones.
    pub dropped: f64,
    /// Messages that will never have their effect and lie nowhere: expired, dropped, failed after they were
    /// acknowledged on delivery, or refused when their publisher did not wait.
    pub lost: f64,
    /// Times that a message had its effect again.
    pub duplicated: f64,
    /// Repetitions that an idempotent consumer recognised.
    pub recognised: f64,
    /// Dual writes of which only one half took effect.
    pub inconsistent: f64,
}

/// A consumer group of a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ConsumerGroupResult {
    /// Its lag: messages that it has not finished, over time.
    pub lag: Option<Estimate>,
    /// Messages that it had not finished at the end, per replication.
    pub lag_end: f64,
    /// What became of its messages.
    pub messages: MessageResult,
}
