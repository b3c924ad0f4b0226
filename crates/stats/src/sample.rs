use crate::replications::{from_deviations, standard_error};
use crate::{Confidence, Estimate, Histogram, paired_ratio, ratio};

/// How many values must lie beyond a quantile, on average in each replication, for it to be stated.
const LEAST_BEYOND: f64 = 5.0;
/// Values that are enough to choose marks by.
const ENOUGH: u64 = 2_048;
/// Marks between one half of what lies beyond and the next.
const MARKS_A_HALVING: i32 = 2;
/// Halvings of what lies beyond that have marks.
const HALVINGS: i32 = 15;
/// Marks beyond the largest value, when they are chosen, and how many of them to a doubling.
const MARKS_AHEAD: (i32, f64) = (24, 8.0);

/// A time, or any other `u64`, over independent replications: the pool of all values, and of each
/// replication its sum and how many of its values lie beyond each of some sixty marks. Memory does not
/// grow with the number of values.
///
/// The interval of a quantile is Woodruff's (1952), for samples in clusters: how far the share beyond
/// the pool's quantile spreads from one replication to the next, taken back through the pool's
/// distribution. A share is a ratio over replications, with hardly any bias however few of a replication's
/// values lie beyond; a replication's own quantile, which sectioning (Asmussen and Glynn 2007, §III.5a)
/// goes by, is far off where that are ten.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    pool: Histogram,
    /// Sum and count of each replication.
    sums: Vec<(f64, f64)>,
    /// Of each replication the filled buckets, by their largest value, until there are marks.
    early: Vec<Vec<(u64, u64)>>,
    /// In rising order; each the largest value of a bucket.
    marks: Vec<u64>,
    /// How many values lie beyond each mark, one replication after the other.
    beyond: Vec<u32>,
    /// The same of all replications.
    totals: Vec<u64>,
}

impl Sample {
    /// Adds the next replication.
    pub fn add(&mut self, replication: &Histogram) {
        self.pool.merge(replication);
        self.sums
            .push((replication.sum() as f64, replication.count() as f64));
        if self.marks.is_empty() {
            self.early.push(filled(replication).collect());
            if self.pool.count() >= ENOUGH {
                self.marks = marks(&self.pool);
                self.totals = vec![0; self.marks.len()];
                for early in std::mem::take(&mut self.early) {
                    self.count_beyond(early.into_iter());
                }
            }
        } else {
            self.count_beyond(filled(replication));
        }
    }

    /// Counts how many values of a replication lie beyond each mark, given its filled buckets in rising
    /// order.
    fn count_beyond(&mut self, buckets: impl Iterator<Item = (u64, u64)>) {
        let start = self.beyond.len();
        self.beyond.resize(start + self.marks.len(), 0);
        let counts = &mut self.beyond[start..];
        let mut passed = 0;
        for (top, number) in buckets {
            while self.marks.get(passed).is_some_and(|mark| *mark < top) {
                passed += 1;
            }
            if let Some(last) = passed.checked_sub(1) {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                counts[last] = counts[last].saturating_add(number);
            }
        }
        for i in (1..counts.len()).rev() {
            counts[i - 1] = counts[i - 1].saturating_add(counts[i]);
        }
        for (total, count) in self.totals.iter_mut().zip(counts) {
            *total += u64::from(*count);
        }
    }

