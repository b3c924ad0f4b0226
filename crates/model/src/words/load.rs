use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Rate};
use ts_rs::TS;

/// How many requests come over time. Arrivals are a Poisson process of this rate, except in a closed
/// population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Load {
    /// The same rate for ever.
    Constant(Rate),
    /// Straight lines between points; before the first and after the last the rate stays.
    Curve(Vec<LoadPoint>),
    /// A base rate, and from `at` for `duration` the rate `peak`.
    Spike {
        /// The rate outside the spike.
        base: Rate,
        /// The rate within it.
        peak: Rate,
        /// When it begins.
        at: Duration,
        /// How long it lasts.
        duration: Duration,
    },
    /// One day as a sine between `low` at 4:00 and `high` at 16:00; the scenario begins at 0:00.
    Day {
        /// The rate at night.
        low: Rate,
        /// The rate in the afternoon.
        high: Rate,
    },
    /// A recorded series.
    Series(Series),
    /// So many users, each waiting for an answer and then thinking.
    Closed {
        /// The number of users.
        population: u32,
        /// The mean of the exponential time between an answer and the next request.
        think: Duration,
    },
}

/// A point of a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LoadPoint {
    /// Time since the scenario's start.
    pub at: Duration,
    /// The rate then.
    pub rate: Rate,
}

/// Recorded counts at equal steps, embedded in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Series {
    /// Where it was recorded, for a reader.
    pub source: String,
    /// Time that each count stands for.
    pub step: Duration,
    /// Factor on each count. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub scale: f64,
    /// Requests in each step.
    pub counts: Vec<f64>,
}

fn one() -> f64 {
    1.0
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}
