//! Takes components out of their process into a unit of their own, as an event-driven worker (P1).

mod data;
mod messages;
mod names;

use std::collections::BTreeSet;
use std::sync::Arc;

use spinout_units::{ChangeId, ElementId};

use super::Design;
use crate::{
    DataClass, Element, ElementKind, Layer, Mode, Origin, Pattern, Pipeline, SpinOut, tree,
};
use names::Names;

/// What the refactoring works on.
struct Plan<'a> {
    id: &'a ChangeId,
    says: &'a SpinOut,
    /// The components that are named, without those that are within another.
    components: Vec<ElementId>,
    /// They and everything in them.
    moved: BTreeSet<ElementId>,
    /// The process that they leave.
    parent: ElementId,
    /// The new process.
    service: ElementId,
    /// The boundary around the new elements.
    boundary: Option<ElementId>,
}

impl Plan<'_> {
    fn label(&self, design: &Design) -> String {
        design.architecture.elements.get(&self.service).map_or_else(
            || self.service.to_string(),
            |element| element.label(&self.service).to_owned(),
        )
    }
}

/// Applies the change whole or, with the reason as a finding, not at all.
pub(super) fn apply(design: &mut Design, id: &ChangeId, says: &SpinOut) {
    let Some(plan) = plan(design, id, says) else {
        return;
    };
    let before = design.architecture.clone();
    let applied = match says.pattern {
        Pattern::EventDrivenWorker => event_driven_worker(design, &plan),
    };
    if applied.is_none() {
        let after = std::mem::replace(&mut design.architecture, before);
        design.architecture.findings = after.findings;
    } else {
        let all_before = &mut design.architecture.before;
        all_before.insert(id.clone(), Arc::new(before));
    }
}

fn event_driven_worker(design: &mut Design, plan: &Plan<'_>) -> Option<()> {
    add_service(design, plan);
    let queues = messages::rewire(design, plan)?;
    cross_network(design, plan);
    let data = data::rewire(design, plan)?;
    add_unit(design, plan);
    if let (Some(size), Some(parent)) = (
        &plan.says.parent_process,
        design.architecture.elements.get_mut(&plan.parent),
    ) {
        parent.process = Some(size.clone());
    }
    for component in &plan.moved {
        design.spun_out.insert(component.clone(), plan.id.clone());
    }
    design.architecture.spinouts.insert(
        plan.id.clone(),
        Origin {
            unit: plan.service.clone(),
            parent: plan.parent.clone(),
            components: plan.components.clone(),
            queues,
            data,
        },
    );
    Some(())
}

/// Looks whether the change still applies; says so where it does not.
fn plan<'a>(design: &mut Design, id: &'a ChangeId, says: &'a SpinOut) -> Option<Plan<'a>> {
    for component in &says.components {
        let found = design.architecture.elements.get(component).map(|e| e.kind);
        if found.is_none() {
            design.lost(&format!("the component `{component}`"));
            return None;
        }
        if found != Some(ElementKind::Component) {
            design.error(
                "cannot-spin-out",
                format!("`{component}` is not a component, so it cannot be taken out of a process"),
                "name components of one process",
            );
            return None;
        }
        if let Some(earlier) = design.spun_out.get(component).cloned() {
            design.error(
                "claimed-twice",
                format!(
                    "`{component}` was spun out by `{earlier}` already; this change is not applied"
                ),
                "take the component out of one of the two changes",
            );
            return None;
        }
    }
    let elements = &design.architecture.elements;
    let moved = tree::with_inner(elements, &says.components);
    let processes: BTreeSet<Option<&ElementId>> = says
        .components
        .iter()
        .map(|component| tree::process_of(elements, component))
        .collect();
    let parent = match processes.first() {
        Some(Some(parent)) if processes.len() == 1 => (*parent).clone(),
        _ => {
            design.error(
                "cannot-spin-out",
                "a spinout takes at least one component, and all out of one process".to_owned(),
                "name components of one process, or make a change for each process",
            );
            return None;
        }
    };
    let components: Vec<ElementId> = moved
        .iter()
        .filter(|id| says.components.contains(id))
        .filter(|id| {
            !tree::around(elements, id)
                .iter()
                .any(|outer| moved.contains(*outer))
        })
        .cloned()
        .collect();
    let boundary = boundary(design, says, &parent)?;
    let service = Names::new(design, id).element("service")?;
    Some(Plan {
        id,
        says,
        components,
        moved,
        parent,
        service,
        boundary,
    })
}

/// The boundary around the new unit; nothing if the one that is asked for is not there.
fn boundary(design: &mut Design, says: &SpinOut, parent: &ElementId) -> Option<Option<ElementId>> {
    let elements = &design.architecture.elements;
    let Some(asked) = &says.parent else {
        return Some(elements.get(parent).and_then(|e| e.parent.clone()));
    };
    if elements
        .get(asked)
        .is_some_and(|e| e.kind == ElementKind::Boundary)
    {
        return Some(Some(asked.clone()));
    }
    design.lost(&format!("the boundary `{asked}`"));
    None
}

fn add_service(design: &mut Design, plan: &Plan<'_>) {
    let team = plan.says.team.clone().filter(|team| {
        let known = design.architecture.teams.contains_key(team);
        if !known {
            design.lost(&format!("the team `{team}`"));
        }
        known
    });
    let elements = &mut design.architecture.elements;
    let mut service = Element::new(ElementKind::Service);
    service.name = plan.says.name.clone().or_else(|| {
        let first = plan.components.first()?;
        Some(elements.get(first)?.label(first).to_owned())
    });
    service.parent.clone_from(&plan.boundary);
    service.process = Some(plan.says.process.clone().unwrap_or_default());
    let classes: BTreeSet<DataClass> = plan
        .moved
        .iter()
        .filter_map(|id| elements.get(id))
        .flat_map(|element| element.data.iter().copied())
        .collect();
    service.data = classes.into_iter().collect();
    service.team.clone_from(&team);
    elements.insert(plan.service.clone(), service);
    for component in &plan.components {
        if let Some(element) = elements.get_mut(component) {
            element.parent = Some(plan.service.clone());
        }
    }
    if let Some(team) = &team {
        for id in &plan.moved {
            if let Some(owner) = elements.get_mut(id).and_then(|e| e.team.as_mut()) {
                owner.clone_from(team);
            }
        }
    }
}

/// What was a call within the process and is one between two now goes over the network that is asked
/// for.
fn cross_network(design: &mut Design, plan: &Plan<'_>) {
    let Some(class) = plan.says.network else {
        return;
    };
    let in_parent = tree::with_inner(&design.architecture.elements, [&plan.parent]);
    for link in design.architecture.relationships.values_mut() {
        let leaves =
            plan.moved.contains(&link.from.element) && in_parent.contains(&link.to.element);
        if leaves && link.mode == Mode::Calls && link.network.is_none() && link.latency.is_none() {
            link.network = Some(class);
        }
    }
}

fn add_unit(design: &mut Design, plan: &Plan<'_>) {
    let team = design
        .architecture
        .elements
        .get(&plan.service)
        .and_then(|service| service.team.clone());
    let mut unit = plan.says.unit.clone().unwrap_or_default();
    unit.team = unit.team.or(team);
    unit.layer = unit.layer.or(Some(Layer::Service));
    unit.pipeline = unit.pipeline.or(Some(Pipeline::default()));
    design.architecture.units.insert(plan.service.clone(), unit);
}
