//! F1 to F8: which of the ways in which spinouts fail a run shows, by the signal of each.

use std::collections::BTreeMap;

use spinout_model::FaultKind;
use spinout_results::{FailureMode, FailureModeId, Seen};
use spinout_units::{ElementId, JourneyId};

use super::View;

/// Failures ÷ arrivals from which on, and how many times as many as before, they are a spike.
const SPIKE: (f64, f64) = (0.01, 2.0);
/// How many times as much as before spending must be to be a shock.
const SHOCK: f64 = 1.5;

/// The failure modes that a run shows, once its series are whole.
pub(super) fn failure_modes(view: View<'_>) -> BTreeMap<FailureModeId, FailureMode> {
    let begins = begins(view);
    [
        mode(
            FailureModeId::F1,
            ["Cutover failure", "failed requests", "per second"],
            "roll back; contract tests before the next try",
            spikes(view, begins),
        ),
        mode(
            FailureModeId::F2,
            ["Missing traces", "trace join rate (M9)", "share"],
            "propagate the context in every call and message",
            fall(view, begins),
        ),
        mode(
            FailureModeId::F3,
            ["Cost shock from scaling", "spend of instances", "per hour"],
            "an upper bound and a budget stop for the autoscaler",
            shock(view, begins),
        ),
        mode(
            FailureModeId::F4,
            [
                "Duplicate data",
                "duplicated or inconsistent effects",
                "in a run",
            ],
            "idempotency keys and one writer, or an outbox",
            duplicates(view),
        ),
        mode(
            FailureModeId::F5,
            [
                "Dead letters pile up",
                "messages given up (M5)",
                "since the start",
            ],
            "mend the consumer or the schema, then replay",
            dead_letters(view, begins),
        ),
        mode(
            FailureModeId::F6,
            ["Authorisation failures", "denials (M10)", "per second"],
            "align scopes, rotate or renew tokens, pass them on in messages",
            denials(view, begins),
        ),
        mode(
            FailureModeId::F7,
            ["Observability gaps", "missing spans and logs", "share"],
            "move the logging configuration along; central standard logging",
            gaps(view, begins),
        ),
        mode(
            FailureModeId::F8,
            ["Pipeline broken", "failed runs", "per week"],
            "a pipeline of its own, with tests that do not need the old layout",
            failed_runs(view, begins),
        ),
    ]
    .into_iter()
    .filter(|(_, mode)| !mode.seen.is_empty())
    .collect()
}

fn mode(
    id: FailureModeId,
    [name, signal, unit]: [&str; 3],
    response: &str,
    seen: Vec<Seen>,
) -> (FailureModeId, FailureMode) {
    let mode = FailureMode {
        name: name.to_owned(),
        signal: signal.to_owned(),
        unit: unit.to_owned(),
        response: response.to_owned(),
        seen,
    };
    (id, mode)
}

/// When the first thing of the scenario goes wrong, or over, seconds.
fn begins(view: View<'_>) -> f64 {
    let faults = view.scenario.faults.values().map(|fault| fault.at.base());
    let phases = view.scenario.cutovers.values();
    let phases = phases.filter_map(|times| Some(times.at.first()?.base()));
    faults.chain(phases).fold(f64::INFINITY, f64::min)
}

/// A series before something begins on average, and after that at its highest. Where nothing begins, its first
/// figure stands for what was before.
fn rise(view: View<'_>, series: &[Option<f64>], begins: f64) -> Option<(Option<f64>, f64, f64)> {
    let told = view.run.series.time_s.iter().zip(series);
    let told: Vec<(f64, f64)> = told
        .filter_map(|(at, value)| Some((*at, (*value)?)))
        .collect();
    let early = told.iter().filter(|(at, _)| *at < begins);
    let early: Vec<f64> = early.map(|(_, value)| *value).collect();
    let before = if begins.is_infinite() {
        told.first().map(|(_, value)| *value)
    } else {
        (!early.is_empty()).then(|| early.iter().sum::<f64>() / early.len() as f64)
    };
    let late = told
        .iter()
        .filter(|(at, _)| begins.is_infinite() || *at >= begins);
    // The first of equals.
    let worst = late.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((before, worst.1, worst.0))
}

fn of_journey(
    view: View<'_>,
    id: &JourneyId,
    (before, worst, at): (Option<f64>, f64, f64),
) -> Seen {
    let named = view.run.journeys.get(id);
    Seen {
        name: named.map_or_else(|| id.to_string(), |journey| journey.name.clone()),
        journey: Some(id.clone()),
        element: None,
        before,
        worst,
        at_s: Some(at),
    }
}

