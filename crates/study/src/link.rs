use spinout_stats::Estimate;

use crate::Band;

/// What the calls of a relationship met. Attempts = calls + retries + hedges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkOutcome {
    /// Its identifier in the architecture.
    pub name: String,
    /// Calls a second: retries and hedges left out.
    pub calls_per_s: Option<Estimate>,
    /// Attempts a second, refused ones included.
    pub attempts_per_s: Option<Estimate>,
    /// Retries a second.
    pub retries_per_s: Option<Estimate>,
    /// Attempts before the first had an answer, a second.
    pub hedges_per_s: Option<Estimate>,
    /// Failed attempts a second, for whatever reason.
    pub failed_per_s: Option<Estimate>,
    /// Attempts that took too long, a second.
    pub timeouts_per_s: Option<Estimate>,
    /// Attempts that were not let in, a second.
    pub denied_per_s: Option<Estimate>,
    /// Retries that the budget did not allow, a second.
    pub out_of_budget_per_s: Option<Estimate>,
    /// Attempts that the breaker refused, a second.
    pub refused_by_breaker_per_s: Option<Estimate>,
    /// Attempts that the rate limit refused, a second.
    pub refused_by_rate_limit_per_s: Option<Estimate>,
    /// Attempts that the bulkhead refused, a second.
    pub refused_by_bulkhead_per_s: Option<Estimate>,
    /// Calls in whose place the fallback was done, a second.
    pub fallbacks_per_s: Option<Estimate>,
    /// Attempts ÷ calls.
    pub amplification: Option<Estimate>,
    /// Failed ÷ all attempts.
    pub failure_rate: Option<Estimate>,
    /// Its breaker, if it has one.
    pub breaker: Option<BreakerOutcome>,
}

/// Where the breakers of a relationship stood, mean over the caller's instances.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BreakerOutcome {
    /// Share of time closed.
    pub closed: Option<Estimate>,
    /// Share of time open.
    pub open: Option<Estimate>,
    /// Share of time half-open.
    pub half_open: Option<Estimate>,
    /// Times that a closed one opened, in a replication.
    pub opened: Option<Estimate>,
    /// Times that a half-open one opened again, in a replication.
    pub reopened: Option<Estimate>,
}

/// What became of a bad version that was rolled out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeployOutcome {
    /// The fault of the scenario.
    pub name: String,
    /// Most instances that had it at once.
    pub instances: Option<Estimate>,
    /// Share of the replications in which it was noticed.
    pub noticed: f64,
    /// When, seconds from the scenario's start, in those in which it was.
    pub noticed_s: Option<Estimate>,
    /// When the last instance was rid of it, in those in which that came to pass.
    pub over_s: Option<Estimate>,
}

/// A relationship over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkSeries {
    /// Attempts a second.
    pub attempts_per_s: Band,
    /// Retries a second.
    pub retries_per_s: Band,
    /// Failed attempts a second.
    pub failed_per_s: Band,
    /// Attempts a second that breaker, rate limit or bulkhead refused.
    pub refused_per_s: Band,
    /// Share of the caller's instances whose breaker is not closed.
    pub open: Band,
}
