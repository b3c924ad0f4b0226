use std::collections::{BTreeMap, BTreeSet};

use spinout_units::{ElementId, RelationshipId};

use super::{Names, Plan, names};
use crate::derive::Design;
use crate::{DeadLetter, Element, ElementKind, Mode, OperationRef, Queue, Relationship, tree};

/// Turns each synchronous call from the remaining process into the spun-out components into a
/// publication, with one queue and one consumer for each operation that was called. Gives the queues.
pub(super) fn rewire(design: &mut Design, plan: &Plan<'_>) -> Option<Vec<ElementId>> {
    let calls = calls(design, plan);
    let operations: BTreeSet<OperationRef> = calls.values().cloned().collect();
    if operations.is_empty() {
        let parent = &plan.parent;
        design.note(
            "spinout-without-queue",
            format!("nothing in `{parent}` calls what is spun out, so there is no message to send and no queue is made"),
            "look whether the unit should be called another way",
        );
        return Some(Vec::new());
    }
    let dead_letters = Names::new(design, plan.id).element("dead-letters")?;
    let name = format!("{}: dead letters", plan.label(design));
    let service = plan
        .says
        .queue
        .as_ref()
        .and_then(|queue| queue.service.clone());
    let rules = Queue {
        service,
        ..Queue::default()
    };
    add_queue(design, plan, &dead_letters, name, rules);
    let mut queues = BTreeMap::new();
    for operation in &operations {
        let suffix = names::suffix(operation, &operations);
        let queue = Names::new(design, plan.id).element(&format!("queue{suffix}"))?;
        let name = waiting(design, operation);
        let dead_letter = Some(DeadLetter {
            to: dead_letters.clone(),
            max_receives: plan.says.max_receives,
        });
        let rules = Queue {
            dead_letter,
            ..plan.says.queue.clone().unwrap_or_default()
        };
        add_queue(design, plan, &queue, name, rules);
        let id = Names::new(design, plan.id).relationship(&format!("consume{suffix}"))?;
        let consumes = consumes(plan, operation, &queue);
        design.architecture.relationships.insert(id, consumes);
        queues.insert(operation.clone(), queue);
    }
    for (id, operation) in calls {
        publish(design, plan, &id, &operation, &queues[&operation]);
    }
    Some(queues.into_values().collect())
}

/// The calls that become messages, with the operation that each calls.
fn calls(design: &Design, plan: &Plan<'_>) -> BTreeMap<RelationshipId, OperationRef> {
    let remaining = tree::with_inner(&design.architecture.elements, [&plan.parent]);
    design
        .architecture
        .relationships
        .iter()
        .filter(|(_, link)| {
            link.mode == Mode::Calls
                && remaining.contains(&link.from.element)
                && plan.moved.contains(&link.to.element)
        })
        .map(|(id, link)| (id.clone(), link.to.clone()))
        .collect()
}

/// What a queue is called: what waits in it.
fn waiting(design: &Design, operation: &OperationRef) -> String {
    let Some(element) = design.architecture.elements.get(&operation.element) else {
        return operation.to_string();
    };
    let component = element.label(&operation.element);
    let named = element.operations.get(&operation.operation);
    let several = element.operations.len() > 1;
    match named.and_then(|operation| operation.name.as_deref()) {
        Some(name) => format!("{component}: {name}"),
        None if several => format!("{component}: {}", operation.operation),
        None => format!("{component} queue"),
    }
}

pub(super) fn add_queue(
    design: &mut Design,
    plan: &Plan<'_>,
    id: &ElementId,
    name: String,
    rules: Queue,
) {
    let mut queue = Element::new(ElementKind::Queue);
    queue.name = Some(name);
    queue.parent.clone_from(&plan.boundary.of);
    queue.queue = Some(rules);
    let elements = &mut design.architecture.elements;
    queue.team = elements
        .get(&plan.service)
        .and_then(|service| service.team.clone());
    elements.insert(id.clone(), queue);
}

fn consumes(plan: &Plan<'_>, operation: &OperationRef, queue: &ElementId) -> Relationship {
    Relationship {
        network: plan.says.network,
        concurrency: Some(plan.says.concurrency).filter(|n| *n != 1),
        ..Relationship::new(
            operation.clone(),
            OperationRef::of(queue.clone()),
            Mode::Consumes,
        )
    }
}

fn publish(
    design: &mut Design,
    plan: &Plan<'_>,
    id: &RelationshipId,
    operation: &OperationRef,
    queue: &ElementId,
) {
    let Some(link) = design.architecture.relationships.get_mut(id) else {
        return;
    };
    link.mode = Mode::Publishes;
    link.to = OperationRef::of(queue.clone());
    link.origin = Some(operation.element.clone());
    link.network = link.network.or(plan.says.network);
    // What a caller does about an answer that does not come has no meaning for a message.
    link.timeout = None;
    link.retry = None;
    let from = link.from.clone();
    design.note(
        "caller-no-longer-waits",
        format!("`{from}` no longer waits for `{operation}` (relationship `{id}`): it goes on when the broker has the message, and does not learn whether the work succeeded"),
        "make sure the caller needs no answer, or give it one another way: a status to ask for, an event, a call back",
    );
}
