use spinout_model::{ElementKind, Function};
use spinout_results::{Estimate, Run};
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};

/// A gigabyte of memory as functions are billed, bytes.
const GB: f64 = 1_073_741_824.0;

/// Functions: requests, and memory over the time that they ran, started and were kept.
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
        let runs = |run: &Run| figures(run, id).runs;
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
        memory(view, id, (label, service), &function, ledger);
    }
}

/// The memory of environments over the time that they run, start, and are kept.
fn memory(
    view: View<'_>,
    id: &ElementId,
    (label, service): (&str, &str),
    function: &Function,
    ledger: &mut Ledger<'_>,
) {
    let size = function.memory.base() / GB;
    // Where what runs in provisioned environments has no price of its own it costs like any other.
    let cheaper = format!("{service}/provisioned-run");
    let apart = ledger.prices().find(&cheaper).is_some();
    let other = |f: &Figures| f.billed - if apart { f.provisioned } else { 0.0 };
    let whole = "each run in whole milliseconds and without its cold start";
    let mut book = |what: &str, item: &str, why: &str, of: &dyn Fn(&Figures) -> f64| {
        let busy = |run: &Run| of(&figures(run, id)) * size;
        ledger.book_if_charged(Entry {
            element: Some(id),
            what: format!("{label}: {what}"),
            item: &format!("{service}/{item}"),
            quantity: view.month.events(busy),
            unit: "GB-s",
            explanation: format!(
                "{} {why}; {}",
                function.memory,
                view.month
                    .in_words(|run| Some(format!("{:.3} GB", busy(run))))
            ),
        });
    };
    let runs = format!("while it runs, {whole}");
    book("memory over time", "gb-second", &runs, &other);
    let kept = "in each provisioned environment, all month";
    let provisioned = f64::from(function.provisioned);
    book("provisioned memory", "provisioned", kept, &|_| provisioned);
    let always = format!("while provisioned environments run, {whole}");
    book("provisioned runs", "provisioned-run", &always, &|f| {
        f.provisioned
    });
    let starts = "while it starts: what that adds to the whole milliseconds of its runs";
    book("cold starts", "start", starts, &|f| f.starting);
}

/// Of a function, each a second: runs, and seconds billed for them, of these in provisioned environments, and
/// for starts.
#[derive(Clone, Copy, Default)]
struct Figures {
    runs: f64,
    billed: f64,
    provisioned: f64,
    starting: f64,
}

fn figures(run: &Run, id: &ElementId) -> Figures {
    let found = run.elements.get(id).and_then(|e| e.function.as_ref());
    let Some(found) = found else {
        return Figures::default();
    };
    let of = |estimate: Option<Estimate>| estimate.map_or(0.0, |estimate| estimate.value);
    Figures {
        runs: of(found.invocations_per_s),
        billed: of(found.billed_s_per_s),
        provisioned: of(found.provisioned_s_per_s),
        starting: of(found.starting_s_per_s),
    }
}
