//! What comes out of the simulation itself.

use std::collections::BTreeSet;

use spinout_graph::home;
use spinout_results::{Estimate, Found, MetricValue, RunKind};
use spinout_units::ElementId;

use super::{View, unmeasured, value};

/// M1.
pub(super) fn latency(view: View<'_>) -> Vec<MetricValue> {
    let journeys = view.run.journeys.iter();
    journeys
        .map(|(id, journey)| {
            let how = "all finished requests, failed ones with the time at which they failed";
            let mut of = view.of_journey(id, journey.response_s.p95, Found::Simulated, how);
            unmeasured(&mut of);
            of
        })
        .collect()
}

/// M2.
pub(super) fn success(view: View<'_>) -> Vec<MetricValue> {
    let journeys = view.run.journeys.iter();
    journeys
        .map(|(id, journey)| {
            let how = "a request whose consequence was lost after its answer counts as a success";
            let mut of = view.of_journey(id, journey.success_rate, Found::Simulated, how);
            unmeasured(&mut of);
            of
        })
        .collect()
}

/// M3: of everything in a unit that is asked from outside of it.
pub(super) fn processing(view: View<'_>) -> Vec<MetricValue> {
    let around = |id| home(view.architecture, id);
    let mut asked: BTreeSet<&ElementId> = BTreeSet::new();
    for link in view.architecture.relationships.values() {
        // The consumer is what works on a message.
        let (worker, other) = if link.mode == spinout_model::Mode::Consumes {
            (&link.from.element, &link.to.element)
        } else {
            (&link.to.element, &link.from.element)
        };
        let unit = around(worker);
        let is_process = view.kind(unit).is_some_and(|kind| kind.is_process());
        if is_process && unit != around(other) {
            asked.insert(worker);
        }
    }
    let entries = view
        .architecture
        .journeys
        .values()
        .map(|j| &j.entry.element);
    asked.extend(entries.filter(|id| view.kind(around(id)).is_some_and(|k| k.is_process())));
    asked
        .into_iter()
        .filter_map(|id| {
            let element = view.run.elements.get(id)?;
            let unit = around(id);
            let how = if unit == id {
                "all its operations".to_owned()
            } else {
                format!("what {} does within {}", view.label(id), view.label(unit))
            };
            let mut of = view.of_element(id, element.response_s.p95, Found::Simulated, how);
            unmeasured(&mut of);
            Some(of)
        })
        .collect()
}

/// M4, of every queue that is not for dead letters.
pub(super) fn depth(view: View<'_>) -> Vec<MetricValue> {
    let letters = dead_letter_queues(view);
    let elements = view.run.elements.iter();
    elements
        .filter(|(id, _)| !letters.contains(id))
        .filter_map(|(id, element)| {
            let queue = element.queue.as_ref()?;
            let (found, how) = match view.run.kind {
                RunKind::Steady => (queue.depth, "mean over time"),
                RunKind::Terminating => (
                    Some(Estimate::exact(queue.depth_max)),
                    "the most at once, mean over replications",
                ),
            };
            let mut of = view.of_element(id, found, Found::Simulated, how);
            unmeasured(&mut of);
            Some(of)
        })
        .collect()
}

/// M5, of every queue that is not for dead letters.
pub(super) fn dead_letters(view: View<'_>) -> Vec<MetricValue> {
    let letters = dead_letter_queues(view);
    let elements = view.run.elements.iter();
    elements
        .filter(|(id, _)| !letters.contains(id))
        .filter_map(|(id, element)| {
            let queue = element.queue.as_ref()?;
            let drawn = view.architecture.elements.get(id)?.queue.as_ref();
            let rule = drawn.and_then(|queue| queue.dead_letter.as_ref());
            let how = rule.map_or_else(
                || "messages are never given up".to_owned(),
                |rule| format!("given up after {} deliveries", rule.max_receives),
            );
            let found = Some(Estimate::exact(queue.dead_letters));
            Some(view.of_element(id, found, Found::Simulated, how))
        })
        .collect()
}

fn dead_letter_queues<'a>(view: View<'a>) -> BTreeSet<&'a ElementId> {
    let queues = view.architecture.elements.values();
    queues
        .filter_map(|element| Some(&element.queue.as_ref()?.dead_letter.as_ref()?.to))
        .collect()
}

/// M6.
pub(super) fn cost(view: View<'_>) -> Vec<MetricValue> {
    let bill = view.run.cost.as_ref();
    let found = bill.and_then(|bill| bill.per_transaction);
    let how = "the bill of the month's mix of scenarios";
    let mut of = value(
        "The month".to_owned(),
        found.map(Estimate::exact),
        Found::Computed,
        how,
    );
    match bill {
        Some(bill) => of.missing.extend(bill.notes.iter().cloned()),
        None => of
            .missing
            .push("a bill: hours_per_month of a scenario".to_owned()),
    }
    vec![of]
}

/// M11.
pub(super) fn saturation(view: View<'_>) -> Vec<MetricValue> {
    let elements = view.run.elements.iter();
    elements
        .filter(|(_, element)| element.utilization.is_some())
        .map(|(id, element)| {
            let of = element.resource.as_deref().unwrap_or("resources");
            view.of_element(id, element.utilization, Found::Simulated, of)
        })
        .collect()
}

/// M12, of every objective.
pub(super) fn burn(view: View<'_>) -> Vec<MetricValue> {
    let mut values = Vec::new();
    for (id, journey) in &view.run.journeys {
        for objective in &journey.objectives {
            let allowed = 1.0 - objective.objective.target;
            let found = objective.good.map(|good| Estimate {
                value: (1.0 - good.value) / allowed,
                low: (1.0 - good.high) / allowed,
                high: (1.0 - good.low) / allowed,
            });
            let how = match view.run.kind {
                RunKind::Steady => "the long run of this load",
                RunKind::Terminating => "the whole scenario, over and over",
            };
            let mut of = view.of_journey(id, found, Found::Simulated, how);
            of.objective = Some(objective.id.clone());
            of.name = format!("{}: {}", journey.name, objective.id);
            unmeasured(&mut of);
            values.push(of);
        }
    }
    values
}
