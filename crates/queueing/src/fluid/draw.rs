//! Random times as pure hashes of what they are of: a tracer has the same draws in every option.

use spinout_network::{Distribution, key};

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A stream of numbers from one key (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(path: u64, key: u64) -> Self {
        Self(key::mix(path ^ key::mix(key)))
    }

    /// Uniform in (0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        ((key::mix(self.0) >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.uniform())
    }

    fn normal(&mut self) -> f64 {
        // Box and Muller.
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(2.0 * std::f64::consts::PI * self.uniform())
    }

    /// A gamma of this mean and squared coefficient of variation (Marsaglia and Tsang 2000).
    pub(crate) fn gamma(&mut self, mean: f64, scv: f64) -> f64 {
        if scv <= 1e-12 || mean <= 0.0 {
            return mean;
        }
        let shape = 1.0 / scv;
        let boosted = if shape < 1.0 { shape + 1.0 } else { shape };
        let d = boosted - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        let mut unit = boosted;
        // Each trial succeeds with more than 95 %.
        for _ in 0..100 {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            let u = self.uniform();
            if v > 0.0 && libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                unit = d * v;
                break;
            }
        }
        if shape < 1.0 {
            unit *= libm::pow(self.uniform(), 1.0 / shape);
        }
        mean * scv * unit
    }

    pub(crate) fn time(&mut self, of: &Distribution) -> f64 {
        match of {
            Distribution::Constant { value } => *value,
            Distribution::Exponential { mean } => self.exponential(*mean),
            Distribution::Erlang { mean, stages } => {
                self.gamma(*mean, 1.0 / f64::from((*stages).max(1)))
            }
            Distribution::Gamma { mean, scv } => self.gamma(*mean, *scv),
            Distribution::LogNormal { mean, scv } => {
                let variance = libm::log1p(*scv);
                let normal = self.normal();
                mean * libm::exp(variance.sqrt() * normal - 0.5 * variance)
            }
            Distribution::HyperExponential { mean, scv } => {
                let p = 0.5 * (1.0 + ((scv - 1.0).max(0.0) / (scv + 1.0)).sqrt());
                let part = if self.uniform() < p { p } else { 1.0 - p };
                self.exponential(mean / (2.0 * part))
            }
            Distribution::Weibull { mean, shape } => {
                let scale = mean / libm::tgamma(1.0 + 1.0 / shape);
                scale * libm::pow(-libm::log(self.uniform()), 1.0 / shape)
            }
            Distribution::BoundedPareto { shape, min, max } => {
                let span = 1.0 - libm::pow(min / max, *shape);
                min * libm::pow(1.0 - self.uniform() * span, -1.0 / shape)
            }
            Distribution::Quantiles { points } => {
                let u = self.uniform();
                let after = points.partition_point(|(p, _)| *p <= u);
                match (after.checked_sub(1).map(|n| points[n]), points.get(after)) {
                    (Some((p, low)), Some((q, high))) => low + (high - low) * (u - p) / (q - p),
                    (Some((_, last)), None) => last,
                    (None, Some((_, first))) => *first,
                    (None, None) => 0.0,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_variation_of_their_distribution() {
        let all = [
            Distribution::exponential(2.0),
            Distribution::Erlang {
                mean: 2.0,
                stages: 3,
            },
            Distribution::Gamma {
                mean: 2.0,
                scv: 2.5,
            },
            Distribution::LogNormal {
                mean: 2.0,
                scv: 0.8,
            },
            Distribution::HyperExponential {
                mean: 2.0,
                scv: 3.0,
            },
            Distribution::Weibull {
                mean: 2.0,
                shape: 1.4,
            },
            Distribution::BoundedPareto {
                shape: 1.5,
                min: 1.0,
                max: 50.0,
            },
            Distribution::Quantiles {
                points: vec![(0.0, 1.0), (0.5, 2.0), (1.0, 9.0)],
            },
        ];
        let count = 200_000_u32;
        for of in all {
            let (mut first, mut second) = (0.0, 0.0);
            for number in 0..u64::from(count) {
                let time = Draw::new(number, 7).time(&of);
                first += time / f64::from(count);
                second += time * time / f64::from(count);
            }
            let scv = second / (first * first) - 1.0;
            assert!((first / of.mean() - 1.0).abs() < 0.015, "{of:?} {first}");
            assert!((scv / of.scv() - 1.0).abs() < 0.06, "{of:?} {scv}");
        }
    }
}
