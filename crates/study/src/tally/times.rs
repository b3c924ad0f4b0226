use spinout_stats::{
    Confidence, Estimate, Histogram, paired_quantile, paired_ratio, quantile, ratio,
};

use crate::Latency;

/// Seconds in a nanosecond.
const NANO: f64 = 1e-9;
const QUANTILES: usize = Latency::QUANTILES.len();

/// A time over all replications so far: the pool, and of each replication its quantiles and sum.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    pool: Histogram,
    /// For each quantile, that of each replication; 0 where a replication saw no value, which leaves
    /// too few values on average for any interval unless the others saw many.
    sections: [Vec<f64>; QUANTILES],
    /// Sum and count of each replication.
    sums: Vec<(f64, f64)>,
}

impl Times {
    /// Adds the next replication.
    pub(crate) fn add(&mut self, replication: &Histogram) {
        for (sections, q) in self.sections.iter_mut().zip(Latency::QUANTILES) {
            sections.push(replication.value_at_quantile(q).unwrap_or(0) as f64);
        }
        self.sums
            .push((replication.sum() as f64, replication.count() as f64));
        self.pool.merge(replication);
    }

    /// How many values were recorded in all.
    pub(crate) fn count(&self) -> u64 {
        self.pool.count()
    }

    /// The estimates.
    pub(crate) fn latency(&self, confidence: Confidence) -> Latency {
        Latency {
            mean: seconds(ratio(&self.sums, confidence)),
            quantiles: std::array::from_fn(|i| self.quantile(i, confidence)),
        }
    }

    /// The estimate of the quantile at position `i` of [`Latency::QUANTILES`].
    pub(crate) fn quantile(&self, i: usize, confidence: Confidence) -> Option<Estimate> {
        let q = Latency::QUANTILES[i];
        seconds(quantile(&self.pool, q, &self.sections[i], confidence))
    }

    /// This minus `base`, paired by replication.
    pub(crate) fn minus(&self, base: &Self, confidence: Confidence) -> Latency {
        Latency {
            mean: seconds(paired_ratio(&self.sums, &base.sums, confidence)),
            quantiles: std::array::from_fn(|i| {
                seconds(paired_quantile(
                    Latency::QUANTILES[i],
                    (&self.pool, &self.sections[i]),
                    (&base.pool, &base.sections[i]),
                    confidence,
                ))
            }),
        }
    }
}

fn seconds(estimate: Option<Estimate>) -> Option<Estimate> {
    estimate.map(|estimate| estimate.scaled(NANO))
}
