//! What the capacity of a group went through: bounds that held it back, and a function's cold starts.

use crate::{
    engine::Simulation, level::Level, over_time::OverTime, report::CapacityReport, sample::SECOND,
};

/// Whether something holds, over time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark(Level);

impl Mark {
    pub(crate) fn mark(&mut self, now: u64, holds: bool) {
        if holds != (self.0.count > 0) {
            self.0.set(now, u64::from(holds));
        }
    }
}

/// What is told of a group's capacity, from the run's start.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CapacityTally {
    /// More instances are wanted than the bound allows.
    pub(crate) at_max: Mark,
    /// More are wanted than the budget allows.
    pub(crate) by_budget: Mark,
    /// More are wanted than the quotas allow.
    pub(crate) at_quota: Mark,
    /// Instances that wait for a node, and those lost with their machine.
    pub(crate) pending: Level,
    pub(crate) lost: u64,
    /// Of a function: environments started for a request, requests throttled, ended at the time limit, run,
    /// and the nanoseconds that they are billed for.
    pub(crate) cold_starts: u64,
    pub(crate) throttled: u64,
    pub(crate) timed_out: u64,
    pub(crate) invocations: u64,
    pub(crate) billed: u64,
    /// Of those throttled, those beyond what an account allows; of what is billed, that of environments that are
    /// always there; and on top what it took to start others.
    pub(crate) by_account: u64,
    pub(crate) provisioned: u64,
    pub(crate) starting: u64,
}

/// Figures of one group.
const FIGURES: usize = 13;
type Figures = [u64; FIGURES];

/// Figures at the scenario's start, and once it is over those at its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct CapacityRecorder {
    start: Vec<Figures>,
    end: Option<Vec<Figures>>,
    pub(crate) over_time: OverTime,
}

impl Simulation {
    fn capacity_figures(&self) -> Vec<Figures> {
        let figures = |tally: &CapacityTally| {
            [
                tally.at_max.0.integral(self.now),
                tally.by_budget.0.integral(self.now),
                tally.cold_starts,
                tally.throttled,
                tally.timed_out,
                tally.invocations,
                tally.billed,
                tally.at_quota.0.integral(self.now),
                tally.pending.integral(self.now),
                tally.lost,
                tally.by_account,
                tally.provisioned,
                tally.starting,
            ]
        };
        self.tallies.iter().map(figures).collect()
    }

    /// The scenario begins, or ends.
    pub(crate) fn record_capacity(&mut self, begins: bool) {
        self.record_pools(begins);
        if begins {
            self.begin_spot();
        }
        let figures = self.capacity_figures();
        if begins {
            self.capacity.start = figures;
        } else {
            self.capacity.end = Some(figures);
        }
    }

    /// What the capacity of each group went through in the scenario.
    pub(crate) fn capacity_reports(&self) -> Vec<CapacityReport> {
        let now = self
            .capacity
            .end
            .clone()
            .unwrap_or_else(|| self.capacity_figures());
        let start = &self.capacity.start;
        let since = |group: usize, figure: usize| {
            let then = start
                .get(group)
                .map_or(now[group][figure], |then| then[figure]);
            now[group][figure].wrapping_sub(then)
        };
        let seconds = |group, figure| since(group, figure) as f64 / SECOND;
        (0..now.len())
            .map(|group| CapacityReport {
                at_max_s: seconds(group, 0),
                by_budget_s: seconds(group, 1),
                cold_starts: since(group, 2),
                throttled: since(group, 3),
                timed_out: since(group, 4),
                invocations: since(group, 5),
                billed_s: seconds(group, 6),
                at_quota_s: seconds(group, 7),
                pending_s: seconds(group, 8),
                lost: since(group, 9),
                by_account: since(group, 10),
                provisioned_s: seconds(group, 11),
                starting_s: seconds(group, 12),
            })
            .collect()
    }
}
