//! A gateway as the one door to the unit (P2): whoever called its components calls the gateway.

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::{ContractId, ElementId, OperationId, RelationshipId};

use super::{Names, Plan, names};
use crate::derive::Design;
use crate::{
    Contract, Element, ElementKind, Layer, Mode, Operation, OperationRef, Relationship, Unit,
};

/// Puts the gateway between the unit and all that calls it, with one operation for each that is called.
/// Nothing is made where nothing calls.
pub(super) fn rewire(design: &mut Design, plan: &Plan<'_>) -> Option<Option<ElementId>> {
    let calls = calls(design, plan);
    let operations: BTreeSet<OperationRef> = calls.values().cloned().collect();
    if operations.is_empty() {
        return Some(None);
    }
    let gateway = Names::new(design, plan.id).element("gateway")?;
    add_gateway(design, plan, &gateway);
    let mut doors = BTreeMap::new();
    for operation in &operations {
        let suffix = names::suffix(operation, &operations);
        let door = door(design, &gateway, operation);
        let id = Names::new(design, plan.id).relationship(&format!("forward{suffix}"))?;
        let of: Vec<&RelationshipId> = calls
            .iter()
            .filter(|(_, to)| *to == operation)
            .map(|(id, _)| id)
            .collect();
        let forward = forward(design, &door, operation, &of);
        design.architecture.relationships.insert(id, forward);
        promise(design, plan, operation, &door);
        doors.insert(operation.clone(), door);
    }
    for (id, operation) in &calls {
        if let Some(link) = design.architecture.relationships.get_mut(id) {
            link.origin = Some(operation.element.clone());
            link.to = doors[operation].clone();
            link.network = link.network.or(plan.says.network);
        }
    }
    for journey in design.architecture.journeys.values_mut() {
        if let Some(door) = doors.get(&journey.entry) {
            journey.entry = door.clone();
        }
    }
    Some(Some(gateway))
}

/// The calls into the unit, with the operation that each calls.
fn calls(design: &Design, plan: &Plan<'_>) -> BTreeMap<RelationshipId, OperationRef> {
    let links = design.architecture.relationships.iter();
    links
        .filter(|(_, link)| {
            link.mode == Mode::Calls
                && !plan.moved.contains(&link.from.element)
                && plan.moved.contains(&link.to.element)
        })
        .map(|(id, link)| (id.clone(), link.to.clone()))
        .collect()
}

fn add_gateway(design: &mut Design, plan: &Plan<'_>, id: &ElementId) {
    let name = format!("{} gateway", plan.label(design));
    let architecture = &mut design.architecture;
    let team = architecture
        .elements
        .get(&plan.service)
        .and_then(|service| service.team.clone());
    let mut gateway = Element::new(ElementKind::Gateway);
    gateway.name = Some(name);
    gateway.parent.clone_from(&plan.boundary.of);
    gateway.team.clone_from(&team);
    gateway.process = Some(plan.says.gateway.clone().unwrap_or_default());
    architecture.elements.insert(id.clone(), gateway);
    let unit = Unit {
        team,
        layer: Some(Layer::Gateway),
        ..Unit::default()
    };
    architecture.units.insert(id.clone(), unit);
}

/// The gateway's operation for one of the unit's: of the same name, with that of its element before it where
/// another took it.
fn door(design: &mut Design, gateway: &ElementId, operation: &OperationRef) -> OperationRef {
    let asked = design
        .architecture
        .elements
        .get(&operation.element)
        .and_then(|element| element.operations.get(&operation.operation));
    let name = asked.and_then(|asked| asked.name.clone());
    let longer = format!("{}-{}", operation.element, operation.operation);
    let doors = design.architecture.elements.get_mut(gateway);
    let mut id = operation.operation.clone();
    if let Some(gateway) = doors {
        if gateway.operations.contains_key(&id) {
            id = OperationId::new(&longer).unwrap_or(id);
        }
        let door = Operation {
            name,
            ..Operation::default()
        };
        gateway.operations.insert(id.clone(), door);
    }
    OperationRef::new(gateway.clone(), id)
}

/// Lets the gateway promise what the unit does: who calls knows the door only.
fn promise(design: &mut Design, plan: &Plan<'_>, operation: &OperationRef, door: &OperationRef) {
    let contracts = &mut design.architecture.contracts;
    let of_door: Vec<_> = contracts
        .iter()
        .filter(|(_, contract)| contract.of == *operation)
        .filter_map(|(id, contract)| {
            let id = ContractId::new(&format!("{}--{id}", plan.id)).ok()?;
            let of = door.clone();
            Some((
                id,
                Contract {
                    of,
                    ..contract.clone()
                },
            ))
        })
        .collect();
    for (id, contract) in of_door {
        contracts.entry(id).or_insert(contract);
    }
}

/// How the gateway passes on what `of` ask of `operation`: it carries what they carry, and no more crosses it
/// than crosses each of them.
fn forward(
    design: &Design,
    door: &OperationRef,
    operation: &OperationRef,
    of: &[&RelationshipId],
) -> Relationship {
    let links = || {
        of.iter()
            .filter_map(|id| design.architecture.relationships.get(*id))
    };
    let all = |says: fn(&Relationship) -> Option<bool>| {
        links().map(says).reduce(|a, b| match (a, b) {
            (Some(a), Some(b)) => Some(a && b),
            _ => None,
        })
    };
    let mut forward = Relationship::new(door.clone(), operation.clone(), Mode::Calls);
    forward.payload = links().find_map(|link| link.payload);
    // Who waits at the door has gone by then.
    let patience: Option<Vec<_>> = links().map(|link| link.timeout).collect();
    forward.timeout = patience
        .into_iter()
        .flatten()
        .min_by(|a, b| a.base().total_cmp(&b.base()));
    forward.idempotent = all(|link| link.idempotent).flatten();
    forward.trace_context = all(|link| link.trace_context).flatten();
    forward.auth_required = all(|link| link.auth_required).flatten();
    forward
}
