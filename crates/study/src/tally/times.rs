use spinout_stats::{Confidence, Estimate, Histogram, Sample};

use crate::{Figure, Latency};

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

    /// The estimate of one figure: of the quantiles, the nearest of [`Latency::QUANTILES`].
    pub(crate) fn figure(&self, of: Figure, confidence: Confidence) -> Option<Estimate> {
        match of {
            Figure::Mean => seconds(self.0.mean(confidence)),
            Figure::Quantile(asked) => {
                let distance = |q: f64| (q - asked).abs();
                let positions = Latency::QUANTILES.into_iter().enumerate();
                let nearest = positions.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
                self.quantile(nearest?.0, confidence)
            }
        }
    }

    /// The estimate of the quantile at position `i` of [`Latency::QUANTILES`].
    fn quantile(&self, i: usize, confidence: Confidence) -> Option<Estimate> {
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