    /// How many values were recorded in all.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.pool.count()
    }

    /// The mean of all values. `None` for fewer than two replications or without any value.
    #[must_use]
    pub fn mean(&self, confidence: Confidence) -> Option<Estimate> {
        ratio(&self.sums, confidence)
    }

    /// The mean minus that of `base`, paired by replication.
    #[must_use]
    pub fn mean_difference(&self, base: &Self, confidence: Confidence) -> Option<Estimate> {
        paired_ratio(&self.sums, &base.sums, confidence)
    }

    /// The quantile `q` of all values; the histogram's error is added to the interval. `None` for fewer
    /// than two replications, where fewer than five values of a replication lie beyond, on average, and
    /// where the interval has no end within what was seen.
    #[must_use]
    pub fn quantile(&self, q: f64, confidence: Confidence) -> Option<Estimate> {
        let Estimate { value, low, high } = self.spread(q, confidence)?.estimate;
        Some(Estimate {
            value,
            low: low * (1.0 - Histogram::RELATIVE_ERROR),
            high: high * (1.0 + Histogram::RELATIVE_ERROR),
        })
    }

    /// The quantile `q` minus that of `base`, paired by replication: each replication's shares beyond,
    /// taken back to values by the slope of its interval.
    #[must_use]
    pub fn quantile_difference(
        &self,
        base: &Self,
        q: f64,
        confidence: Confidence,
    ) -> Option<Estimate> {
        let (own, base) = (self.spread(q, confidence)?, base.spread(q, confidence)?);
        let value = own.estimate.value - base.estimate.value;
        let pairs = own.deviations.iter().zip(&base.deviations);
        let deviations: Vec<f64> = pairs.map(|(a, b)| own.slope * a - base.slope * b).collect();
        let Estimate { low, high, .. } = from_deviations(value, &deviations, confidence)?;
        let error = Histogram::RELATIVE_ERROR * (own.estimate.value + base.estimate.value);
        Some(Estimate {
            value,
            low: low - error,
            high: high + error,
        })
    }

    fn spread(&self, q: f64, confidence: Confidence) -> Option<Spread> {
        let count = self.pool.count() as f64;
        // A sliver of slack, because 1 − 0.9 is not 0.1.
        let least = LEAST_BEYOND * self.sums.len() as f64 * (1.0 - 1e-9);
        if count * q.min(1.0 - q) < least {
            return None;
        }
        let deviations = self.deviations(1.0 - q);
        let error = standard_error(&deviations)?;
        let half_width = confidence.standard_errors(deviations.len()) * error;
        let (low, high) = levels(q, half_width);
        if half_width > 0.0 && (1.0 - high) * count < 1.0 {
            return None;
        }
        let at = |q: f64| Some(self.pool.value_at_quantile(q)? as f64);
        let estimate = Estimate {
            value: at(q)?,
            low: at(low)?,
            high: at(high)?,
        };
        let slope = (estimate.high - estimate.low) / (high - low);
        Some(Spread {
            estimate,
            deviations,
            slope: if half_width > 0.0 { slope } else { 0.0 },
        })
    }

    /// How far the share of each replication beyond the value that the share `beyond` of the pool lies
    /// beyond is from it. Taken at the nearest mark, and scaled to it as binomial shares are.
    fn deviations(&self, beyond: f64) -> Vec<f64> {
        let count = self.pool.count() as f64;
        let odds = |share: f64| libm::log(share / (1.0 - share));
        let apart = |share: f64| (odds(share) - odds(beyond)).abs();
        let mut best: Option<(f64, f64, u64)> = None;
        let mut consider = |mark: u64, number: f64| {
            let share = number / count;
            if share > 0.0 && share < 1.0 && best.is_none_or(|best| apart(share) < best.0) {
                best = Some((apart(share), share, mark));
            }
        };
        if self.marks.is_empty() {
            let mut left = self.pool.count();
            for (top, number) in filled(&self.pool) {
                left -= number;
                consider(top, left as f64);
            }
        } else {
            for (mark, number) in self.totals.iter().enumerate() {
                consider(mark as u64, *number as f64);
            }
        }
        let Some((_, share, mark)) = best else {
            return vec![0.0; self.sums.len()];
        };
        let numbers: Vec<f64> = if self.marks.is_empty() {
            let of = |early: &Vec<(u64, u64)>| {
                let beyond = early.iter().filter(|(top, _)| *top > mark);
                beyond.map(|(_, number)| *number as f64).sum()
            };
            self.early.iter().map(of).collect()
        } else {
            self.column(mark as usize).collect()
        };
        let binomial = |share: f64| share * (1.0 - share);
        let scale = libm::sqrt(binomial(beyond) / binomial(share));
        let mean = count / self.sums.len() as f64;
        let pairs = numbers.iter().zip(&self.sums);
        pairs
            .map(|(number, (_, of))| scale * (number - share * of) / mean)
            .collect()
    }

    /// How many values of each replication lie beyond a mark.
    fn column(&self, mark: usize) -> impl Iterator<Item = f64> + '_ {
        let column = self.beyond.iter().skip(mark).step_by(self.marks.len());
        column.map(|number| f64::from(*number))
    }
}

/// A quantile with its interval, before the histogram's error is added.
struct Spread {
    estimate: Estimate,
    /// Of each replication, in its share of values beyond.
    deviations: Vec<f64>,
    /// Values by share, at the quantile.
    slope: f64,
}

