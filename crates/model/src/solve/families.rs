use super::gamma::{ln_gamma, quantile as gamma_quantile};
use super::{Impossible, Solved};

/// Families with a scale and a spread: any two figures define one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Family {
    Gamma,
    LogNormal,
    Weibull,
}

/// What is known: times or sizes at a level (none = the mean), and the variation.
#[derive(Default)]
pub(super) struct Known {
    values: Vec<(Option<f64>, f64)>,
    scv: Option<f64>,
    names: Vec<String>,
}

impl Known {
    pub(super) fn add(&mut self, level: Option<f64>, value: f64, name: String) {
        self.values.push((level, value));
        self.names.push(name);
    }

    pub(super) fn vary(&mut self, scv: f64) {
        self.scv = Some(scv);
        self.names.push(format!("scv {scv}"));
    }
}

/// The quantiles of the standard normal distribution at .5, .9, .95 and .99, the levels that have names.
fn normal_quantile(level: f64) -> f64 {
    match level {
        l if l < 0.9 => 0.0,
        l if l < 0.95 => 1.281_551_565_544_600_4,
        l if l < 0.99 => 1.644_853_626_951_472_7,
        _ => 2.326_347_874_040_840_8,
    }
}

/// Steps of the search over spreads.
const STEPS: i32 = 240;

impl Family {
    fn name(self) -> &'static str {
        match self {
            Self::Gamma => "gamma",
            Self::LogNormal => "lognormal",
            Self::Weibull => "Weibull",
        }
    }

    /// Least and most spread that is looked for: the scv, for Weibull 1 ÷ shape.
    pub(super) fn range(self) -> (f64, f64) {
        match self {
            Self::Gamma => (1e-4, 100.0),
            Self::LogNormal => (1e-8, 8e3),
            Self::Weibull => (1e-4, 8.0),
        }
    }

    /// The logarithm of the value at a level, for a mean of 1.
    pub(super) fn ln_value(self, spread: f64, level: Option<f64>) -> f64 {
        let Some(level) = level else { return 0.0 };
        match self {
            Self::Gamma => libm::log(gamma_quantile(1.0 / spread, level) * spread),
            Self::LogNormal => {
                let variance = libm::log1p(spread);
                variance.sqrt() * normal_quantile(level) - variance / 2.0
            }
            Self::Weibull => spread * libm::log(-libm::log1p(-level)) - ln_gamma(1.0 + spread),
        }
    }

    /// The squared coefficient of variation.
    fn scv(self, spread: f64) -> f64 {
        match self {
            Self::Gamma | Self::LogNormal => spread,
            Self::Weibull => {
                libm::expm1(ln_gamma(1.0 + 2.0 * spread) - 2.0 * ln_gamma(1.0 + spread))
            }
        }
    }

    pub(super) fn solve(self, known: &Known) -> Result<Solved, Impossible> {
        let given = known.names.join(" and ");
        if known.names.len() != 2 {
            let why = format!(
                "a {} distribution is defined by two figures, and {} are given",
                self.name(),
                known.names.len()
            );
            return Err(Impossible::new(
                why,
                "give two of mean, scv, p50, p90, p95 and p99",
            ));
        }
        let fits = known.values.iter().all(|(_, value)| *value > 0.0);
        let spread = fits.then(|| self.spread(known)).flatten();
        let Some(spread) = spread else {
            let why = format!("no {} distribution has {given}", self.name());
            let fix = "give figures that fit each other (of a lognormal, the p95 is 1 to 3.868 times the mean); \
                       for a longer tail use hyperexponential, bounded_pareto or quantiles";
            return Err(Impossible::new(why, fix));
        };
        let (level, value) = known.values[0];
        let mean = value * libm::exp(-self.ln_value(spread, level));
        Ok(match self {
            _ if spread == 0.0 => Solved::Constant(value),
            Self::Gamma => Solved::Gamma { mean, scv: spread },
            Self::LogNormal => Solved::LogNormal { mean, scv: spread },
            Self::Weibull => Solved::Weibull {
                mean,
                shape: 1.0 / spread,
            },
        })
    }

    /// The least spread that fits; 0 for none at all.
    fn spread(self, known: &Known) -> Option<f64> {
        let (low, high) = self.range();
        let miss: Box<dyn Fn(f64) -> f64> = match (known.scv, &known.values[..]) {
            (Some(scv), [_]) => Box::new(move |spread| self.scv(spread) - scv),
            (None, &[(a, x), (b, y)]) => {
                let wanted = libm::log(x) - libm::log(y);
                if wanted == 0.0 {
                    return Some(0.0);
                }
                Box::new(move |spread| self.ln_value(spread, a) - self.ln_value(spread, b) - wanted)
            }
            _ => return None,
        };
        let growth = libm::pow(high / low, 1.0 / f64::from(STEPS));
        let (mut from, mut before) = (low, miss(low));
        for step in 1..=STEPS {
            let to = low * libm::pow(growth, f64::from(step));
            let after = miss(to);
            if before == 0.0 {
                return Some(from);
            }
            if (before < 0.0) != (after < 0.0) {
                return Some(bisect(&miss, from, to, before < 0.0));
            }
            (from, before) = (to, after);
        }
        None
    }
}

