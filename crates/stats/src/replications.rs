//! Intervals from independent replications. The only assumption is that the replications are
//! independent of each other; what happens within one may be correlated as it likes.

use crate::{Confidence, Estimate, Moments};

/// The fewest replications whose skewness is looked at.
const LEAST_FOR_SKEWNESS: usize = 10;

/// The interval of `value` with its standard error, from `n` figures of this skewness: at each end the
/// wider of Student's and of that which is corrected for skewness by Hall's transformation (1992, "On the
/// removal of skewness by transformation"). A queue's figures are skewed to the right, and one that was
/// seen low is also thought to be better known than it is: Student's interval alone covers its mean 92 to
/// 95 % of the time, the wider of both 94 to 96 % (docs/statistics.md).
fn interval(value: f64, error: f64, skewness: f64, n: usize, confidence: Confidence) -> Estimate {
    let student = confidence.standard_errors(n);
    let corrected = |t: f64| {
        let slant = skewness / libm::sqrt(n as f64);
        if n < LEAST_FOR_SKEWNESS || slant.abs() < 1e-6 {
            return t;
        }
        3.0 / slant * (libm::cbrt(1.0 + slant * (t - slant / 6.0)) - 1.0)
    };
    Estimate {
        value,
        low: value - error * student.max(corrected(student)),
        high: value + error * student.max(-corrected(-student)),
    }
}

/// The interval of `value`, given how far each replication lies from it, squares divided by n − 1.
pub(crate) fn from_deviations(
    value: f64,
    deviations: &[f64],
    confidence: Confidence,
) -> Option<Estimate> {
    let n = deviations.len();
    let error = standard_error(deviations)?;
    let figures: Moments = deviations.iter().copied().collect();
    let skewness = figures.skewness().unwrap_or(0.0);
    Some(interval(value, error, skewness, n, confidence))
}

/// The standard error of a mean, given how far each of at least two replications lies from it.
pub(crate) fn standard_error(deviations: &[f64]) -> Option<f64> {
    let n = deviations.len() as f64;
    let squares: f64 = deviations.iter().map(|d| d * d).sum();
    (n > 1.0).then(|| libm::sqrt(squares / ((n - 1.0) * n)))
}

/// The mean of one figure from each replication. `None` for fewer than two.
#[must_use]
pub fn mean(figures: &Moments, confidence: Confidence) -> Option<Estimate> {
    let n = figures.count();
    let error = libm::sqrt(figures.variance()? / n as f64);
    let skewness = figures.skewness().unwrap_or(0.0);
    Some(interval(
        figures.mean(),
        error,
        skewness,
        n as usize,
        confidence,
    ))
}

/// The share of the whole that a part has, both summed over replications: a mean over requests
/// (sum, count), a utilisation (busy, capacity), a throughput (count, time). Each replication gives
/// (part, whole); the interval is the delta method's (Law 2015, §9.5; regenerative ratio estimator).
/// `None` for fewer than two replications or an empty whole.
#[must_use]
pub fn ratio(figures: &[(f64, f64)], confidence: Confidence) -> Option<Estimate> {
    let (value, deviations) = ratio_deviations(figures)?;
    from_deviations(value, &deviations, confidence)
}

/// How far a share, of (part, whole) from each replication, is known to each side by Student's t alone:
/// what [`crate::levels`] are made of.
#[must_use]
pub fn share_half_width(figures: &[(f64, f64)], confidence: Confidence) -> Option<f64> {
    let (_, deviations) = ratio_deviations(figures)?;
    Some(confidence.standard_errors(deviations.len().max(2)) * standard_error(&deviations)?)
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
    from_deviations(value_a - value_b, &deviations, confidence)
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
    fn a_skewed_figure_reaches_further_on_its_long_side() {
        let figures = |slant: f64| -> Moments {
            let of = |i: i32| f64::from(i) + slant * f64::from(i * i);
            (-10..10).map(of).collect()
        };
        let estimate = mean(&figures(0.05), C).unwrap();
        let student = 2.093_024_054_408_31 * (figures(0.05).variance().unwrap() / 20.0).sqrt();
        assert!((estimate.value - estimate.low - student).abs() < 1e-9);
        assert!(estimate.high - estimate.value > 1.05 * student);
        // Hall's transformation back: g is the cubic in (mean − truth) over its error.
        let slant = figures(0.05).skewness().unwrap() / 20.0f64.sqrt();
        let t = (estimate.value - estimate.high) / (student / 2.093_024_054_408_31);
        let g = t + slant * t * t / 3.0 + slant * slant * t * t * t / 27.0 + slant / 6.0;
        assert!((g + 2.093_024_054_408_31).abs() < 1e-9);
        let mirrored = mean(&figures(-0.05), C).unwrap();
        assert!(mirrored.value - mirrored.low > mirrored.high - mirrored.value);
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
    }
}
