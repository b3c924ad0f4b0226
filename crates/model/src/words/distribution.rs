use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Size};
use ts_rs::TS;

use super::is_default;

macro_rules! distribution {
    ($(#[$doc:meta])* $name:ident, $(#[$doc_spread:meta])* $spread:ident, $quantity:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            /// Always the same.
            Constant($quantity),
            /// Memoryless, squared coefficient of variation 1.
            Exponential {
                /// The mean.
                mean: $quantity,
            },
            /// The sum of `stages` equal exponential stages: squared coefficient of variation 1 ÷ stages.
            Erlang {
                /// The mean of the sum.
                mean: $quantity,
                /// The number of stages, 1 to 1000.
                stages: u32,
            },
            /// Gamma, which Erlang and exponential are cases of: for any variation below 1, and above.
            Gamma($spread),
            /// Right-skewed, as service times mostly are. With a mean, `p95` must be from 1 to 3.868 times
            /// it, the largest ratio that a lognormal distribution reaches.
            Lognormal($spread),
            /// Weibull: a long tail where its variation is above 1, wear where it is below.
            Weibull($spread),
            /// Two exponential phases with balanced means: for squared coefficients of variation above 1.
            Hyperexponential {
                /// The mean.
                mean: $quantity,
                /// The squared coefficient of variation, at least 1.
                scv: f64,
            },
            /// A power law between two bounds, as sizes of files and of jobs are: few are so large that
            /// they carry most of the load.
            BoundedPareto {
                /// The exponent of the tail, above 0; the smaller, the heavier.
                shape: f64,
                /// The smallest, above 0.
                min: $quantity,
                /// The largest, above `min`.
                max: $quantity,
            },
            /// Measured quantiles, such as `p50`, `p95` and `p100`, with straight lines between them; `p0`
            /// is 0 and the highest given is the largest value.
            Quantiles(BTreeMap<String, $quantity>),
        }

        $(#[$doc_spread])*
        #[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
        pub struct $spread {
            /// The mean.
            #[serde(default, skip_serializing_if = "is_default")]
            #[ts(optional)]
            pub mean: Option<$quantity>,
            /// The squared coefficient of variation: variance ÷ mean².
            #[serde(default, skip_serializing_if = "is_default")]
            #[ts(optional)]
            pub scv: Option<f64>,
            /// The median.
            #[serde(default, skip_serializing_if = "is_default")]
            #[ts(optional)]
            pub p50: Option<$quantity>,
            /// The 90th percentile.
            #[serde(default, skip_serializing_if = "is_default")]
            #[ts(optional)]
            pub p90: Option<$quantity>,
            /// The 95th percentile.
            #[serde(default, skip_serializing_if = "is_default")]
            #[ts(optional)]
            pub p95: Option<$quantity>,
            /// The 99th percentile.
            #[serde(default, skip_serializing_if = "is_default")]
            #[ts(optional)]
            pub p99: Option<$quantity>,
        }
    };
}

distribution! {
    /// A distribution of times, named by what people know of it.
    Distribution,
    /// What is known of a time: exactly two of these. Where two distributions of a family fit, the one
    /// that varies less is meant.
    Spread,
    Duration
}

distribution! {
    /// A distribution of sizes, named by what people know of it.
    SizeDistribution,
    /// What is known of a size: exactly two of these. Where two distributions of a family fit, the one
    /// that varies less is meant.
    SizeSpread,
    Size
}
