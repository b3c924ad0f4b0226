//! `impossible-load`: a load is one that can come.

use crate::validate::Report;
use crate::validate::report::Says;
use crate::{BatchSize, Distribution, Load, LoadLevel, Model, Path, ScenarioKind, Think};

pub(super) fn check(model: &Model, report: &mut Report) {
    for (id, scenario) in &model.scenarios {
        let at = Path::of(["scenarios", id.as_str()]);
        let own = scenario
            .loads
            .iter()
            .map(|(id, load)| (at.child("loads").child(id.as_str()), load));
        for (at, load) in own.chain([(at.child("load"), &scenario.load)]) {
            let drawn = distributions(load).find_map(|drawn| drawn.solve().err());
            let fault = fault(load).map(|(why, fix)| (why.to_owned(), fix));
            if let Some((why, fix)) = drawn.map(|none| (none.why, none.fix)).or(fault) {
                report.error(Says {
                    id: "impossible-load",
                    at: at.clone(),
                    why,
                    fix,
                });
            }
            if scenario.kind == ScenarioKind::Steady && !load.lasts() {
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

/// The most requests of a batch.
const MOST_AT_ONCE: u32 = 100_000;

/// The fewest requests that a turn through the levels of bursts brings on average.
const FEWEST: f64 = 1e-6;
/// The shortest mean time of a level that brings any, in mean times between requests.
const SHORTEST: f64 = 1e-8;

/// The distributions that a load is made of.
fn distributions(load: &Load) -> impl Iterator<Item = &Distribution> {
    let one = match load {
        Load::Interarrival(between) => Some(between),
        Load::Closed {
            think: Think::Drawn(think),
            ..
        } => Some(think),
        _ => None,
    };
    let levels: &[LoadLevel] = match load {
        Load::Bursts(levels) => levels,
        _ => &[],
    };
    one.into_iter()
        .chain(levels.iter().map(|level| &level.lasts))
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
        Load::Interarrival(between) => (between.mean() <= 0.0).then_some((
            "requests that follow each other in no time come at an endless rate",
            "give the times between requests a mean above 0",
        )),
        Load::Batches { size, .. } => {
            let good = match size {
                BatchSize::Constant(size) => (1..=MOST_AT_ONCE).contains(size),
                BatchSize::Geometric { mean } => (1.0..=f64::from(MOST_AT_ONCE)).contains(mean),
            };
            (!good).then_some((
                "a batch has from 1 to 100000 requests",
                "give a size in this range, or use a constant load",
            ))
        }
        Load::Bursts(levels) => {
            let good = levels.iter().all(|level| level.lasts.mean() > 0.0)
                && levels.iter().any(|level| level.rate.base() > 0.0);
            if !good {
                return Some((
                    "bursts need levels that last for a while, and a rate above 0 in one of them",
                    "give at least one level, each lasting longer than 0",
                ));
            }
            let mean = load.long_run_rate().unwrap_or(0.0);
            let lasting = levels
                .iter()
                .filter(|level| level.lasts.mean() * mean >= SHORTEST);
            let a_turn: f64 = lasting
                .map(|level| level.rate.base() * level.lasts.mean())
                .sum();
            (a_turn < FEWEST).then_some((
                "the levels pass so fast that a million turns through them bring no request",
                "let the levels last longer, or raise the rate of one of them",
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
            json!({"closed": {"population": 1, "think": {"erlang": {"mean": "1s", "stages": 0}}}}),
            json!({"interarrival": {"constant": "0s"}}),
            json!({"interarrival": {"hyperexponential": {"mean": "1s", "scv": 0.5}}}),
            json!({"batches": {"rate": "1/s", "size": {"constant": 0}}}),
            json!({"batches": {"rate": "1/s", "size": {"geometric": {"mean": 0.5}}}}),
            json!({"bursts": []}),
            json!({"bursts": [{"rate": "1/s", "lasts": {"constant": "0s"}}]}),
            json!({"bursts": [{"rate": "0/s", "lasts": {"constant": "1s"}}]}),
            json!({"bursts": [
                {"rate": "1/d", "lasts": {"constant": "1us"}},
                {"rate": "0/s", "lasts": {"constant": "1us"}}
            ]}),
        ] {
            says(load, impossible, &[&format!("impossible-load at {load}")]);
        }
        says(
            "scenarios/steady/load",
            json!({"day": {"low": "1/s", "high": "9/s"}}),
            &["steady-load-changes at scenarios/steady/load"],
        );
        for lasting in [
            json!({"interarrival": {"erlang": {"mean": "1s", "stages": 2}}}),
            json!({"batches": {"rate": "1/s", "size": {"geometric": {"mean": 2.5}}}}),
            json!({"bursts": [
                {"rate": "2/s", "lasts": {"exponential": {"mean": "1s"}}},
                {"rate": "0/s", "lasts": {"constant": "1s"}}
            ]}),
            json!({"closed": {"population": 1, "think": {"constant": "1s"}}}),
        ] {
            says("scenarios/steady/load", lasting, &[]);
        }
    }
}
