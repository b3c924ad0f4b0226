use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_stats::Estimate;
use ts_rs::TS;

use crate::Stop;

/// How often something happens that hardly ever does, by splitting (RESTART).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RareResult {
    /// What, as it was asked for: `JOURNEY>5s`, `JOURNEY fails` or `ELEMENT>=50`.
    pub what: String,
    /// The probability that a request of the journey is answered later, or fails; or the share of time in
    /// which so many visits and messages are at the element. Null where it was never seen.
    pub probability: Option<Estimate>,
    /// Levels of closeness at which runs were split.
    pub levels: u32,
    /// Independent replications.
    pub replications: u32,
    /// Events of the engine.
    pub events: u64,
    /// Why it ended.
    pub stop: Stop,
}
