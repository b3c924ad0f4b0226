//! M9: which requests leave one whole trace.

use std::collections::{BTreeMap, BTreeSet};

use spinout_graph::{OperationGraph, home};
use spinout_model::{ElementKind, Fault, FaultKind, Mode, OperationRef, Relationship, Verdict};
use spinout_results::{Estimate, Found, MetricValue};
use spinout_units::{ElementId, JourneyId, RelationshipId};

use super::{View, operations};

/// Must the trace context cross this link for a trace to be whole? Stores and other people's systems
/// write no spans of ours, and a client begins the trace.
pub(super) fn must_cross(view: View<'_>, link: &Relationship) -> bool {
    let around = |id| home(view.architecture, id);
    let (from, to) = (around(&link.from.element), around(&link.to.element));
    let target = view.kind(to);
    from != to
        && view.kind(from) != Some(ElementKind::Client)
        && target != Some(ElementKind::External)
        && match link.mode {
            Mode::Calls => target != Some(ElementKind::Store),
            Mode::Publishes | Mode::Consumes => true,
            Mode::Reads | Mode::Writes => false,
        }
}

/// The chances that a request leaves a whole trace under some faults: where links of which nobody has said
/// whether they carry the context do not, and where they do.
fn chances(
    view: View<'_>,
    graph: &OperationGraph,
    entry: &OperationRef,
    faults: &[&Fault],
) -> (f64, f64) {
    let traces = |id: &ElementId| {
        let unit = view.architecture.units.get(id)?;
        unit.traces.as_ref().map(|answer| answer.is)
    };
    let chance = |crosses: &dyn Fn(&Relationship) -> bool| {
        let link = |id: &RelationshipId| {
            let link = view.architecture.relationships.get(id);
            link.is_none_or(|link| !must_cross(view, link) || crosses(link))
        };
        graph.chance_of_whole(entry, link, |operation| {
            if traces(home(view.architecture, &operation.element)) == Some(Verdict::No) {
                return 0.0;
            }
            operations::traced(view, faults, &operation.element)
        })
    };
    (
        chance(&|link| link.trace_context == Some(true)),
        chance(&|link| link.trace_context != Some(false)),
    )
}

/// M9 over time, of journeys of which it is known, where faults change it.
pub(super) fn over_time(view: View<'_>) -> BTreeMap<JourneyId, Vec<Option<f64>>> {
    let mut faults = view.scenario.faults.values();
    let changes = faults.any(|fault| {
        matches!(
            fault.kind,
            FaultKind::LostTraces(_) | FaultKind::LostTelemetry(_)
        )
    });
    if !changes {
        return BTreeMap::new();
    }
    let graph = OperationGraph::of(view.architecture);
    let journeys = view.architecture.journeys.iter();
    journeys
        .map(|(id, journey)| {
            let (sampled, _) = sampling(view, &graph, &journey.entry);
            let at = |time: &f64| {
                let faults: Vec<&Fault> = operations::at(view, *time).collect();
                let (least, most) = chances(view, &graph, &journey.entry, &faults);
                ((most - least).abs() < 1e-12).then_some(least * sampled)
            };
            (id.clone(), view.run.series.time_s.iter().map(at).collect())
        })
        .collect()
}

/// The mean over a run, by arrivals, of what changes in it.
fn on_average(view: View<'_>, id: &JourneyId) -> Option<f64> {
    let series = view.run.series.journeys.get(id)?;
    let steps = series
        .trace_join_rate
        .iter()
        .zip(&series.arrivals_per_s.value);
    let steps: Vec<(f64, f64)> = steps
        .filter_map(|(rate, came)| Some(((*rate)?, (*came)?)))
        .collect();
    let came: f64 = steps.iter().map(|(_, came)| came).sum();
    let whole: f64 = steps.iter().map(|(rate, came)| rate * came).sum();
    (came > 0.0).then(|| whole / came)
}

/// M9, of every journey.
pub(super) fn join_rate(view: View<'_>) -> Vec<MetricValue> {
    let graph = OperationGraph::of(view.architecture);
    let journeys = view.architecture.journeys.iter();
    journeys
        .map(|(id, journey)| {
            let (least, most) = chances(view, &graph, &journey.entry, &[]);
            let (sampled, by) = sampling(view, &graph, &journey.entry);
            let known = (most - least).abs() < 1e-12;
            let found = known.then(|| {
                Estimate::exact(on_average(view, id).unwrap_or(least * sampled))
            });
            let mut of = view.of_journey(id, found, Found::Computed, "");
            of.how = format!(
                "links by how often a request takes them; {sampled:.4} of traces are kept{by}"
            );
            if !known {
                of.how = format!(
                    "between {:.4} and {:.4}, as nobody has said whether some links carry the context",
                    least * sampled,
                    most * sampled
                );
                of.missing = unsaid(view, &graph, &journey.entry);
            }
            of
        })
        .collect()
}

/// The share of traces that is kept: it is decided where a request enters the first process.
fn sampling(view: View<'_>, graph: &OperationGraph, entry: &OperationRef) -> (f64, String) {
    let visits = graph.visits(entry).unwrap_or_default();
    let is_process = |id: &ElementId| view.kind(id).is_some_and(ElementKind::is_process);
    let first = home(view.architecture, &entry.element);
    let door = if is_process(first) {
        Some(first)
    } else {
        let mut links = view.architecture.relationships.values();
        let called = links.find(|link| {
            link.from == *entry && visits.contains_key(&link.to) && link.mode == Mode::Calls
        });
        called.map(|link| home(view.architecture, &link.to.element))
    };
    let unit = door.and_then(|id| Some((id, view.architecture.units.get(id)?)));
    match unit.and_then(|(id, unit)| Some((id, unit.trace_sampling?))) {
        Some((id, share)) => (share, format!(" by {}", view.label(id))),
        None => (1.0, String::new()),
    }
}

/// The links on the way that nobody has said anything of.
fn unsaid(view: View<'_>, graph: &OperationGraph, entry: &OperationRef) -> Vec<String> {
    let visits = graph.visits(entry).unwrap_or_default();
    let used: BTreeSet<&RelationshipId> = graph
        .edges()
        .filter(|(from, _, _)| visits.contains_key(from))
        .filter_map(|(_, edge, _)| edge.relationship.as_ref())
        .collect();
    let links = view.architecture.relationships.iter();
    links
        .filter(|(id, link)| {
            used.contains(id) && must_cross(view, link) && link.trace_context.is_none()
        })
        .map(|(id, _)| format!("relationships/{id}/trace_context"))
        .collect()
}
