use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::Duration;
use ts_rs::TS;

/// A distribution of times, named by what people know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Always the same.
    Constant(Duration),
    /// Memoryless, squared coefficient of variation 1.
    Exponential {
        /// The mean.
        mean: Duration,
    },
    /// The sum of `stages` equal exponential stages: squared coefficient of variation 1 ÷ stages.
    Erlang {
        /// The mean of the sum.
        mean: Duration,
        /// The number of stages, 1 to 1000.
        stages: u32,
    },
    /// Right-skewed, as service times mostly are. `p95` must be above `mean` × 0 and at most about
    /// 3.8 × `mean`, the largest ratio that a lognormal distribution reaches.
    Lognormal {
        /// The mean.
        mean: Duration,
        /// The 95th percentile.
        p95: Duration,
    },
    /// Two exponential phases with balanced means: for squared coefficients of variation above 1.
    Hyperexponential {
        /// The mean.
        mean: Duration,
        /// The squared coefficient of variation, at least 1.
        scv: f64,
    },
    /// Measured quantiles, such as `{"p50": "8ms", "p95": "40ms", "p100": "90ms"}`, with straight lines
    /// between them; `p0` is 0 and the highest given is the largest value.
    Quantiles(BTreeMap<String, Duration>),
}
