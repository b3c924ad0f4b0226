//! What caches tell of the scenario.

use crate::engine::Simulation;

use super::Counts;

/// A cache, while it was measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheReport {
    /// Look-ups, those that failed included.
    pub look_ups: u64,
    /// Look-ups that had an answer.
    pub hits: u64,
    /// Look-ups that had none, and were answered by an entry that was too old, as what is behind had failed.
    pub stale: u64,
    /// Look-ups that waited for the answer that another asked for.
    pub coalesced: u64,
}

impl CacheReport {
    /// Those of another cache too.
    pub fn add(&mut self, other: &Self) {
        self.look_ups += other.look_ups;
        self.hits += other.hits;
        self.stale += other.stale;
        self.coalesced += other.coalesced;
    }
}

/// Counts at the scenario's start, and once it is over those at its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct CacheRecorder {
    start: Vec<Counts>,
    end: Option<Vec<Counts>>,
}

impl Simulation {
    fn cache_counts(&self) -> Vec<Counts> {
        self.caches.iter().map(|cache| cache.counts).collect()
    }

    /// Look-ups and hits of each cache until now.
    pub(crate) fn look_ups_and_hits(&self) -> Vec<[u64; 2]> {
        let caches = self.caches.iter();
        caches
            .map(|cache| [cache.counts.look_ups, cache.counts.hits])
            .collect()
    }

    /// The scenario begins, or ends.
    pub(crate) fn record_caches(&mut self, begins: bool) {
        let counts = self.cache_counts();
        if begins {
            self.cache_recorder.start = counts;
        } else {
            self.cache_recorder.end = Some(counts);
        }
    }

    /// What became of look-ups in the scenario.
    pub(crate) fn cache_reports(&self) -> Vec<CacheReport> {
        let now = self.cache_recorder.end.clone();
        let now = now.unwrap_or_else(|| self.cache_counts());
        let report = |(number, now): (usize, &Counts)| {
            let then = self.cache_recorder.start.get(number).unwrap_or(now);
            CacheReport {
                look_ups: now.look_ups - then.look_ups,
                hits: now.hits - then.hits,
                stale: now.stale - then.stale,
                coalesced: now.coalesced - then.coalesced,
            }
        };
        now.iter().enumerate().map(report).collect()
    }
}
