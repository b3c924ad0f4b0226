use spinout_model::{ElementKind, Mode, Store, Technology};
use spinout_results::{Run, StorageGrowth};
use spinout_units::ElementId;

use super::View;
use crate::growth::Growth;
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
        let copies = store.read_replicas.as_ref().map_or(0, |r| r.count);
        ledger.book_if_charged(Entry {
            element: Some(id),
            what: format!("{label}: read replicas"),
            item: instance,
            quantity: f64::from(copies) * HOURS,
            unit: "instance hours",
            explanation: format!("{copies} copies over the {HOURS} h of a month"),
        });
        storage(view, (id, label), instance, &store, ledger);
        requests(view, id, label, instance, ledger);
    }
    let elements = view.architecture.elements.iter();
    let others = elements.filter(|(_, element)| element.kind == ElementKind::External);
    let others: Vec<&str> = others.map(|(id, element)| element.label(id)).collect();
    if !others.is_empty() {
        ledger.note(format!(
            "What others charge for the use of their systems is not in the sum: {}.",
            others.join(", ")
        ));
    }
    if !without.is_empty() {
        ledger.note(format!(
            "No instance type is given for {}: they are not in the sum.",
            without.join(", ")
        ));
    }
}

/// What stores grow by, with or without a price.
pub(crate) fn grow(view: View<'_>, ledger: &mut Ledger<'_>) {
    for (id, element) in &view.architecture.elements {
        let Some(store) = &element.store else {
            continue;
        };
        let written = written(view, id);
        let Some(growth) = Growth::of(store, written) else {
            continue;
        };
        let item = store.instance.as_ref().map(|i| kept_as(i, ledger));
        let price = item.and_then(|item| ledger.prices().find(&item));
        let kept = kept_by(store);
        let amount = |month: f64| Some(growth.mean(month) * kept * price.as_ref()?.unit_price);
        let found = StorageGrowth {
            name: element.label(id).to_owned(),
            written_gb_per_month: written,
            now_gb: growth.now,
            grows_gb_per_month: growth.size(1.0) - growth.now,
            in_a_year_gb: growth.size(12.0),
            capacity_gb: store.capacity.map(|room| room.base() / 1e9),
            full_in_months: growth.full(),
            amount_now: amount(0.0),
            amount_in_a_year: amount(11.0),
        };
        ledger.storage.insert(id.clone(), found);
    }
}

/// GB that are written to a store in a month.
fn written(view: View<'_>, id: &ElementId) -> f64 {
    let links = view.architecture.relationships.iter();
    let writes = links.filter(|(_, link)| link.to.element == *id && link.mode == Mode::Writes);
    let bytes = |run: &Run| -> f64 {
        writes
            .clone()
            .map(|(relationship, link)| view.demand.bytes(run, relationship, link))
            .sum()
    };
    view.month.events(bytes) / 1e9
}

/// How often data are kept: by the store, and by each of its copies that has an instance of its own.
fn kept_by(store: &Store) -> f64 {
    let copies = store.read_replicas.as_ref().map_or(0, |r| r.count);
    1.0 + f64::from(copies)
}

/// The item that what is kept is charged as.
fn kept_as(instance: &str, ledger: &Ledger<'_>) -> String {
    let of_service = instance.split('/').next().unwrap_or(instance);
    let items = [
        format!("{instance}/storage"),
        format!("{of_service}/storage"),
    ];
    let priced = |item: &&String| ledger.prices().find(item).is_some();
    items.iter().find(priced).unwrap_or(&items[0]).clone()
}

fn storage(
    view: View<'_>,
    (id, label): (&ElementId, &str),
    instance: &str,
    store: &Store,
    ledger: &mut Ledger<'_>,
) {
    let item = kept_as(instance, ledger);
    if let Some(growth) = Growth::of(store, written(view, id)) {
        return ledger.book(Entry {
            element: Some(id),
            what: format!("{label}: data kept"),
            item: &item,
            quantity: growth.mean(0.0) * kept_by(store),
            unit: "GB-months",
            explanation: format!(
                "{} × the mean of {:.3} GB at its beginning and {:.3} GB at its end, by what is written; a GB is 10⁹ \
                 bytes",
                kept_by(store),
                growth.now,
                growth.size(1.0)
            ),
        });
    }
    let Some(size) = &store.storage else {
        let keeps = !matches!(store.technology, Technology::Cache);
        if keeps {
            ledger.note(format!(
                "{label}: how much data it keeps is not said, so its storage is not in the sum."
            ));
        }
        return;
    };
    ledger.book(Entry {
        element: Some(id),
        what: format!("{label}: data kept"),
        item: &item,
        quantity: size.base() / 1e9 * kept_by(store),
        unit: "GB-months",
        explanation: format!(
            "{} × {size} kept all month; a GB is 10⁹ bytes",
            kept_by(store)
        ),
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
