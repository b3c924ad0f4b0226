use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Rate};
use ts_rs::TS;

use super::Distribution;

/// How many requests come over time. Arrivals are a Poisson process of this rate, except where the kind of
/// load says otherwise.
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
    /// A renewal process: the times from one request to the next are drawn from this, independently.
    Interarrival(Distribution),
    /// Requests that come several at once, at the moments of a Poisson process.
    Batches {
        /// How often a batch comes.
        rate: Rate,
        /// How many requests it has.
        size: BatchSize,
    },
    /// Bursts: a Poisson process whose rate changes by chance, from level to level in turn. With levels that
    /// last exponential times it is a Markov-modulated Poisson process (MMPP).
    Bursts(Vec<LoadLevel>),
    /// So many users, each waiting for an answer and then thinking.
    Closed {
        /// The number of users.
        population: u32,
        /// The time between an answer and the next request: the mean of an exponential one, or a
        /// distribution.
        think: Think,
    },
}

time_or_distribution! {
    /// How long a user thinks: the mean of an exponential time, or a distribution.
    Think,
    /// Exponential with this mean.
    Mean
}

/// How many requests come at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatchSize {
    /// Always so many; at least 1.
    Constant(u32),
    /// One, and each time another with the chance that gives this mean.
    Geometric {
        /// The mean, at least 1.
        mean: f64,
    },
}

impl BatchSize {
    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(size) => f64::from(*size),
            Self::Geometric { mean } => *mean,
        }
    }
}

/// A rate that lasts for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LoadLevel {
    /// The rate meanwhile.
    pub rate: Rate,
    /// How long it lasts each time.
    pub lasts: Distribution,
}

impl Load {
    /// Requests per second in the long run, where that is the same at all times; none of a load that changes
    /// over the time of day or with the answers.
    #[must_use]
    pub fn long_run_rate(&self) -> Option<f64> {
        match self {
            Self::Constant(rate) => Some(rate.base()),
            Self::Interarrival(between) => Some(1.0 / between.mean()),
            Self::Batches { rate, size } => Some(rate.base() * size.mean()),
            Self::Bursts(levels) => {
                let time: f64 = levels.iter().map(|level| level.lasts.mean()).sum();
                let count = |level: &LoadLevel| level.rate.base() * level.lasts.mean();
                Some(levels.iter().map(count).sum::<f64>() / time)
            }
            Self::Curve(_)
            | Self::Spike { .. }
            | Self::Day { .. }
            | Self::Series(_)
            | Self::Closed { .. } => None,
        }
    }

    /// Whether it is a long-run question: does not change with the time of day.
    #[must_use]
    pub fn lasts(&self) -> bool {
        matches!(self, Self::Closed { .. }) || self.long_run_rate().is_some()
    }
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
