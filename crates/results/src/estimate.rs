use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An estimate with its confidence interval. The interval is simulation noise only: it says nothing of
/// how good the model's figures are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// A figure without noise.
    #[must_use]
    pub fn exact(value: f64) -> Self {
        Self {
            value,
            low: value,
            high: value,
        }
    }

    /// Half the interval's width over the value, or 0 for an exact figure.
    #[must_use]
    pub fn relative_half_width(&self) -> f64 {
        if self.high == self.low {
            0.0
        } else {
            (self.high - self.low) / 2.0 / self.value.abs()
        }
    }
}

/// A latency in seconds. A figure is null where too few requests lie beyond it, or none were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
