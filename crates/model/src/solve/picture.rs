//! How a distribution looks: where its values lie, from the same function that answers how many are above one.

use serde::Serialize;
use ts_rs::TS;

use super::Solved;

/// Bins of a picture.
const BINS: u32 = 96;

/// A distribution as it is drawn; values in seconds or bytes.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DistributionPicture {
    /// The mean.
    pub mean: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// Where the picture ends; it begins at 0.
    pub to: f64,
    /// The share of the values in each of equally wide bins from 0 to `to`. What they lack of 1 lies beyond.
    pub shares: Vec<f64>,
}

impl Solved {
    /// The value that a share `level`, from 0 up to but not including 1, of the values stays within.
    #[must_use]
    pub fn quantile(&self, level: f64) -> f64 {
        match self {
            Self::Constant(value) => return *value,
            Self::Quantiles(points) => return between(points, level),
            _ => {}
        }
        let beyond = 1.0 - level;
        let (mut low, mut high) = (0.0, self.mean());
        while self.above(high) > beyond && high < 1e300 {
            low = high;
            high *= 2.0;
        }
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                return high;
            }
            if self.above(middle) > beyond {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    /// Its picture from 0 to `to`, or to a little beyond its 99th percentile.
    #[must_use]
    pub fn picture(&self, to: Option<f64>) -> DistributionPicture {
        let p99 = self.quantile(0.99);
        let usual = match self {
            Self::Constant(value) => 2.0 * value,
            _ => 1.25 * p99,
        };
        let to = to.filter(|to| *to > 0.0 && to.is_finite()).unwrap_or(usual);
        let to = if to > 0.0 { to } else { 1.0 };
        let width = to / f64::from(BINS);
        let mut above = 1.0;
        let shares = (1..=BINS).map(|edge| {
            let next = self.above(f64::from(edge) * width).min(above);
            let share = above - next;
            above = next;
            share
        });
        DistributionPicture {
            shares: shares.collect(),
            mean: self.mean(),
            p50: self.quantile(0.5),
            p95: self.quantile(0.95),
            p99,
            to,
        }
    }
}

/// On the straight line between the two points around a level.
fn between(points: &[(f64, f64)], level: f64) -> f64 {
    let after = points.partition_point(|point| point.0 < level);
    let before = after.checked_sub(1).and_then(|n| points.get(n));
    match (before, points.get(after)) {
        (Some((p, low)), Some((q, high))) => low + (high - low) * (level - p) / (q - p),
        (None, Some((_, only))) | (Some((_, only)), None) => *only,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Solved> {
        let (mean, scv) = (2.0, 0.7);
        vec![
            Solved::Exponential(mean),
            Solved::Erlang { mean, stages: 3 },
            Solved::Gamma { mean, scv },
            Solved::LogNormal { mean, scv },
            Solved::Weibull { mean, shape: 1.5 },
            Solved::HyperExponential { mean, scv: 3.0 },
            Solved::BoundedPareto {
                shape: 1.5,
                min: 1.0,
                max: 20.0,
            },
            Solved::Quantiles(vec![(0.0, 0.0), (0.5, 1.0), (1.0, 6.0)]),
        ]
    }

    #[test]
    fn quantiles_are_those_of_closed_forms() {
        let close = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
        close(
            Solved::Exponential(2.0).quantile(0.99),
            -2.0 * libm::log(0.01),
        );
        let weibull = Solved::Weibull {
            mean: 1.0,
            shape: 2.0,
        };
        let scale = 1.0 / libm::tgamma(1.5);
        close(weibull.quantile(0.95), scale * libm::sqrt(-libm::log(0.05)));
        let lognormal = Solved::LogNormal {
            mean: 3.0,
            scv: 1.0,
        };
        close(lognormal.quantile(0.5), 3.0 / libm::sqrt(2.0));
        assert_eq!(Solved::Constant(4.0).quantile(0.99), 4.0);
        close(some()[7].quantile(0.75), 3.5);
    }

    #[test]
    fn what_lies_within_a_quantile_is_its_level() {
        for solved in some() {
            for level in [0.01, 0.5, 0.95, 0.99] {
                let within = 1.0 - solved.above(solved.quantile(level));
                assert!((within - level).abs() < 1e-9, "{solved:?} {level} {within}");
            }
        }
    }

    #[test]
    fn the_bins_hold_what_lies_before_their_end() {
        for solved in some().into_iter().chain([Solved::Constant(2.0)]) {
            let picture = solved.picture(None);
            let sum: f64 = picture.shares.iter().sum();
            let within = 1.0 - solved.above(picture.to);
            assert!((sum - within).abs() < 1e-9, "{solved:?}: {sum} {within}");
            assert!(sum >= 0.99 - 1e-9 && picture.shares.iter().all(|share| *share >= 0.0));
        }
        let nothing = Solved::Constant(0.0).picture(None);
        assert_eq!(nothing.to, 1.0);
    }
}
