use spinout_model::{ElementKind, Mode};
use spinout_results::{QueueResult, Run};
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};
use crate::month::HOURS;

/// Brokers that a Kafka cluster is counted with: one in each of three zones.
const KAFKA_BROKERS: f64 = 3.0;

/// Queues: requests to the broker's interface, publications, data through it, and its hours.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    let mut without = Vec::new();
    for (id, element) in &view.architecture.elements {
        if element.kind != ElementKind::Queue {
            continue;
        }
        let label = element.label(id);
        let Some(service) = element.queue.as_ref().and_then(|q| q.service.as_ref()) else {
            without.push(label);
            continue;
        };
        if !ledger.prices().knows(service) {
            ledger.note(format!(
                "{label}: no price is known for `{service}`, so it is not in the sum."
            ));
            continue;
        }
        messages(view, id, label, service, ledger);
        hours(id, label, service, ledger);
        data(view, id, label, service, ledger);
    }
    if !without.is_empty() {
        ledger.note(format!(
            "No service is given for {}: they are not in the sum.",
            without.join(", ")
        ));
    }
}

fn messages(view: View<'_>, id: &ElementId, label: &str, service: &str, ledger: &mut Ledger<'_>) {
    let published = |run: &Run| published(view, id, run);
    let again = |run: &Run| again(id, run);
    ledger.book_if_charged(Entry {
        element: Some(id),
        what: format!("{label}: requests"),
        item: &format!("{service}/request"),
        quantity: view.month.events(|run| 3.0 * published(run) + again(run)),
        unit: "requests",
        explanation: format!(
            "a message is sent, received and deleted: 3 requests, and 1 for each delivery after the \
             first; without batches and empty receives; {}",
            view.month.in_words(|run| Some(format!(
                "(3 × {:.2}/s + {:.2}/s)",
                published(run),
                again(run)
            )))
        ),
    });
    ledger.book_if_charged(Entry {
        element: Some(id),
        what: format!("{label}: publications"),
        item: &format!("{service}/put"),
        quantity: view.month.events(published),
        unit: "messages",
        explanation: view
            .month
            .in_words(|run| Some(format!("{:.2}/s as simulated", published(run)))),
    });
}

fn hours(id: &ElementId, label: &str, service: &str, ledger: &mut Ledger<'_>) {
    let (servers, why) = if service.starts_with("msk/") {
        (KAFKA_BROKERS, "three brokers, one a zone, ")
    } else {
        (1.0, "")
    };
    for item in [service.to_owned(), format!("{service}/hour")] {
        ledger.book_if_charged(Entry {
            element: Some(id),
            what: format!("{label}: broker"),
            item: &item,
            quantity: servers * HOURS,
            unit: "hours",
            explanation: format!("{why}over the {HOURS} h of a month"),
        });
    }
}

fn data(view: View<'_>, id: &ElementId, label: &str, service: &str, ledger: &mut Ledger<'_>) {
    for (mode, charge, what) in [
        (Mode::Publishes, "in", "data in"),
        (Mode::Consumes, "out", "data out"),
    ] {
        let bytes = |run: &Run| -> f64 {
            let links = view.architecture.relationships.iter();
            links
                .filter(|(_, link)| link.to.element == *id && link.mode == mode)
                .map(|(relationship, link)| {
                    let payload = link.payload.as_ref().map_or(0.0, |p| p.base());
                    payload * view.demand.rate(run, relationship)
                })
                .sum()
        };
        ledger.book_if_charged(Entry {
            element: Some(id),
            what: format!("{label}: {what}"),
            item: &format!("{service}/{charge}"),
            quantity: view.month.events(bytes) / 1e9,
            unit: "GB",
            explanation: "payloads of its messages; a GB is 10⁹ bytes".to_owned(),
        });
    }
}

fn simulated<'r>(id: &ElementId, run: &'r Run) -> Option<&'r QueueResult> {
    run.elements.get(id)?.queue.as_ref()
}

/// Messages published per second, as simulated; by the drawing where the run could not tell.
fn published(view: View<'_>, id: &ElementId, run: &Run) -> f64 {
    let estimate = simulated(id, run).and_then(|q| q.published_per_s);
    estimate.map_or_else(
        || {
            let links = view.architecture.relationships.iter();
            links
                .filter(|(_, link)| link.to.element == *id && link.mode == Mode::Publishes)
                .map(|(relationship, _)| view.demand.rate(run, relationship))
                .sum()
        },
        |estimate| estimate.value,
    )
}

/// Deliveries after the first per second.
fn again(id: &ElementId, run: &Run) -> f64 {
    let redeliveries = simulated(id, run).map_or(0.0, |q| q.redeliveries);
    if run.horizon_s > 0.0 {
        redeliveries / run.horizon_s
    } else {
        0.0
    }
}
