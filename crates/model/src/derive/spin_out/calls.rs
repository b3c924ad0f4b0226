//! What stays calls the unit as before, now over the network.

use std::collections::BTreeSet;

use super::Plan;
use crate::derive::{Design, Patient};
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
    let waits = |link: &crate::Relationship| {
        link.mode == Mode::Calls
            && plan.moved.contains(&link.to.element)
            && remaining.contains(&link.from.element)
    };
    let all = design.architecture.relationships.iter();
    let links = all
        .filter(|(_, link)| waits(link))
        .map(|(id, _)| id.clone());
    let patient = Patient {
        links: links.collect(),
        unit: plan.label(design),
        at: design.at.clone(),
    };
    design.patient.push(patient);
}

/// Says of each spinout who waits for its unit without a time-out, once all changes are applied.
pub(in crate::derive) fn say_who_waits(design: &mut Design) {
    for Patient { at, unit, links } in std::mem::take(&mut design.patient) {
        let now = |id| design.architecture.relationships.get(id);
        let callers: BTreeSet<String> = links
            .iter()
            .filter_map(now)
            .filter(|link| link.mode == Mode::Calls && link.timeout.is_none())
            .map(|link| format!("`{}`", link.from))
            .collect();
        if callers.is_empty() {
            continue;
        }
        let callers = callers.into_iter().collect::<Vec<_>>().join(", ");
        design.at = at;
        design.note(
            "calls-without-timeout",
            format!("{callers} now waits for {unit} over the network, and without a time-out for as long as it takes"),
            "give these calls a time-out, and say what is done without an answer",
        );
    }
}
