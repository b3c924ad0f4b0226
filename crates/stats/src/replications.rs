//! Intervals from independent replications. The only assumption is that the replications are
//! independent of each other; what happens within one may be correlated as it likes.

use crate::{Confidence, Estimate, Histogram, Moments};

/// How many values must lie beyond a quantile, on average in each replication, for it to be stated.
const LEAST_BEYOND: f64 = 5.0;

/// The interval of `value`, given how far each replication lies from it, squares divided by n − 1.
fn from_deviations(
    value: f64,
    deviations: impl ExactSizeIterator<Item = f64>,
    confidence: Confidence,
) -> Option<Estimate> {
    let n = deviations.len();
    if n < 2 {
        return None;
    }
    let squares: f64 = deviations.map(|d| d * d).sum();
    let error = libm::sqrt(squares / ((n - 1) as f64 * n as f64));
    Some(Estimate::around(
        value,
        confidence.standard_errors(n) * error,
    ))
}

/// The mean of one figure from each replication (Student's t). `None` for fewer than two.
#[must_use]
pub fn mean(figures: &Moments, confidence: Confidence) -> Option<Estimate> {
    let n = figures.count();
    let error = libm::sqrt(figures.variance()? / n as f64);
    let half_width = confidence.standard_errors(n as usize) * error;
    Some(Estimate::around(figures.mean(), half_width))
}

/// The share of the whole that a part has, both summed over replications: a mean over requests
/// (sum, count), a utilisation (busy, capacity), a throughput (count, time). Each replication gives
/// (part, whole); the interval is the delta method's (Law 2015, §9.5; regenerative ratio estimator).
/// `None` for fewer than two replications or an empty whole.
#[must_use]
pub fn ratio(figures: &[(f64, f64)], confidence: Confidence) -> Option<Estimate> {
    let (value, deviations) = ratio_deviations(figures)?;
    from_deviations(value, deviations.into_iter(), confidence)
}

fn ratio_deviations(figures: &[(f64, f64)]) -> Option<(f64, Vec<f64>)> {
    let part: f64 = figures.iter().map(|f| f.0).sum();
    let whole: f64 = figures.iter().map(|f| f.1).sum();
    if whole <= 0.0 {
        return None;
    }
    let value = part / whole;
    let mean_whole = whole / figures.len() as f64;
    let deviations = figures
        .iter()
        .map(|(part, whole)| (part - value * whole) / mean_whole);
    Some((value, deviations.collect()))
}

/// A rate of success from (successes, trials) of each replication, held within 0 to 1. Where every
/// trial succeeded, or none did, the replications show no spread, and the interval is the exact one of
/// Clopper and Pearson (1934) for that many trials.
#[must_use]
pub fn proportion(figures: &[(u64, u64)], confidence: Confidence) -> Option<Estimate> {
    let successes: u64 = figures.iter().map(|f| f.0).sum();
    let trials: u64 = figures.iter().map(|f| f.1).sum();
    if trials == 0 {
        return None;
    }
    let nearest = libm::pow(0.5 - 0.5 * confidence.share(), 1.0 / trials as f64);
    if successes == trials {
        return Some(Estimate {
            value: 1.0,
            low: nearest,
            high: 1.0,
        });
    }
    if successes == 0 {
        return Some(Estimate {
            value: 0.0,
            low: 0.0,
            high: 1.0 - nearest,
        });
    }
    let figures: Vec<_> = figures.iter().map(|f| (f.0 as f64, f.1 as f64)).collect();
    ratio(&figures, confidence).map(|estimate| estimate.within(0.0, 1.0))
}

/// The quantile `q` of all values together, by sectioning: its centre is that of the pool, its spread
/// that of the replications' own quantiles around it (Asmussen and Glynn 2007, §III.5a); the
/// histogram's error is added. `None` for fewer than two replications, or where fewer than five values
/// of a replication lie beyond the quantile, on average.
#[must_use]
pub fn quantile(
    pool: &Histogram,
    q: f64,
    sections: &[f64],
    confidence: Confidence,
) -> Option<Estimate> {
    let centre = centre(pool, q, sections.len())?;
    let noise = from_deviations(centre, sections.iter().map(|x| x - centre), confidence)?;
    let half_width = noise.half_width() + Histogram::RELATIVE_ERROR * centre;
    Some(Estimate::around(centre, half_width))
}

fn centre(pool: &Histogram, q: f64, replications: usize) -> Option<f64> {
    let beyond = pool.count() as f64 * q.min(1.0 - q);
    // A sliver of slack, because 1 − 0.9 is not 0.1.
    if beyond < LEAST_BEYOND * replications as f64 * (1.0 - 1e-9) {
        return None;
    }
    pool.value_at_quantile(q).map(|value| value as f64)
}

/// The mean difference `a` − `b` of two options paired by replication: both slices in the order of
/// the replications, of the same length.
#[must_use]
pub fn paired_mean(a: &[f64], b: &[f64], confidence: Confidence) -> Option<Estimate> {
    mean(&a.iter().zip(b).map(|(a, b)| a - b).collect(), confidence)
}

