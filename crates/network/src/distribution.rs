//! Distributions of demands, latencies and think times.

use serde::{Deserialize, Serialize};

/// The standard normal's 95 % point.
const Z95: f64 = 1.644_853_626_951_472_7;

/// A distribution of non-negative times, in seconds. `scv` is the squared coefficient of variation
/// (variance ÷ mean²).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Distribution {
    /// Always the same.
    Constant {
        /// The value.
        value: f64,
    },
    /// Exponential, scv 1.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Sum of `stages` exponentials, scv 1 ÷ stages.
    Erlang {
        /// Mean of the sum.
        mean: f64,
        /// Number of stages, at least 1.
        stages: u32,
    },
    /// Gamma with shape 1 ÷ scv.
    Gamma {
        /// Mean.
        mean: f64,
        /// Squared coefficient of variation, above 0.
        scv: f64,
    },
    /// Lognormal.
    LogNormal {
        /// Mean.
        mean: f64,
        /// Squared coefficient of variation, above 0.
        scv: f64,
    },
    /// Two exponentials with balanced means (each carries half of the mean), scv at least 1.
    HyperExponential {
        /// Mean.
        mean: f64,
        /// Squared coefficient of variation, at least 1.
        scv: f64,
    },
    /// Weibull: P(X > x) = e^(−(x/λ)ᵏ).
    Weibull {
        /// Mean.
        mean: f64,
        /// Exponent k; the scv is Γ(1+2/k)/Γ(1+1/k)² − 1.
        shape: f64,
    },
    /// Pareto between two bounds: density ∝ x^(−shape−1).
    BoundedPareto {
        /// Exponent of the tail, above 0.
        shape: f64,
        /// Smallest value, above 0.
        min: f64,
        /// Largest value, above `min`.
        max: f64,
    },
    /// Inverse of the distribution function, linear between the given points.
    Quantiles {
        /// `(probability, value)`, both rising; from probability 0 to 1.
        points: Vec<(f64, f64)>,
    },
}

impl Default for Distribution {
    fn default() -> Self {
        Self::ZERO
    }
}

/// The least value of a bounded Pareto distribution, seconds.
pub(crate) const LEAST: f64 = 1e-12;

impl Distribution {
    /// No time at all.
    pub const ZERO: Self = Self::Constant { value: 0.0 };

    /// Always `value` seconds.
    #[must_use]
    pub fn constant(value: f64) -> Self {
        Self::Constant { value }
    }

    /// Exponential with this mean in seconds.
    #[must_use]
    pub fn exponential(mean: f64) -> Self {
        Self::Exponential { mean }
    }

    /// The usual family for a mean in seconds and a squared coefficient of variation: constant at 0,
    /// gamma below 1, exponential at 1, balanced hyperexponential above.
    #[must_use]
    pub fn from_mean_scv(mean: f64, scv: f64) -> Self {
        if mean == 0.0 || scv == 0.0 {
            Self::Constant { value: mean }
        } else if scv < 1.0 {
            Self::Gamma { mean, scv }
        } else if scv == 1.0 {
            Self::Exponential { mean }
        } else {
            Self::HyperExponential { mean, scv }
        }
    }

    /// Lognormal from mean and 95 % quantile in seconds, the narrower of the two that fit. `None`
    /// where none fits: a p95 below the mean, or above 3.868 times the mean.
    ///
    /// With m = mean and q = p95: σ solves σ²/2 − z₉₅σ + ln(q/m) = 0, and scv = e^(σ²) − 1.
    #[must_use]
    pub fn lognormal_p95(mean: f64, p95: f64) -> Option<Self> {
        if !(mean > 0.0 && p95.is_finite() && p95 >= mean) {
            return None;
        }
        let discriminant = Z95 * Z95 - 2.0 * libm::log(p95 / mean);
        if discriminant < 0.0 {
            return None;
        }
        let sigma = Z95 - discriminant.sqrt();
        if sigma == 0.0 {
            return Some(Self::Constant { value: mean });
        }
        Some(Self::LogNormal {
            mean,
            scv: libm::expm1(sigma * sigma),
        })
    }

