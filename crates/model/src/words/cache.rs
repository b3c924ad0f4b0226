use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Size};
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
    /// What an entry takes of the memory of the instance that keeps it, for a cache without `in`: as many as may be
    /// in all its caches together. Nothing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub entry_size: Option<Size>,
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

impl Cache {
    /// The most entries, where that is known.
    #[must_use]
    pub fn most_entries(&self) -> Option<u32> {
        let keys = self.keys.as_ref().map(|keys| match keys {
            Keys::Uniform(count) => *count,
            Keys::Zipf(zipf) => zipf.keys,
        });
        match (self.entries, keys) {
            (Some(entries), Some(keys)) => Some(entries.min(keys)),
            (entries, keys) => entries.or(keys),
        }
    }

    /// Bytes that it takes of the memory of the instance that keeps it once it is full.
    #[must_use]
    pub fn bytes(&self) -> f64 {
        let size = self.entry_size.filter(|_| self.store.is_none());
        let entries = f64::from(self.most_entries().unwrap_or(0));
        size.map_or(0.0, |size| size.base() * entries)
    }
}
