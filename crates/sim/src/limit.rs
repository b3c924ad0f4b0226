//! What keeps cores from being used all the time: a stall, in which they stand still, and a quota for each
//! period, as the bandwidth control of Linux' fair scheduler enforces it.

use spinout_network::Quota;

use crate::{
    sample::{SECOND, nanoseconds},
    sharing::Processor,
};

/// A limit on shared cores. They stand still by having none.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    /// Cores when nothing holds them.
    cores: f64,
    stalled: bool,
    throttled: bool,
    quota: Option<Budget>,
    /// Whether there is no quota, and the cores are shared evenly.
    plain: bool,
}

/// A quota made ready; times in nanoseconds.
#[derive(Debug, Clone, Copy)]
struct Budget {
    /// Core-nanoseconds of a period.
    budget: f64,
    period: u64,
    /// End of the present period.
    end: u64,
    /// ∫ busy cores at which the present period's budget is used up.
    until: f64,
}

impl Limit {
    pub(crate) fn new(cores: f64, quota: Option<Quota>) -> Self {
        Self {
            cores,
            stalled: false,
            throttled: false,
            plain: quota.is_none(),
            quota: quota.map(|quota| {
                let period = nanoseconds(quota.period).max(1);
                Budget {
                    budget: quota.cores * quota.period * SECOND,
                    period,
                    end: 0,
                    until: f64::INFINITY,
                }
            }),
        }
    }

    /// Whether nothing but a stall limits the cores, and they are shared evenly.
    #[inline(always)]
    pub(crate) fn is_none(&self) -> bool {
        self.plain
    }

    /// The cores go by priority.
    pub(crate) fn rank(&mut self) {
        self.plain = false;
    }

    fn held(&self) -> bool {
        self.stalled || self.throttled
    }
}

/// Core-nanoseconds by which a budget counts as used up: what rounding of times leaves over.
const NOTHING: f64 = 1e-3;

impl Processor {
    /// Stands still from now on, or goes on.
    pub(crate) fn stall(&mut self, still: bool) {
        self.limit.stalled = still;
        self.set_cores();
    }

    fn set_cores(&mut self) {
        self.cores = if self.limit.held() {
            0.0
        } else {
            self.limit.cores
        };
    }

    /// Begins the period that the present lies in, if it is a new one. Its time is up to date.
    #[cold]
    #[inline(never)]
    pub(crate) fn look_at_limit(&mut self, now: u64) {
        let Some(quota) = &mut self.limit.quota else {
            return;
        };
        if now >= quota.end {
            quota.end = (now / quota.period + 1) * quota.period;
            // What rounding of times let it use too much is taken off.
            let over = (self.busy - quota.until).max(0.0);
            quota.until = self.busy + quota.budget - over;
            self.limit.throttled = false;
            self.set_cores();
        }
    }

    /// When something happens, given when the next visit would be done.
    #[cold]
    #[inline(never)]
    pub(crate) fn due_under_limit(&self, due: u64) -> u64 {
        let Some(quota) = &self.limit.quota else {
            return due;
        };
        let due = due.min(quota.end);
        if self.limit.held() {
            return due;
        }
        let busy = self.cores.min(self.present());
        let left = ((quota.until - self.busy).max(0.0) / busy) as u64;
        due.min(self.updated.saturating_add(left).saturating_add(1))
    }

    /// Whether it is not a visit that is done at this moment, but the budget that is used up, or a period
    /// that begins. Its time is up to date.
    #[cold]
    #[inline(never)]
    pub(crate) fn stops_or_resumes(&mut self, now: u64) -> bool {
        self.look_at_limit(now);
        let Some(quota) = self.limit.quota else {
            return false;
        };
        let done = match &self.ranked {
            Some(ranked) => ranked.is_done(self.cores),
            None => self
                .jobs
                .first()
                .is_some_and(|job| job.tag <= self.virtual_time + NOTHING),
        };
        if !done && !self.limit.throttled && self.busy + NOTHING >= quota.until {
            self.limit.throttled = true;
            self.set_cores();
        }
        !done
    }
}
