use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, ElementId, Rate};
use ts_rs::TS;

use super::{OperationRef, is_default};

/// What is guaranteed of a message on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It may be lost. A publisher does not wait for the broker; a consumer acknowledges when it gets the
    /// message, before its work.
    AtMostOnce,
    /// It may come twice. A publisher waits for the broker; a consumer acknowledges after its work.
    AtLeastOnce,
    /// It has its effect once. The broker knows its publishers' messages; a consumer recognises what it has
    /// done.
    ExactlyOnce,
}

/// Messages that are taken together: one run of the operation works on all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MessageBatch {
    /// Most messages at once; at least 1.
    #[schemars(range(min = 1), extend("x-unit" = "messages"))]
    pub size: u32,
    /// How long the oldest waits until there are so many. Not at all if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "not at all", "x-common" = true))]
    pub wait: Option<Duration>,
}

/// The table in which a publisher leaves its messages, within the transaction of its data, and from which a
/// relay publishes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Outbox {
    /// The operation of the store that writes the row. The publisher waits for it, and not for the broker.
    /// Left out, the relay follows the store's own log (change data capture), and the publisher waits for
    /// nothing more.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "the store's own log"))]
    pub store: Option<OperationRef>,
    /// Time between two looks of the relay.
    pub interval: Duration,
    /// The operation of the store that each look asks, whether there is something to publish or not; a look
    /// whose answer fails finds nothing. A look costs the store nothing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub poll: Option<OperationRef>,
    /// Most messages that it publishes at one look. Default 100.
    #[serde(default = "hundred", skip_serializing_if = "is_hundred")]
    pub batch: u32,
    /// The share of publications after which the relay fails to note that they are done, and which it makes
    /// again, 0 to below 1.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repeat_rate: f64,
}

/// What a full queue does with a publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Overflow {
    /// Refuses it: its publisher fails.
    #[default]
    Reject,
    /// Drops the oldest waiting message for it.
    DropHead,
}

/// How a platform asks a function for the messages of a queue: for few at once at first, and while more wait for
/// more and more. When few are left it begins anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Poller {
    /// Messages (or batches) at once at first. Default 5.
    #[serde(skip_serializing_if = "is_five")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 5, "x-unit" = "messages", "x-source" = "AWS documentation"))]
    pub initial: u32,
    /// So many more in a time. Default 300/min.
    #[serde(skip_serializing_if = "is_five_a_second")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "300/min", "x-source" = "AWS documentation"))]
    pub rate: Rate,
    /// The most at once. Default 1000.
    #[serde(skip_serializing_if = "is_thousand")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 1000, "x-unit" = "messages", "x-source" = "AWS documentation"))]
    pub most: u32,
}

impl Default for Poller {
    /// That of AWS Lambda for a standard queue of SQS.
    fn default() -> Self {
        Self {
            initial: 5,
            rate: five_a_second(),
            most: 1000,
        }
    }
}

/// How keys are spread: those of messages, of rows, of what is asked for. Key number 0 is the most popular; of
/// messages, key number i belongs to partition i modulo the number of partitions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Keys {
    /// So many keys, all as popular.
    Uniform(u32),
    /// So many keys by Zipf's law.
    Zipf(Zipf),
}

/// Popularity by Zipf's law: that of key number i is proportional to (i + 1)^−exponent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Zipf {
    /// How many keys.
    #[schemars(range(min = 1))]
    pub keys: u32,
    /// How uneven; 0 is even. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.0))]
    pub exponent: f64,
}

/// Messages that are published once more, at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Replay {
    /// The queue that they are published to.
    pub to: ElementId,
    /// The queue of dead letters that they are taken from. Left out, it is messages of `to` itself that are
    /// read again, those of `published`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub from: Option<ElementId>,
    /// The messages that were published in this span.
    #[serde(default, skip_serializing_if = "is_default")]
    pub published: Option<super::Window>,
    /// Only for this group of consumers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<String>,
    /// When it begins, since the scenario's start.
    pub at: Duration,
    /// How fast.
    pub rate: Rate,
}

fn five_a_second() -> Rate {
    Rate::new(300.0, "/min").unwrap_or_else(|_| unreachable!("a literal rate"))
}
fn is_five_a_second(rate: &Rate) -> bool {
    *rate == five_a_second()
}
fn is_five(n: &u32) -> bool {
    *n == 5
}
fn is_thousand(n: &u32) -> bool {
    *n == 1000
}
fn hundred() -> u32 {
    100
}
fn is_hundred(n: &u32) -> bool {
    *n == 100
}
fn one() -> f64 {
    1.0
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}
