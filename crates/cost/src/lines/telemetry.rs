use spinout_model::{Answer, Verdict};
use spinout_results::Run;

use super::View;
use super::instances::instances;
use crate::ledger::{Entry, Ledger};
use crate::month::{HOURS, finished_per_s};

/// Bytes of logs for one request or message that comes into a process: one structured line.
const LOG_BYTES: f64 = 500.0;
/// Metrics of its own for one instance: rate, errors and four of duration, use of cores, memory, threads,
/// queue.
const METRICS: f64 = 10.0;
/// The share of requests whose trace is kept.
const SAMPLED: f64 = 0.05;
/// Traces a month that cost nothing.
const FREE_TRACES: f64 = 100_000.0;

/// Logs and metrics of each process that is not said to have none, and the traces of all requests.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    for (id, element) in &view.architecture.elements {
        if !element.kind.is_process() {
            continue;
        }
        let unit = view.architecture.units.get(id);
        let label = element.label(id);
        if !is_no(unit.and_then(|u| u.logs.as_ref())) {
            let work = |run: &Run| view.demand.arrivals_at(run, id, true);
            ledger.book(Entry {
                element: Some(id),
                what: format!("{label}: logs"),
                item: "cloudwatch/logs",
                quantity: view.month.events(work) * LOG_BYTES / 1e9,
                unit: "GB",
                explanation: format!(
                    "one line of {LOG_BYTES} B for each request or message that comes in (assumed); {}",
                    view.month.in_words(|run| Some(format!("{:.2}/s", work(run))))
                ),
            });
        }
        if !is_no(unit.and_then(|u| u.metrics.as_ref())) {
            let of = |run: &Run| instances(run, id).unwrap_or(1.0);
            let hours = view.month.parts.iter().map(|(run, h)| h * of(run));
            ledger.book(Entry {
                element: Some(id),
                what: format!("{label}: metrics"),
                item: "cloudwatch/metric",
                quantity: METRICS * hours.sum::<f64>(),
                unit: "metric hours",
                explanation: format!(
                    "{METRICS} metrics an instance (assumed); {}",
                    view.month
                        .in_words(|run| Some(format!("{:.2} instances", of(run))))
                ),
            });
        }
    }
    let requests = |run: &Run| run.journeys.values().map(finished_per_s).sum();
    ledger.book(Entry {
        element: None,
        what: "Traces".to_owned(),
        item: "xray/trace",
        quantity: view.month.events(requests) * SAMPLED - FREE_TRACES,
        unit: "traces",
        explanation: format!(
            "{} % of all requests (assumed), {FREE_TRACES} a month free",
            SAMPLED * 100.0
        ),
    });
    pipelines(view, ledger);
}

/// A pipeline of one's own costs what the company says it costs.
fn pipelines(view: View<'_>, ledger: &mut Ledger<'_>) {
    const ITEM: &str = "pipeline/own";
    for (id, unit) in &view.architecture.units {
        if unit.pipeline.as_ref().is_none_or(|p| p.shared) {
            continue;
        }
        if ledger.prices().find(ITEM).is_none() {
            ledger.note(format!(
                "Pipelines are not in the sum: give their price as `{ITEM}` under `prices`, such as \
                 \"50USD/month\"."
            ));
            return;
        }
        ledger.book(Entry {
            element: Some(id),
            what: format!("{}: pipeline", view.label(id)),
            item: ITEM,
            quantity: HOURS,
            unit: "hours",
            explanation: "a pipeline of its own, all month".to_owned(),
        });
    }
}

fn is_no(answer: Option<&Answer>) -> bool {
    answer.is_some_and(|a| a.is == Verdict::No)
}
