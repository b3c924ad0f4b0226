use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_stats::Estimate;
use ts_rs::TS;

use crate::Band;

/// What the calls of a relationship with a policy met. Attempts = calls + retries + hedges, exactly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LinkResult {
    /// Calls per second: retries and hedges left out.
    pub calls_per_s: Option<Estimate>,
    /// Attempts per second, refused ones included.
    pub attempts_per_s: Option<Estimate>,
    /// Attempts ÷ calls.
    pub amplification: Option<Estimate>,
    /// Retries per second.
    pub retries_per_s: Option<Estimate>,
    /// Attempts before the first had an answer, per second.
    pub hedges_per_s: Option<Estimate>,
    /// Failed attempts per second, for whatever reason.
    pub failed_per_s: Option<Estimate>,
    /// Failed ÷ all attempts.
    pub failure_rate: Option<Estimate>,
    /// Attempts that took too long, per second.
    pub timeouts_per_s: Option<Estimate>,
    /// Attempts that were not let in, per second.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub denied_per_s: Option<Estimate>,
    /// Retries that the budget did not allow, per second.
    pub out_of_budget_per_s: Option<Estimate>,
    /// Attempts that the breaker refused, per second.
    pub refused_by_breaker_per_s: Option<Estimate>,
    /// Attempts that the rate limit refused, per second.
    pub refused_by_rate_limit_per_s: Option<Estimate>,
    /// Attempts that the bulkhead refused, per second.
    pub refused_by_bulkhead_per_s: Option<Estimate>,
    /// Calls that failed for good and in whose place the fallback was done, per second.
    pub fallbacks_per_s: Option<Estimate>,
    /// Its breaker, where it has one.
    pub breaker: Option<BreakerResult>,
}

/// Where the breakers of a relationship stood, mean over the caller's instances.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BreakerResult {
    /// Share of time closed.
    pub closed: Option<Estimate>,
    /// Share of time open.
    pub open: Option<Estimate>,
    /// Share of time half-open.
    pub half_open: Option<Estimate>,
    /// Times that a closed one opened, per replication, all instances together.
    pub opened: Option<Estimate>,
    /// Times that a half-open one opened again.
    pub reopened: Option<Estimate>,
}

/// A relationship with a policy over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LinkSeries {
    /// Attempts per second.
    pub attempts_per_s: Band,
    /// Retries per second.
    pub retries_per_s: Band,
    /// Failed attempts per second.
    pub failed_per_s: Band,
    /// Attempts per second that breaker, rate limit or bulkhead refused.
    pub refused_per_s: Band,
    /// Share of the caller's instances whose breaker is not closed.
    pub open: Band,
}
