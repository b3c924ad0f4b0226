//! The twelve metrics that a spinout is steered by, M1 to M12, out of a run and what the model says of
//! those who operate it. Pure; what the program has to assume is said where it is used.

mod access;
mod delivery;
mod failure_modes;
mod measured;
mod operations;
mod recovery;
mod traces;

use std::collections::BTreeMap;

use spinout_model::{Architecture, ElementKind, Scenario, Unit};
use spinout_results::{Bound, Estimate, Found, Metric, MetricId, MetricTarget, MetricValue, Run};
use spinout_units::{ElementId, JourneyId};

/// What the metrics are of.
#[derive(Clone, Copy)]
struct View<'a> {
    architecture: &'a Architecture,
    scenario: &'a Scenario,
    run: &'a Run,
}

/// Adds what is computed beside the simulation to a run that has its bill: how it is operated over time, the
/// metrics, and the failure modes that show.
pub(crate) fn complete(architecture: &Architecture, scenario: &Scenario, run: &mut Run) {
    let view = View {
        architecture,
        scenario,
        run,
    };
    let (rates, units) = (traces::over_time(view), operations::units(view));
    run.series.units = units;
    for (id, rates) in rates {
        if let Some(series) = run.series.journeys.get_mut(&id) {
            series.trace_join_rate = rates;
        }
    }
    run.metrics = metrics(architecture, scenario, run);
    let view = View {
        architecture,
        scenario,
        run,
    };
    run.failure_modes = failure_modes::failure_modes(view);
}

/// The metrics of a run that has its bill.
fn metrics(
    architecture: &Architecture,
    scenario: &Scenario,
    run: &Run,
) -> BTreeMap<MetricId, Metric> {
    let view = View {
        architecture,
        scenario,
        run,
    };
    let money = run.cost.as_ref().map_or("USD", |bill| &bill.currency);
    let below = |value| Some((Bound::Below, value));
    let at_least = |value| Some((Bound::AtLeast, value));
    [
        metric(
            MetricId::M1,
            "End-to-end latency",
            "s",
            "95th percentile of the response of a journey",
            below(0.3),
            measured::latency(view),
        ),
        metric(
            MetricId::M2,
            "Success rate",
            "share",
            "successful ÷ answered requests of a journey",
            at_least(0.999),
            measured::success(view),
        ),
        metric(
            MetricId::M3,
            "Processing time",
            "s",
            "95th percentile of the spans of a unit: from a request's or message's arrival at it to its \
             answer, what it waits for and calls included",
            below(0.1),
            measured::processing(view),
        ),
        metric(
            MetricId::M4,
            "Queue depth",
            "messages",
            "messages waiting: the mean of a steady scenario, the most of one with an end",
            below(100.0),
            measured::depth(view),
        ),
        metric(
            MetricId::M5,
            "Dead letters",
            "messages",
            "messages given up in a run",
            Some((Bound::AtMost, 0.0)),
            measured::dead_letters(view),
        ),
        metric(
            MetricId::M6,
            "Cost per transaction",
            money,
            "cost of the month ÷ its successful requests; tracked against the baseline",
            None,
            measured::cost(view),
        ),
        metric(
            MetricId::M7,
            "Deployment frequency",
            "per week",
            "releases of a unit that reach production",
            at_least(1.0),
            delivery::frequency(view),
        ),
        metric(
            MetricId::M8,
            "Mean time to recovery",
            "s",
            "alert + acknowledgement + diagnosis + roll-back or fix",
            below(3600.0),
            recovery::time(view),
        ),
        metric(
            MetricId::M9,
            "Trace join rate",
            "share",
            "requests whose trace is kept and whose every link carries the trace context ÷ all",
            Some((Bound::AtLeast, 0.95)),
            traces::join_rate(view),
        ),
        metric(
            MetricId::M10,
            "Authentication failure rate",
            "share",
            "requests that were not let in ÷ all that came to a door",
            below(0.0001),
            access::denials(view),
        ),
        metric(
            MetricId::M11,
            "Resource saturation",
            "share",
            "use ÷ limit of the scarcest resource, over time",
            below(0.7),
            measured::saturation(view),
        ),
        metric(
            MetricId::M12,
            "Error budget burn rate",
            "× of its budget",
            "share of bad requests ÷ what the objective allows, as if the run went on for seven days",
            below(1.0),
            measured::burn(view),
        ),
    ]
    .into_iter()
    .collect()
}

fn metric(
    id: MetricId,
    name: &str,
    unit: &str,
    measured_by: &str,
    target: Option<(Bound, f64)>,
    mut values: Vec<MetricValue>,
) -> (MetricId, Metric) {
    let target = target.map(|(bound, value)| MetricTarget { bound, value });
    for value in &mut values {
        value.met = value
            .value
            .zip(target)
            .map(|(found, target)| target.is_met(found.value));
    }
    let metric = Metric {
        name: name.to_owned(),
        unit: unit.to_owned(),
        measured_by: measured_by.to_owned(),
        target,
        values,
    };
    (id, metric)
}

/// A value of which more is to be said.
fn value(
    name: String,
    value: Option<Estimate>,
    found: Found,
    how: impl Into<String>,
) -> MetricValue {
    MetricValue {
        name,
        journey: None,
        objective: None,
        element: None,
        value,
        met: None,
        found,
        how: how.into(),
        missing: Vec::new(),
    }
}

impl<'a> View<'a> {
    /// What is released, steered and called out for: the processes, with what is said of them.
    fn units(self) -> impl Iterator<Item = (&'a ElementId, Option<&'a Unit>)> {
        let elements = self.architecture.elements.iter();
        elements
            .filter(|(_, element)| element.kind.is_process())
            .map(move |(id, _)| (id, self.architecture.units.get(id)))
    }

    fn label(self, id: &'a ElementId) -> &'a str {
        let element = self.architecture.elements.get(id);
        element.map_or(id.as_str(), |element| element.label(id))
    }

    fn kind(self, id: &ElementId) -> Option<ElementKind> {
        Some(self.architecture.elements.get(id)?.kind)
    }

    /// A value of a journey.
    fn of_journey(
        self,
        id: &JourneyId,
        found: Option<Estimate>,
        source: Found,
        how: impl Into<String>,
    ) -> MetricValue {
        let named = self
            .run
            .journeys
            .get(id)
            .map(|journey| journey.name.clone());
        MetricValue {
            journey: Some(id.clone()),
            ..value(named.unwrap_or_else(|| id.to_string()), found, source, how)
        }
    }

    /// A value of an element.
    fn of_element(
        self,
        id: &ElementId,
        found: Option<Estimate>,
        source: Found,
        how: impl Into<String>,
    ) -> MetricValue {
        let element = self.architecture.elements.get(id);
        let name = element.map_or(id.as_str(), |element| element.label(id));
        MetricValue {
            element: Some(id.clone()),
            ..value(name.to_owned(), found, source, how)
        }
    }
}

/// What a simulated figure without a value lacks.
fn unmeasured(of: &mut MetricValue) {
    if of.value.is_none() {
        of.missing
            .push("too few requests, or an overload that leaves no long run".to_owned());
    }
}
