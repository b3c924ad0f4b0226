//! Responses in the order of answers, in bounded memory; and a coarse histogram for the series.

/// Batches kept before neighbours are joined.
const KEPT: usize = 4096;

/// Mean responses of equal batches of consecutive answers. When there are too many batches, neighbours
/// are joined, and from then on a batch is twice as long.
#[derive(Debug, Clone)]
pub(crate) struct Batches {
    pub(crate) size: u64,
    count: u64,
    sum: u64,
    /// Mean responses in nanoseconds.
    pub(crate) means: Vec<f64>,
}

impl Default for Batches {
    fn default() -> Self {
        Self {
            size: 1,
            count: 0,
            sum: 0,
            means: Vec::new(),
        }
    }
}

impl Batches {
    #[inline(always)]
    pub(crate) fn record(&mut self, response: u64) {
        self.sum = self.sum.saturating_add(response);
        self.count += 1;
        if self.count == self.size {
            self.close();
        }
    }

    #[inline(never)]
    fn close(&mut self) {
        self.means.push(self.sum as f64 / self.size as f64);
        self.sum = 0;
        self.count = 0;
        if self.means.len() == KEPT {
            for pair in 0..KEPT / 2 {
                self.means[pair] = (self.means[2 * pair] + self.means[2 * pair + 1]) / 2.0;
            }
            self.means.truncate(KEPT / 2);
            self.size *= 2;
        }
    }
}

/// Sub-buckets an octave: 2⁵, so that a bucket's middle is within 1.6 % of what it holds.
const BITS: u32 = 5;
const BUCKETS: usize = 64 << BITS;

/// Quantiles of one bucket of time, to within 2 %.
#[derive(Debug, Clone)]
pub(crate) struct Coarse {
    counters: Box<[u32; BUCKETS]>,
    count: u64,
    sum: u128,
}

impl Default for Coarse {
    fn default() -> Self {
        Self {
            counters: Box::new([0; BUCKETS]),
            count: 0,
            sum: 0,
        }
    }
}

impl Coarse {
    #[inline(always)]
    pub(crate) fn record(&mut self, value: u64) {
        let octave = (u64::BITS - BITS - 1).saturating_sub((value | 1).leading_zeros());
        let bucket = ((octave as usize) << BITS) + (value >> octave) as usize;
        self.counters[bucket] = self.counters[bucket].saturating_add(1);
        self.count += 1;
        self.sum += u128::from(value);
    }

    /// Mean and the quantiles asked for, in nanoseconds; starts anew.
    pub(crate) fn take<const N: usize>(&mut self, levels: [f64; N]) -> Option<(f64, [f64; N])> {
        if self.count == 0 {
            return None;
        }
        let ranks = levels.map(|level| libm::ceil(level * self.count as f64).max(1.0) as u64);
        let mut values = [0.0; N];
        let mut seen = 0;
        for (bucket, counter) in self
            .counters
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
        {
            let before = seen;
            seen += u64::from(*counter);
            for (rank, value) in ranks.iter().zip(&mut values) {
                if (before + 1..=seen).contains(rank) {
                    *value = middle(bucket);
                }
            }
        }
        let mean = self.sum as f64 / self.count as f64;
        self.counters.fill(0);
        self.count = 0;
        self.sum = 0;
        Some((mean, values))
    }
}

fn middle(bucket: usize) -> f64 {
    let octave = (bucket >> BITS).saturating_sub(1);
    let mantissa = (bucket - (octave << BITS)) as u64;
    let width = 1_u64 << octave;
    (mantissa << octave) as f64 + (width - 1) as f64 / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_batches_keeps_their_mean() {
        let mut batches = Batches::default();
        for value in 0..100_000_u64 {
            batches.record(value);
        }
        assert!(batches.means.len() < KEPT);
        let covered = (batches.means.len() as u64 * batches.size) as f64;
        let mean = batches.means.iter().sum::<f64>() / batches.means.len() as f64;
        assert!((mean - (covered - 1.0) / 2.0).abs() < 1e-6);
    }

    #[test]
    fn coarse_quantiles_are_within_two_percent() {
        let mut coarse = Coarse::default();
        for value in 1..=1_000_000_u64 {
            coarse.record(value * 1000);
        }
        let (mean, [p50, p99]) = coarse.take([0.5, 0.99]).unwrap();
        assert!((mean / 500_000_500.0 - 1.0).abs() < 1e-9);
        assert!((p50 / 500e6 - 1.0).abs() < 0.02);
        assert!((p99 / 990e6 - 1.0).abs() < 0.02);
        assert_eq!(coarse.take([0.5]), None);
    }
}
