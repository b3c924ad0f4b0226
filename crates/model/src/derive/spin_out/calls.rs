//! What stays calls the unit as before, now over the network.

use std::collections::BTreeSet;

use super::Plan;
use crate::derive::Design;
use crate::{Mode, tree};

/// Says what a reviewer would ask of calls that cross processes now.
pub(super) fn say(design: &mut Design, plan: &Plan<'_>) {
    let remaining = tree::with_inner(&design.architecture.elements, [&plan.parent]);
    let into_unit = |link: &&crate::Relationship| {
        link.mode == Mode::Calls && plan.moved.contains(&link.to.element)
    };
    let links = || design.architecture.relationships.values().filter(into_unit);
    let parent = &plan.parent;
    if !links().any(|link| !plan.moved.contains(&link.from.element)) {
        design.note(
            "spinout-without-caller",
            format!("nothing outside calls what is spun out of `{parent}`"),
            "draw what asks for it: a call, a queue, a schedule",
        );
        return;
    }
    let patient: BTreeSet<String> = links()
        .filter(|link| remaining.contains(&link.from.element) && link.timeout.is_none())
        .map(|link| format!("`{}`", link.from))
        .collect();
    if patient.is_empty() {
        return;
    }
    let callers = patient.into_iter().collect::<Vec<_>>().join(", ");
    let unit = plan.label(design);
    design.note(
        "calls-without-timeout",
        format!("{callers} now waits for {unit} over the network, and without a time-out for as long as it takes"),
        "give these calls a time-out, and say what is done without an answer",
    );
}