/// The difference `a` − `b` of two ratios (see [`ratio`]), paired by replication.
#[must_use]
pub fn paired_ratio(
    a: &[(f64, f64)],
    b: &[(f64, f64)],
    confidence: Confidence,
) -> Option<Estimate> {
    let (value_a, a) = ratio_deviations(a)?;
    let (value_b, b) = ratio_deviations(b)?;
    let deviations: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    from_deviations(value_a - value_b, deviations.into_iter(), confidence)
}

/// The difference `a` − `b` of a quantile (see [`quantile`]) of two options, paired by replication:
/// each given as its pool and its replications' own quantiles.
#[must_use]
pub fn paired_quantile(
    q: f64,
    (pool_a, a): (&Histogram, &[f64]),
    (pool_b, b): (&Histogram, &[f64]),
    confidence: Confidence,
) -> Option<Estimate> {
    let n = a.len().min(b.len());
    let (centre_a, centre_b) = (centre(pool_a, q, n)?, centre(pool_b, q, n)?);
    let value = centre_a - centre_b;
    let deviations: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b - value).collect();
    let noise = from_deviations(value, deviations.into_iter(), confidence)?;
    let half_width = noise.half_width() + Histogram::RELATIVE_ERROR * (centre_a + centre_b);
    Some(Estimate::around(value, half_width))
}

#[cfg(test)]
mod tests {
    use super::*;

    const C: Confidence = Confidence::STANDARD;

    #[track_caller]
    fn is(estimate: Option<Estimate>, value: f64, half_width: f64) {
        let estimate = estimate.unwrap();
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.abs().max(1.0);
        assert!(close(estimate.value, value), "{estimate:?}");
        assert!(close(estimate.half_width(), half_width), "{estimate:?}");
    }

    #[test]
    fn a_mean_has_students_interval() {
        let moments = |figures: &[f64]| figures.iter().copied().collect();
        // Mean 5, sample variance 10, n 4: standard error √2.5, t₃ at .975 = 3.18244630528.
        is(
            mean(&moments(&[1.0, 5.0, 6.0, 8.0]), C),
            5.0,
            3.182_446_305_284_26 * (26.0f64 / 12.0).sqrt(),
        );
        assert_eq!(mean(&moments(&[1.0]), C), None);
    }

    #[test]
    fn a_ratio_weighs_replications_by_their_size() {
        let estimate = ratio(&[(10.0, 10.0), (60.0, 30.0)], C);
        // 70 / 40; deviations (10 − 17.5)/20 and (60 − 52.5)/20.
        is(estimate, 1.75, 12.706_204_736_174_7 * 0.375);
        assert_eq!(ratio(&[(0.0, 0.0), (0.0, 0.0)], C), None);
    }

    #[test]
    fn a_rate_without_failures_still_has_an_interval() {
        let certain = proportion(&[(500, 500), (500, 500)], C).unwrap();
        assert_eq!((certain.value, certain.high), (1.0, 1.0));
        // The chance of no failure in 1,000 trials at the lower end is 2.5 %.
        assert!((certain.low.powi(1000) - 0.025).abs() < 1e-12);
        let never = proportion(&[(0, 1000)], C).unwrap();
        assert_eq!((never.value, never.low), (0.0, 0.0));
        assert!((never.high - (1.0 - certain.low)).abs() < 1e-15);
        let mixed = proportion(&[(99, 100), (100, 100)], C).unwrap();
        assert_eq!((mixed.value, mixed.high), (0.995, 1.0));
    }

    fn uniform(n: u64) -> Histogram {
        let mut histogram = Histogram::new();
        (1..=n).for_each(|v| histogram.record(v));
        histogram
    }

    #[test]
    fn a_quantile_is_centred_on_the_pool_and_carries_the_histograms_error() {
        let pool = uniform(1000);
        is(
            quantile(&pool, 0.9, &[890.0, 905.0], C),
            900.0,
            12.706_204_736_174_7 * (125.0f64 / 2.0).sqrt() + 900.0 / 2048.0,
        );
    }

    #[test]
    fn a_quantile_needs_values_beyond_it() {
        assert!(quantile(&uniform(100), 0.9, &[90.0; 2], C).is_some());
        assert!(quantile(&uniform(99), 0.9, &[90.0; 2], C).is_none());
        assert!(quantile(&uniform(100), 0.1, &[10.0; 2], C).is_some());
    }

    #[test]
    fn pairing_removes_what_both_share() {
        let shared = [3.0, -8.0, 2.0, 30.0];
        let a = shared.map(|x| x + 1.5);
        is(paired_mean(&a, &shared, C), 1.5, 0.0);
        let with_size = |x: &[f64]| x.iter().map(|x| (x * 10.0, 10.0)).collect::<Vec<_>>();
        is(
            paired_ratio(&with_size(&a), &with_size(&shared), C),
            1.5,
            0.0,
        );
        let (pool_a, pool_b) = (uniform(2000), uniform(1000));
        is(
            paired_quantile(
                0.5,
                (&pool_a, &[1010.0, 990.0]),
                (&pool_b, &[510.0, 490.0]),
                C,
            ),
            500.0,
            1500.0 / 2048.0,
        );
    }
}
