use spinout_model::{Architecture, Model};
use spinout_results::{Bill, Run};

use crate::demand::Demand;
use crate::ledger::Ledger;
use crate::lines::{
    View, balancers, functions, instances, nodes, queues, stores, telemetry, transfer,
};
use crate::month::{Month, finished_per_s};
use crate::{Catalogue, Prices};

/// What a month of `architecture` costs, where the month is the mix of `runs` by their scenarios' hours.
/// Without runs there is no bill.
#[must_use]
pub fn bill(model: &Model, architecture: &Architecture, runs: &[&Run]) -> Option<Bill> {
    if runs.is_empty() {
        return None;
    }
    let month = Month::of(model, runs);
    let demand = Demand::of(architecture);
    let prices = Prices::of(model);
    let mut ledger = Ledger::new(prices);
    for (item, own, listed) in prices.misfits() {
        ledger.note(format!(
            "The model's price of `{item}` is in {own}, the catalogue's in {listed}: the catalogue's counts."
        ));
    }
    let view = View {
        architecture,
        month: &month,
        demand: &demand,
    };
    for part in [
        instances::book,
        nodes::book,
        functions::book,
        stores::book,
        stores::grow,
        queues::book,
        transfer::book,
        balancers::book,
        telemetry::book,
    ] {
        part(view, &mut ledger);
    }
    let Ledger {
        mut lines,
        notes,
        storage,
        ..
    } = ledger;
    // What all share has no element and comes last; the order within an element is that of the parts.
    lines.sort_by(|a, b| {
        let key = |line: &spinout_results::BillLine| (line.element.is_none(), line.element.clone());
        key(a).cmp(&key(b))
    });
    let per_month = lines.iter().map(|line| line.amount).sum();
    let (transactions, unknown) = transactions(&month);
    let mut bill = Bill {
        currency: Catalogue::bundled().currency.clone(),
        per_month,
        per_transaction: (transactions > 0.0 && unknown.is_none())
            .then(|| per_month / transactions),
        transactions_per_month: transactions,
        mix: month
            .parts
            .iter()
            .map(|(run, hours)| (run.scenario.clone(), *hours))
            .collect(),
        lines,
        notes: month.notes,
        storage,
    };
    bill.notes.extend(unknown);
    bill.notes.extend(notes);
    Some(bill)
}

/// Successful requests of the month, and a note if a run could not tell them.
fn transactions(month: &Month<'_>) -> (f64, Option<String>) {
    let rate = |run: &Run| -> f64 {
        let journeys = run.journeys.values();
        journeys
            .map(|j| finished_per_s(j) * j.success_rate.map_or(0.0, |e| e.value))
            .sum()
    };
    let unknown = month.parts.iter().find(|(run, _)| {
        let mut journeys = run.journeys.values();
        journeys.any(|j| j.throughput_per_s.is_none())
    });
    let note = unknown.map(|(run, _)| {
        format!(
            "`{}` could not keep up, so its requests are not known and the cost of one is not either; \
             what depends on its load is left out.",
            run.scenario
        )
    });
    (month.events(rate), note)
}

/// The catalogue items that `architecture` names and that have no price: the place in the model and the
/// item.
#[must_use]
pub fn unpriced(model: &Model, architecture: &Architecture) -> Vec<(String, String)> {
    let prices = Prices::of(model);
    let named = architecture.elements.iter().flat_map(|(id, element)| {
        let process = element.process.as_ref().and_then(|p| p.instance.as_ref());
        let store = element.store.as_ref().and_then(|s| s.instance.as_ref());
        let queue = element.queue.as_ref().and_then(|q| q.service.as_ref());
        let nodes = element.boundary.as_ref().and_then(|b| b.nodes.as_ref());
        let node = nodes.and_then(|nodes| nodes.instance.as_ref());
        [
            (process, format!("elements/{id}/process/instance")),
            (store, format!("elements/{id}/store/instance")),
            (queue, format!("elements/{id}/queue/service")),
            (node, format!("elements/{id}/boundary/nodes/instance")),
        ]
    });
    named
        .filter_map(|(item, place)| Some((place, item?.clone())))
        .filter(|(_, item)| !prices.knows(item))
        .collect()
}
