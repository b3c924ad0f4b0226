//! What guarded relationships tell: over time, and in sum over the scenario.

use crate::{engine::Simulation, guard::GuardCounts};

/// A guarded relationship, while it was measured. Attempts = calls + retries + hedges, exactly.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkReport {
    /// Calls: retries and hedges left out.
    pub calls: u64,
    /// Attempts, refused ones included.
    pub attempts: u64,
    /// Attempts that failed, for whatever reason.
    pub failed: u64,
    /// Of these, those that took too long.
    pub timeouts: u64,
    /// Of these, those that were not let in.
    pub denied: u64,
    /// Attempts that were a retry.
    pub retries: u64,
    /// Attempts that were made before the first had an answer.
    pub hedges: u64,
    /// Retries that the budget did not allow.
    pub out_of_budget: u64,
    /// Attempts that an open breaker refused.
    pub refused_by_breaker: u64,
    /// Attempts that the rate limit refused.
    pub refused_by_rate: u64,
    /// Attempts that the bulkhead refused.
    pub refused_by_bulkhead: u64,
    /// Calls that failed for good, and in whose place something else was done.
    pub fallbacks: u64,
    /// Times that a closed breaker opened.
    pub opened: u64,
    /// Times that a half-open breaker opened again.
    pub reopened: u64,
    /// Mean share of the caller's instances whose breaker was open.
    pub open: f64,
    /// Mean share of the caller's instances whose breaker was half-open.
    pub half_open: f64,
}

/// A guarded relationship in one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkBucket {
    /// Attempts, refused ones included.
    pub attempts: u64,
    /// Attempts that were a retry.
    pub retries: u64,
    /// Attempts that failed.
    pub failed: u64,
    /// Attempts that breaker, rate limit or bulkhead refused.
    pub refused: u64,
    /// Mean share of the caller's instances whose breaker was open or half-open.
    pub open: f64,
}

/// Counts of a guard, and ∫ of its open and half-open breakers, at one moment.
#[derive(Debug, Clone, Copy, Default)]
struct Snapshot {
    counts: GuardCounts,
    open: u64,
    half_open: u64,
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
            half_open: guard.half_open.integral(self.now),
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
                    open: found.open + found.half_open,
                });
            }
        }
        self.links.last = now;
    }

    /// What was found between two snapshots of a guard.
    fn between(&self, number: usize, then: Snapshot, now: Snapshot) -> LinkReport {
        let since = |figure: fn(&GuardCounts) -> u64| figure(&now.counts) - figure(&then.counts);
        let whole = (now.time - then.time) as f64 * self.guards[number].instances() as f64;
        let share = |now: u64, then: u64| match whole {
            0.0 => 0.0,
            whole => now.wrapping_sub(then) as f64 / whole,
        };
        LinkReport {
            calls: since(|counts| counts.calls),
            attempts: since(|counts| counts.attempts),
            failed: since(|counts| counts.failures),
            timeouts: since(|counts| counts.timeouts),
            denied: since(|counts| counts.denials),
            retries: since(|counts| counts.retries),
            hedges: since(|counts| counts.hedges),
            out_of_budget: since(|counts| counts.no_budget),
            refused_by_breaker: since(|counts| counts.refused_by_breaker),
            refused_by_rate: since(|counts| counts.refused_by_rate),
            refused_by_bulkhead: since(|counts| counts.refused_by_bulkhead),
            fallbacks: since(|counts| counts.fallbacks),
            opened: since(|counts| counts.opened),
            reopened: since(|counts| counts.reopened),
            open: share(now.open, then.open),
            half_open: share(now.half_open, then.half_open),
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
