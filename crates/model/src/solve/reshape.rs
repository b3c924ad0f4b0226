//! A distribution of a family by its mean and its 99th percentile, in the words of a file.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use spinout_units::{Dimension, Quantity};
use ts_rs::TS;

use super::Solved;
use super::families::Family;

/// A family of distributions, by its word in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DistributionFamily {
    /// Always the same.
    Constant,
    /// Memoryless.
    Exponential,
    /// Equal exponential stages.
    Erlang,
    /// Gamma.
    Gamma,
    /// Lognormal.
    Lognormal,
    /// Weibull.
    Weibull,
    /// Two exponential phases.
    Hyperexponential,
    /// A power law between two bounds.
    BoundedPareto,
    /// Measured quantiles.
    Quantiles,
}

/// How far apart the bounds of a power law are where nothing is known of them.
const APART: f64 = 250.0;
/// Steps of a search over spreads.
const STEPS: u32 = 160;

/// What is moved.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reshape {
    /// To this family; its own where none is said.
    pub family: Option<DistributionFamily>,
    /// To this mean.
    pub mean: Option<f64>,
    /// To this 99th percentile. Where the family has none such for its mean, to the nearest that it has.
    pub p99: Option<f64>,
}

impl Solved {
    /// The family that it is of.
    #[must_use]
    pub fn family(&self) -> DistributionFamily {
        use DistributionFamily as F;
        match self {
            Self::Constant(_) => F::Constant,
            Self::Exponential(_) => F::Exponential,
            Self::Erlang { .. } => F::Erlang,
            Self::Gamma { .. } => F::Gamma,
            Self::LogNormal { .. } => F::Lognormal,
            Self::Weibull { .. } => F::Weibull,
            Self::HyperExponential { .. } => F::Hyperexponential,
            Self::BoundedPareto { .. } => F::BoundedPareto,
            Self::Quantiles(_) => F::Quantiles,
        }
    }

    /// The words of the distribution that it becomes, in the unit that reads best, from the shortest figures to
    /// the most exact; the first that can be solved is meant.
    #[must_use]
    pub fn reshaped<D: Dimension>(&self, to: Reshape) -> Vec<Value> {
        let family = to.family.unwrap_or_else(|| self.family());
        let (mean_before, tail_before) = (self.mean(), self.quantile(0.99));
        let words = |digits| {
            let text = |value| figure::<D>(value, digits);
            let mean = to.mean.unwrap_or(mean_before);
            let tail = to.p99.unwrap_or(tail_before);
            // One figure is all that these have: either handle moves it.
            let scaled = |ratio: f64| match to {
                Reshape {
                    mean: None,
                    p99: Some(tail),
                    ..
                } => tail / ratio,
                _ => mean,
            };
            let ratio = tail / mean.max(f64::MIN_POSITIVE);
            use DistributionFamily as F;
            match family {
                F::Constant => json!({"constant": text(scaled(1.0))}),
                F::Exponential => {
                    json!({"exponential": {"mean": text(scaled(-libm::log(0.01)))}})
                }
                F::Erlang => json!({"erlang": {"mean": text(mean), "stages": stages(ratio)}}),
                F::Gamma | F::Lognormal | F::Weibull => {
                    let tail = mean * within(ratio, Shape::of(family));
                    spread(family, &text(mean), &text(tail))
                }
                F::Hyperexponential => {
                    let scv = Shape::Hyperexponential.spread(ratio);
                    json!({"hyperexponential": {"mean": text(mean), "scv": rounded(scv, digits)}})
                }
                F::BoundedPareto => pareto::<D>(self, mean, ratio, digits),
                F::Quantiles => self.measured::<D>(to, digits),
            }
        };
        vec![words(3), words(5), words(9)]
    }

    /// The quantiles moved: all of them by the mean, the 99th alone by itself.
    fn measured<D: Dimension>(&self, to: Reshape, digits: u32) -> Value {
        let mut points: Vec<(f64, f64)> = match self {
            Self::Quantiles(points) => points.clone(),
            other => [0.5, 0.9, 0.95, 0.99, 0.999]
                .map(|level| (level, other.quantile(level)))
                .to_vec(),
        };
        if let Some(mean) = to.mean.filter(|_| self.mean() > 0.0) {
            for (_, value) in &mut points {
                *value *= mean / self.mean();
            }
        }
        if let Some(tail) = to.p99 {
            let below = points.iter().filter(|(level, _)| *level < 0.99);
            let least = below.map(|point| point.1).fold(0.0, f64::max);
            // The largest value goes along where the tail is drawn past it.
            points.retain(|(level, _)| *level != 0.99);
            for (_, value) in points.iter_mut().filter(|(level, _)| *level > 0.99) {
                *value = value.max(tail);
            }
            points.push((0.99, tail.max(least)));
        }
        let named = points.into_iter().map(|(level, value)| {
            let percent = rounded(level * 100.0, 9);
            (format!("p{percent}"), json!(figure::<D>(value, digits)))
        });
        json!({"quantiles": named.collect::<serde_json::Map<_, _>>()})
    }
}