fn of_element(
    view: View<'_>,
    id: &ElementId,
    (before, worst, at): (Option<f64>, f64, f64),
) -> Seen {
    let element = view.architecture.elements.get(id);
    Seen {
        name: element
            .map_or(id.as_str(), |element| element.label(id))
            .to_owned(),
        journey: None,
        element: Some(id.clone()),
        before,
        worst,
        at_s: Some(at),
    }
}

/// F1: only where something is released or goes over, as other failures have other names.
fn spikes(view: View<'_>, begins: f64) -> Vec<Seen> {
    let mut faults = view.scenario.faults.values();
    let released = faults.any(|fault| {
        matches!(
            fault.kind,
            FaultKind::Deploy(_) | FaultKind::Errors(_) | FaultKind::Brownout(_)
        )
    });
    if !released && view.scenario.cutovers.is_empty() {
        return Vec::new();
    }
    let journeys = view.run.series.journeys.iter();
    journeys
        .filter_map(|(id, series)| {
            let found = rise(view, &series.failures_per_s.value, begins)?;
            let (before, worst, at) = found;
            let step = view.run.series.time_s.iter().position(|time| *time == at)?;
            let came = series.arrivals_per_s.value.get(step).copied().flatten()?;
            let spike = worst > SPIKE.0 * came && worst > SPIKE.1 * before.unwrap_or(0.0);
            spike.then(|| of_journey(view, id, found))
        })
        .collect()
}

fn fall(view: View<'_>, begins: f64) -> Vec<Seen> {
    let journeys = view.run.series.journeys.iter();
    journeys
        .filter_map(|(id, series)| {
            let negative: Vec<Option<f64>> = series
                .trace_join_rate
                .iter()
                .map(|rate| rate.map(|rate| -rate))
                .collect();
            let (before, worst, at) = rise(view, &negative, begins)?;
            let (before, worst) = (before.map(|rate| -rate), -worst);
            let falls = before.is_some_and(|before| worst < before - 1e-9);
            falls.then(|| of_journey(view, id, (before, worst, at)))
        })
        .collect()
}

fn shock(view: View<'_>, begins: f64) -> Vec<Seen> {
    let found = rise(view, &view.run.series.spend_per_h, begins);
    let found = found.filter(|(before, worst, _)| before.is_some_and(|b| *worst > SHOCK * b));
    let seen = found.map(|(before, worst, at)| Seen {
        name: "All instances".to_owned(),
        journey: None,
        element: None,
        before,
        worst,
        at_s: Some(at),
    });
    seen.into_iter().collect()
}

fn duplicates(view: View<'_>) -> Vec<Seen> {
    let journeys = view.run.journeys.iter();
    journeys
        .filter_map(|(id, journey)| {
            let messages = journey.messages.as_ref()?;
            let count = messages.duplicated + messages.inconsistent;
            (count > 0.0).then(|| Seen {
                name: journey.name.clone(),
                journey: Some(id.clone()),
                element: None,
                before: None,
                worst: count,
                at_s: None,
            })
        })
        .collect()
}

/// The elements of which a series of theirs rises above nothing.
fn elements<'a>(
    view: View<'a>,
    begins: f64,
    series: impl Fn(&'a spinout_results::ElementSeries) -> &'a [Option<f64>],
) -> Vec<Seen> {
    let elements = view.run.series.elements.iter();
    elements
        .filter_map(|(id, of)| {
            let found = rise(view, series(of), begins).filter(|found| found.1 > 0.0)?;
            Some(of_element(view, id, found))
        })
        .collect()
}

fn dead_letters(view: View<'_>, begins: f64) -> Vec<Seen> {
    elements(view, begins, |series| &series.dead_letters.value)
}

fn denials(view: View<'_>, begins: f64) -> Vec<Seen> {
    elements(view, begins, |series| &series.denied_per_s.value)
}

/// The units of which something rises above what it was.
fn units<'a>(
    view: View<'a>,
    begins: f64,
    series: impl Fn(&'a spinout_results::UnitSeries) -> &'a [f64],
) -> Vec<Seen> {
    let units = view.run.series.units.iter();
    units
        .filter_map(|(id, of)| {
            let told: Vec<Option<f64>> = series(of).iter().copied().map(Some).collect();
            let found = rise(view, &told, begins)?;
            let rises = found.1 > found.0.unwrap_or(0.0) + 1e-9;
            rises.then(|| of_element(view, id, found))
        })
        .collect()
}

fn gaps(view: View<'_>, begins: f64) -> Vec<Seen> {
    units(view, begins, |series| &series.missing_telemetry)
}

fn failed_runs(view: View<'_>, begins: f64) -> Vec<Seen> {
    units(view, begins, |series| &series.failed_runs_per_week)
}
