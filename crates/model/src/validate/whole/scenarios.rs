//! `without-horizon`, `without-effect`, `steady-with-faults`, `steady-with-cutovers`, `out-of-range`, `unknown-reference`: a
//! scenario says what its kind needs.

use std::collections::BTreeSet;

use spinout_units::{ElementId, JourneyId};

use crate::derive::derive;
use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Deploy, Fault, FaultKind, Model, Path, Scenario, ScenarioKind};

/// The longest month, in hours.
const MONTH: f64 = 744.0;

pub(super) fn check(model: &Model, report: &mut Report) {
    let known = Known::of(model);
    for (id, scenario) in &model.scenarios {
        let at = Path::of(["scenarios", id.as_str()]);
        horizon(report, &at, scenario);
        windows(report, &at, scenario);
        faults(report, &at, scenario, &known);
        replays(report, &at, scenario, &known);
        for journey in scenario.loads.keys() {
            if !known.journeys.contains(journey) {
                let at = at.child("loads").child(journey.as_str());
                report.unknown(at, "journey", journey.as_str());
            }
        }
        cutovers(model, report, &at, scenario);
        let hours = scenario.hours_per_month;
        if !(0.0..=MONTH).contains(&hours) {
            report.range(at.child("hours_per_month"), hours, "from 0 to 744");
        }
    }
}

fn horizon(report: &mut Report, at: &Path, scenario: &Scenario) {
    let length = scenario.horizon.map(|horizon| horizon.base());
    match (scenario.kind, length) {
        (ScenarioKind::Terminating, None) => report.error(Says {
            id: "without-horizon",
            at: at.clone(),
            why: "a terminating scenario has an end, and this one does not say when".to_owned(),
            fix: "add \"horizon\", such as \"20min\", or make the scenario steady",
        }),
        (ScenarioKind::Terminating, Some(length)) if length <= 0.0 => {
            report.range(at.child("horizon"), "0", "above 0");
        }
        (ScenarioKind::Steady, Some(_)) => report.warn(Says {
            id: "without-effect",
            at: at.child("horizon"),
            why: "a steady scenario goes on until it is precise; its horizon has no effect"
                .to_owned(),
            fix: "take the horizon away, or make the scenario terminating",
        }),
        _ => {}
    }
}

fn windows(report: &mut Report, at: &Path, scenario: &Scenario) {
    let end = scenario
        .horizon
        .map_or(f64::INFINITY, |horizon| horizon.base());
    for (id, window) in &scenario.windows {
        let (from, to) = (window.from.base(), window.to.base());
        if !(from < to && to <= end) {
            let found = format!("{} to {}", window.from, window.to);
            let at = at.child("windows").child(id.as_str());
            report.range(at, found, "a span within the horizon");
        }
    }
}

fn cutovers(model: &Model, report: &mut Report, at: &Path, scenario: &Scenario) {
    for (id, times) in &scenario.cutovers {
        let at = at.child("cutovers").child(id.as_str());
        let mut options = model.options.values();
        if !options.any(|option| option.changes.contains_key(id)) {
            report.unknown(at.clone(), "change", id.as_str());
        }
        let begins: Vec<f64> = times
            .at
            .iter()
            .chain(&times.back)
            .map(|at| at.base())
            .collect();
        if !begins.is_sorted() {
            report.range(
                at.child("at"),
                "times that fall",
                "rising, with `back` last",
            );
        }
    }
    if scenario.kind == ScenarioKind::Steady && !scenario.cutovers.is_empty() {
        report.error(Says {
            id: "steady-with-cutovers",
            at: at.child("cutovers"),
            why: "a steady scenario has no beginning from which phases could count".to_owned(),
            fix: "make the scenario terminating, with a horizon",
        });
    }
}