fn spread(family: DistributionFamily, mean: &str, p99: &str) -> Value {
    let word = match family {
        DistributionFamily::Gamma => "gamma",
        DistributionFamily::Weibull => "weibull",
        _ => "lognormal",
    };
    json!({word: {"mean": mean, "p99": p99}})
}

/// The number of stages whose 99th percentile is nearest.
fn stages(ratio: f64) -> u32 {
    let of = |stages| Solved::Erlang { mean: 1.0, stages }.quantile(0.99);
    let (mut few, mut many) = (1, 1000);
    while many - few > 1 {
        let middle = (few + many) / 2;
        if of(middle) > ratio {
            few = middle;
        } else {
            many = middle;
        }
    }
    if (of(few) - ratio).abs() <= (of(many) - ratio).abs() {
        few
    } else {
        many
    }
}

fn pareto<D: Dimension>(before: &Solved, mean: f64, ratio: f64, digits: u32) -> Value {
    let apart = match before {
        Solved::BoundedPareto { min, max, .. } => max / min,
        _ => APART,
    };
    let shape = rounded(1.0 / Shape::Pareto(apart).spread(ratio), digits);
    let unit = Solved::BoundedPareto {
        shape,
        min: 1.0,
        max: apart,
    };
    let min = mean / unit.mean();
    json!({"bounded_pareto": {
        "shape": shape,
        "min": figure::<D>(min, digits),
        "max": figure::<D>(min * apart, digits),
    }})
}

/// A family by one figure of spread, with a 99th percentile for a mean of 1 that grows with it up to a peak.
#[derive(Clone, Copy)]
enum Shape {
    Known(Family),
    Hyperexponential,
    /// By 1 ÷ exponent, with bounds so many times apart.
    Pareto(f64),
}

impl Shape {
    fn of(family: DistributionFamily) -> Self {
        Self::Known(match family {
            DistributionFamily::Gamma => Family::Gamma,
            DistributionFamily::Weibull => Family::Weibull,
            _ => Family::LogNormal,
        })
    }

    fn range(self) -> (f64, f64) {
        match self {
            Self::Known(family) => family.range(),
            Self::Hyperexponential => (1.0, 1e4),
            Self::Pareto(_) => (0.01, 100.0),
        }
    }

    fn ratio(self, spread: f64) -> f64 {
        match self {
            Self::Known(family) => libm::exp(family.ln_value(spread, Some(0.99))),
            Self::Hyperexponential => Solved::HyperExponential {
                mean: 1.0,
                scv: spread,
            }
            .quantile(0.99),
            Self::Pareto(apart) => {
                let unit = Solved::BoundedPareto {
                    shape: 1.0 / spread,
                    min: 1.0,
                    max: apart,
                };
                unit.quantile(0.99) / unit.mean()
            }
        }
    }

    /// The spreads from the least to the one of the peak, with their ratios.
    fn rising(self) -> Vec<(f64, f64)> {
        let (low, high) = self.range();
        let growth = libm::pow(high / low, 1.0 / f64::from(STEPS));
        let mut rising: Vec<(f64, f64)> = Vec::new();
        for step in 0..=STEPS {
            let spread = low * libm::pow(growth, f64::from(step));
            let ratio = self.ratio(spread);
            if rising.last().is_some_and(|last| ratio <= last.1) {
                break;
            }
            rising.push((spread, ratio));
        }
        rising
    }

