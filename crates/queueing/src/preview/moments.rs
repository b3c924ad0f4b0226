//! Random times by their first three cumulants: what adds up along a path, and a quantile at its end.

use spinout_network::Distribution;

/// Mean, variance and third central moment of a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Moments {
    /// Mean.
    pub(crate) mean: f64,
    /// Variance.
    pub(crate) variance: f64,
    /// Third central moment.
    pub(crate) third: f64,
}

impl Moments {
    pub(crate) const ZERO: Self = Self {
        mean: 0.0,
        variance: 0.0,
        third: 0.0,
    };

    /// A gamma of this mean and squared coefficient of variation.
    pub(crate) fn gamma(mean: f64, scv: f64) -> Self {
        let variance = mean * mean * scv;
        Self {
            mean,
            variance,
            third: 2.0 * variance * scv * mean,
        }
    }

    /// Of a distribution. Kinds whose third moment is not known here count as gamma.
    pub(crate) fn of(distribution: &Distribution) -> Self {
        let (mean, scv) = (distribution.mean(), distribution.scv());
        let gamma = Self::gamma(mean, scv);
        match distribution {
            Distribution::LogNormal { .. } => Self {
                third: gamma.variance * mean * (scv * scv + 3.0 * scv),
                ..gamma
            },
            Distribution::HyperExponential { .. } => {
                // Balanced means: phases with probability p and 1 − p, and means mean ÷ 2p and ÷ 2(1 − p).
                let p = 0.5 * (1.0 + ((scv - 1.0).max(0.0) / (scv + 1.0)).sqrt());
                let phase = |p: f64| 6.0 * p * (mean / (2.0 * p)).powi(3);
                let raw = phase(p) + if p < 1.0 { phase(1.0 - p) } else { 0.0 };
                Self::from_raw(mean, gamma.variance + mean * mean, raw)
            }
            Distribution::Quantiles { points } => {
                let raw = points.windows(2).map(|pair| {
                    let (a, b) = (pair[0].1, pair[1].1);
                    (pair[1].0 - pair[0].0) * (a + b) * (a * a + b * b) / 4.0
                });
                Self::from_raw(mean, gamma.variance + mean * mean, raw.sum())
            }
            _ => gamma,
        }
    }

    /// From moments about zero.
    pub(crate) fn from_raw(first: f64, second: f64, third: f64) -> Self {
        Self {
            mean: first,
            variance: (second - first * first).max(0.0),
            third: third - 3.0 * first * second + 2.0 * first * first * first,
        }
    }

    /// Moments about zero.
    fn raw(&self) -> [f64; 3] {
        let second = self.variance + self.mean * self.mean;
        let third = self.third + 3.0 * self.mean * self.variance + self.mean.powi(3);
        [self.mean, second, third]
    }

    /// The sum with an independent time.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            mean: self.mean + other.mean,
            variance: self.variance + other.variance,
            third: self.third + other.third,
        }
    }

    /// The sum of `count` independent times like this one.
    pub(crate) fn times(self, count: f64) -> Self {
        Self {
            mean: count * self.mean,
            variance: count * self.variance,
            third: count * self.third,
        }
    }

    /// This time, made `factor` times as long.
    pub(crate) fn stretched(self, factor: f64) -> Self {
        Self {
            mean: factor * self.mean,
            variance: factor * factor * self.variance,
            third: factor.powi(3) * self.third,
        }
    }

    /// One of several times, by their probabilities; zero with what is left.
    pub(crate) fn mixture(parts: impl IntoIterator<Item = (f64, Self)>) -> Self {
        let mut sums = [0.0; 3];
        for (probability, part) in parts {
            for (sum, raw) in sums.iter_mut().zip(part.raw()) {
                *sum += probability * raw;
            }
        }
        Self::from_raw(sums[0], sums[1], sums[2])
    }

    /// The longer of two independent times: mean and variance as of normal ones (Clark 1961), less what
    /// normal ones make longer that cannot be: nothing is below zero. The third moment is that of whichever
    /// is likely to be the longer.
    pub(crate) fn longer(self, other: Self) -> Self {
        if self.mean < other.mean {
            return other.longer(self);
        }
        if other.mean <= 0.0 {
            return self;
        }
        let both = self.clark(other);
        let alone = self.clark(Self::ZERO);
        let weight = 1.0 - other.mean / self.mean;
        Self {
            mean: (both.mean - weight * (alone.mean - self.mean)).max(self.mean),
            variance: (both.variance - weight * (alone.variance - self.variance)).max(0.0),
            third: both.third,
        }
    }

    fn clark(self, other: Self) -> Self {
        let spread = (self.variance + other.variance).sqrt();
        if spread <= 1e-12 * (self.mean + other.mean) {
            return if self.mean >= other.mean { self } else { other };
        }
        let distance = (self.mean - other.mean) / spread;
        let (density, below) = (normal_density(distance), normal_below(distance));
        let mean = self.mean * below + other.mean * (1.0 - below) + spread * density;
        let second = (self.variance + self.mean * self.mean) * below
            + (other.variance + other.mean * other.mean) * (1.0 - below)
            + (self.mean + other.mean) * spread * density;
        Self {
            mean,
            variance: (second - mean * mean).max(0.0),
            third: self.third * below + other.third * (1.0 - below),
        }
    }

    /// Squared coefficient of variation; 0 where the mean is 0.
    pub(crate) fn scv(&self) -> f64 {
        if self.mean > 0.0 {
            self.variance / (self.mean * self.mean)
        } else {
            0.0
        }
    }

    /// The distribution that has these moments: a shifted gamma, or a normal one where it is not skewed.
    pub(crate) fn law(&self) -> Law {
        let deviation = self.variance.sqrt();
        if deviation <= 1e-9 * self.mean {
            return Law::Always(self.mean);
        }
        let skew = self.third / (deviation * self.variance);
        if skew < 1e-3 {
            return Law::Normal(self.mean, deviation);
        }
        // A shift below zero would put weight on times that cannot be: a gamma from zero then.
        let least = 2.0 * deviation / self.mean;
        let skew = skew.max(least.min(2.0));
        let shape = 4.0 / (skew * skew);
        let scale = deviation * skew / 2.0;
        Law::Gamma {
            shape,
            scale,
            shift: self.mean - shape * scale,
        }
    }

    /// The time that this share stays within.
    pub(crate) fn quantile(&self, q: f64) -> f64 {
        self.law().quantile(q)
    }

    /// The probability of more than `time`, under the same fit.
    pub(crate) fn beyond(&self, time: f64) -> f64 {
        1.0 - self.law().below(time)
    }
}