/// The levels between which the quantile `q` lies, 0 < `q` < 1, where the share below it is known to
/// ± `half_width`. At each end it is the wider of two: that on the scale of shares, and that on the scale
/// of their log odds. The one misses a rare share at its upper end, the other at its lower; together they
/// cover 94 to 97 % of the time from five values beyond on (docs/statistics.md).
#[must_use]
pub fn levels(q: f64, half_width: f64) -> (f64, f64) {
    let beyond = 1.0 - q;
    let factor = libm::exp(half_width / (q * beyond));
    let by_odds = |factor: f64| {
        let odds = beyond / q * factor;
        if odds.is_finite() {
            odds / (1.0 + odds)
        } else {
            1.0
        }
    };
    let (most, least) = (by_odds(factor), by_odds(1.0 / factor));
    let most = most.max(
        Some(beyond + half_width)
            .filter(|m| *m < 1.0)
            .unwrap_or(0.0),
    );
    let least = least.min(
        Some(beyond - half_width)
            .filter(|l| *l > 0.0)
            .unwrap_or(1.0),
    );
    (1.0 - most, 1.0 - least)
}

/// The filled buckets: the largest value of each, and how many values it holds.
fn filled(histogram: &Histogram) -> impl Iterator<Item = (u64, u64)> + '_ {
    let buckets = histogram.buckets();
    buckets.map(|(low, width, number)| (low + (width - 1), number))
}

