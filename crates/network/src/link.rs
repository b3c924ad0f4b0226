//! What guards a relationship on the caller's side, for each caller's instance by itself.

use serde::{Deserialize, Serialize};

use crate::{
    Entrance, GroupIndex,
    validate::{Check, Problem, index, limits, require, time, within},
};

/// A guarded relationship: all calls that stand for it share its state.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Identifier in the architecture.
    pub name: String,
    /// Whose instances have a state each; none = one state for all callers.
    pub caller: Option<GroupIndex>,
    /// Circuit breaker, if any.
    pub breaker: Option<Breaker>,
    /// Bound on calls at once, if any.
    pub bulkhead: Option<Bulkhead>,
    /// Bound on calls over time, if any.
    pub rate_limit: Option<TokenBucket>,
    /// Bound on retries, if any.
    pub budget: Option<RetryBudget>,
    /// Whether its calls stand alone in the branches of a [`crate::Parallel`] that hedges: all but the first
    /// branch are then hedges, and not calls.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hedged: bool,
    /// Whether the innermost [`crate::Step::Try`] around its calls is its fallback.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub falls_back: bool,
}

/// A circuit breaker over a sliding window of calls: closed, open, half-open.
///
/// It opens when, of at least `min_calls` in the window, `failure_ratio` or more have failed, or too many were
/// `slow`, or `consecutive` have failed in a row. The first call after `open` seconds makes it half-open, which lets `trials`
/// calls pass; when these are answered it closes or opens by the same ratios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breaker {
    /// Calls that are looked at, the latest ones; at least 1.
    pub window: u32,
    /// Failed share at which it opens, in (0, 1].
    pub failure_ratio: f64,
    /// Answers before the ratio means anything, at least 1.
    pub min_calls: u32,
    /// Failures in a row at which it opens too, if any.
    pub consecutive: Option<u32>,
    /// Seconds that it stays open.
    pub open: f64,
    /// Calls that pass while it is half-open, at least 1.
    pub trials: u32,
    /// Calls that count against it for the time they took, however they ended, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow: Option<SlowCalls>,
}

/// Slow calls open a breaker as failures do, by a share of their own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SlowCalls {
    /// Seconds beyond which a call is slow.
    pub longer_than: f64,
    /// Slow share at which it opens, in (0, 1].
    pub ratio: f64,
}

/// A bound on calls at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulkhead {
    /// Calls at once, at least 1.
    pub concurrent: u32,
    /// Seconds that a further call waits for its turn before it is refused; 0 = not at all.
    pub wait: f64,
    /// Whether it waits for as long as it takes instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unbounded: bool,
}

/// A token bucket: in t seconds at most rate × t + burst pass.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenBucket {
    /// Tokens that come, per second.
    pub rate: f64,
    /// Tokens that it holds at most, and at first; at least 1.
    pub burst: f64,
    /// Seconds that a caller waits for a token at most before it is refused; 0 = not at all.
    pub wait: f64,
}

/// A budget of retries: a call earns `ratio` of a retry, a retry costs one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetryBudget {
    /// Retries that a call earns, in [0, 10].
    pub ratio: f64,
    /// Retries that can be saved up, and that there are at first.
    pub burst: f64,
}

impl Link {
    /// Whether the figures can be, in a network with so many groups.
    pub(crate) fn check(&self, groups: usize, place: &str) -> Check {
        if let Some(caller) = self.caller {
            index(caller.0, groups, place)?;
        }
        if let Some(breaker) = &self.breaker {
            let place = &format!("{place}.breaker");
            let counts = [breaker.window, breaker.min_calls, breaker.trials];
            for count in counts.into_iter().chain(breaker.consecutive) {
                require(count > 0, place, Problem::Empty)?;
                within(f64::from(count), 1.0, limits::WINDOW, place)?;
            }
            within(breaker.failure_ratio, 1e-9, 1.0, place)?;
            time(breaker.open, place)?;
            if let Some(slow) = breaker.slow {
                time(slow.longer_than, place)?;
                within(slow.ratio, 1e-9, 1.0, place)?;
            }
        }
        if let Some(bulkhead) = &self.bulkhead {
            let place = &format!("{place}.bulkhead");
            require(bulkhead.concurrent > 0, place, Problem::Empty)?;
            time(bulkhead.wait, place)?;
        }
        if let Some(bucket) = &self.rate_limit {
            bucket.check(&format!("{place}.rate_limit"))?;
        }
        if let Some(budget) = &self.budget {
            let place = &format!("{place}.budget");
            within(budget.ratio, 0.0, 10.0, place)?;
            within(budget.burst, 0.0, limits::CAPACITY, place)?;
        }
        Ok(())
    }
}

impl TokenBucket {
    /// Whether the figures can be.
    pub(crate) fn check(&self, place: &str) -> Check {
        within(self.rate, 1e-9, limits::RATE, place)?;
        within(self.burst, 1.0, limits::CAPACITY, place)?;
        time(self.wait, place)
    }
}

impl Entrance {
    /// Whether the figures can be.
    pub(crate) fn check(&self, place: &str) -> Check {
        if let Some(bucket) = &self.rate_limit {
            bucket.check(&format!("{place}.rate_limit"))?;
        }
        for shedding in &self.shedding {
            within(shedding.load, 1e-9, 1e9, &format!("{place}.shedding"))?;
        }
        match &self.codel {
            Some(codel) => {
                let place = &format!("{place}.codel");
                within(codel.target, 0.0, limits::TIME, place)?;
                within(codel.interval, 1e-6, limits::TIME, place)
            }
            None => Ok(()),
        }
    }
}
