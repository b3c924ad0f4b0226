//! What capacity and caches go through, bucket by bucket; nothing of a network that has none of it.

use crate::engine::Simulation;

/// What became of a group's capacity in one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CapacityBucket {
    /// Instances that wait for a node, on average.
    pub pending: f64,
    /// Environments of a function that were started for a request.
    pub cold_starts: u64,
    /// Requests that were throttled.
    pub throttled: u64,
}

/// A cache in one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheBucket {
    /// Look-ups.
    pub look_ups: u64,
    /// Look-ups that had an answer.
    pub hits: u64,
}

/// Capacity and caches over time, in the buckets of a [`crate::Series`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CapacitySeries {
    /// By group, then bucket; empty in a network without functions, quotas and pools of nodes.
    pub groups: Vec<Vec<CapacityBucket>>,
    /// By pool, then bucket: nodes that are there, on average.
    pub nodes: Vec<Vec<f64>>,
    /// By cache, then bucket.
    pub caches: Vec<Vec<CacheBucket>>,
}

/// Cumulative figures; levels in count × nanoseconds.
#[derive(Debug, Clone, Default)]
struct Figures {
    time: u64,
    groups: Vec<[u64; 3]>,
    nodes: Vec<u64>,
    caches: Vec<[u64; 2]>,
}

/// The buckets so far, and the figures at the last tick.
#[derive(Debug, Clone, Default)]
pub(crate) struct OverTime {
    last: Figures,
    pub(crate) series: CapacitySeries,
}

impl Simulation {
    fn figures_over_time(&self) -> Figures {
        let told = self.placement.is_some() || self.functions.iter().any(Option::is_some);
        let tallies = if told { &self.tallies[..] } else { &[] };
        let groups = tallies.iter().map(|tally| {
            let pending = tally.pending.integral(self.now);
            [pending, tally.cold_starts, tally.throttled]
        });
        let placement = self.placement.as_ref();
        Figures {
            time: self.now,
            groups: groups.collect(),
            nodes: placement.map_or_else(Vec::new, |placement| placement.nodes(self.now)),
            caches: self.look_ups_and_hits(),
        }
    }

    /// The scenario begins, or a bucket ends.
    pub(crate) fn tick_capacity(&mut self, begins: bool) {
        let now = self.figures_over_time();
        let OverTime { last, series } = &mut self.capacity.over_time;
        if begins {
            series.groups = vec![Vec::new(); now.groups.len()];
            series.nodes = vec![Vec::new(); now.nodes.len()];
            series.caches = vec![Vec::new(); now.caches.len()];
        } else {
            let time = (now.time - last.time) as f64;
            let mean = |now: u64, then: u64| now.wrapping_sub(then) as f64 / time;
            for (number, (now, then)) in now.groups.iter().zip(&last.groups).enumerate() {
                series.groups[number].push(CapacityBucket {
                    pending: mean(now[0], then[0]),
                    cold_starts: now[1] - then[1],
                    throttled: now[2] - then[2],
                });
            }
            for (number, (now, then)) in now.nodes.iter().zip(&last.nodes).enumerate() {
                series.nodes[number].push(mean(*now, *then));
            }
            for (number, (now, then)) in now.caches.iter().zip(&last.caches).enumerate() {
                series.caches[number].push(CacheBucket {
                    look_ups: now[0] - then[0],
                    hits: now[1] - then[1],
                });
            }
        }
        *last = now;
    }
}
