use std::collections::BTreeSet;

use spinout_units::{ElementId, OperationId, RelationshipId};

use super::ownership::{own_data, say_migration};
use super::{Access, Names, Plan, stream};
use crate::derive::Design;
use crate::{Copied, Element, ElementKind, Migration, Mode, OperationRef, Step};

/// A store of the unit's own: its accesses go there.
pub(super) fn own(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    migration: Option<Migration>,
) -> Option<()> {
    let store = add_store(design, plan, access, "store")?;
    own_data(design, plan, access, &store);
    if migration == Some(Migration::DualWrite) {
        write_twice(design, plan, access, &store)?;
    }
    redirect(design, access, &access.links, &store);
    if !access.others.is_empty() {
        say_migration(design, plan, access, migration);
    }
    Some(())
}

/// A copy that the unit reads; it writes to the old store. Gives the copy, and what keeps it.
pub(super) fn replica(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    migration: Option<Migration>,
) -> Option<Option<(ElementId, Copied)>> {
    let (unit, store) = (plan.label(design), access.label(design));
    let reads = Access::of_mode(design, &access.links, Mode::Reads);
    if reads.is_empty() {
        design.warn(
            "replica-without-reads",
            format!(
                "{unit} only writes to {store}, so a replica has nothing to answer and is not made"
            ),
            "choose another strategy for it",
        );
        return Some(None);
    }
    let replica = add_store(design, plan, access, "replica")?;
    redirect(design, access, &reads, &replica);
    let kept_by = match migration {
        Some(way @ (Migration::Outbox | Migration::Cdc)) => {
            stream::keep(design, plan, access, &replica, way)?
        }
        Some(Migration::Backfill | Migration::DualWrite) | None => Vec::new(),
    };
    design.note(
        "replica-lags",
        format!("{unit} reads a replica of {store}, which is behind it by the replication's lag: it may not find what was just written"),
        "bound and watch the lag, and read from the old store where the newest state matters",
    );
    let of = access.store.clone();
    Some(Some((replica, Copied { of, kept_by })))
}

/// Adds a store like the old one. The first with its role has no further name.
fn add_store(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    what: &str,
) -> Option<ElementId> {
    let first = ElementId::new(&format!("{}--store", plan.id))
        .is_ok_and(|id| !design.architecture.elements.contains_key(&id));
    let role = if first {
        "store".to_owned()
    } else {
        format!("store-{}", access.store)
    };
    let id = Names::new(design, plan.id).element(&role)?;
    let name = format!("{}: {what} of {}", access.label(design), plan.label(design));
    let elements = &mut design.architecture.elements;
    let old = elements.get(&access.store)?;
    let mut store = Element::new(ElementKind::Store);
    store.name = Some(name);
    store.parent.clone_from(&plan.boundary.of);
    store.team = elements
        .get(&plan.service)
        .and_then(|service| service.team.clone());
    store.data.clone_from(&old.data);
    store.store = plan
        .says
        .data
        .get(&access.store)
        .and_then(|says| says.store.clone())
        .or_else(|| old.store.clone());
    elements.insert(id.clone(), store);
    Some(id)
}

/// Lets these links go to the same operations of `store`.
fn redirect(
    design: &mut Design,
    access: &Access,
    links: &BTreeSet<RelationshipId>,
    store: &ElementId,
) {
    for id in links {
        let Some(link) = design.architecture.relationships.get_mut(id) else {
            continue;
        };
        link.origin = Some(access.store.clone());
        let operation = link.to.operation.clone();
        link.to = OperationRef::new(store.clone(), operation.clone());
        copy_operation(design, access, &operation, store);
    }
}

/// Gives the new store an operation of the old one, with the same work for the same request.
pub(super) fn copy_operation(
    design: &mut Design,
    access: &Access,
    id: &OperationId,
    store: &ElementId,
) {
    let elements = &mut design.architecture.elements;
    let old = elements
        .get(&access.store)
        .and_then(|old| old.operations.get(id));
    let Some(mut copy) = old.cloned() else {
        return;
    };
    let was = || OperationRef::new(access.store.clone(), id.clone());
    copy.origin = Some(copy.origin.take().unwrap_or_else(was));
    if let Some(new) = elements.get_mut(store) {
        new.operations.entry(id.clone()).or_insert(copy);
    }
}

/// Those who go on writing to the old store also write to the new one; where nobody else does, the unit
/// writes to both.
fn write_twice(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    store: &ElementId,
) -> Option<()> {
    let others = Access::of_mode(design, &access.others, Mode::Writes);
    let (writes, to) = if others.is_empty() {
        (
            Access::of_mode(design, &access.links, Mode::Writes),
            &access.store,
        )
    } else {
        (others, store)
    };
    for id in writes {
        let second = Names::new(design, plan.id).relationship(&format!("dual-{id}"))?;
        let Some(mut link) = design.architecture.relationships.get(&id).cloned() else {
            continue;
        };
        let operation = link.to.operation.clone();
        link.to.element = to.clone();
        copy_operation(design, access, &operation, store);
        follow_too(design, &link.from, &id, &second);
        design.architecture.relationships.insert(second, link);
    }
    Some(())
}

/// Where an operation follows `first` in its steps, it follows `second` right after.
pub(super) fn follow_too(
    design: &mut Design,
    operation: &OperationRef,
    first: &RelationshipId,
    second: &RelationshipId,
) {
    let Some(operation) = design
        .architecture
        .elements
        .get_mut(&operation.element)
        .and_then(|element| element.operations.get_mut(&operation.operation))
    else {
        return;
    };
    right_after(&mut operation.steps, first, second);
}

fn right_after(steps: &mut Vec<Step>, first: &RelationshipId, second: &RelationshipId) {
    for mut step in std::mem::take(steps) {
        for inner in step.inner_mut() {
            right_after(inner, first, second);
        }
        let follows = matches!(&step, Step::Follow(id) if id == first);
        steps.push(step);
        if follows {
            steps.push(Step::Follow(second.clone()));
        }
    }
}
