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
    #[schemars(title = "Billed as", extend("x-otherwise" = "not billed", "x-common" = true, "x-billed" = true))]
    pub service: Option<String>,
    /// The most messages it holds; more are refused at the publisher. Unbounded if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("x-otherwise" = "unbounded", "x-unit" = "messages", "x-common" = true))]
    pub capacity: Option<u64>,
    /// Time until the broker has acknowledged a publication. Nothing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "at once"))]
    pub acknowledgement: Option<Distribution>,
    /// What happens to a publication beyond its capacity.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "When full", extend("x-otherwise" = "refuses"))]
    pub overflow: Overflow,
    /// Lanes that keep their order: each is handed to one instance of a group at a time, which works on one
    /// of its messages after the other. No order if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("x-otherwise" = "no order", "x-common" = true))]
    pub partitions: Option<u32>,
    /// How messages are spread over the partitions: by their keys. Evenly, at random, if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "evenly, at random", "examples" = [{"uniform": 100}]))]
    pub keys: Option<Keys>,
    /// How long nothing is handed to a group after one of its instances came or went. Not at all if left
    /// out; only with partitions.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "not at all"))]
    pub rebalance: Option<Duration>,
    /// Time from a publication until a message can be delivered. At once if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Delay", extend("x-otherwise" = "at once"))]
    pub delivery_delay: Option<Duration>,
    /// A message that is not acknowledged within this time can be delivered again, while the first consumer
    /// may still work on it. Never if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Visibility", extend("x-otherwise" = "no time-out", "x-common" = true))]
    pub visibility_timeout: Option<Duration>,
    /// Time until a failed message is delivered again. At the end of the visibility time-out if left out, and
    /// at once without one.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Redelivery", extend("x-otherwise" = "at once", "x-common" = true))]
    pub redelivery_delay: Option<Duration>,
    /// Factor between one such time and the next. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(title = "Redelivery ×", range(min = 1.0), extend("default" = 1))]
    pub redelivery_multiplier: f64,
    /// The longest such time.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Redelivery at most", extend("x-otherwise" = "no limit"))]
    pub redelivery_limit: Option<Duration>,
    /// How long a message is kept. What nobody has finished by then is lost. For ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "for ever", "x-common" = true))]
    pub retention: Option<Duration>,
    /// The share of its messages that fail whenever they are worked on, 0 to 1.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Poison", range(min = 0.0, max = 1.0), extend("default" = 0, "x-unit" = "of 1"))]
    pub poison_rate: f64,
    /// Where messages go that failed too often. They are tried for ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Dead letters", extend("x-otherwise" = "tried for ever", "x-common" = true))]
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
    #[schemars(title = "After", range(min = 1), extend("x-unit" = "deliveries"))]
    pub max_receives: u32,
}
