//! Answers that are kept.

use serde::{Deserialize, Serialize};

use crate::{
    CacheIndex, ElementIndex, GroupIndex, Keys, Network, Step,
    validate::{Check, Problem, index, limits, require, within},
};

/// Answers that callers keep. It is empty at first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cache {
    /// The relationship whose answers they are.
    pub name: String,
    /// The element that its figures are told of.
    pub element: ElementIndex,
    /// The group each of whose instances has one, which is empty when the instance begins; none = one for
    /// all. Who is elsewhere uses that of the first instance.
    pub group: Option<GroupIndex>,
    /// What it answers.
    pub answers: Answers,
}

/// What a cache answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// A known share of the look-ups, in [0, 1].
    Share(f64),
    /// What it keeps.
    Kept(Kept),
}

/// What a cache keeps: entries by key, of which the least recently used gives way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What is asked for; not spread.
    pub keys: Keys,
    /// Most entries, at least 1; none = as many as there are keys.
    pub entries: Option<u32>,
    /// Seconds after it was filled that an entry answers; none = for ever.
    pub ttl: Option<f64>,
    /// Whether an entry that is too old answers where the backend has failed.
    pub stale: bool,
    /// Whether those who miss a key while another asks for it wait for that answer, or failure.
    pub coalesce: bool,
}

/// Asks a cache, and what is behind where that has no answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cached {
    /// Key of the draw of what is asked for.
    pub key: u64,
    /// The cache.
    pub cache: CacheIndex,
    /// What a look-up takes. Where it fails, it has missed.
    pub ask: Vec<Step>,
    /// What is done on a miss.
    pub miss: Vec<Step>,
    /// What it takes to keep the answer. Where it fails, that is not kept.
    pub fill: Vec<Step>,
}

/// Entries of one cache in all instances together, at most.
const ENTRIES: u64 = 50_000_000;

impl Cache {
    /// Whether the figures can be.
    pub(crate) fn check(&self, network: &Network, place: &str) -> Check {
        index(self.element.0, network.elements.len(), place)?;
        if let Some(group) = self.group {
            index(group.0, network.groups.len(), place)?;
        }
        let kept = match &self.answers {
            Answers::Share(share) => {
                return require((0.0..=1.0).contains(share), place, Problem::NotAProbability);
            }
            Answers::Kept(kept) => kept,
        };
        let keys = kept.keys.check(place)?;
        require(keys > 0, place, Problem::Empty)?;
        let entries = kept.entries.unwrap_or(keys);
        require(entries > 0, place, Problem::Empty)?;
        let instances = self
            .group
            .map_or(1, |group| network.groups[group.at()].max_replicas());
        let all = u64::from(entries.min(keys)) * u64::from(instances);
        require(all <= ENTRIES, place, Problem::TooLarge)?;
        kept.ttl
            .map_or(Ok(()), |ttl| within(ttl, 1e-9, limits::TIME, place))
    }
}