/// A distribution of times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Law {
    /// Always the same.
    Always(f64),
    /// Of this mean and deviation; what would be below zero counts as zero.
    Normal(f64, f64),
    /// A gamma and a constant.
    Gamma { shape: f64, scale: f64, shift: f64 },
}

impl Law {
    /// The time that this share stays within.
    pub(crate) fn quantile(&self, q: f64) -> f64 {
        match *self {
            Self::Always(time) => time,
            Self::Normal(mean, deviation) => (mean + deviation * normal_quantile(q)).max(0.0),
            Self::Gamma {
                shape,
                scale,
                shift,
            } => (shift + scale * gamma_quantile(shape, q)).max(0.0),
        }
    }

    /// The probability of at most `time`.
    pub(crate) fn below(&self, time: f64) -> f64 {
        match *self {
            Self::Always(always) => f64::from(u8::from(time >= always)),
            Self::Normal(..) if time < 0.0 => 0.0,
            Self::Normal(mean, deviation) => normal_below((time - mean) / deviation),
            Self::Gamma { .. } if time < 0.0 => 0.0,
            Self::Gamma {
                shape,
                scale,
                shift,
            } if shape > 1e5 => normal_below(((time - shift) / scale - shape) / shape.sqrt()),
            Self::Gamma {
                shape,
                scale,
                shift,
            } => gamma_below(shape, (time - shift) / scale),
        }
    }
}

fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt()
}

pub(crate) fn normal_below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

fn normal_quantile(q: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if normal_below(middle) < q {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The share of a gamma of this shape and scale 1 that lies within `x`: its series, or the continued
/// fraction of the rest (Press et al., "Numerical Recipes", §6.2).
fn gamma_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        for _ in 0..10_000 {
            n += 1.0;
            term *= x / n;
            sum += term;
            if term < sum * 1e-14 {
                break;
            }
        }
        return front * sum;
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..10_000 {
        let a = -f64::from(i) * (f64::from(i) - shape);
        b += 2.0;
        d = a * d + b;
        d = 1.0 / if d.abs() < tiny { tiny } else { d };
        c = b + a / c;
        c = if c.abs() < tiny { tiny } else { c };
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-14 {
            break;
        }
    }
    1.0 - front * h
}

fn gamma_quantile(shape: f64, q: f64) -> f64 {
    if shape > 1e5 {
        return shape + shape.sqrt() * normal_quantile(q);
    }
    let mut high = shape + 1.0;
    while gamma_below(shape, high) < q {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if gamma_below(shape, middle) < q {
            low = middle;
        } else {
            high = middle;
        }
        if high - low <= 1e-9 * high {
            break;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::close;

    #[test]
    fn an_exponential_and_a_shifted_one_have_their_own_quantiles() {
        let exponential = Moments::of(&Distribution::exponential(2.0));
        for q in [0.5, 0.9, 0.95, 0.99] {
            close(exponential.quantile(q), -2.0 * (1.0 - q).ln(), 7);
            close(exponential.beyond(exponential.quantile(q)), 1.0 - q, 5);
            let shifted = exponential.plus(Moments::of(&Distribution::constant(3.0)));
            close(shifted.quantile(q), 3.0 - 2.0 * (1.0 - q).ln(), 7);
        }
    }

    #[test]
    fn sums_and_mixtures_are_those_of_exponentials() {
        let exponential = Moments::of(&Distribution::exponential(1.0));
        let erlang = Moments::of(&Distribution::Erlang {
            mean: 3.0,
            stages: 3,
        });
        let sum = exponential.times(3.0);
        close(sum.variance, erlang.variance, 12);
        close(sum.third, erlang.third, 12);
        // Balanced phases with means 1 ÷ 2p, by hand.
        let hyper = Moments::of(&Distribution::HyperExponential {
            mean: 1.0,
            scv: 4.0,
        });
        let p = 0.5 * (1.0 + 0.6f64.sqrt());
        let phases = [
            (p, exponential.stretched(0.5 / p)),
            (1.0 - p, exponential.stretched(0.5 / (1.0 - p))),
        ];
        let mixture = Moments::mixture(phases);
        close(hyper.mean, mixture.mean, 10);
        close(hyper.variance, mixture.variance, 10);
        close(hyper.third, mixture.third, 10);
    }

    #[test]
    fn the_longer_of_two() {
        let a = Moments::gamma(1.0, 0.5);
        assert_eq!(a.longer(Moments::ZERO), a);
        assert_eq!(Moments::ZERO.longer(a), a);
        // Of two exponentials: 1.5 times the mean.
        let b = Moments::gamma(1.0, 1.0);
        let longer = b.longer(b).mean;
        assert!((longer - 1.5).abs() < 0.08, "{longer}");
    }
}
