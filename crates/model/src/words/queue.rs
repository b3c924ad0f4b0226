use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, ElementId};
use ts_rs::TS;

use super::{Distribution, is_default};

/// The delivery rules of a queue.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
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
    /// Time until a failed message is delivered again. At once if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub redelivery_delay: Option<Duration>,
    /// How long a message is kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retention: Option<Duration>,
    /// Where messages go that failed too often. They are tried for ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub dead_letter: Option<DeadLetter>,
}

/// Where messages go that failed too often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DeadLetter {
    /// The queue that takes them.
    pub to: ElementId,
    /// How often a message is delivered before it goes there; at least 1.
    pub max_receives: u32,
}
