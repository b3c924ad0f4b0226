//! `impossible-distribution`: a distribution with these figures exists.

use std::collections::BTreeMap;

use spinout_units::Duration;

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Distribution, Path, Step};

/// The largest ratio of 95th percentile to mean that a lognormal distribution reaches: e^(z²/2) for the
/// standard normal quantile z = 1.644854.
const LARGEST_RATIO: f64 = 3.868;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        let at = Path::of(["elements", id.as_str()]);
        if let Some(wait) = element
            .queue
            .as_ref()
            .and_then(|q| q.acknowledgement.as_ref())
        {
            say(report, at.child("queue").child("acknowledgement"), wait);
        }
        for (id, operation) in &element.operations {
            let at = at.child("operations").child(id.as_str());
            if let Some(demand) = &operation.demand {
                say(report, at.child("demand"), demand);
            }
            for (n, step) in operation.steps.iter().enumerate() {
                let at = at.child("steps").child(n.to_string());
                match step {
                    Step::Compute(work) => say(report, at.child("compute"), work),
                    Step::Wait(time) => say(report, at.child("wait"), time),
                    Step::Follow(_) => {}
                }
            }
        }
    }
    for (id, link) in design.relationships {
        let at = Path::of(["relationships", id.as_str()]);
        if let Some(work) = &link.serialization {
            say(report, at.child("serialization"), work);
        }
        if let Some(latency) = &link.latency {
            say(report, at.child("latency"), latency);
        }
    }
}

fn say(report: &mut Report, at: Path, distribution: &Distribution) {
    if let Some((why, fix)) = fault(distribution) {
        report.error(Says {
            id: "impossible-distribution",
            at,
            why,
            fix,
        });
    }
}

fn fault(distribution: &Distribution) -> Option<(String, &'static str)> {
    match distribution {
        Distribution::Constant(_) | Distribution::Exponential { .. } => None,
        Distribution::Erlang { stages, .. } => (!(1..=1000).contains(stages)).then(|| {
            let why = format!("an Erlang distribution cannot have {stages} stages");
            (why, "give 1 to 1000 stages")
        }),
        Distribution::Lognormal { mean, p95 } => {
            let fits = mean.base() > 0.0
                && (mean.base()..=mean.base() * LARGEST_RATIO).contains(&p95.base());
            (!fits).then(|| {
                let why = format!("no lognormal distribution has the mean {mean} and the 95th percentile {p95}");
                (why, "give a p95 from 1 to 3.868 times the mean; for a longer tail use hyperexponential or quantiles")
            })
        }
        Distribution::Hyperexponential { scv, .. } => (!(1.0..=1e6).contains(scv)).then(|| {
            let why = format!("a hyperexponential distribution cannot have the squared coefficient of variation {scv}");
            (why, "give an scv of at least 1; for less variation use erlang or lognormal")
        }),
        Distribution::Quantiles(given) => quantiles(given),
    }
}

fn quantiles(given: &BTreeMap<String, Duration>) -> Option<(String, &'static str)> {
    let mut points = Vec::new();
    for (name, value) in given {
        let percent = name.strip_prefix('p').and_then(|n| n.parse::<f64>().ok());
        match percent.filter(|percent| (0.0..=100.0).contains(percent)) {
            Some(percent) => points.push((percent, value.base())),
            None => {
                let why = format!("`{name}` is not a quantile");
                return Some((why, "name quantiles p0 to p100, such as p50 and p99.9"));
            }
        }
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let falls = points
        .windows(2)
        .any(|pair| pair[0].1 > pair[1].1 || pair[0].0 == pair[1].0);
    (points.is_empty() || falls).then(|| {
        let why = "the quantiles do not rise".to_owned();
        (
            why,
            "give at least one quantile, each once, and no less for a higher one",
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn distributions_exist() {
        let demand = "elements/catalogue/operations/default/demand";
        for impossible in [
            json!({"lognormal": {"mean": "10ms", "p95": "39ms"}}),
            json!({"lognormal": {"mean": "10ms", "p95": "9ms"}}),
            json!({"lognormal": {"mean": "0ms", "p95": "0ms"}}),
            json!({"erlang": {"mean": "10ms", "stages": 0}}),
            json!({"hyperexponential": {"mean": "10ms", "scv": 0.5}}),
            json!({"quantiles": {}}),
            json!({"quantiles": {"p50": "10ms", "p95": "9ms"}}),
            json!({"quantiles": {"p101": "10ms"}}),
            json!({"quantiles": {"median": "10ms"}}),
            json!({"quantiles": {"p50": "10ms", "p50.0": "11ms"}}),
        ] {
            says(
                demand,
                impossible,
                &[&format!("impossible-distribution at {demand}")],
            );
        }
        for possible in [
            json!({"lognormal": {"mean": "10ms", "p95": "38.6ms"}}),
            json!({"quantiles": {"p9.5": "1ms", "p10": "2ms", "p100": "3ms"}}),
        ] {
            says(demand, possible, &[]);
        }
    }
}
