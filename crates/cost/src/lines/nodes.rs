use spinout_model::{Architecture, Spot};
use spinout_results::Run;
use spinout_units::ElementId;

use super::View;
use crate::ledger::{Entry, Ledger};

/// Nodes of clusters by the hour, as many as were there, with or without instances on them.
pub(crate) fn book(view: View<'_>, ledger: &mut Ledger<'_>) {
    for (id, element) in &view.architecture.elements {
        let Some(pool) = element.boundary.as_ref().and_then(|b| b.nodes.as_ref()) else {
            continue;
        };
        let label = element.label(id);
        let Some(instance) = &pool.instance else {
            ledger.note(format!(
                "No instance type is given for the nodes of {label}: they are not in the sum."
            ));
            continue;
        };
        let nodes = |run: &Run| {
            let found = run.elements.get(id).and_then(|e| e.nodes.as_ref());
            found.and_then(|nodes| nodes.count)
        };
        let count = |run: &Run| nodes(run).map_or(f64::from(pool.min), |nodes| nodes.value);
        let hours = view.month.parts.iter().map(|(run, h)| h * count(run));
        let spot = pool.spot.as_ref();
        let on_average = |run: &Run| Some(format!("{:.2} nodes on average", count(run)));
        let entry = Entry {
            element: Some(id),
            what: format!("{label}: nodes"),
            item: instance,
            quantity: hours.sum(),
            unit: "node hours",
            explanation: format!("{}{}", view.month.in_words(on_average), discount(spot)),
        };
        ledger.book_at(entry, 1.0 - spot.map_or(0.0, |spot| spot.discount));
        if view.month.parts.iter().any(|(run, _)| nodes(run).is_none()) {
            ledger.note(format!(
                "{label}: a run could not tell how many nodes there were; its fewest, {}, are counted.",
                pool.min
            ));
        }
    }
}

/// The nodes that a process runs on: those of the innermost boundary around it that has some.
pub(crate) fn pool_of<'a>(architecture: &'a Architecture, id: &ElementId) -> Option<&'a ElementId> {
    let mut seen = Vec::new();
    let mut at = architecture.elements.get(id)?.parent.as_ref();
    while let Some(outer) = at.filter(|outer| !seen.contains(outer)) {
        let element = architecture.elements.get(outer)?;
        if element.boundary.as_ref().is_some_and(|b| b.nodes.is_some()) {
            return Some(outer);
        }
        seen.push(outer);
        at = element.parent.as_ref();
    }
    None
}

/// What is said of a price that is lower because the machine can be taken back.
pub(crate) fn discount(spot: Option<&Spot>) -> String {
    match spot.filter(|spot| spot.discount > 0.0) {
        Some(spot) => format!(
            "; {:.0} % less than the price of the list, as it can be taken back",
            spot.discount * 100.0
        ),
        None => String::new(),
    }
}
