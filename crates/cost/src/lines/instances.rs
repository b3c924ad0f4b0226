use spinout_model::ElementKind;
use spinout_results::Run;
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};

/// Instances of processes by the hour, as many as ran.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    let mut without = Vec::new();
    for (id, element) in &view.architecture.elements {
        if !element.kind.is_process() || element.kind == ElementKind::Function {
            continue;
        }
        // What runs on nodes of its own pool is paid with these.
        if super::nodes::pool_of(view.architecture, id).is_some() {
            continue;
        }
        let label = element.label(id);
        let spot = element.process.as_ref().and_then(|p| p.spot.as_ref());
        let Some(instance) = element.process.as_ref().and_then(|p| p.instance.as_ref()) else {
            without.push(label);
            continue;
        };
        let configured = element.process.as_ref().map_or(1, |p| p.replicas);
        let instances = |run: &Run| instances(run, id).unwrap_or(f64::from(configured));
        let hours = view.month.parts.iter().map(|(run, h)| h * instances(run));
        let on_average = |run: &Run| Some(format!("{:.2} instances on average", instances(run)));
        let entry = Entry {
            element: Some(id),
            what: format!("{label}: instances"),
            item: instance,
            quantity: hours.sum(),
            unit: "instance hours",
            explanation: format!(
                "{}{}",
                view.month.in_words(on_average),
                super::nodes::discount(spot)
            ),
        };
        ledger.book_at(entry, 1.0 - spot.map_or(0.0, |spot| spot.discount));
        if view
            .month
            .parts
            .iter()
            .any(|(run, _)| self::instances(run, id).is_none())
        {
            ledger.note(format!(
                "{label}: a run could not tell how many instances ran; its {configured} configured are \
                 counted."
            ));
        }
    }
    if !without.is_empty() {
        ledger.note(format!(
            "No instance type is given for {}: what they run on is not in the sum.",
            without.join(", ")
        ));
    }
}

/// Mean instances over a run.
pub(crate) fn instances(run: &Run, process: &ElementId) -> Option<f64> {
    Some(run.elements.get(process)?.replicas?.value)
}
