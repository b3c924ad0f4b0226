use std::collections::BTreeMap;

use spinout_graph::home;
use spinout_model::{ElementKind, Mode, NetworkClass, Relationship, Technology};
use spinout_results::Run;
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};

/// Data that leave a zone, a region or the cloud, paid by the side that asks.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    let mut moved: BTreeMap<(ElementId, &str), (f64, Vec<String>)> = BTreeMap::new();
    for (id, link) in view.demand.crossing() {
        let (Some(payload), Some((item, ways))) = (&link.payload, charge(view, link)) else {
            continue;
        };
        let times = view.month.events(|run: &Run| view.demand.rate(run, id));
        let payer = home(view.architecture, &link.from.element).clone();
        let (sum, links) = moved.entry((payer, item)).or_default();
        *sum += ways * times * payload.base() / 1e9;
        let twice = if ways > 1.0 {
            ", paid on both sides"
        } else {
            ""
        };
        links.push(format!("{id}: {times:.0} × {payload}{twice}"));
    }
    for ((payer, item), (gigabytes, links)) in moved {
        ledger.book(Entry {
            element: Some(&payer),
            what: format!("{}: data moved", view.label(&payer)),
            item,
            quantity: gigabytes,
            unit: "GB",
            explanation: format!("{}; a GB is 10⁹ bytes", links.join("; ")),
        });
    }
    ledger.note(
        "Answers to users are not in the sum: a payload says how much a request carries, and data that \
         come in are free."
            .to_owned(),
    );
}

/// The item that a payload over `link` is charged as, and how many times: between zones both sides pay.
fn charge(view: View<'_>, link: &Relationship) -> Option<(&'static str, f64)> {
    let goes_out = link.mode != Mode::Reads;
    match view.architecture.network_between(link)? {
        NetworkClass::Region if !is_regional(view, &link.to.element) => {
            Some(("transfer/between-zones", 2.0))
        }
        NetworkClass::World => Some(("transfer/between-regions", 1.0)),
        NetworkClass::Internet if goes_out && !view.demand.is_user(&link.from.element) => {
            Some(("transfer/internet", 1.0))
        }
        NetworkClass::Region
        | NetworkClass::Internet
        | NetworkClass::Local
        | NetworkClass::Zone => None,
    }
}

/// Managed services of a region are reached from all of its zones without a charge for data: object
/// stores, and queues that are not made of servers.
fn is_regional(view: View<'_>, element: &ElementId) -> bool {
    view.architecture.elements.get(element).is_some_and(|e| {
        let object = e
            .store
            .as_ref()
            .is_some_and(|s| s.technology == Technology::Object);
        let service = e.queue.as_ref().and_then(|q| q.service.as_deref());
        let served = service.is_some_and(|s| s.starts_with("msk/") || s.starts_with("mq/"));
        object || (e.kind == ElementKind::Queue && !served)
    })
}
