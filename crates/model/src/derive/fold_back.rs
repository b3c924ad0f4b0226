use std::collections::{BTreeMap, BTreeSet};

use spinout_units::{ChangeId, ElementId};

use super::{Design, remove};
use crate::{Architecture, Copied, ElementKind, FoldBack, Mode, OperationRef, Origin, tree};

/// Puts a process' components back into another process: what a spinout put around them (queues, a gateway,
/// a boundary, copies of stores with their streams) goes too. A store of the unit's own stays, with its data.
pub(super) fn apply(design: &mut Design, fold_back: &FoldBack) {
    let (unit, into) = (&fold_back.unit, &fold_back.into);
    for id in [unit, into] {
        match design
            .architecture
            .elements
            .get(id)
            .map(|element| element.kind)
        {
            None => return design.lost(&format!("the process `{id}`")),
            Some(kind) if !kind.is_process() || unit == into => {
                return design.error(
                    "cannot-fold-back",
                    format!("`{unit}` cannot be folded back into `{into}`"),
                    "name two processes: the one that goes away, and the one that takes its components",
                );
            }
            Some(_) => {}
        }
    }
    let origins = &mut design.architecture.spinouts;
    let made: Vec<(ChangeId, Origin)> = origins
        .extract_if(.., |_, origin| origin.unit == *unit)
        .collect();
    for (_, origin) in &made {
        for (copy, copied) in &origin.copies {
            read_the_original(design, copy, copied);
        }
        if let Some(gateway) = &origin.gateway {
            past_the_gateway(design, gateway);
        }
    }
    let inner = tree::with_inner(&design.architecture.elements, [unit]);
    call_again(design, into, &inner);
    take_components(design, unit, into);
    design
        .spun_out
        .retain(|component, _| !inner.contains(component));
    for boundary in made
        .iter()
        .filter_map(|(_, origin)| origin.boundary.as_ref())
    {
        leave(design, boundary);
    }
    let left = &design.architecture.spinouts;
    design
        .architecture
        .cutovers
        .retain(|id, _| left.contains_key(id));
    forget_network(&mut design.architecture, into);
}

/// Lets what reads a copy read the store that it is of, and takes away the copy with what keeps it.
fn read_the_original(design: &mut Design, copy: &ElementId, copied: &Copied) {
    for link in design.architecture.relationships.values_mut() {
        if link.to.element == *copy && link.mode == Mode::Reads {
            link.to.element.clone_from(&copied.of);
            link.origin = None;
        }
    }
    let mut gone: BTreeSet<ElementId> = copied.kept_by.iter().cloned().collect();
    gone.insert(copy.clone());
    remove::elements(design, &gone);
}

/// Lets what calls a gateway call what it forwards to, and takes it away.
fn past_the_gateway(design: &mut Design, gateway: &ElementId) {
    let links = &mut design.architecture.relationships;
    let forwards: BTreeMap<OperationRef, OperationRef> = links
        .values()
        .filter(|link| link.from.element == *gateway)
        .map(|link| (link.from.clone(), link.to.clone()))
        .collect();
    for link in links.values_mut() {
        if let Some(to) = forwards.get(&link.to) {
            link.to = to.clone();
            link.origin = None;
        }
    }
    for journey in design.architecture.journeys.values_mut() {
        if let Some(to) = forwards.get(&journey.entry) {
            journey.entry = to.clone();
        }
    }
    remove::elements(design, &BTreeSet::from([gateway.clone()]));
}

/// Takes away a boundary that was made for what has left it; what is still in it moves to what is around.
fn leave(design: &mut Design, boundary: &ElementId) {
    let elements = &mut design.architecture.elements;
    let Some(around) = elements.get(boundary).map(|found| found.parent.clone()) else {
        return;
    };
    for element in elements.values_mut() {
        if element.parent.as_ref() == Some(boundary) {
            element.parent.clone_from(&around);
        }
    }
    remove::elements(design, &BTreeSet::from([boundary.clone()]));
}

/// Takes away the queues that only lie between the two, and lets what was published be called.
fn call_again(design: &mut Design, into: &ElementId, inner: &BTreeSet<ElementId>) {
    let architecture = &mut design.architecture;
    let caller = tree::with_inner(&architecture.elements, [into]);
    let consumers: BTreeMap<ElementId, OperationRef> = architecture
        .relationships
        .values()
        .filter(|link| link.mode == Mode::Consumes && inner.contains(&link.from.element))
        .map(|link| (link.to.element.clone(), link.from.clone()))
        .collect();
    let publishers = |queue: &ElementId| {
        architecture
            .relationships
            .values()
            .filter(|link| link.mode == Mode::Publishes && link.to.element == *queue)
            .map(|link| &link.from.element)
            .collect::<Vec<_>>()
    };
    let between: BTreeMap<ElementId, OperationRef> = consumers
        .into_iter()
        .filter(|(queue, _)| {
            let from = publishers(queue);
            !from.is_empty()
                && from
                    .iter()
                    .all(|id| caller.contains(*id) || inner.contains(*id))
        })
        .collect();
    for link in architecture.relationships.values_mut() {
        if link.mode == Mode::Publishes
            && let Some(operation) = between.get(&link.to.element)
        {
            link.mode = Mode::Calls;
            link.to = operation.clone();
            link.origin = None;
        }
    }
    let mut gone: BTreeSet<ElementId> = between.into_keys().collect();
    gone.extend(unused_dead_letters(architecture, &gone));
    remove::elements(design, &gone);
}

/// The dead letters of these queues that no other queue fills and nobody reads.
fn unused_dead_letters(
    architecture: &Architecture,
    queues: &BTreeSet<ElementId>,
) -> BTreeSet<ElementId> {
    let letters_of = |id: &ElementId| {
        let queue = architecture.elements.get(id)?.queue.as_ref()?;
        Some(queue.dead_letter.as_ref()?.to.clone())
    };
    let filled_by_others: BTreeSet<ElementId> = architecture
        .elements
        .keys()
        .filter(|id| !queues.contains(*id))
        .filter_map(letters_of)
        .collect();
    queues
        .iter()
        .filter_map(letters_of)
        .filter(|letters| !filled_by_others.contains(letters))
        .filter(|letters| {
            let ends = |id: &ElementId| id == letters;
            !architecture
                .relationships
                .values()
                .any(|link| ends(&link.from.element) || ends(&link.to.element))
        })
        .collect()
}

/// Moves the components over. A unit that works itself, and not only by its components, becomes one.
fn take_components(design: &mut Design, unit: &ElementId, into: &ElementId) {
    let elements = &mut design.architecture.elements;
    let works = elements
        .get(unit)
        .is_some_and(|unit| !unit.operations.is_empty());
    for element in elements.values_mut() {
        if element.parent.as_ref() == Some(unit) && !works {
            element.parent = Some(into.clone());
        }
    }
    if works {
        if let Some(component) = elements.get_mut(unit) {
            component.kind = ElementKind::Component;
            component.process = None;
            component.parent = Some(into.clone());
        }
        design.architecture.units.remove(unit);
    } else {
        remove::elements(design, &BTreeSet::from([unit.clone()]));
    }
}

/// A link that lies within the process now has no network any more.
fn forget_network(architecture: &mut Architecture, into: &ElementId) {
    let inner = tree::with_inner(&architecture.elements, [into]);
    for link in architecture.relationships.values_mut() {
        if inner.contains(&link.from.element) && inner.contains(&link.to.element) {
            link.network = None;
            link.latency = None;
        }
    }
}