/// The root between two points, to the last bits.
fn bisect(f: &dyn Fn(f64) -> f64, mut low: f64, mut high: f64, rising: bool) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if (f(middle) < 0.0) == rising {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Mean of a Pareto distribution of exponent `shape` between two bounds.
pub(super) fn pareto_mean(shape: f64, min: f64, max: f64) -> f64 {
    let kept = -libm::expm1(shape * libm::log(min / max));
    // ∫ x^(−shape) dx, in units of min, with its limit at shape 1.
    let apart = 1.0 - shape;
    let log = libm::log(max / min);
    let area = if (apart * log).abs() < 1e-12 {
        log
    } else {
        libm::expm1(apart * log) / apart
    };
    min * shape * area / kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILIES: [Family; 3] = [Family::Gamma, Family::LogNormal, Family::Weibull];

    fn solve(family: Family, figures: &[(Option<f64>, f64)], scv: Option<f64>) -> Option<Solved> {
        let mut known = Known::default();
        for (level, value) in figures {
            known.add(*level, *value, String::new());
        }
        if let Some(scv) = scv {
            known.vary(scv);
        }
        family.solve(&known).ok()
    }

    fn spread_of(solved: &Solved) -> f64 {
        match solved {
            Solved::Gamma { scv, .. } | Solved::LogNormal { scv, .. } => *scv,
            Solved::Weibull { shape, .. } => 1.0 / shape,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_solved_has_the_figures_that_were_given() {
        for family in FAMILIES {
            for (a, b) in [
                (None, Some(0.95)),
                (Some(0.5), Some(0.99)),
                (Some(0.9), Some(0.5)),
            ] {
                // Any spread up to where the ratio is the largest comes back.
                for spread in [0.01, 0.2, 0.7] {
                    let value = |level| 0.04 * libm::exp(family.ln_value(spread, level));
                    let found = solve(family, &[(a, value(a)), (b, value(b))], None);
                    let found = found.unwrap_or_else(|| panic!("{family:?} {a:?} {b:?} {spread}"));
                    assert!((spread_of(&found) / spread - 1.0).abs() < 1e-9, "{found:?}");
                    assert!((found.mean() / 0.04 - 1.0).abs() < 1e-9, "{found:?}");
                }
            }
            let found = solve(family, &[(Some(0.5), 0.01)], Some(2.0));
            let found = found.unwrap_or_else(|| panic!("{family:?}"));
            assert!((family.scv(spread_of(&found)) - 2.0).abs() < 1e-9);
            let median = found.mean() * libm::exp(family.ln_value(spread_of(&found), Some(0.5)));
            assert!((median / 0.01 - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn figures_that_do_not_fit_are_refused() {
        for family in FAMILIES {
            assert_eq!(solve(family, &[(None, 1.0)], None), None);
            assert_eq!(solve(family, &[(None, 1.0), (Some(0.95), 9.0)], None), None);
            assert_eq!(
                solve(family, &[(Some(0.5), 2.0), (Some(0.9), 1.0)], None),
                None
            );
            assert_eq!(solve(family, &[(None, 0.0)], Some(1.0)), None);
            assert_eq!(
                solve(
                    family,
                    &[(None, 1.0), (Some(0.5), 1.0), (Some(0.9), 2.0)],
                    None
                ),
                None
            );
            let sharp = solve(family, &[(None, 1.0), (Some(0.95), 1.0)], None);
            assert_eq!(sharp, Some(Solved::Constant(1.0)));
        }
        // Known by its definition: p50 = e^μ, and p95 = mean e^(z²/2) at most.
        assert!(solve(Family::LogNormal, &[(None, 1.0), (Some(0.95), 3.86)], None).is_some());
        assert_eq!(
            solve(Family::LogNormal, &[(None, 1.0), (Some(0.95), 3.87)], None),
            None
        );
    }

    #[test]
    fn a_weibull_of_shape_one_is_exponential_and_so_is_a_gamma_of_scv_one() {
        for family in [Family::Weibull, Family::Gamma] {
            let p95 = -libm::log(0.05);
            let found = solve(family, &[(None, 1.0), (Some(0.95), p95)], None).unwrap();
            assert!((spread_of(&found) - 1.0).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn the_mean_of_a_bounded_pareto() {
        // Shape 1 from 1 to e: ln(e)/(1 − 1/e). Shape 2 from 1 to 2: 2·(1 − 1/2)/(1 − 1/4).
        let e = core::f64::consts::E;
        assert!((pareto_mean(1.0, 1.0, e) - 1.0 / (1.0 - 1.0 / e)).abs() < 1e-12);
        assert!((pareto_mean(2.0, 1.0, 2.0) - 4.0 / 3.0).abs() < 1e-12);
        assert!((pareto_mean(1.000_001, 3.0, 7.0) / pareto_mean(1.0, 3.0, 7.0) - 1.0).abs() < 1e-5);
    }
}
