use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, ElementId};
use ts_rs::TS;

use super::{Distribution, Keys, Overflow, is_default};

/// The delivery rules of a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Queue {
    /// The catalogue item it is billed as, such as `sqs/standard`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub service: Option<String>,
    /// The most messages it holds; more are refused at the publisher. Unbounded if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub capacity: Option<u64>,
    /// Time until the broker has acknowledged a publication. Nothing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub acknowledgement: Option<Distribution>,
    /// What happens to a publication beyond its capacity.
    #[serde(default, skip_serializing_if = "is_default")]
    pub overflow: Overflow,
    /// Lanes that keep their order: each is handed to one instance of a group at a time, which works on one
    /// of its messages after the other. No order if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub partitions: Option<u32>,
    /// How messages are spread over the partitions: by their keys. Evenly, at random, if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub keys: Option<Keys>,
    /// How long nothing is handed to a group after one of its instances came or went. Not at all if left
    /// out; only with partitions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rebalance: Option<Duration>,
    /// Time from a publication until a message can be delivered. At once if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delivery_delay: Option<Duration>,
    /// A message that is not acknowledged within this time can be delivered again, while the first consumer
    /// may still work on it. Never if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub visibility_timeout: Option<Duration>,
    /// Time until a failed message is delivered again. At the end of the visibility time-out if left out, and
    /// at once without one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub redelivery_delay: Option<Duration>,
    /// Factor between one such time and the next. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub redelivery_multiplier: f64,
    /// The longest such time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub redelivery_limit: Option<Duration>,
    /// How long a message is kept. What nobody has finished by then is lost. For ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retention: Option<Duration>,
    /// The share of its messages that fail whenever they are worked on, 0 to 1.
    #[serde(default, skip_serializing_if = "is_default")]
    pub poison_rate: f64,
    /// Where messages go that failed too often. They are tried for ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub dead_letter: Option<DeadLetter>,
}

impl Default for Queue {
    /// No limits, no order, no delays, and nothing is lost.
    fn default() -> Self {
        Self {
            service: None,
            capacity: None,
            acknowledgement: None,
            overflow: Overflow::Reject,
            partitions: None,
            keys: None,
            rebalance: None,
            delivery_delay: None,
            visibility_timeout: None,
            redelivery_delay: None,
            redelivery_multiplier: one(),
            redelivery_limit: None,
            retention: None,
            poison_rate: 0.0,
            dead_letter: None,
        }
    }
}

fn one() -> f64 {
    1.0
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}

/// Where messages go that failed too often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DeadLetter {
    /// The queue that takes them.
    pub to: ElementId,
    /// How often a message is delivered before it goes there; at least 1.
    pub max_receives: u32,
}