fn faults(report: &mut Report, at: &Path, scenario: &Scenario, known: &Known) {
    for (id, fault) in &scenario.faults {
        let at = at.child("faults").child(id.as_str());
        if !known.elements.contains(&fault.element) {
            report.unknown(at.child("element"), "element", fault.element.as_str());
        }
        if fault.duration.base() <= 0.0 {
            report.range(at.child("duration"), fault.duration, "above 0");
        }
        fault_kind(report, &at.child("kind"), &fault.kind, known);
    }
    if scenario.kind == ScenarioKind::Steady && !scenario.faults.is_empty() {
        report.error(Says {
            id: "steady-with-faults",
            at: at.child("faults"),
            why: "a steady scenario has no beginning from which a fault's time could count"
                .to_owned(),
            fix: "make the scenario terminating, with a horizon",
        });
    }
}

fn replays(report: &mut Report, at: &Path, scenario: &Scenario, known: &Known) {
    for (id, replay) in &scenario.replays {
        let at = at.child("replays").child(id.as_str());
        let ends = [("to", Some(&replay.to)), ("from", replay.from.as_ref())];
        for (end, element) in ends {
            if let Some(element) = element.filter(|element| !known.elements.contains(*element)) {
                report.unknown(at.child(end), "element", element.as_str());
            }
        }
        if replay.rate.base() <= 0.0 {
            report.range(at.child("rate"), replay.rate, "above 0");
        }
        if replay.from.is_some() == replay.published.is_some() {
            report.error(Says {
                id: "unclear-replay",
                at: at.clone(),
                why: "a replay is either of dead letters or of a span of what was published"
                    .to_owned(),
                fix: "give one of `from` and `published`",
            });
        }
    }
    if scenario.kind == ScenarioKind::Steady && !scenario.replays.is_empty() {
        report.error(Says {
            id: "steady-with-faults",
            at: at.child("replays"),
            why: "a steady scenario has no beginning from which a replay's time could count"
                .to_owned(),
            fix: "make the scenario terminating, with a horizon",
        });
    }
}

fn fault_kind(report: &mut Report, at: &Path, kind: &FaultKind, known: &Known) {
    let share = |report: &mut Report, at: Path, found: f64| {
        if !(0.0..=1.0).contains(&found) {
            report.range(at, found, "a share from 0 to 1");
        }
    };
    match kind {
        FaultKind::Errors(errors) => share(report, at.child("errors"), *errors),
        FaultKind::Denial(denial) => share(report, at.child("denial"), *denial),
        FaultKind::PacketLoss(loss) => share(report, at.child("packet_loss"), *loss),
        FaultKind::LostTraces(lost) => share(report, at.child("lost_traces"), *lost),
        FaultKind::LostTelemetry(lost) => share(report, at.child("lost_telemetry"), *lost),
        FaultKind::FailedRuns(failed) => share(report, at.child("failed_runs"), *failed),
        FaultKind::Poison(poison) => share(report, at.child("poison"), *poison),
        FaultKind::Deploy(found) => deploy(report, &at.child("deploy"), found),
        FaultKind::Brownout(brownout) => {
            share(
                report,
                at.child("brownout").child("errors"),
                brownout.errors,
            );
        }
        _ => {}
    }
    let mut factor = |at: Path, times: f64| {
        if !(1.0..=1e6).contains(&times) {
            report.range(at, times, "at least 1");
        }
    };
    match kind {
        FaultKind::Slow(times) => factor(at.child("slow"), *times),
        FaultKind::Brownout(brownout) => factor(at.child("brownout").child("slow"), brownout.slow),
        FaultKind::Crash(Some(0)) => {
            let at = at.child("crash");
            report.range(at, 0, "at least 1, or null for all instances");
        }
        FaultKind::Partition(Some(other)) if !known.elements.contains(other) => {
            report.unknown(at.child("partition"), "element", other.as_str());
        }
        _ => {}
    }
}

