//! How much of a distribution lies beyond a value.

use super::{Solved, gamma};

impl Solved {
    /// P(X > x).
    #[must_use]
    pub fn above(&self, x: f64) -> f64 {
        if x == f64::INFINITY {
            return 0.0;
        }
        if x <= 0.0 {
            let certain = matches!(self, Self::Constant(value) if *value <= x);
            return if x < 0.0 || !certain { 1.0 } else { 0.0 };
        }
        match self {
            Self::Constant(value) => f64::from(u8::from(*value > x)),
            Self::Exponential(mean) => libm::exp(-x / mean),
            Self::Erlang { mean, stages } => {
                let shape = f64::from(*stages);
                1.0 - gamma::lower(shape, x * shape / mean)
            }
            Self::Gamma { mean, scv } => 1.0 - gamma::lower(1.0 / scv, x / (mean * scv)),
            Self::LogNormal { mean, scv } => {
                let variance = libm::log1p(*scv);
                let z = (libm::log(x / mean) + variance / 2.0) / variance.sqrt();
                0.5 * libm::erfc(z * core::f64::consts::FRAC_1_SQRT_2)
            }
            Self::Weibull { mean, shape } => {
                let scale = mean / libm::tgamma(1.0 + 1.0 / shape);
                libm::exp(-libm::pow(x / scale, *shape))
            }
            Self::HyperExponential { mean, scv } => {
                let p = (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt()) / 2.0;
                let phase = |p: f64| p * libm::exp(-2.0 * p * x / mean);
                phase(p) + phase(1.0 - p)
            }
            Self::BoundedPareto { shape, min, max } => {
                let power = |x: f64| libm::pow(min / x, *shape);
                let beyond = (power(x) - power(*max)) / (1.0 - power(*max));
                beyond.clamp(0.0, 1.0)
            }
            Self::Quantiles(points) => {
                let after = points.partition_point(|point| point.1 <= x);
                let (Some((q, high)), Some((p, low))) = (points.get(after), points[..after].last())
                else {
                    return if after == 0 { 1.0 } else { 0.0 };
                };
                1.0 - (p + (q - p) * (x - low) / (high - low))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_the_area_under_the_tail() {
        for solved in [
            Solved::Constant(2.0),
            Solved::Exponential(2.0),
            Solved::Erlang {
                mean: 2.0,
                stages: 3,
            },
            Solved::Gamma {
                mean: 2.0,
                scv: 0.7,
            },
            Solved::LogNormal {
                mean: 2.0,
                scv: 0.5,
            },
            Solved::Weibull {
                mean: 2.0,
                shape: 1.5,
            },
            Solved::HyperExponential {
                mean: 2.0,
                scv: 3.0,
            },
            Solved::BoundedPareto {
                shape: 1.5,
                min: 1.0,
                max: 20.0,
            },
            Solved::Quantiles(vec![(0.0, 0.0), (0.5, 1.0), (1.0, 6.0)]),
        ] {
            let step = 0.001;
            let area: f64 = (0..100_000)
                .map(|i| solved.above((f64::from(i) + 0.5) * step) * step)
                .sum();
            let mean = solved.mean();
            assert!(
                (area / mean - 1.0).abs() < 1e-4,
                "{solved:?}: {area} {mean}"
            );
        }
    }
}