    /// The spread of a ratio, or that of the nearest ratio.
    fn spread(self, ratio: f64) -> f64 {
        let rising = self.rising();
        let after = rising.partition_point(|point| point.1 < ratio);
        let (Some(above), Some(below)) = (
            rising.get(after),
            after.checked_sub(1).and_then(|n| rising.get(n)),
        ) else {
            let end = if after == 0 {
                rising.first()
            } else {
                rising.last()
            };
            return end.map_or(1.0, |point| point.0);
        };
        let (mut low, mut high) = (below.0, above.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.ratio(middle) < ratio {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }
}

/// A ratio that the family has, a little inside of its ends, so that rounded figures are possible too.
fn within(ratio: f64, shape: Shape) -> f64 {
    let rising = shape.rising();
    let least = rising.first().map_or(1.0, |point| point.1);
    let most = rising.last().map_or(least, |point| point.1);
    ratio.clamp(least * 1.01, most * 0.99)
}

/// So many significant digits.
fn rounded(value: f64, digits: u32) -> f64 {
    format!("{value:.*e}", digits.max(1) as usize - 1)
        .parse()
        .unwrap_or(value)
}

/// A value with so many significant digits in the unit that reads best: the largest in which it is at least 1, days
/// and powers of ten left out.
#[must_use]
pub fn figure<D: Dimension>(value: f64, digits: u32) -> String {
    let reads_well = |symbol: &str| !matches!(symbol, "d" | "kB" | "MB" | "GB" | "TB");
    let units = D::UNITS.iter().filter(|(symbol, _)| reads_well(symbol));
    let fits = units.clone().rev().find(|(_, size)| value >= *size);
    let (symbol, size) = fits
        .or_else(|| units.clone().next())
        .copied()
        .unwrap_or(("", 1.0));
    let number = rounded(value.max(0.0) / size, digits);
    Quantity::<D>::new(number, symbol)
        .map_or_else(|_| format!("{number}{symbol}"), |q| q.to_string())
}

#[cfg(test)]
mod tests {
    use spinout_units::Time;

    use super::*;
    use crate::Distribution;

    fn solved(words: &[Value]) -> (Value, Solved) {
        let first = words.iter().find_map(|words| {
            let known: Distribution = serde_json::from_value(words.clone()).ok()?;
            Some((words.clone(), known.solve().ok()?))
        });
        first.unwrap_or_else(|| panic!("{words:?}"))
    }

    fn moved(from: &Solved, to: Reshape) -> Solved {
        solved(&from.reshaped::<Time>(to)).1
    }

    const FAMILIES: [DistributionFamily; 6] = [
        DistributionFamily::Gamma,
        DistributionFamily::Lognormal,
        DistributionFamily::Weibull,
        DistributionFamily::Hyperexponential,
        DistributionFamily::BoundedPareto,
        DistributionFamily::Erlang,
    ];

    #[test]
    fn a_tail_is_where_it_was_put_and_the_mean_stays() {
        for family in FAMILIES {
            let from = Solved::Exponential(0.04);
            let of = moved(
                &from,
                Reshape {
                    family: Some(family),
                    ..Reshape::default()
                },
            );
            assert_eq!(of.family(), family);
            assert!((of.mean() / 0.04 - 1.0).abs() < 0.01, "{of:?}");
            // The exponential's tail is one that each of them has or comes near.
            let tail = of.quantile(0.99) / from.quantile(0.99);
            assert!((tail - 1.0).abs() < 0.03, "{of:?} {tail}");
            for tail in [0.21, 0.25] {
                let to = Reshape {
                    p99: Some(tail),
                    ..Reshape::default()
                };
                let next = moved(&of, to);
                assert!((next.mean() / of.mean() - 1.0).abs() < 0.01, "{next:?}");
                if family != DistributionFamily::Erlang {
                    let found = next.quantile(0.99);
                    assert!((found / tail - 1.0).abs() < 0.02, "{next:?} {found}");
                }
            }
        }
    }

    #[test]
    fn a_tail_that_no_member_has_becomes_the_nearest() {
        for family in FAMILIES {
            for tail in [0.001, 1e6] {
                let to = Reshape {
                    family: Some(family),
                    p99: Some(tail),
                    ..Reshape::default()
                };
                let found = moved(&Solved::Exponential(0.04), to);
                assert!((found.mean() / 0.04 - 1.0).abs() < 0.01, "{found:?}");
            }
        }
    }

    #[test]
    fn a_mean_is_where_it_was_put() {
        for family in FAMILIES {
            for mean in [2e-6, 0.033, 0.2, 700.0] {
                let to = Reshape {
                    family: Some(family),
                    mean: Some(mean),
                    p99: None,
                };
                let found = moved(&Solved::Exponential(0.04), to).mean();
                assert!(
                    (found / mean - 1.0).abs() < 0.01,
                    "{family:?} {found} {mean}"
                );
            }
        }
    }

    #[test]
    fn quantiles_move_together_by_the_mean_and_the_tail_alone() {
        let from = Solved::Quantiles(vec![(0.0, 0.0), (0.5, 0.01), (0.95, 0.03), (1.0, 0.03)]);
        let to = Reshape {
            mean: Some(from.mean() * 2.0),
            ..Reshape::default()
        };
        let twice = moved(&from, to);
        assert!((twice.quantile(0.5) / 0.02 - 1.0).abs() < 0.01);
        let to = Reshape {
            p99: Some(0.2),
            ..Reshape::default()
        };
        let longer = moved(&from, to);
        assert!((longer.quantile(0.99) / 0.2 - 1.0).abs() < 1e-9);
        assert!((longer.quantile(0.5) / 0.01 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn figures_are_written_in_units_that_read_well() {
        for (value, text) in [
            (0.0401234, "40.1ms"),
            (0.25, "250ms"),
            (90.0, "1.5min"),
            (4e-6, "4us"),
            (0.0, "0ns"),
        ] {
            assert_eq!(figure::<Time>(value, 3), text);
        }
        assert_eq!(figure::<spinout_units::Information>(2_097_152.0, 3), "2MiB");
    }
}
