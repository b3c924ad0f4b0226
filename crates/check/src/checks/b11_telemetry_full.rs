use spinout_model::{Layer, Verdict};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A telemetry pipeline that gets more than it takes.
    ///
    /// A collector drops what it cannot take, and it has most to take in an incident, when people need it. Each
    /// kept request leaves about a span for each process that it passes.
    ///
    /// ```json
    /// {
    ///   "elements": { "collector": { "kind": "service", "team": "core", "process": { "replicas": 2 },
    ///     "operations": { "default": {} } } },
    ///   "units": { "collector": { "layer": "observability", "max_spans": "5/s" } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Keep fewer traces (`trace_sampling` of the unit where requests enter), or a larger pipeline.
    ///
    /// ```json
    /// {
    ///   "elements": { "collector": { "kind": "service", "team": "core", "process": { "replicas": 2 },
    ///     "operations": { "default": {} } } },
    ///   "units": { "collector": { "layer": "observability", "max_spans": "500/s" } }
    /// }
    /// ```
    "B11" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let most: f64 = design
        .units()
        .filter(|(_, unit)| unit.layer == Some(Layer::Observability))
        .filter_map(|(_, unit)| unit.max_spans.as_ref())
        .map(|rate| rate.base())
        .sum();
    let takers = || design.units().filter(|(_, unit)| unit.max_spans.is_some());
    let Some((id, _)) = takers().next() else {
        return;
    };
    for (scenario, says) in &design.scenarios {
        let Some(spans) = design.peak_rates(says).and_then(|r| spans_per_s(design, &r)) else {
            continue;
        };
        if spans > most {
            found.say(
                design.unit_place(id, "max_spans"),
                format!(
                    "in `{scenario}` up to {spans:.0} spans a second are reported, and the pipeline takes {most:.0}: \
                     the rest is dropped"
                ),
                "keep fewer traces, or make the pipeline larger",
            );
        }
    }
}

/// Spans per second that are kept: one for each visit to a process whose traces arrive, at the sampling of the
/// process where its journey enters.
fn spans_per_s<'a>(
    design: &Design<'a>,
    rates: &std::collections::BTreeMap<&'a spinout_units::JourneyId, f64>,
) -> Option<f64> {
    let units = &design.architecture.units;
    let mut spans = 0.0;
    for (id, rate) in rates {
        let entry = &design.architecture.journeys[*id].entry;
        let first = entered(design, entry);
        let kept = units
            .get(first)
            .and_then(|unit| unit.trace_sampling)
            .unwrap_or(1.0);
        for (at, visits) in design.operations.visits_of([(entry, *rate)])? {
            let home = design.home(&at.element);
            let silent = units
                .get(home)
                .and_then(|unit| unit.traces.as_ref())
                .is_some_and(|answer| answer.is == Verdict::No);
            let own = design.kind(&at.element) != Some(spinout_model::ElementKind::Component);
            if design.is_process(home) && own && !silent {
                spans += kept * visits;
            }
        }
    }
    Some(spans)
}

/// The process that a journey enters first.
fn entered<'a>(
    design: &Design<'a>,
    entry: &'a spinout_model::OperationRef,
) -> &'a spinout_units::ElementId {
    let home = design.home(&entry.element);
    if design.is_process(home) {
        return home;
    }
    let mut links = design.architecture.relationships.values();
    links
        .find(|link| link.from == *entry)
        .map_or(home, |link| design.home(&link.to.element))
}
