//! The new process: who owns it, what is in it, how it is operated.

use std::collections::BTreeSet;

use spinout_units::ElementId;

use super::Plan;
use crate::derive::Design;
use crate::{DataClass, Element, ElementKind, Layer, Mode, Pattern, Pipeline, tree};

/// Adds the process and puts the components into it.
pub(super) fn add(design: &mut Design, plan: &Plan<'_>) {
    let team = plan.says.team.clone().filter(|team| {
        let known = design.architecture.teams.contains_key(team);
        if !known {
            design.lost(&format!("the team `{team}`"));
        }
        known
    });
    let elements = &mut design.architecture.elements;
    let mut service = Element::new(ElementKind::Service);
    if plan.says.pattern == Pattern::Function {
        service.kind = ElementKind::Function;
        service.function = Some(plan.says.function.clone().unwrap_or_default());
    } else {
        service.process = Some(plan.says.process.clone().unwrap_or_default());
    }
    service.name = plan.says.name.clone().or_else(|| {
        let first = plan.components.first()?;
        Some(elements.get(first)?.label(first).to_owned())
    });
    service.parent.clone_from(&plan.boundary.of);
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
pub(super) fn cross_network(design: &mut Design, plan: &Plan<'_>) {
    let Some(class) = plan.says.network else {
        return;
    };
    let in_parent = tree::with_inner(&design.architecture.elements, [&plan.parent]);
    for link in design.architecture.relationships.values_mut() {
        let moved = |end: &ElementId| plan.moved.contains(end);
        let stays = |end: &ElementId| in_parent.contains(end);
        let (from, to) = (&link.from.element, &link.to.element);
        let crosses = moved(from) && stays(to) || stays(from) && moved(to);
        if crosses && link.mode == Mode::Calls && link.network.is_none() && link.latency.is_none() {
            link.network = Some(class);
        }
    }
}

/// Says how the new process is operated, as far as it is known.
pub(super) fn add_unit(design: &mut Design, plan: &Plan<'_>) {
    let team = design
        .architecture
        .elements
        .get(&plan.service)
        .and_then(|service| service.team.clone());
    let mut unit = plan.says.unit.clone().unwrap_or_default();
    unit.team = unit.team.or(team);
    unit.layer = unit.layer.or(Some(layer(plan.says.pattern)));
    unit.pipeline = unit.pipeline.or(Some(Pipeline::default()));
    design.architecture.units.insert(plan.service.clone(), unit);
}

/// Where a unit of this shape sits.
fn layer(pattern: Pattern) -> Layer {
    match pattern {
        Pattern::Function => Layer::Serverless,
        Pattern::DataPipeline => Layer::Data,
        Pattern::EventDrivenWorker | Pattern::ApiFacade | Pattern::Namespace | Pattern::Account => {
            Layer::Service
        }
    }
}