    /// Each value times a factor that is not negative. What a bounded Pareto distribution has below its least
    /// possible figure is that.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        match &mut self {
            Self::Constant { value: mean }
            | Self::Exponential { mean }
            | Self::Erlang { mean, .. }
            | Self::Gamma { mean, .. }
            | Self::LogNormal { mean, .. }
            | Self::Weibull { mean, .. }
            | Self::HyperExponential { mean, .. } => *mean *= factor,
            Self::BoundedPareto { min, max, .. } => {
                *min = (*min * factor).max(LEAST);
                *max *= factor;
                if *max <= *min {
                    // Shorter than anything that is told apart.
                    let value = *max;
                    return Self::Constant { value };
                }
            }
            Self::Quantiles { points } => {
                for (_, value) in points {
                    *value *= factor;
                }
            }
        }
        self
    }

    /// Mean in seconds.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant { value } => *value,
            Self::Exponential { mean }
            | Self::Erlang { mean, .. }
            | Self::Gamma { mean, .. }
            | Self::LogNormal { mean, .. }
            | Self::Weibull { mean, .. }
            | Self::HyperExponential { mean, .. } => *mean,
            Self::BoundedPareto { shape, min, max } => pareto_moment(*shape, *min, *max, 1.0),
            Self::Quantiles { points } => points
                .windows(2)
                .map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0)
                .sum(),
        }
    }

    /// Squared coefficient of variation; 0 where the mean is 0.
    #[must_use]
    pub fn scv(&self) -> f64 {
        match self {
            Self::Constant { .. } => 0.0,
            Self::Exponential { .. } => 1.0,
            Self::Erlang { stages, .. } => 1.0 / f64::from((*stages).max(1)),
            Self::Gamma { scv, .. }
            | Self::LogNormal { scv, .. }
            | Self::HyperExponential { scv, .. } => *scv,
            Self::Weibull { shape, .. } => {
                let ln_gamma = |x| libm::lgamma(1.0 + x / shape);
                libm::expm1(ln_gamma(2.0) - 2.0 * ln_gamma(1.0))
            }
            Self::BoundedPareto { shape, min, max } => {
                let moment = |order| pareto_moment(*shape, *min, *max, order);
                moment(2.0) / (moment(1.0) * moment(1.0)) - 1.0
            }
            Self::Quantiles { points } => {
                let mean = self.mean();
                if mean == 0.0 {
                    return 0.0;
                }
                let second: f64 = points
                    .windows(2)
                    .map(|pair| {
                        let (a, b) = (pair[0].1, pair[1].1);
                        (pair[1].0 - pair[0].0) * (a * a + a * b + b * b) / 3.0
                    })
                    .sum();
                (second / (mean * mean) - 1.0).max(0.0)
            }
        }
    }

    /// Whether every draw is 0 seconds.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self, Self::Constant { value } if *value == 0.0)
    }
}

/// E[Xⁿ] of a Pareto distribution between two bounds: shape·∫ x^(n−shape−1) dx, in units of `min`, over
/// 1 − (min/max)^shape; with its limit where n = shape.
fn pareto_moment(shape: f64, min: f64, max: f64, order: f64) -> f64 {
    let log = libm::log(max / min);
    let apart = order - shape;
    let area = if (apart * log).abs() < 1e-12 {
        log
    } else {
        libm::expm1(apart * log) / apart
    };
    libm::pow(min, order) * shape * area / -libm::expm1(-shape * log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lognormal_from_mean_and_p95_has_that_p95() {
        let Some(Distribution::LogNormal { mean, scv }) = Distribution::lognormal_p95(0.1, 0.25)
        else {
            panic!("fits");
        };
        let sigma2 = libm::log1p(scv);
        let mu = libm::log(mean) - sigma2 / 2.0;
        assert!((libm::exp(mu + Z95 * sigma2.sqrt()) - 0.25).abs() < 1e-12);
        assert_eq!(Distribution::lognormal_p95(0.1, 0.4), None);
        assert_eq!(Distribution::lognormal_p95(0.1, 0.05), None);
    }

    #[test]
    fn moments_of_weibull_and_pareto() {
        // Shape 1 is exponential, shape 2 Rayleigh with scv 4/π − 1.
        let scv = |shape| Distribution::Weibull { mean: 3.0, shape }.scv();
        assert!((scv(1.0) - 1.0).abs() < 1e-12);
        assert!((scv(2.0) - (4.0 / core::f64::consts::PI - 1.0)).abs() < 1e-12);
        // Shape 1 from 1 to 2: E[X] = ln 2 ÷ ½, E[X²] = 1 ÷ ½. Shape 2: E[X] = 4/3, E[X²] = 2 ln 2 ÷ ¾.
        let pareto = |shape| Distribution::BoundedPareto {
            shape,
            min: 1.0,
            max: 2.0,
        };
        let ln2 = core::f64::consts::LN_2;
        for (shape, first, second) in [(1.0, 2.0 * ln2, 2.0), (2.0, 4.0 / 3.0, 8.0 / 3.0 * ln2)] {
            assert!((pareto(shape).mean() - first).abs() < 1e-12);
            assert!((pareto(shape).scv() - (second / (first * first) - 1.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn moments_of_a_quantile_table_are_those_of_its_uniform_pieces() {
        let uniform = Distribution::Quantiles {
            points: vec![(0.0, 1.0), (1.0, 3.0)],
        };
        assert!((uniform.mean() - 2.0).abs() < 1e-12);
        assert!((uniform.scv() - (4.0 / 12.0) / 4.0).abs() < 1e-12);
    }
}
