//! Streams of requests that are no Poisson process.

use serde::{Deserialize, Serialize};

use crate::Distribution;

/// A stream of which a journey takes its part. The time of the stream runs as the integral of its rate, so
/// that one request comes in each unit of it on average; a journey's own rate is that of its part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Journeys with the same key take parts of one and the same stream.
    pub key: u64,
    /// From and to, in [0, 1]: each request is the journey's with the probability between them.
    pub part: (f64, f64),
    /// How its requests follow each other.
    pub process: Process,
}

/// How the requests of a stream follow each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Process {
    /// Independent times of mean 1 in between.
    Renewal {
        /// The times.
        between: Distribution,
    },
    /// Several at once, at the moments of a Poisson process.
    Batches {
        /// How many.
        size: BatchSize,
    },
    /// A Poisson process whose rate goes from level to level, in turn.
    Modulated {
        /// At least one; mean rate 1.
        levels: Vec<RateLevel>,
    },
}

/// How many requests come at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum BatchSize {
    /// Always so many, at least 1.
    Constant {
        /// How many.
        size: u32,
    },
    /// 1, 2, … with probabilities that fall by a constant factor.
    Geometric {
        /// Mean, at least 1.
        mean: f64,
    },
}

/// A rate that lasts for a while.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RateLevel {
    /// Requests for each unit of the stream's time.
    pub rate: f64,
    /// How long it lasts.
    pub lasts: Distribution,
}

impl BatchSize {
    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant { size } => f64::from(*size),
            Self::Geometric { mean } => *mean,
        }
    }
}

impl Stream {
    /// The share of its requests that are the journey's.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.part.1 - self.part.0
    }

    /// Limit of variance ÷ mean of the journey's requests in a long time; none where levels that do not last
    /// exponential times modulate it. A part of a stream varies by 1 + p (v − 1).
    #[must_use]
    pub fn dispersion(&self) -> Option<f64> {
        let whole = match &self.process {
            Process::Renewal { between } => between.scv(),
            Process::Batches { size } => match size {
                BatchSize::Constant { size } => f64::from(*size),
                // E[X²] ÷ E[X].
                BatchSize::Geometric { mean } => 2.0 * mean - 1.0,
            },
            Process::Modulated { .. } => return None,
        };
        Some(1.0 + self.share() * (whole - 1.0))
    }
}
