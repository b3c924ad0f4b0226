//! What guarded relationships tell: over time, and in sum over the scenario.

use crate::{
    engine::Simulation,
    guard::GuardCounts,
    report::{LinkBucket, LinkReport},
    sample::SECOND,
};

/// Counts of a guard, and ∫ of its open breakers, at one moment.
#[derive(Debug, Clone, Copy, Default)]
struct Snapshot {
    counts: GuardCounts,
    open: u64,
    time: u64,
}

/// Snapshots at the scenario's start and at the last tick, and the buckets between.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinkRecorder {
    first: Vec<Snapshot>,
    last: Vec<Snapshot>,
    pub(crate) series: Vec<Vec<LinkBucket>>,
}

impl Simulation {
    fn link_snapshots(&self) -> Vec<Snapshot> {
        let snapshot = |guard: &crate::guard::Guard| Snapshot {
            counts: guard.counts,
            open: guard.open.integral(self.now),
            time: self.now,
        };
        self.guards.iter().map(snapshot).collect()
    }

    /// The scenario begins, or a bucket ends.
    pub(crate) fn tick_links(&mut self, begins: bool) {
        let now = self.link_snapshots();
        if begins {
            self.links.first.clone_from(&now);
            self.links.series = vec![Vec::new(); now.len()];
        } else {
            for (number, now) in now.iter().enumerate() {
                let found = self.between(number, self.links.last[number], *now);
                self.links.series[number].push(LinkBucket {
                    attempts: found.attempts,
                    retries: found.retries,
                    failed: found.failed,
                    refused: found.refused_by_breaker
                        + found.refused_by_rate
                        + found.refused_by_bulkhead,
                    open: found.open,
                });
            }
        }
        self.links.last = now;
    }

    /// What was found between two snapshots of a guard.
    fn between(&self, number: usize, then: Snapshot, now: Snapshot) -> LinkReport {
        let since = |figure: fn(&GuardCounts) -> u64| figure(&now.counts) - figure(&then.counts);
        let seconds = (now.time - then.time) as f64 / SECOND;
        let open = now.open.wrapping_sub(then.open) as f64 / SECOND;
        let instances = self.guards[number].instances() as f64;
        LinkReport {
            calls: since(|counts| counts.calls),
            attempts: since(|counts| counts.attempts),
            failed: since(|counts| counts.failures),
            timeouts: since(|counts| counts.timeouts),
            retries: since(|counts| counts.retries),
            out_of_budget: since(|counts| counts.no_budget),
            refused_by_breaker: since(|counts| counts.refused_by_breaker),
            refused_by_rate: since(|counts| counts.refused_by_rate),
            refused_by_bulkhead: since(|counts| counts.refused_by_bulkhead),
            opened: since(|counts| counts.opened),
            open: if seconds > 0.0 {
                open / seconds / instances
            } else {
                0.0
            },
        }
    }

    /// The scenario up to now, or to its horizon.
    pub(crate) fn link_reports(&self) -> Vec<LinkReport> {
        let over = self.now >= self.horizon && !self.links.last.is_empty();
        let now = if over {
            self.links.last.clone()
        } else {
            self.link_snapshots()
        };
        let first = |number: usize| self.links.first.get(number).copied();
        let report = |(number, now): (usize, &Snapshot)| {
            self.between(number, first(number).unwrap_or(*now), *now)
        };
        now.iter().enumerate().map(report).collect()
    }
}
