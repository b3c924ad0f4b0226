//! Responses in the order of answers, in bounded memory; and a coarse histogram for the series.

/// Batches kept before neighbours are joined.
const KEPT: usize = 4096;

/// Mean responses of equal batches of consecutive answers. When there are too many batches, neighbours
/// are joined, and from then on a batch is twice as long.
#[derive(Debug, Clone)]
pub(crate) struct Batches {
    pub(crate) size: u64,
    /// Answers until the batch is full.
    left: u64,
    /// Sum of all responses when the last batch was closed.
    closed: u64,
    /// Mean responses in nanoseconds.
    pub(crate) means: Vec<f64>,
}

impl Default for Batches {
    fn default() -> Self {
        Self {
            size: 1,
            left: 1,
            closed: 0,
            means: Vec::new(),
        }
    }
}

impl Batches {
    /// One more answer; the sum of all responses in nanoseconds with it, modulo 2⁶⁴.
    #[inline(always)]
    pub(crate) fn record(&mut self, sum: u64) {
        self.left -= 1;
        if self.left == 0 {
            self.close(sum);
        }
    }

    /// More answers; the answer is the sum of all responses with them, modulo 2⁶⁴.
    pub(crate) fn record_all(&mut self, mut sum: u64, responses: &[u64]) -> u64 {
        let count = responses.len() as u64;
        if count < self.left {
            self.left -= count;
            return responses
                .iter()
                .fold(sum, |sum, more| sum.wrapping_add(*more));
        }
        for response in responses {
            sum = sum.wrapping_add(*response);
            self.record(sum);
        }
        sum
    }

    /// Records nothing any more.
    pub(crate) fn stop(&mut self) {
        self.means = Vec::new();
        self.left = u64::MAX;
    }

    #[inline(never)]
    fn close(&mut self, sum: u64) {
        let batch = sum.wrapping_sub(self.closed);
        self.means.push(batch as f64 / self.size as f64);
        self.closed = sum;
        if self.means.len() == KEPT {
            for pair in 0..KEPT / 2 {
                self.means[pair] = (self.means[2 * pair] + self.means[2 * pair + 1]) / 2.0;
            }
            self.means.truncate(KEPT / 2);
            self.size *= 2;
        }
        self.left = self.size;
    }
}

/// Sub-buckets an octave: 2⁵, so that a bucket's middle is within 1.6 % of what it holds.
const BITS: u32 = 5;
const BUCKETS: usize = 64 << BITS;
/// Places of the coarse scale.
pub const COARSE_PLACES: usize = BUCKETS;

/// The value of a place of the coarse scale, in nanoseconds.
#[must_use]
pub fn coarse_value(place: usize) -> f64 {
    middle(place)
}

/// Quantiles of one bucket of time, to within 2 %.
#[derive(Debug, Clone)]
pub(crate) struct Coarse {
    counters: Box<[u32; BUCKETS]>,
}

impl Default for Coarse {
    fn default() -> Self {
        Self {
            counters: Box::new([0; BUCKETS]),
        }
    }
}

impl Coarse {
    #[inline(always)]
    pub(crate) fn record(&mut self, value: u64) {
        let octave = (u64::BITS - BITS - 1).saturating_sub((value | 1).leading_zeros());
        let bucket = ((octave as usize) << BITS) + (value >> octave) as usize;
        self.counters[bucket] = self.counters[bucket].wrapping_add(1);
    }

    /// The places that hold something, in rising order. Most are empty, and skipped many at a time.
    fn filled(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let octaves = self.counters.chunks_exact(1 << BITS).enumerate();
        octaves
            .filter(|(_, octave)| octave.iter().fold(0, |any, count| any | count) > 0)
            .flat_map(|(number, octave)| {
                let places = octave.iter().enumerate().filter(|(_, count)| **count > 0);
                places.map(move |(place, count)| ((number << BITS) + place, *count))
            })
    }

    /// How many values lie where.
    pub(crate) fn counts(&self) -> Vec<(u16, u32)> {
        self.filled()
            .map(|(place, count)| (place as u16, count))
            .collect()
    }

    /// The quantiles asked for, in nanoseconds, if anything was recorded; starts anew.
    pub(crate) fn take<const N: usize>(&mut self, levels: [f64; N]) -> Option<[f64; N]> {
        let count: u64 = self.filled().map(|(_, count)| u64::from(count)).sum();
        if count == 0 {
            return None;
        }
        let ranks = levels.map(|level| libm::ceil(level * count as f64).max(1.0) as u64);
        let mut values = [0.0; N];
        let mut seen = 0;
        for (bucket, counter) in self.filled() {
            let before = seen;
            seen += u64::from(counter);
            for (rank, value) in ranks.iter().zip(&mut values) {
                if (before + 1..=seen).contains(rank) {
                    *value = middle(bucket);
                }
            }
        }
        self.counters.fill(0);
        Some(values)
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
        let mut sum = 0;
        for value in 0..100_000_u64 {
            sum += value;
            batches.record(sum);
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
        let [p50, p99] = coarse.take([0.5, 0.99]).unwrap();
        assert!((p50 / 500e6 - 1.0).abs() < 0.02);
        assert!((p99 / 990e6 - 1.0).abs() < 0.02);
        assert_eq!(coarse.take([0.5]), None);
    }
}
