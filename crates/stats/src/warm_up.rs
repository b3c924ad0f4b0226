/// Observations in one batch of MSER-5.
const BATCH: usize = 5;

/// Where a series has settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncation {
    /// The first so many observations are warm-up; at most half of the series.
    Settled(usize),
    /// The best truncation point lies in the second half, or the series is shorter than ten
    /// observations: it is too short to say.
    TooShort,
}

/// How many observations at the start of `series` are warm-up, by MSER-5: of all truncation points
/// over means of batches of five, that which minimises the squared standard error of what remains
/// (White, Cobb and Spratt 2000, "A comparison of five steady-state truncation heuristics").
#[must_use]
pub fn mser5(series: &[f64]) -> Truncation {
    let batches: Vec<f64> = series
        .chunks_exact(BATCH)
        .map(|batch| batch.iter().sum::<f64>() / BATCH as f64)
        .collect();
    let half = batches.len() / 2;
    if half == 0 {
        return Truncation::TooShort;
    }
    // From the back, so that every truncation point costs one step.
    let mut rest = crate::Moments::default();
    let mut best = (f64::INFINITY, 0);
    for (cut, &mean) in batches.iter().enumerate().rev() {
        rest.record(mean);
        // The statistic is meaningless on a handful of batches: five must remain.
        if rest.count() < 5.min(half as u64) {
            continue;
        }
        let n = rest.count() as f64;
        let squares = rest.variance().unwrap_or(0.0) * (n - 1.0);
        let statistic = squares / (n * n);
        if statistic <= best.0 {
            best = (statistic, cut);
        }
    }
    if best.1 > half {
        Truncation::TooShort
    } else {
        Truncation::Settled(best.1 * BATCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reproducible series of noise in −1 to 1 (a linear congruential generator).
    fn noise(n: usize) -> Vec<f64> {
        let mut state = 1u64;
        (0..n)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (state >> 33) as f64 / f64::from(1u32 << 30) - 1.0
            })
            .collect()
    }

    #[test]
    fn an_initial_ramp_is_cut_where_it_ends() {
        let mut series = noise(1000);
        for (i, x) in series.iter_mut().take(100).enumerate() {
            *x += (100 - i) as f64;
        }
        let Truncation::Settled(cut) = mser5(&series) else {
            panic!("the series settles")
        };
        assert!((90..=150).contains(&cut), "{cut}");
    }

    #[test]
    fn a_settled_series_is_hardly_cut() {
        let Truncation::Settled(cut) = mser5(&noise(2000)) else {
            panic!("the series is settled")
        };
        assert!(cut <= 500, "{cut}");
        assert_eq!(mser5(&[3.0; 100]), Truncation::Settled(0));
    }

    #[test]
    fn a_series_that_never_settles_is_too_short() {
        let ramp: Vec<f64> = (0..500).map(f64::from).collect();
        assert_eq!(mser5(&ramp), Truncation::TooShort);
        assert_eq!(mser5(&[1.0; 9]), Truncation::TooShort);
    }
}
