//! From what people know of a distribution to the figures that define it.

mod families;
mod gamma;
mod picture;
mod reshape;
mod tail;

pub use picture::DistributionPicture;
pub use reshape::{DistributionFamily, Reshape, figure};

use std::collections::BTreeMap;

use spinout_units::{Dimension, Quantity};

use crate::{Distribution, SizeDistribution, SizeSpread, Spread};
use families::{Family, Known};

/// A distribution by the figures that define it, in seconds or bytes. `scv` is the squared coefficient of
/// variation, variance ÷ mean².
#[derive(Clone, Debug, PartialEq)]
pub enum Solved {
    /// Always the same.
    Constant(f64),
    /// Exponential with this mean.
    Exponential(f64),
    /// A sum of equal exponential stages.
    Erlang {
        /// Mean of the sum.
        mean: f64,
        /// How many.
        stages: u32,
    },
    /// Gamma of shape 1 ÷ scv.
    Gamma {
        /// Mean.
        mean: f64,
        /// Squared coefficient of variation.
        scv: f64,
    },
    /// Lognormal.
    LogNormal {
        /// Mean.
        mean: f64,
        /// Squared coefficient of variation.
        scv: f64,
    },
    /// Weibull.
    Weibull {
        /// Mean.
        mean: f64,
        /// Exponent k of e^(−(x/λ)ᵏ).
        shape: f64,
    },
    /// Two exponentials with balanced means.
    HyperExponential {
        /// Mean.
        mean: f64,
        /// Squared coefficient of variation, at least 1.
        scv: f64,
    },
    /// Pareto between two bounds.
    BoundedPareto {
        /// Exponent of the tail.
        shape: f64,
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// `(probability, value)` from 0 to 1, both rising, with straight lines between.
    Quantiles(Vec<(f64, f64)>),
}

/// Why no distribution has the figures that were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub fix: &'static str,
}

impl Impossible {
    fn new(why: impl Into<String>, fix: &'static str) -> Self {
        Self {
            why: why.into(),
            fix,
        }
    }
}

impl Solved {
    /// The mean, in seconds or bytes.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(mean)
            | Self::Exponential(mean)
            | Self::Erlang { mean, .. }
            | Self::Gamma { mean, .. }
            | Self::LogNormal { mean, .. }
            | Self::Weibull { mean, .. }
            | Self::HyperExponential { mean, .. } => *mean,
            Self::BoundedPareto { shape, min, max } => families::pareto_mean(*shape, *min, *max),
            Self::Quantiles(points) => points
                .windows(2)
                .map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0)
                .sum(),
        }
    }
}

macro_rules! solve {
    ($name:ident, $spread:ident) => {
        impl $name {
            /// The distribution by the figures that define it.
            ///
            /// # Errors
            /// [`Impossible`] where no distribution of the family has the figures given.
            pub fn solve(&self) -> Result<Solved, Impossible> {
                match self {
                    Self::Constant(value) => Ok(Solved::Constant(value.base())),
                    Self::Exponential { mean } => Ok(Solved::Exponential(mean.base())),
                    Self::Erlang { mean, stages } => erlang(mean.base(), *stages),
                    Self::Gamma(spread) => Family::Gamma.solve(&spread.known()),
                    Self::Lognormal(spread) => Family::LogNormal.solve(&spread.known()),
                    Self::Weibull(spread) => Family::Weibull.solve(&spread.known()),
                    Self::Hyperexponential { mean, scv } => hyperexponential(mean.base(), *scv),
                    Self::BoundedPareto { shape, min, max } => pareto(*shape, min, max),
                    Self::Quantiles(given) => quantiles(given).map(Solved::Quantiles),
                }
            }

            /// The mean in seconds or bytes; 0 where there is no such distribution.
            #[must_use]
            pub fn mean(&self) -> f64 {
                self.solve().map_or(0.0, |solved| solved.mean())
            }
        }

        impl $spread {
            fn known(&self) -> Known {
                let mut known = Known::default();
                let times = [
                    ("mean", None, &self.mean),
                    ("p50", Some(0.5), &self.p50),
                    ("p90", Some(0.9), &self.p90),
                    ("p95", Some(0.95), &self.p95),
                    ("p99", Some(0.99), &self.p99),
                ];
                for (name, level, value) in times {
                    if let Some(value) = value {
                        known.add(level, value.base(), format!("{name} {value}"));
                    }
                }
                if let Some(scv) = self.scv {
                    known.vary(scv);
                }
                known
            }
        }
    };
}

solve!(Distribution, Spread);
solve!(SizeDistribution, SizeSpread);

fn erlang(mean: f64, stages: u32) -> Result<Solved, Impossible> {
    if (1..=1000).contains(&stages) {
        return Ok(Solved::Erlang { mean, stages });
    }
    let why = format!("an Erlang distribution cannot have {stages} stages");
    Err(Impossible::new(why, "give 1 to 1000 stages"))
}

fn hyperexponential(mean: f64, scv: f64) -> Result<Solved, Impossible> {
    if (1.0..=1e6).contains(&scv) {
        return Ok(Solved::HyperExponential { mean, scv });
    }
    let why = format!(
        "a hyperexponential distribution cannot have the squared coefficient of variation {scv}"
    );
    let fix = "give an scv of at least 1; for less variation use erlang, gamma or lognormal";
    Err(Impossible::new(why, fix))
}

fn pareto<D: Dimension>(
    shape: f64,
    min: &Quantity<D>,
    max: &Quantity<D>,
) -> Result<Solved, Impossible> {
    let bounded = min.base() > 0.0 && min.base() < max.base();
    if bounded && (0.01..=100.0).contains(&shape) {
        return Ok(Solved::BoundedPareto {
            shape,
            min: min.base(),
            max: max.base(),
        });
    }
    let why = format!("no bounded Pareto distribution has the shape {shape} from {min} to {max}");
    let fix = "give a shape from 0.01 to 100, a `min` above 0 and a `max` above `min`";
    Err(Impossible::new(why, fix))
}

/// Probability and value, rising, from 0 to 1.
fn quantiles<D: Dimension>(
    given: &BTreeMap<String, Quantity<D>>,
) -> Result<Vec<(f64, f64)>, Impossible> {
    let mut points = Vec::new();
    for (name, value) in given {
        let percent = name.strip_prefix('p').and_then(|n| n.parse::<f64>().ok());
        let level = percent.filter(|percent| (0.0..=100.0).contains(percent));
        let Some(level) = level else {
            let why = format!("`{name}` is not a quantile");
            let fix = "name quantiles p0 to p100, such as p50 and p99.9";
            return Err(Impossible::new(why, fix));
        };
        points.push((level / 100.0, value.base()));
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rises = points
        .windows(2)
        .all(|pair| pair[0].1 <= pair[1].1 && pair[0].0 < pair[1].0);
    let (Some(first), Some(last), true) = (points.first(), points.last(), rises) else {
        let fix = "give at least one quantile, each once, and no less for a higher one";
        return Err(Impossible::new("the quantiles do not rise", fix));
    };
    let (lowest, highest) = (first.0, *last);
    if highest.0 < 1.0 {
        points.push((1.0, highest.1));
    }
    if lowest > 0.0 {
        points.insert(0, (0.0, 0.0));
    }
    Ok(points)
}
