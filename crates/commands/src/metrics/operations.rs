//! What goes wrong with how a system is operated, over time: traces and telemetry that are lost, and pipelines
//! that fail. Nothing of it changes what requests meet.

use std::collections::BTreeMap;

use spinout_graph::{home, inside};
use spinout_model::{Fault, FaultKind};
use spinout_results::UnitSeries;
use spinout_units::ElementId;

use super::{View, delivery};

/// The faults of a scenario that are on at a time, seconds.
pub(super) fn at(view: View<'_>, time_s: f64) -> impl Iterator<Item = &Fault> {
    let faults = view.scenario.faults.values();
    faults.filter(move |fault| {
        let from = fault.at.base();
        (from..from + fault.duration.base()).contains(&time_s)
    })
}

/// Does a fault hit a unit, something in it, or what it is in?
pub(super) fn hits(view: View<'_>, fault: &Fault, unit: &ElementId) -> bool {
    let reach = inside(view.architecture);
    let struck = reach.get(&fault.element);
    struck.is_some_and(|struck| struck.contains(unit))
        || home(view.architecture, &fault.element) == unit
}

/// The share of what an element at a time passes on and reports of which the trace knows.
pub(super) fn traced(view: View<'_>, faults: &[&Fault], element: &ElementId) -> f64 {
    let unit = home(view.architecture, element);
    let kept = faults.iter().map(|fault| match fault.kind {
        FaultKind::LostTraces(lost) | FaultKind::LostTelemetry(lost)
            if hits(view, fault, element) || hits(view, fault, unit) =>
        {
            1.0 - lost
        }
        _ => 1.0,
    });
    kept.product()
}

/// The share of runs of a unit's pipeline that fail under the faults of a time, beside what its stages say. Who
/// shares a pipeline shares that.
pub(super) fn failing(view: View<'_>, faults: &[&Fault], unit: &ElementId) -> f64 {
    let shares = |id: &ElementId| {
        let unit = view.architecture.units.get(id);
        unit.and_then(|unit| unit.pipeline.as_ref())
            .is_some_and(|pipeline| pipeline.shared)
    };
    let passes = faults.iter().map(|fault| match fault.kind {
        FaultKind::FailedRuns(failed) => {
            let shared = || {
                let mut units = view.units();
                shares(unit) && units.any(|(id, _)| shares(id) && hits(view, fault, id))
            };
            if hits(view, fault, unit) || shared() {
                1.0 - failed
            } else {
                1.0
            }
        }
        _ => 1.0,
    });
    1.0 - passes.product::<f64>()
}

/// Units that such a fault hits, over time.
pub(super) fn units(view: View<'_>) -> BTreeMap<ElementId, UnitSeries> {
    let mut found: BTreeMap<ElementId, UnitSeries> = BTreeMap::new();
    for (id, _) in view.units() {
        let mut series = UnitSeries::default();
        for time in &view.run.series.time_s {
            let faults: Vec<&Fault> = at(view, *time).collect();
            let reported = faults.iter().map(|fault| match fault.kind {
                FaultKind::LostTelemetry(lost) if hits(view, fault, id) => 1.0 - lost,
                _ => 1.0,
            });
            series
                .missing_telemetry
                .push(1.0 - reported.product::<f64>());
            let runs = delivery::runs(view, id, failing(view, &faults, id));
            series.releases_per_week.extend(runs.map(|runs| runs.0));
            series.failed_runs_per_week.extend(runs.map(|runs| runs.1));
        }
        let hit = view.scenario.faults.values().any(|fault| match fault.kind {
            FaultKind::LostTelemetry(_) => hits(view, fault, id),
            FaultKind::FailedRuns(_) => failing(view, &[fault], id) > 0.0,
            _ => false,
        });
        if hit {
            found.insert(id.clone(), series);
        }
    }
    found
}
