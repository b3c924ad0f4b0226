use spinout_model::ElementKind;
use spinout_results::Run;
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};

/// A gigabyte of memory as functions are billed, bytes.
const GB: f64 = 1_073_741_824.0;

/// Functions: requests, and memory over the time that they ran.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    for (id, element) in &view.architecture.elements {
        if element.kind != ElementKind::Function {
            continue;
        }
        let label = element.label(id);
        let function = element.function.clone().unwrap_or_default();
        let Some(service) = &function.service else {
            ledger.note(format!(
                "No service is given for {label}: what it runs on is not in the sum."
            ));
            continue;
        };
        let runs = |run: &Run| figure(run, id).map_or(0.0, |(runs, _)| runs);
        ledger.book(Entry {
            element: Some(id),
            what: format!("{label}: requests"),
            item: &format!("{service}/request"),
            quantity: view.month.events(runs),
            unit: "requests",
            explanation: view
                .month
                .in_words(|run| Some(format!("{:.2}/s as simulated", runs(run)))),
        });
        let memory = function.memory.base() / GB;
        let busy = |run: &Run| figure(run, id).map_or(0.0, |(_, billed)| billed * memory);
        ledger.book(Entry {
            element: Some(id),
            what: format!("{label}: memory over time"),
            item: &format!("{service}/gb-second"),
            quantity: view.month.events(busy),
            unit: "GB-s",
            explanation: format!(
                "{} while it runs, each run in whole milliseconds and without its cold start; {}",
                function.memory,
                view.month
                    .in_words(|run| Some(format!("{:.3} GB", busy(run))))
            ),
        });
    }
}

/// Runs, and seconds billed, each a second.
fn figure(run: &Run, id: &ElementId) -> Option<(f64, f64)> {
    let found = run.elements.get(id)?.function.as_ref()?;
    Some((found.invocations_per_s?.value, found.billed_s_per_s?.value))
}