/// Marks at which a known share of the pool lies beyond, half as many each few marks, and some ahead.
fn marks(pool: &Histogram) -> Vec<u64> {
    let shares = (1..=HALVINGS * MARKS_A_HALVING)
        .map(|k| libm::exp2(-f64::from(k) / f64::from(MARKS_A_HALVING)));
    let mut left = pool.count();
    let mut wanted = [0.9, 0.8].into_iter().chain(shares).peekable();
    let mut marks = Vec::new();
    let mut last = 0;
    for (top, number) in filled(pool) {
        left -= number;
        let passes = |share: &f64| left as f64 <= share * pool.count() as f64;
        if wanted.next_if(passes).is_some() {
            while wanted.next_if(passes).is_some() {}
            // Where much lies at the mark, the value before it is one as well.
            if number > left / 8 && last > 0 {
                marks.push(last);
            }
            marks.push(top);
        }
        last = top;
    }
    let (ahead, a_doubling) = MARKS_AHEAD;
    marks.extend((1..=ahead).map(|k| {
        let value = last.max(1) as f64 * libm::exp2(f64::from(k) / a_doubling);
        Histogram::top_of_bucket(value as u64)
    }));
    marks.dedup();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    const C: Confidence = Confidence::STANDARD;

    fn histogram(values: impl IntoIterator<Item = u64>) -> Histogram {
        let mut histogram = Histogram::new();
        values.into_iter().for_each(|v| histogram.record(v));
        histogram
    }

    fn sample(replications: &[Histogram]) -> Sample {
        let mut sample = Sample::default();
        replications.iter().for_each(|r| sample.add(r));
        sample
    }

    #[test]
    fn levels_are_the_wider_of_two_scales() {
        let (low, high) = levels(0.5, 0.1);
        assert!((low - 0.4).abs() < 1e-12 && (high - 0.6).abs() < 1e-12);
        let (low, high) = levels(0.99, 0.005);
        assert!((high - 0.995).abs() < 1e-12, "shares at the upper end");
        // Odds 1 : 99, times e^(0.005 / 0.0099).
        let odds = (0.005f64 / 0.0099).exp() / 99.0;
        assert!(
            (1.0 - low - odds / (1.0 + odds)).abs() < 1e-12,
            "odds at the lower end"
        );
        let (low, high) = levels(0.99, 0.02);
        assert!(low < 0.97 && 0.99 < high && high < 1.0, "never an open end");
    }

    #[test]
    fn replications_that_are_alike_leave_only_the_histograms_error() {
        let alike = sample(&vec![histogram(1..=1000); 20]);
        let p90 = alike.quantile(0.9, C).unwrap();
        assert_eq!(p90.value, 900.0);
        assert!((p90.half_width() - 900.0 / 2048.0).abs() < 1e-9);
        assert!(p90.covers(900.0));
    }

    #[test]
    fn shares_beyond_are_taken_back_to_values() {
        // Twenty replications, of which every second has 80 and every other 120 of 1,000 values beyond 900.
        let replication = |r: u64| {
            let beyond = 80 + 40 * (r % 2);
            let below = (0..1000 - beyond).map(move |i| 1 + i * 900 / (1000 - beyond));
            histogram(below.chain((0..beyond).map(move |i| 901 + i * 100 / beyond)))
        };
        let p90 = sample(&(0..20).map(replication).collect::<Vec<_>>())
            .quantile(0.9, C)
            .unwrap();
        assert_eq!(p90.value, 900.0);
        // Student's t with 19 degrees, and the standard error of shares .08 and .12, ten of each.
        let half_width = 2.093_024_054_408_31 * (20.0 * 0.02f64.powi(2) / (19.0 * 20.0)).sqrt();
        let (low, high) = levels(0.9, half_width);
        // Below 900 a value is one of 900, above it one of 1,000.
        let (low, high) = (900.0 * low / 0.9, 900.0 + 100.0 * (high - 0.9) / 0.1);
        assert!(
            (p90.low / (1.0 - 1.0 / 2048.0) - low).abs() <= 2.0,
            "{p90:?}, {low}"
        );
        assert!(
            (p90.high / (1.0 + 1.0 / 2048.0) - high).abs() <= 2.0,
            "{p90:?}, {high}"
        );
    }

    #[test]
    fn marks_tell_what_all_values_tell() {
        // The same replications, in one sample before there are marks and in one with marks.
        let replication = |r: u64| {
            histogram((0..1500u64).map(move |i| {
                let spread = i.wrapping_mul(2_654_435_761) % 1500;
                1_000_000 + spread * spread * (40 + (r * 7919) % 23)
            }))
        };
        let replications: Vec<Histogram> = (0..30).map(replication).collect();
        let marked = sample(&replications);
        assert!(!marked.marks.is_empty() && marked.early.is_empty());
        let mut all = sample(&[]);
        all.pool = marked.pool.clone();
        all.sums = marked.sums.clone();
        all.early = replications.iter().map(|r| filled(r).collect()).collect();
        for q in [0.5, 0.9, 0.95, 0.99] {
            let (a, b) = (all.quantile(q, C).unwrap(), marked.quantile(q, C).unwrap());
            assert_eq!(a.value, b.value);
            let apart = (a.half_width() / b.half_width() - 1.0).abs();
            assert!(apart < 0.2, "{q}: {a:?} {b:?}");
        }
    }

    #[test]
    fn a_quantile_needs_values_beyond_it() {
        let of = |n: u64| sample(&[histogram(1..=n), histogram(1..=n)]);
        assert!(of(50).quantile(0.9, C).is_some());
        assert!(of(49).quantile(0.9, C).is_none());
        assert!(of(50).quantile(0.1, C).is_some());
        assert!(sample(&[histogram(1..=900)]).quantile(0.5, C).is_none());
        assert!(sample(&[]).quantile(0.5, C).is_none());
    }

    #[test]
    fn what_lies_at_one_value_has_an_interval_up_to_it() {
        // A share of 1.5 to 4.5 % ends at exactly one second, the rest below: P97 may lie below it.
        let timed_out = |r: u64| {
            let late = 15 + 30 * (r % 2);
            histogram(
                (0..1000 - late)
                    .map(|i| 1000 + i)
                    .chain((0..late).map(|_| 1_000_000)),
            )
        };
        let replications: Vec<Histogram> = (0..20).map(timed_out).collect();
        let p98 = sample(&replications).quantile(0.98, C).unwrap();
        assert!(p98.covers(1_000_000.0));
        let p97 = sample(&replications).quantile(0.97, C).unwrap();
        assert!(p97.low < 2000.0 && p97.covers(1_000_000.0), "{p97:?}");
    }

    #[test]
    fn pairing_removes_what_both_share() {
        let shifted = |by: u64| {
            let of = |r: u64| histogram((0..500).map(move |i| by + i * (1 + r % 3)));
            sample(&(0..20).map(of).collect::<Vec<_>>())
        };
        let (own, base) = (shifted(300), shifted(0));
        let paired = own.quantile_difference(&base, 0.5, C).unwrap();
        assert_eq!(paired.value, 300.0);
        assert!(paired.half_width() < 1.0, "{paired:?}");
        assert!(own.quantile(0.5, C).unwrap().half_width() > 20.0);
        let mean = own.mean_difference(&base, C).unwrap();
        assert!((mean.value - 300.0).abs() < 1e-9 && mean.half_width() < 1e-9);
    }
}
