use std::collections::BTreeMap;

/// The binary logarithm of the sub-buckets of an octave: an octave in use takes 4 KiB.
const BITS: u32 = 10;

/// A streaming histogram of whole nanoseconds (or of any other `u64`) on a logarithmic scale with
/// 2^`BITS` sub-buckets an octave.
///
/// Values below 2^(`BITS` + 1) are kept exactly; above, a value read back is within
/// [`Histogram::RELATIVE_ERROR`] of one that was recorded. Count and sum are exact. An empty
/// histogram holds no heap memory, and octaves that were never recorded hold none, so memory does not
/// grow with the number of values. Merging is associative and commutative to the bit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// The counters of each octave; an octave without values has none.
    pages: Vec<Box<[u32]>>,
    /// What no longer fits into a 32-bit counter, by bucket.
    spilled: BTreeMap<usize, u64>,
    count: u64,
    sum: u128,
}

impl Histogram {
    const SUB_BUCKETS: usize = 1 << BITS;

    /// The bucket of a value. Octave 0 and 1 together are the exact values below 2,048.
    #[inline]
    fn bucket(value: u64) -> usize {
        let octave = (u64::BITS - BITS - 1).saturating_sub((value | 1).leading_zeros());
        ((octave as usize) << BITS) + (value >> octave) as usize
    }

    /// The smallest value of a bucket, and how many values it holds.
    fn bounds(bucket: usize) -> (u64, u64) {
        let octave = (bucket >> BITS).saturating_sub(1);
        let mantissa = (bucket - (octave << BITS)) as u64;
        (mantissa << octave, 1 << octave)
    }

    /// The middle of a bucket.
    fn middle(bucket: usize) -> u64 {
        let (low, width) = Self::bounds(bucket);
        low + (width - 1) / 2
    }

    /// The largest of the values that are not told apart from `value`.
    #[must_use]
    pub fn top_of_bucket(value: u64) -> u64 {
        let (low, width) = Self::bounds(Self::bucket(value));
        low + (width - 1)
    }

    /// The largest relative error of a value read back: half a bucket over its lower edge,
    /// 2^−(`BITS` + 1).
    pub const RELATIVE_ERROR: f64 = 1.0 / (2 * Self::SUB_BUCKETS) as f64;

