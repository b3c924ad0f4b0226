//! A stream of changes that keeps a copy: each write of the old store is published, and applied to the copy.

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::{ElementId, OperationId, RelationshipId};

use super::new_store::{copy_operation, follow_too};
use super::{Access, Names, Plan};
use crate::derive::Design;
use crate::derive::spin_out::{messages, names};
use crate::{
    Element, ElementKind, Migration, Mode, Operation, OperationRef, Outbox, Queue, Relationship,
    words,
};

/// Time between two looks at the store's log: Debezium's `poll.interval.ms`.
const LOG_S: f64 = 0.5;
/// Time between two looks of an outbox's relay: a guess.
const RELAY_S: f64 = 1.0;

/// Makes the stream: for each operation of the old store that writes, a queue that carries its changes and
/// an operation of the unit that applies them. Gives what was made.
pub(super) fn keep(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    copy: &ElementId,
    way: Migration,
) -> Option<Vec<ElementId>> {
    let writes = writes(design, access);
    let operations: BTreeSet<OperationRef> = writes.values().cloned().collect();
    let (unit, store) = (plan.label(design), access.label(design));
    if operations.is_empty() {
        design.warn(
            "copy-without-writes",
            format!("nothing writes to {store}, so no change reaches the copy of {unit}"),
            "draw what writes to it, or choose another strategy",
        );
        return Some(Vec::new());
    }
    let applying = role(design, plan, access, "apply");
    let stream = role(design, plan, access, "stream");
    let applier = Names::new(design, plan.id).element(&applying)?;
    let mut component = Element::new(ElementKind::Component);
    component.name = Some(format!("Changes of {store}"));
    component.parent = Some(plan.service.clone());
    design
        .architecture
        .elements
        .insert(applier.clone(), component);
    let mut made = vec![applier.clone()];
    let mut queues = BTreeMap::new();
    for operation in &operations {
        let suffix = names::suffix(operation, &operations);
        let queue = Names::new(design, plan.id).element(&format!("{stream}{suffix}"))?;
        let name = format!("Changes of {store}{}", suffix.replace('-', " "));
        messages::add_queue(design, plan, &queue, name, rules(plan));
        let role = format!("{applying}{suffix}");
        apply(
            design,
            plan,
            access,
            (&applier, copy, &role),
            (operation, &queue),
        )?;
        made.push(queue.clone());
        queues.insert(operation.clone(), queue);
    }
    for (id, operation) in &writes {
        publish(design, plan, id, &queues[operation], way)?;
    }
    if way == Migration::Outbox {
        design.note(
            "outbox-row-without-work",
            format!("every write to {store} also writes a row for the stream; its work is not known, so it takes the time of the way only"),
            "give the operation `outbox` of the store its demand",
        );
    }
    Some(made)
}

/// The name of the first of its kind, or one with its store.
fn role(design: &Design, plan: &Plan<'_>, access: &Access, what: &str) -> String {
    let taken = |id: &&ElementId| id.as_str() == format!("{}--{what}", plan.id);
    if design.architecture.elements.keys().any(|id| taken(&id)) {
        format!("{what}-{}", access.store)
    } else {
        what.to_owned()
    }
}

/// Everything that writes to the old store, with the operation that it asks.
fn writes(design: &Design, access: &Access) -> BTreeMap<RelationshipId, OperationRef> {
    let all = [&access.links, &access.others];
    all.into_iter()
        .flat_map(|links| Access::of_mode(design, links, Mode::Writes))
        .filter_map(|id| {
            let to = design.architecture.relationships.get(&id)?.to.clone();
            (to.element == access.store).then_some((id, to))
        })
        .collect()
}

fn rules(plan: &Plan<'_>) -> Queue {
    let service = plan.says.queue.as_ref().and_then(|q| q.service.clone());
    Queue {
        service,
        ..Queue::default()
    }
}

/// The unit takes the changes of one operation and does the same write to the copy.
fn apply(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    (applier, copy, role): (&ElementId, &ElementId, &str),
    (operation, queue): (&OperationRef, &ElementId),
) -> Option<()> {
    let id: OperationId = operation.operation.clone();
    let from = OperationRef::new(applier.clone(), id.clone());
    let component = design.architecture.elements.get_mut(applier)?;
    component
        .operations
        .insert(id.clone(), Operation::default());
    copy_operation(design, access, &id, copy);
    let consume = Names::new(design, plan.id).relationship(&format!("{role}-take"))?;
    let write = Names::new(design, plan.id).relationship(&format!("{role}-write"))?;
    let links = &mut design.architecture.relationships;
    links.insert(
        consume,
        Relationship {
            concurrency: Some(plan.says.concurrency).filter(|n| *n != 1),
            idempotent: Some(true),
            ..Relationship::new(
                from.clone(),
                OperationRef::of(queue.clone()),
                Mode::Consumes,
            )
        },
    );
    let to = OperationRef::new(copy.clone(), id);
    links.insert(write, Relationship::new(from, to, Mode::Writes));
    Some(())
}

/// Lets the change of a write be published, after it.
fn publish(
    design: &mut Design,
    plan: &Plan<'_>,
    write: &RelationshipId,
    queue: &ElementId,
    way: Migration,
) -> Option<()> {
    let link = design.architecture.relationships.get(write)?.clone();
    let id = Names::new(design, plan.id).relationship(&format!("change-{write}"))?;
    let (row, interval_s) = match way {
        Migration::Outbox => (Some(row(design, &link.to.element)?), RELAY_S),
        _ => (None, LOG_S),
    };
    let change = Relationship {
        per_request: link.per_request,
        order: link.order.clone(),
        payload: link.payload,
        trace_context: Some(false),
        outbox: Some(Outbox {
            store: row,
            interval: words::seconds(interval_s),
            poll: None,
            batch: 100,
            repeat_rate: 0.0,
        }),
        ..Relationship::new(
            link.from.clone(),
            OperationRef::of(queue.clone()),
            Mode::Publishes,
        )
    };
    follow_too(design, &link.from, write, &id);
    design.architecture.relationships.insert(id, change);
    Some(())
}

/// The operation of the old store that writes a row for the stream.
fn row(design: &mut Design, store: &ElementId) -> Option<OperationRef> {
    let id = OperationId::new("outbox").ok()?;
    let element = design.architecture.elements.get_mut(store)?;
    element.operations.entry(id.clone()).or_default();
    Some(OperationRef::new(store.clone(), id))
}