/// What can be of a roll-out.
fn deploy(report: &mut Report, at: &Path, deploy: &Deploy) {
    if !(0.0..=1.0).contains(&deploy.errors) {
        report.range(at.child("errors"), deploy.errors, "a share from 0 to 1");
    }
    if !(1.0..=1e6).contains(&deploy.slow) {
        report.range(at.child("slow"), deploy.slow, "at least 1");
    }
    if !(deploy.share > 0.0 && deploy.share <= 1.0) {
        let range = "a share above 0 and at most 1";
        report.range(at.child("share"), deploy.share, range);
    }
    if deploy.max_surge == 0 && deploy.max_unavailable == 0 {
        let at = at.child("max_surge");
        report.range(at, 0, "at least 1, unless `max_unavailable` is");
    }
    if deploy.errors == 0.0 && deploy.slow == 1.0 {
        report.warn(Says {
            id: "without-effect",
            at: at.clone(),
            why: "the version that is rolled out neither fails nor is slow".to_owned(),
            fix: "give it `errors` or `slow`",
        });
    }
    let Some(gate) = &deploy.gate else { return };
    let at = at.child("gate");
    if !(gate.errors > 0.0 && gate.errors <= 1.0) {
        let range = "a share above 0 and at most 1";
        report.range(at.child("errors"), gate.errors, range);
    }
    if gate.window.base() <= 0.0 {
        report.range(at.child("window"), gate.window, "above 0");
    }
    if gate.min_requests == 0 {
        report.range(at.child("min_requests"), 0, "at least 1");
    }
    if deploy.errors == 0.0 {
        report.warn(Says {
            id: "without-effect",
            at,
            why: "the gate looks at errors, and this version has none".to_owned(),
            fix: "give the version `errors`, or say with `detect` when somebody notices",
        });
    }
}

/// What is in some design: a fault may hit, and a load may be of, what only one option has.
struct Known {
    elements: BTreeSet<ElementId>,
    journeys: BTreeSet<JourneyId>,
}

impl Known {
    fn of(model: &Model) -> Self {
        let mut known = Self {
            elements: model.elements.keys().cloned().collect(),
            journeys: model.journeys.keys().cloned().collect(),
        };
        let all_there = model.scenarios.values().all(|scenario| {
            let faults = scenario.faults.values().flat_map(Fault::elements);
            let replays = scenario.replays.values();
            let replays =
                replays.flat_map(|replay| std::iter::once(&replay.to).chain(&replay.from));
            let mut hit = faults.chain(replays);
            hit.all(|id| known.elements.contains(id))
                && scenario.loads.keys().all(|id| known.journeys.contains(id))
        });
        if !all_there {
            for option in model.options.keys() {
                let architecture = derive(model, option);
                known.elements.extend(architecture.elements.into_keys());
                known.journeys.extend(architecture.journeys.into_keys());
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn a_scenario_says_what_its_kind_needs() {
        says(
            "scenarios/worker-crash/kind",
            json!("steady"),
            &[
                "steady-load-changes at scenarios/worker-crash/load",
                "steady-with-faults at scenarios/worker-crash/faults",
                "without-effect at scenarios/worker-crash/horizon",
            ],
        );
        says(
            "scenarios/steady/kind",
            json!("terminating"),
            &["without-horizon at scenarios/steady"],
        );
        says(
            "scenarios/steady/hours_per_month",
            json!(800),
            &["out-of-range at scenarios/steady/hours_per_month"],
        );
    }

    #[test]
    fn windows_and_faults_can_be() {
        let window = "scenarios/upload-spike/windows/disturbance";
        says(
            window,
            json!({"from": "5min", "to": "30min"}),
            &[&format!("out-of-range at {window}")],
        );
        let fault = "scenarios/worker-crash/faults/gone";
        for (field, new) in [("duration", json!("0s")), ("kind/crash", json!(0))] {
            let path = format!("{fault}/{field}");
            says(&path, new, &[&format!("out-of-range at {path}")]);
        }
        says(
            &format!("{fault}/kind"),
            json!({"slow": 0.5}),
            &[&format!("out-of-range at {fault}/kind/slow")],
        );
        says(
            &format!("{fault}/element"),
            json!("nobody"),
            &[&format!("unknown-reference at {fault}/element")],
        );
    }

    #[test]
    fn a_load_is_of_a_journey() {
        let load = "scenarios/steady/loads/nobody";
        says(
            load,
            json!({"constant": "1/s"}),
            &[&format!("unknown-reference at {load}")],
        );
    }

    #[test]
    fn a_fault_may_hit_what_an_option_makes() {
        says(
            "scenarios/worker-crash/faults/gone/element",
            json!("worker--service"),
            &[],
        );
    }
}
