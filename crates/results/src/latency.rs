use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_stats::Estimate;
use ts_rs::TS;

/// A latency in seconds. A figure is null where too few requests lie beyond it, or none were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Latency {
    /// The mean.
    pub mean: Option<Estimate>,
    /// The median.
    pub p50: Option<Estimate>,
    /// The 90th percentile.
    pub p90: Option<Estimate>,
    /// The 95th percentile.
    pub p95: Option<Estimate>,
    /// The 99th percentile.
    pub p99: Option<Estimate>,
    /// The 99.9th percentile.
    pub p999: Option<Estimate>,
}
