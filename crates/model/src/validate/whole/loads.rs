//! `impossible-load`: a load is one that can come.

use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Load, Model, Path, ScenarioKind};

pub(super) fn check(model: &Model, report: &mut Report) {
    for (id, scenario) in &model.scenarios {
        let at = Path::of(["scenarios", id.as_str()]);
        let own = scenario
            .loads
            .iter()
            .map(|(id, load)| (at.child("loads").child(id.as_str()), load));
        for (at, load) in own.chain([(at.child("load"), &scenario.load)]) {
            if let Some((why, fix)) = fault(load) {
                report.error(Says {
                    id: "impossible-load",
                    at: at.clone(),
                    why: why.to_owned(),
                    fix,
                });
            }
            let lasts = matches!(load, Load::Constant(_) | Load::Closed { .. });
            if scenario.kind == ScenarioKind::Steady && !lasts {
                report.error(Says {
                    id: "steady-load-changes",
                    at,
                    why: "a steady scenario asks a long-run question, but this load changes over time".to_owned(),
                    fix: "use a constant load or a closed population, or make the scenario terminating",
                });
            }
        }
    }
}

fn fault(load: &Load) -> Option<(&'static str, &'static str)> {
    match load {
        Load::Constant(_) | Load::Day { .. } => None,
        Load::Curve(points) => {
            let rises = points
                .windows(2)
                .all(|pair| pair[0].at.base() < pair[1].at.base());
            (points.is_empty() || !rises).then_some((
                "the points of the curve are not in the order of time",
                "give at least one point, each later than the one before",
            ))
        }
        Load::Spike { duration, .. } => (duration.base() <= 0.0).then_some((
            "the spike has no duration",
            "give it one, or use a constant load",
        )),
        Load::Series(series) => {
            let fits = |n: &f64| n.is_finite() && *n >= 0.0;
            let good = !series.counts.is_empty()
                && series.counts.iter().all(fits)
                && series.step.base() > 0.0
                && fits(&series.scale);
            (!good).then_some((
                "the series needs counts, none of them negative, at a step above 0",
                "give one count for each step",
            ))
        }
        Load::Closed { population, .. } => {
            (*population == 0).then_some(("the population is empty", "give at least one user"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn loads_can_come() {
        let load = "scenarios/worker-crash/load";
        for impossible in [
            json!({"curve": []}),
            json!({"curve": [{"at": "2s", "rate": "1/s"}, {"at": "1s", "rate": "1/s"}]}),
            json!({"spike": {"base": "1/s", "peak": "2/s", "at": "1s", "duration": "0s"}}),
            json!({"series": {"source": "x", "step": "0s", "counts": [1]}}),
            json!({"series": {"source": "x", "step": "1s", "counts": []}}),
            json!({"series": {"source": "x", "step": "1s", "counts": [1, -1]}}),
            json!({"closed": {"population": 0, "think": "1s"}}),
        ] {
            says(load, impossible, &[&format!("impossible-load at {load}")]);
        }
        says(
            "scenarios/steady/load",
            json!({"day": {"low": "1/s", "high": "9/s"}}),
            &["steady-load-changes at scenarios/steady/load"],
        );
    }
}
