use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_stats::Estimate;
use ts_rs::TS;

/// What became of a bad version that was rolled out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DeployResult {
    /// Most instances that had it at once.
    pub instances: Option<Estimate>,
    /// Share of the replications in which it was noticed, by people or by its gate.
    pub noticed: f64,
    /// When, seconds since the scenario's start, in those in which it was.
    pub noticed_s: Option<Estimate>,
    /// When the last instance was rid of it, seconds since the scenario's start.
    pub over_s: Option<Estimate>,
}
