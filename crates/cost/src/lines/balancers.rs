use spinout_graph::home;
use spinout_model::ElementKind;
use spinout_model::Mode;
use spinout_results::Run;
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};
use crate::month::HOURS;

/// New connections per second that one capacity unit of a load balancer stands for.
const CONNECTIONS_PER_UNIT: f64 = 25.0;
/// Requests that a connection is kept open for.
const REQUESTS_PER_CONNECTION: f64 = 10.0;
/// Gigabytes an hour that one capacity unit stands for.
const GIGABYTES_PER_UNIT: f64 = 1.0;

/// A load balancer in front of each process that is called over the network.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    for (id, element) in &view.architecture.elements {
        if !element.kind.is_process() || element.kind == ElementKind::Function {
            continue;
        }
        let calls = |run: &Run| view.demand.arrivals_at(run, id, false);
        if view.month.events(calls) <= 0.0 {
            continue;
        }
        let label = element.label(id);
        ledger.book(Entry {
            element: Some(id),
            what: format!("{label}: load balancer"),
            item: "elb/application",
            quantity: HOURS,
            unit: "hours",
            explanation: "one in front of each process that is called over the network (assumed)"
                .to_owned(),
        });
        let units = |run: &Run| {
            let connections = calls(run) / REQUESTS_PER_CONNECTION / CONNECTIONS_PER_UNIT;
            let data = bytes_in(view, id, run) * 3600.0 / 1e9 / GIGABYTES_PER_UNIT;
            f64::max(connections, data)
        };
        let hours = view.month.parts.iter().map(|(run, h)| h * units(run));
        ledger.book(Entry {
            element: Some(id),
            what: format!("{label}: load balancer capacity"),
            item: "elb/capacity-unit",
            quantity: hours.sum(),
            unit: "unit hours",
            explanation: format!(
                "the larger of payloads at {GIGABYTES_PER_UNIT} GB/h and connections at \
                 {CONNECTIONS_PER_UNIT}/s a unit, {REQUESTS_PER_CONNECTION} requests a connection \
                 (assumed); {}",
                view.month
                    .in_words(|run| Some(format!("{:.3} units", units(run))))
            ),
        });
    }
}

fn bytes_in(view: View<'_>, process: &ElementId, run: &Run) -> f64 {
    view.demand
        .crossing()
        .filter(|(_, link)| {
            link.mode == Mode::Calls && home(view.architecture, &link.to.element) == process
        })
        .map(|(id, link)| {
            let payload = link.payload.as_ref().map_or(0.0, |p| p.base());
            payload * view.demand.rate(run, id)
        })
        .sum()
}
