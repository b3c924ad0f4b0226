use spinout_results::{Estimate, JourneyResult, Run};
use spinout_units::ScenarioId;

/// What the runs of two designs say of each other.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// The scenarios that both were run under.
    pub(crate) scenarios: Vec<ScenarioId>,
    /// What is certainly better, in words with figures.
    pub(crate) better: Vec<String>,
    /// What is certainly worse.
    pub(crate) worse: Vec<String>,
    /// Objectives that the baseline certainly misses and the option certainly meets.
    pub(crate) kept: Vec<String>,
    /// Objectives that the option certainly misses and the baseline certainly meets.
    pub(crate) broken: Vec<String>,
    /// Does the baseline meet all its objectives, everywhere? Nothing where one is not certain, or there are none.
    pub(crate) baseline_meets_all: Option<bool>,
    /// A month's cost of the baseline and of the option, and its currency.
    pub(crate) months: Option<(f64, f64, String)>,
}

impl Figures {
    /// What the option costs more a month, as a share of the baseline.
    pub(crate) fn dearer_by(&self) -> Option<f64> {
        let (base, option, _) = self.months.as_ref()?;
        (*base > 0.0).then(|| option / base - 1.0)
    }

    /// The months in words.
    pub(crate) fn months_in_words(&self) -> Option<String> {
        let (base, option, currency) = self.months.as_ref()?;
        Some(format!(
            "a month costs {option:.0} {currency} instead of {base:.0}"
        ))
    }
}

/// A figure is called better or worse where the intervals are apart and the figures differ by this share.
const TELLS: f64 = 0.1;

/// Compares the runs of two designs, scenario by scenario.
pub(crate) fn between(baseline: &[Run], option: &[Run]) -> Figures {
    let mut figures = Figures::default();
    let mut met = Vec::new();
    for base in baseline {
        let Some(other) = option.iter().find(|run| run.scenario == base.scenario) else {
            continue;
        };
        figures.scenarios.push(base.scenario.clone());
        if let (Some(a), Some(b)) = (&base.cost, &other.cost) {
            figures.months = Some((a.per_month, b.per_month, a.currency.clone()));
        }
        match (&base.overload, &other.overload) {
            (Some(overload), None) => figures.better.push(format!(
                "{} cannot keep up with `{}` today, and the option can",
                overload.name, base.scenario
            )),
            (None, Some(overload)) => figures.worse.push(format!(
                "{} of the option cannot keep up with `{}`",
                overload.name, base.scenario
            )),
            _ => {}
        }
        for (id, was) in &base.journeys {
            if let Some(is) = other.journeys.get(id) {
                journey(&mut figures, &base.scenario, was, is);
            }
            met.extend(was.objectives.iter().map(|o| o.met.filter(|_| o.certain)));
        }
    }
    figures.baseline_meets_all = if met.is_empty() {
        None
    } else if met.contains(&Some(false)) {
        Some(false)
    } else if met.contains(&None) {
        None
    } else {
        Some(true)
    };
    figures
}

fn journey(figures: &mut Figures, scenario: &ScenarioId, was: &JourneyResult, is: &JourneyResult) {
    let mut tail = |what: &str, was_p99: Option<Estimate>, is_p99: Option<Estimate>, name: &str| {
        let (Some(a), Some(b)) = (was_p99, is_p99) else {
            return;
        };
        let says = format!(
            "the 99th percentile of {name}'s {what} under `{scenario}` is {} instead of {}",
            seconds(b.value),
            seconds(a.value)
        );
        if b.high < a.low && b.value < a.value * (1.0 - TELLS) {
            figures.better.push(says);
        } else if b.low > a.high && b.value > a.value * (1.0 + TELLS) {
            figures.worse.push(says);
        }
    };
    tail("response", was.response_s.p99, is.response_s.p99, &was.name);
    // Where nothing follows the answer the two are the same.
    if was.completion_s.p99 != was.response_s.p99 || is.completion_s.p99 != is.response_s.p99 {
        let (a, b) = (was.completion_s.p99, is.completion_s.p99);
        tail("completion", a, b, &was.name);
    }
    for before in &was.objectives {
        let after = is.objectives.iter().find(|o| o.id == before.id);
        let Some(after) = after.filter(|after| after.certain && before.certain) else {
            continue;
        };
        let what = format!("{}/{} under `{scenario}`", was.name, before.id);
        match (before.met, after.met) {
            (Some(false), Some(true)) => figures.kept.push(what),
            (Some(true), Some(false)) => figures.broken.push(what),
            _ => {}
        }
    }
}

/// A time with three digits.
fn seconds(time_s: f64) -> String {
    if time_s < 1.0 {
        format!("{:.3} ms", Digits(time_s * 1000.0))
    } else {
        format!("{:.3} s", Digits(time_s))
    }
}

/// A number of so many digits that count.
struct Digits(f64);

impl std::fmt::Display for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = (self.0.abs().max(1.0)).to_string();
        let before = before.split('.').next().map_or(1, str::len);
        let digits = f.precision().unwrap_or(3);
        write!(f, "{:.*}", digits.saturating_sub(before), self.0)
    }
}
