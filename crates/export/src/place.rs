//! Where things are in an architecture, and what an operation leads to.

use std::collections::BTreeSet;

use spinout_model::{Architecture, ElementKind, Mode, OperationRef, Relationship, Unit};
use spinout_units::{ElementId, RelationshipId, TeamId};

/// The process around `element`, itself included; none outside of processes.
pub(crate) fn process_around<'a>(
    architecture: &'a Architecture,
    element: &'a ElementId,
) -> Option<&'a ElementId> {
    let mut at = element;
    // As many steps as there are elements, in case of elements that contain each other.
    for _ in 0..=architecture.elements.len() {
        let here = architecture.elements.get(at)?;
        if here.kind.is_process() {
            return Some(at);
        }
        at = here.parent.as_ref()?;
    }
    None
}

/// What an element is called.
pub(crate) fn label<'a>(architecture: &'a Architecture, element: &'a ElementId) -> &'a str {
    architecture
        .elements
        .get(element)
        .map(|found| found.label(element))
        .filter(|name| !name.trim().is_empty())
        .unwrap_or(element.as_str())
}

/// What an operation is called: its name, or its element's for the only one.
pub(crate) fn operation_label<'a>(architecture: &'a Architecture, of: &'a OperationRef) -> &'a str {
    let element = architecture.elements.get(&of.element);
    element
        .and_then(|element| element.operations.get(&of.operation))
        .and_then(|operation| operation.name.as_deref())
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| {
            if of.operation.as_str() == "default" {
                label(architecture, &of.element)
            } else {
                of.operation.as_str()
            }
        })
}

/// The team of a process: the unit's, else the element's.
pub(crate) fn team<'a>(architecture: &'a Architecture, process: &ElementId) -> Option<&'a TeamId> {
    architecture
        .units
        .get(process)
        .and_then(|unit| unit.team.as_ref())
        .or_else(|| {
            architecture
                .elements
                .get(process)
                .and_then(|element| element.team.as_ref())
        })
}

/// How a process is operated, where the model says so.
pub(crate) fn unit<'a>(architecture: &'a Architecture, process: &ElementId) -> Option<&'a Unit> {
    architecture.units.get(process)
}

/// The relationships of an operation, in their order.
pub(crate) fn relationships_of<'a>(
    architecture: &'a Architecture,
    of: &OperationRef,
) -> Vec<(&'a RelationshipId, &'a Relationship)> {
    let mut found: Vec<_> = architecture
        .relationships
        .iter()
        .filter(|(_, link)| link.from == *of)
        .collect();
    found.sort_by(|(a_id, a), (b_id, b)| (&a.order, a_id).cmp(&(&b.order, b_id)));
    found
}

/// The operations that `start` leads to by synchronous calls, itself first.
pub(crate) fn called_from(architecture: &Architecture, start: &OperationRef) -> Vec<OperationRef> {
    let mut seen = BTreeSet::from([start.clone()]);
    let mut order = vec![start.clone()];
    let mut next = 0;
    while let Some(at) = order.get(next).cloned() {
        next += 1;
        for (_, link) in relationships_of(architecture, &at) {
            if link.mode == Mode::Calls && seen.insert(link.to.clone()) {
                order.push(link.to.clone());
            }
        }
    }
    order
}

/// The links by which `start`, and what it calls, does something of `mode`.
pub(crate) fn links_behind<'a>(
    architecture: &'a Architecture,
    start: &OperationRef,
    mode: Mode,
) -> Vec<&'a Relationship> {
    called_from(architecture, start)
        .iter()
        .flat_map(|at| relationships_of(architecture, at))
        .map(|(_, link)| link)
        .filter(|link| link.mode == mode)
        .collect()
}

/// The first operation of a process that a journey's entry comes to: the entry itself, or what a client
/// calls first.
pub(crate) fn served_by(architecture: &Architecture, entry: &OperationRef) -> Option<OperationRef> {
    called_from(architecture, entry).into_iter().find(|at| {
        architecture
            .elements
            .get(&at.element)
            .is_some_and(|element| element.kind != ElementKind::Client)
            && process_around(architecture, &at.element).is_some()
    })
}
