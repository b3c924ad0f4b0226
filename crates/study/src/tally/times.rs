use spinout_stats::{Confidence, Estimate, Histogram, Sample};

use crate::Latency;

/// Seconds in a nanosecond.
const NANO: f64 = 1e-9;

/// A time over all replications so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Sample);

impl Times {
    /// Adds the next replication.
    pub(crate) fn add(&mut self, replication: &Histogram) {
        self.0.add(replication);
    }

    /// How many values were recorded in all.
    pub(crate) fn count(&self) -> u64 {
        self.0.count()
    }

    /// The estimates.
    pub(crate) fn latency(&self, confidence: Confidence) -> Latency {
        Latency {
            mean: seconds(self.0.mean(confidence)),
            quantiles: std::array::from_fn(|i| self.quantile(i, confidence)),
        }
    }

    /// The estimate of the quantile at position `i` of [`Latency::QUANTILES`].
    pub(crate) fn quantile(&self, i: usize, confidence: Confidence) -> Option<Estimate> {
        seconds(self.0.quantile(Latency::QUANTILES[i], confidence))
    }

    /// This minus `base`, paired by replication.
    pub(crate) fn minus(&self, base: &Self, confidence: Confidence) -> Latency {
        Latency {
            mean: seconds(self.0.mean_difference(&base.0, confidence)),
            quantiles: Latency::QUANTILES
                .map(|q| seconds(self.0.quantile_difference(&base.0, q, confidence))),
        }
    }
}

fn seconds(estimate: Option<Estimate>) -> Option<Estimate> {
    estimate.map(|estimate| estimate.scaled(NANO))
}
