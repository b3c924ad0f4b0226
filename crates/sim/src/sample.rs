//! Drawing from distributions, in whole nanoseconds, without platform float functions.

use spinout_network::Distribution;
use spinout_stats::normal_quantile;

use crate::draw::{Draw, threshold};

/// Nanoseconds in a second.
pub(crate) const SECOND: f64 = 1e9;

/// Seconds as whole nanoseconds; what is not positive is 0.
#[inline(always)]
pub(crate) fn nanoseconds(seconds: f64) -> u64 {
    (seconds * SECOND + 0.5) as u64
}

/// A time in nanoseconds that is not negative, as a whole number: to the nearest below 2⁵¹ (26 days), by
/// adding a number whose last bit is worth 1; saturating above.
#[inline(always)]
pub(crate) fn whole(nanoseconds: f64) -> u64 {
    const UNIT: u64 = 1 << 52;
    if nanoseconds < (1_u64 << 51) as f64 {
        (nanoseconds + UNIT as f64).to_bits() & (UNIT - 1)
    } else {
        nanoseconds as u64
    }
}

/// Layers of the exponential's ziggurat (Marsaglia and Tsang, 2000).
const LAYERS: usize = 256;
/// Right edge of its lowest layer, and the area of each.
const EDGE: f64 = 7.697_117_470_131_05;
const AREA: f64 = 0.003_949_659_822_581_557;

/// The exponential distribution of mean 1, cut into layers of equal area.
#[derive(Debug, Clone)]
struct Ziggurat {
    width: [f64; LAYERS + 1],
    height: [f64; LAYERS + 1],
}

impl Ziggurat {
    fn new() -> Self {
        let mut width = [0.0; LAYERS + 1];
        width[0] = AREA / libm::exp(-EDGE);
        width[1] = EDGE;
        for layer in 2..LAYERS {
            let before = width[layer - 1];
            width[layer] = -libm::log(libm::exp(-before) + AREA / before);
        }
        Self {
            width,
            height: width.map(|x| libm::exp(-x)),
        }
    }

    #[inline(always)]
    fn exponential(&self, draw: &mut Draw) -> f64 {
        let bits = draw.bits();
        let layer = (bits & 0xFF) as usize;
        let x = (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0) * self.width[layer];
        if x < self.width[layer + 1] {
            x
        } else {
            self.exponential_at_the_edge(draw, layer, x)
        }
    }

    #[cold]
    fn exponential_at_the_edge(&self, draw: &mut Draw, mut layer: usize, mut x: f64) -> f64 {
        loop {
            if layer == 0 {
                return EDGE - libm::log(draw.open_uniform());
            }
            let (low, high) = (self.height[layer], self.height[layer + 1]);
            if low + (high - low) * draw.uniform() < libm::exp(-x) {
                return x;
            }
            let bits = draw.bits();
            layer = (bits & 0xFF) as usize;
            x = (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0) * self.width[layer];
            if x < self.width[layer + 1] {
                return x;
            }
        }
    }
}

/// A distribution made ready; times in nanoseconds.
#[derive(Debug, Clone)]
enum Sampler {
    Constant(u64),
    Exponential(f64),
    Erlang {
        stages: u32,
        stage: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    LogNormal {
        mu: f64,
        sigma: f64,
    },
    HyperExponential {
        first: u64,
        means: [f64; 2],
    },
    /// Scale and 1 ÷ shape.
    Weibull {
        scale: f64,
        power: f64,
    },
    /// Smallest value, 1 − (min/max)^shape, and −1 ÷ shape.
    BoundedPareto {
        min: f64,
        kept: f64,
        power: f64,
    },
    Quantiles(Vec<(f64, f64)>),
}

/// All distributions of a network.
#[derive(Debug, Clone)]
pub(crate) struct Samplers {
    list: Vec<Sampler>,
    ziggurat: Box<Ziggurat>,
}

/// Past this many stages an Erlang is drawn as the gamma that it is.
const ERLANG_STAGES: u32 = 6;

impl Samplers {
    pub(crate) fn new() -> Self {
        Self {
            list: Vec::new(),
            ziggurat: Box::new(Ziggurat::new()),
        }
    }