    /// An empty histogram.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pages: Vec::new(),
            spilled: BTreeMap::new(),
            count: 0,
            sum: 0,
        }
    }

    /// Counts one value.
    #[inline]
    pub fn record(&mut self, value: u64) {
        let bucket = Self::bucket(value);
        self.count += 1;
        self.sum += u128::from(value);
        let octave = self.pages.get_mut(bucket >> BITS);
        let counter = octave.and_then(|page| page.get_mut(bucket & (Self::SUB_BUCKETS - 1)));
        if let Some(counter) = counter
            && *counter < u32::MAX
        {
            *counter += 1;
            return;
        }
        self.add(bucket, 1);
    }

    /// Counts values: what [`Histogram::record`] does with each.
    pub fn record_all(&mut self, values: &[u64]) {
        let mut sum = 0_u128;
        for &value in values {
            let bucket = Self::bucket(value);
            sum += u128::from(value);
            let octave = self.pages.get_mut(bucket >> BITS);
            let counter = octave.and_then(|page| page.get_mut(bucket & (Self::SUB_BUCKETS - 1)));
            match counter {
                Some(counter) if *counter < u32::MAX => *counter += 1,
                _ => self.add(bucket, 1),
            }
        }
        self.count += values.len() as u64;
        self.sum += sum;
    }

    #[cold]
    fn add(&mut self, bucket: usize, count: u64) {
        let octave = bucket >> BITS;
        if self.pages.len() <= octave {
            self.pages.resize(octave + 1, Box::default());
        }
        let page = &mut self.pages[octave];
        if page.is_empty() {
            *page = vec![0; Self::SUB_BUCKETS].into();
        }
        let counter = &mut page[bucket & (Self::SUB_BUCKETS - 1)];
        let kept = count.min(u64::from(u32::MAX - *counter));
        *counter += kept as u32;
        if count > kept {
            *self.spilled.entry(bucket).or_default() += count - kept;
        }
    }

    /// Adds everything that another histogram has counted.
    pub fn merge(&mut self, other: &Self) {
        let roomy = self.count.saturating_add(other.count) < u64::from(u32::MAX);
        if self.pages.len() < other.pages.len() {
            self.pages.resize(other.pages.len(), Box::default());
        }
        for (octave, page) in other.pages.iter().enumerate() {
            if page.is_empty() {
                continue;
            }
            let own = &mut self.pages[octave];
            if own.is_empty() {
                own.clone_from(page);
                continue;
            }
            if roomy {
                // No counter can overflow.
                for (own, count) in own.iter_mut().zip(page) {
                    *own += count;
                }
                continue;
            }
            for (offset, &count) in page.iter().enumerate() {
                if count > 0 {
                    self.add((octave << BITS) + offset, u64::from(count));
                }
            }
        }
        for (&bucket, &count) in &other.spilled {
            self.add(bucket, count);
        }
        self.count += other.count;
        self.sum += other.sum;
    }

    /// How many values were recorded.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The exact sum of the values.
    #[must_use]
    pub const fn sum(&self) -> u128 {
        self.sum
    }

    /// The exact mean of the values; `None` when there are none.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }

    fn filled(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        (0..self.pages.len()).flat_map(|octave| self.filled_in(octave))
    }

    fn filled_in(&self, octave: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        let counters = self.pages[octave].iter().enumerate();
        let counters = counters.filter(|(_, count)| **count > 0);
        counters.map(move |(offset, &count)| {
            let bucket = (octave << BITS) + offset;
            let spilled = if self.spilled.is_empty() {
                0
            } else {
                self.spilled.get(&bucket).copied().unwrap_or(0)
            };
            (bucket, u64::from(count) + spilled)
        })
    }

    /// The value at quantile `q` in 0 to 1: that of rank ⌈q·n⌉, within
    /// [`Histogram::RELATIVE_ERROR`]. `None` when nothing was recorded.
    #[must_use]
    pub fn value_at_quantile(&self, q: f64) -> Option<u64> {
        let rank = (libm::ceil(q * self.count as f64) as u64).clamp(1, self.count.max(1));
        let mut seen = 0;
        for (octave, page) in self.pages.iter().enumerate() {
            let buckets = octave << BITS..(octave + 1) << BITS;
            let spilled: u64 = self.spilled.range(buckets).map(|(_, count)| count).sum();
            let within = spilled + page.iter().map(|count| u64::from(*count)).sum::<u64>();
            if seen + within < rank {
                seen += within;
                continue;
            }
            return self
                .filled_in(octave)
                .find(|(_, count)| {
                    seen += count;
                    seen >= rank
                })
                .map(|(bucket, _)| Self::middle(bucket));
        }
        None
    }

    /// How many values were at most `value`, as far as the buckets can tell: the bucket that `value`
    /// lies in counts as a whole when its middle is at most `value`.
    #[must_use]
    pub fn count_at_most(&self, value: u64) -> u64 {
        self.filled()
            .take_while(|(bucket, _)| Self::middle(*bucket) <= value)
            .map(|(_, count)| count)
            .sum()
    }

    /// The filled buckets in rising order: smallest value, how many values wide, count.
    pub fn buckets(&self) -> impl Iterator<Item = (u64, u64, u64)> + '_ {
        self.filled().map(|(bucket, count)| {
            let (low, width) = Self::bounds(bucket);
            (low, width, count)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bucket(value: u64) -> usize {
        Histogram::bucket(value)
    }

    /// Values spread evenly over the octaves, the extremes among them.
    fn value() -> impl Strategy<Value = u64> {
        prop_oneof![
            (any::<u64>(), 0..64u32).prop_map(|(v, shift)| v >> shift),
            Just(0),
            Just(u64::MAX),
            (0..64u32).prop_map(|bit| 1 << bit),
            (0..64u32).prop_map(|bit| (1u64 << bit) - 1),
        ]
    }

    proptest! {
        #[test]
        fn a_bucket_holds_the_values_that_fall_into_it(v in value()) {
            let (low, width) = Histogram::bounds(bucket(v));
            prop_assert!(low <= v && v - low < width);
            prop_assert_eq!(bucket(low), bucket(v));
            prop_assert_eq!(bucket(low + (width - 1)), bucket(v));
        }

        #[test]
        fn buckets_are_ordered_and_narrow(a in value(), b in value()) {
            prop_assert!(a > b || bucket(a) <= bucket(b));
            let error = Histogram::middle(bucket(a)).abs_diff(a) as f64;
            prop_assert!(error <= Histogram::RELATIVE_ERROR * a as f64);
        }

        #[test]
        fn quantiles_are_those_of_the_sorted_values(
            mut values in prop::collection::vec(value(), 1..200),
            q in 0.0..=1.0f64,
        ) {
            let mut histogram = Histogram::new();
            values.iter().for_each(|&v| histogram.record(v));
            values.sort_unstable();
            let rank = ((q * values.len() as f64).ceil() as usize).clamp(1, values.len());
            let read = histogram.value_at_quantile(q).unwrap();
            prop_assert_eq!(bucket(read), bucket(values[rank - 1]));
            prop_assert_eq!(histogram.sum(), values.iter().map(|&v| u128::from(v)).sum::<u128>());
        }

        #[test]
        fn merging_is_recording_together(
            a in prop::collection::vec(value(), 0..50),
            b in prop::collection::vec(value(), 0..50),
        ) {
            let histogram = |values: &[u64]| {
                let mut h = Histogram::new();
                values.iter().for_each(|&v| h.record(v));
                h
            };
            let mut merged = histogram(&a);
            merged.merge(&histogram(&b));
            let together = histogram(&[a.clone(), b.clone()].concat());
            prop_assert_eq!(merged.count(), together.count());
            prop_assert_eq!(merged.sum(), together.sum());
            let mut at_once = histogram(&[]);
            at_once.record_all(&a);
            at_once.record_all(&b);
            prop_assert!(at_once == together);
            prop_assert!(merged.buckets().eq(together.buckets()));
        }
    }

    #[test]
    fn a_counter_that_is_full_loses_nothing() {
        let mut histogram = Histogram::new();
        histogram.add(bucket(7), u64::from(u32::MAX) - 1);
        histogram.count = u64::from(u32::MAX) - 1;
        for _ in 0..3 {
            histogram.record(7);
        }
        let expected = u64::from(u32::MAX) + 2;
        assert_eq!(histogram.buckets().collect::<Vec<_>>(), [(7, 1, expected)]);
        let mut twice = histogram.clone();
        twice.merge(&histogram);
        assert_eq!(twice.buckets().collect::<Vec<_>>(), [(7, 1, 2 * expected)]);
        assert_eq!(twice.count_at_most(7), 2 * expected);
        assert_eq!(twice.count_at_most(6), 0);
    }

    #[test]
    fn an_empty_histogram_has_no_quantile() {
        assert_eq!(Histogram::new().value_at_quantile(0.5), None);
        assert_eq!(Histogram::new().mean(), None);
    }
}
