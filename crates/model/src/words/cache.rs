use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::Duration;
use ts_rs::TS;

use super::{Keys, OperationRef, is_default};

/// Answers that are kept, so that what is behind need not be asked again. The least recently used entry gives
/// way to a new one; a cache is empty at first, and after its instance has died.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Cache {
    /// The operation of a store that keeps the answers: each look-up asks it first, and one that fails is a
    /// miss. Left out, each instance of the caller keeps its own, and a look-up takes no time.
    #[serde(rename = "in", default, skip_serializing_if = "is_default")]
    pub store: Option<OperationRef>,
    /// The operation of that store that a new answer is written with, before the caller goes on. Nothing if
    /// left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fill: Option<OperationRef>,
    /// What is asked for, and how often. Each request draws its key.
    #[serde(default, skip_serializing_if = "is_default")]
    pub keys: Option<Keys>,
    /// Most entries. As many as there are keys if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub entries: Option<u32>,
    /// How long an entry answers after it was filled. For ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ttl: Option<Duration>,
    /// Does an entry that is too old answer where what is behind has failed for good?
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub serve_stale_on_failure: bool,
    /// Do those who miss the same key at once wait for one of them to ask?
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub coalesce: bool,
    /// In place of keys: the share of look-ups that hit, 0 to 1, where it is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hit_ratio: Option<f64>,
}