    /// Makes a distribution ready; the answer is its number.
    pub(crate) fn add(&mut self, distribution: &Distribution) -> u32 {
        let mean = distribution.mean() * SECOND;
        let sampler = match distribution {
            _ if mean == 0.0 => Sampler::Constant(0),
            Distribution::Constant { value } => Sampler::Constant(nanoseconds(*value)),
            Distribution::Exponential { .. } => Sampler::Exponential(mean),
            Distribution::Erlang { stages, .. } if *stages <= ERLANG_STAGES => Sampler::Erlang {
                stages: *stages,
                stage: mean / f64::from(*stages),
            },
            Distribution::Erlang { stages, .. } => {
                let shape = f64::from(*stages);
                Sampler::Gamma {
                    shape,
                    scale: mean / shape,
                }
            }
            Distribution::Gamma { scv, .. } => Sampler::Gamma {
                shape: 1.0 / scv,
                scale: mean * scv,
            },
            Distribution::LogNormal { scv, .. } => {
                let variance = libm::log1p(*scv);
                Sampler::LogNormal {
                    mu: libm::log(mean) - variance / 2.0,
                    sigma: variance.sqrt(),
                }
            }
            Distribution::HyperExponential { scv, .. } => {
                // Balanced means: p₁m₁ = p₂m₂ = mean ÷ 2.
                let first = (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt()) / 2.0;
                let means = [mean / (2.0 * first), mean / (2.0 * (1.0 - first))];
                Sampler::HyperExponential {
                    first: threshold(first),
                    means,
                }
            }
            Distribution::Weibull { shape, .. } => Sampler::Weibull {
                scale: mean / libm::tgamma(1.0 + 1.0 / shape),
                power: 1.0 / shape,
            },
            Distribution::BoundedPareto { shape, min, max } => Sampler::BoundedPareto {
                min: min * SECOND,
                kept: -libm::expm1(shape * libm::log(min / max)),
                power: -1.0 / shape,
            },
            Distribution::Quantiles { points } => {
                Sampler::Quantiles(points.iter().map(|(p, x)| (*p, x * SECOND)).collect())
            }
        };
        self.list.push(sampler);
        (self.list.len() - 1) as u32
    }

    /// One value in nanoseconds.
    #[inline(always)]
    pub(crate) fn sample(&self, sampler: u32, path: u64, key: u64) -> u64 {
        match &self.list[sampler as usize] {
            Sampler::Exponential(mean) => {
                whole(self.ziggurat.exponential(&mut Draw::new(path, key)) * mean)
            }
            Sampler::Constant(value) => *value,
            other => self.sample_rare(other, Draw::new(path, key)),
        }
    }

    /// One value for each path, in nanoseconds.
    pub(crate) fn sample_all(
        &self,
        sampler: u32,
        key: u64,
        paths: impl Iterator<Item = u64>,
        values: &mut Vec<u64>,
    ) {
        values.clear();
        match &self.list[sampler as usize] {
            Sampler::Exponential(mean) => {
                let (mean, ziggurat) = (*mean, &*self.ziggurat);
                let value = |path| whole(ziggurat.exponential(&mut Draw::new(path, key)) * mean);
                values.extend(paths.map(value));
            }
            Sampler::Constant(value) => values.extend(paths.map(|_| *value)),
            other => values.extend(paths.map(|path| self.sample_rare(other, Draw::new(path, key)))),
        }
    }

    /// Exponential with mean 1.
    #[inline(always)]
    pub(crate) fn exponential(&self, path: u64, key: u64) -> f64 {
        self.ziggurat.exponential(&mut Draw::new(path, key))
    }

