use std::collections::BTreeSet;

use spinout_units::{Duration, ElementId, OperationId, RelationshipId};

use super::Design;
use crate::{Distribution, Fallback, FirstOf, Parallel, Remove, Step, tree};

/// Takes away an element with all that stands on it, or a relationship.
pub(super) fn apply(design: &mut Design, removal: &Remove) {
    match removal {
        Remove::Element(id) if design.architecture.elements.contains_key(id) => {
            let gone = tree::with_inner(&design.architecture.elements, [id]);
            elements(design, &gone);
        }
        Remove::Element(id) => design.lost(&format!("the element `{id}`")),
        Remove::Relationship(id) if design.architecture.relationships.contains_key(id) => {
            relationships(design, &BTreeSet::from([id.clone()]));
        }
        Remove::Relationship(id) => design.lost(&format!("the relationship `{id}`")),
    }
}

/// Takes away these elements and what cannot be without them. Journeys stay: one that loses its entry
/// has to be decided on by a person.
pub(super) fn elements(design: &mut Design, gone: &BTreeSet<ElementId>) {
    let architecture = &mut design.architecture;
    let links: BTreeSet<RelationshipId> = architecture
        .relationships
        .iter()
        .filter(|(_, link)| gone.contains(&link.from.element) || gone.contains(&link.to.element))
        .map(|(id, _)| id.clone())
        .collect();
    architecture.elements.retain(|id, _| !gone.contains(id));
    for element in architecture.elements.values_mut() {
        if let Some(queue) = &mut element.queue
            && queue
                .dead_letter
                .as_ref()
                .is_some_and(|letters| gone.contains(&letters.to))
        {
            queue.dead_letter = None;
        }
    }
    architecture.data.retain(|_, data| {
        data.writers.retain(|writer| !gone.contains(writer));
        !gone.contains(&data.store)
    });
    architecture
        .contracts
        .retain(|_, contract| !gone.contains(&contract.of.element));
    architecture.units.retain(|id, _| !gone.contains(id));
    let stranded: Vec<String> = architecture
        .journeys
        .iter()
        .filter(|(_, journey)| gone.contains(&journey.entry.element))
        .map(|(id, _)| id.to_string())
        .collect();
    relationships(design, &links);
    for journey in stranded {
        design.error(
            "journey-without-entry",
            format!("the change takes away the entry of the journey `{journey}`"),
            "give the journey another entry, or take the change back",
        );
    }
}

/// Takes away these relationships and the steps that follow them.
pub(super) fn relationships(design: &mut Design, gone: &BTreeSet<RelationshipId>) {
    let architecture = &mut design.architecture;
    architecture
        .relationships
        .retain(|id, _| !gone.contains(id));
    for link in architecture.relationships.values_mut() {
        if matches!(&link.fallback, Some(Fallback::Follow(id)) if gone.contains(id)) {
            link.fallback = None;
        }
    }
    let links = &architecture.relationships;
    let still_asks = |at: &ElementId, operation: &OperationId| {
        links
            .values()
            .any(|link| link.from.element == *at && link.from.operation == *operation)
    };
    for (at, element) in &mut architecture.elements {
        for (id, operation) in &mut element.operations {
            let before = operation.steps.len();
            without(&mut operation.steps, gone);
            if before > 0 && operation.steps.is_empty() && still_asks(at, id) {
                // Without steps every relationship is followed: one that was not must not come to life.
                operation
                    .steps
                    .push(Step::Wait(Distribution::Constant(no_time())));
            }
        }
    }
}

/// Takes away the steps that follow what is gone, and those that have nothing left to do: an empty branch
/// would be the first to succeed.
fn without(steps: &mut Vec<Step>, gone: &BTreeSet<RelationshipId>) {
    steps.retain_mut(|step| {
        let full = |steps: &&mut Vec<Step>| !steps.is_empty();
        let before = step.inner_mut().iter().filter(|steps| full(steps)).count();
        for inner in step.inner_mut() {
            without(inner, gone);
        }
        let after = step.inner_mut().iter().filter(|steps| full(steps)).count();
        match step {
            Step::Compute(_) | Step::Wait(_) | Step::ComputePerMib(_) | Step::WaitPerMib(_) => true,
            Step::Follow(id) => !gone.contains(id),
            _ if after == before => true,
            Step::Parallel(Parallel { branches, .. }) | Step::FirstOf(FirstOf { branches, .. }) => {
                branches.retain(|steps| !steps.is_empty());
                !branches.is_empty()
            }
            Step::Quorum(step) => {
                step.branches.retain(|steps| !steps.is_empty());
                let width = step.branches.len() as u64 * u64::from(step.times);
                step.need = step.need.min(u32::try_from(width).unwrap_or(u32::MAX));
                !step.branches.is_empty()
            }
            Step::Branch(_) => after > 0,
            Step::Repeat(step) => !step.steps.is_empty(),
            Step::Try(step) => !step.steps.is_empty(),
            Step::Lock(step) => !step.steps.is_empty(),
        }
    });
}

fn no_time() -> Duration {
    Duration::new(0.0, "s").unwrap_or_else(|_| unreachable!("a literal number of seconds"))
}
