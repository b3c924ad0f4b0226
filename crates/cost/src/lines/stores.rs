use spinout_model::{ElementKind, Mode, Store, Technology};
use spinout_results::Run;
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};
use crate::month::HOURS;

/// Stores: their instance by the hour, the data they keep, and each reading and writing request.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    let mut without = Vec::new();
    for (id, element) in &view.architecture.elements {
        if element.kind != ElementKind::Store {
            continue;
        }
        let label = element.label(id);
        let store = element.store.clone().unwrap_or_default();
        let Some(instance) = &store.instance else {
            without.push(label);
            continue;
        };
        if !ledger.prices().knows(instance) {
            ledger.note(format!(
                "{label}: no price is known for `{instance}`, so it is not in the sum."
            ));
            continue;
        }
        ledger.book_if_charged(Entry {
            element: Some(id),
            what: format!("{label}: instance"),
            item: instance,
            quantity: HOURS,
            unit: "instance hours",
            explanation: format!("one instance over the {HOURS} h of a month"),
        });
        storage(id, label, instance, &store, ledger);
        requests(view, id, label, instance, ledger);
    }
    if !without.is_empty() {
        ledger.note(format!(
            "No instance type is given for {}: they are not in the sum.",
            without.join(", ")
        ));
    }
}

fn storage(id: &ElementId, label: &str, instance: &str, store: &Store, ledger: &mut Ledger<'_>) {
    let Some(size) = &store.storage else {
        let keeps = !matches!(store.technology, Technology::Cache);
        if keeps {
            ledger.note(format!(
                "{label}: how much data it keeps is not said, so its storage is not in the sum."
            ));
        }
        return;
    };
    let of_service = instance.split('/').next().unwrap_or(instance);
    let items = [
        format!("{instance}/storage"),
        format!("{of_service}/storage"),
    ];
    let priced = |item: &&String| ledger.prices().find(item).is_some();
    let item = items.iter().find(priced).unwrap_or(&items[0]).clone();
    ledger.book(Entry {
        element: Some(id),
        what: format!("{label}: data kept"),
        item: &item,
        quantity: size.base() / 1e9,
        unit: "GB-months",
        explanation: format!("{size} kept all month; a GB is 10⁹ bytes"),
    });
}

fn requests(view: View<'_>, id: &ElementId, label: &str, instance: &str, ledger: &mut Ledger<'_>) {
    for (mode, charge, what) in [
        (Mode::Writes, "put", "writing requests"),
        (Mode::Reads, "get", "reading requests"),
    ] {
        let rate = |run: &Run| visits(view, id, run) * share(view, id, run, mode);
        ledger.book_if_charged(Entry {
            element: Some(id),
            what: format!("{label}: {what}"),
            item: &format!("{instance}/{charge}"),
            quantity: view.month.events(rate),
            unit: "requests",
            explanation: view
                .month
                .in_words(|run| Some(format!("{:.2}/s as simulated", rate(run)))),
        });
    }
}

/// Finished visits of the store per second, as simulated.
fn visits(view: View<'_>, id: &ElementId, run: &Run) -> f64 {
    let simulated = run.elements.get(id).and_then(|e| e.throughput_per_s);
    simulated.map_or_else(|| rate(view, id, run, |_| true), |estimate| estimate.value)
}

/// The part of a store's visits that come over relationships of `mode`, by the drawing; calls count as
/// reading.
fn share(view: View<'_>, id: &ElementId, run: &Run, mode: Mode) -> f64 {
    let all = rate(view, id, run, |_| true);
    if all <= 0.0 {
        return 0.0;
    }
    let writes = rate(view, id, run, |mode| mode == Mode::Writes) / all;
    if mode == Mode::Writes {
        writes
    } else {
        1.0 - writes
    }
}

fn rate(view: View<'_>, id: &ElementId, run: &Run, take: impl Fn(Mode) -> bool) -> f64 {
    let links = view.architecture.relationships.iter();
    links
        .filter(|(_, link)| link.to.element == *id && take(link.mode))
        .map(|(relationship, _)| view.demand.rate(run, relationship))
        .sum()
}