    fn sample_rare(&self, sampler: &Sampler, mut draw: Draw) -> u64 {
        let value = match sampler {
            Sampler::Constant(value) => return *value,
            Sampler::Exponential(mean) => self.ziggurat.exponential(&mut draw) * mean,
            Sampler::Erlang { stages, stage } => {
                (0..*stages)
                    .map(|_| self.ziggurat.exponential(&mut draw))
                    .sum::<f64>()
                    * stage
            }
            Sampler::Gamma { shape, scale } => gamma(*shape, &mut draw) * scale,
            Sampler::LogNormal { mu, sigma } => {
                libm::exp(mu + sigma * normal_quantile(draw.open_uniform()))
            }
            Sampler::HyperExponential { first, means } => {
                let mean = if draw.chance(*first) {
                    means[0]
                } else {
                    means[1]
                };
                self.ziggurat.exponential(&mut draw) * mean
            }
            Sampler::Weibull { scale, power } => {
                libm::pow(self.ziggurat.exponential(&mut draw), *power) * scale
            }
            Sampler::BoundedPareto { min, kept, power } => {
                libm::pow(1.0 - draw.uniform() * kept, *power) * min
            }
            Sampler::Quantiles(points) => {
                let level = draw.uniform();
                let after = points
                    .partition_point(|point| point.0 <= level)
                    .min(points.len() - 1);
                let ((p, x), (q, y)) = (points[after - 1], points[after]);
                x + (y - x) * ((level - p) / (q - p)).min(1.0)
            }
        };
        whole(value)
    }
}

/// Gamma with scale 1 (Marsaglia and Tsang, 2000; below shape 1 by their power of a uniform).
fn gamma(shape: f64, draw: &mut Draw) -> f64 {
    if shape < 1.0 {
        let power = libm::pow(draw.open_uniform(), 1.0 / shape);
        return gamma(shape + 1.0, draw) * power;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let normal = normal_quantile(draw.open_uniform());
        let root = 1.0 + c * normal;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let square = normal * normal;
        let u = draw.open_uniform();
        if u < 1.0 - 0.0331 * square * square
            || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v))
        {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::request_path;

    const COUNT: u64 = 400_000;

    fn values(distribution: &Distribution) -> Vec<f64> {
        let mut samplers = Samplers::new();
        let sampler = samplers.add(distribution);
        (0..COUNT)
            .map(|number| samplers.sample(sampler, request_path(5, number), 17) as f64 / SECOND)
            .collect()
    }

    #[test]
    fn mean_and_variance_are_those_asked_for() {
        let quantiles = vec![(0.0, 0.1), (0.5, 0.2), (0.9, 0.5), (1.0, 2.0)];
        for distribution in [
            Distribution::exponential(0.3),
            Distribution::Erlang {
                mean: 0.3,
                stages: 4,
            },
            Distribution::Erlang {
                mean: 0.3,
                stages: 9,
            },
            Distribution::Gamma {
                mean: 0.3,
                scv: 0.25,
            },
            Distribution::Gamma {
                mean: 0.3,
                scv: 2.0,
            },
            Distribution::LogNormal {
                mean: 0.3,
                scv: 0.5,
            },
            Distribution::HyperExponential {
                mean: 0.3,
                scv: 4.0,
            },
            Distribution::Weibull {
                mean: 0.3,
                shape: 0.8,
            },
            Distribution::BoundedPareto {
                shape: 1.5,
                min: 0.01,
                max: 3.0,
            },
            Distribution::Quantiles { points: quantiles },
        ] {
            let values = values(&distribution);
            let n = COUNT as f64;
            let mean = values.iter().sum::<f64>() / n;
            let central = |power: i32| {
                let product = |x: &f64| (0..power).fold(1.0, |all, _| all * (x - mean));
                values.iter().map(product).sum::<f64>() / n
            };
            let (variance, fourth) = (central(2), central(4));
            let truth = distribution.mean();
            assert!(
                (mean - truth).abs() < 4.5 * (variance / n).sqrt(),
                "{distribution:?}: {mean}"
            );
            let expected = distribution.scv() * truth * truth;
            let error = ((fourth - variance * variance) / n).sqrt();
            assert!(
                (variance - expected).abs() < 4.5 * error,
                "{distribution:?}: {variance}"
            );
        }
    }

    /// Kolmogorov and Smirnov: the largest distance between the sample's distribution function and the
    /// true one stays below 2.2 ÷ √n but once in 8,000 times.
    #[track_caller]
    fn follows(distribution: &Distribution, cdf: impl Fn(f64) -> f64) {
        let mut values = values(distribution);
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let distance = values.iter().enumerate().map(|(rank, x)| {
            let truth = cdf(*x);
            (truth - rank as f64 / n)
                .abs()
                .max(((rank + 1) as f64 / n - truth).abs())
        });
        let worst = distance.fold(0.0, f64::max);
        assert!(worst < 2.2 / n.sqrt(), "{distribution:?}: {worst}");
    }

    #[test]
    fn samples_follow_their_distribution_functions() {
        let (mean, shape) = (0.3, 0.6);
        let scale = mean / libm::tgamma(1.0 + 1.0 / shape);
        follows(&Distribution::Weibull { mean, shape }, |x| {
            -libm::expm1(-libm::pow(x / scale, shape))
        });
        let (min, max, shape) = (0.001, 10.0, 1.2);
        let power = |x: f64| libm::pow(min / x, shape);
        follows(&Distribution::BoundedPareto { shape, min, max }, |x| {
            (1.0 - power(x)) / (1.0 - power(max))
        });
        for stages in [3, 8] {
            let rate = f64::from(stages) / mean;
            follows(&Distribution::Erlang { mean, stages }, |x| {
                let term = |n| (1..=n).fold(1.0, |term, i| term * rate * x / f64::from(i));
                1.0 - libm::exp(-rate * x) * (0..stages).map(term).sum::<f64>()
            });
        }
        // Shape ½: half a squared normal.
        follows(&Distribution::Gamma { mean, scv: 2.0 }, |x| {
            libm::erf((x / (2.0 * mean)).sqrt())
        });
        let (scv, root) = (3.0_f64, core::f64::consts::SQRT_2);
        let sigma = libm::log1p(scv).sqrt();
        follows(&Distribution::LogNormal { mean, scv }, |x| {
            let z = (libm::log(x / mean) + sigma * sigma / 2.0) / sigma;
            0.5 * libm::erfc(-z / root)
        });
        let p = (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt()) / 2.0;
        follows(&Distribution::HyperExponential { mean, scv }, |x| {
            let phase = |p: f64| p * -libm::expm1(-2.0 * p * x / mean);
            phase(p) + phase(1.0 - p)
        });
    }

    #[test]
    fn whole_numbers_are_the_nearest() {
        for (value, nearest) in [(0.0, 0), (0.4, 0), (0.6, 1), (1e9 + 0.7, 1_000_000_001)] {
            assert_eq!(whole(value), nearest);
        }
        assert_eq!(whole(1e18), 1_000_000_000_000_000_000);
        assert_eq!(whole(f64::INFINITY), u64::MAX);
    }

    #[test]
    fn the_ziggurat_has_the_exponentials_distribution_function() {
        let values = values(&Distribution::exponential(1.0));
        for level in [0.01_f64, 0.1, 0.5, 1.0, 2.0, 4.0, 7.0, 7.8, 9.0] {
            let share = values.iter().filter(|x| **x > level).count() as f64 / COUNT as f64;
            let truth = libm::exp(-level);
            let error = (truth * (1.0 - truth) / COUNT as f64).sqrt();
            assert!(
                (share - truth).abs() < 4.5 * error,
                "P(X > {level}) = {share}"
            );
        }
    }
}
