//! Takes components out of their process into a unit of their own, by one of the patterns P1 to P6.

mod boundary;
mod calls;
mod data;
mod gateway;
mod messages;
mod names;
mod plan;
mod service;

use std::sync::Arc;

use spinout_units::ChangeId;

use super::Design;
use crate::{Origin, Pattern, ReachedBy, SpinOut};
pub(super) use calls::say_who_waits;
use names::Names;
use plan::Plan;

/// Applies the change whole or, with the reason as a finding, not at all.
pub(super) fn apply(design: &mut Design, id: &ChangeId, says: &SpinOut) {
    let before = design.architecture.clone();
    let waiting = design.patient.len();
    if carry_out(design, id, says).is_none() {
        let after = std::mem::replace(&mut design.architecture, before);
        design.architecture.findings = after.findings;
        design.patient.truncate(waiting);
    } else {
        let all_before = &mut design.architecture.before;
        all_before.insert(id.clone(), Arc::new(before));
    }
}

fn carry_out(design: &mut Design, id: &ChangeId, says: &SpinOut) -> Option<()> {
    let plan = plan::plan(design, id, says)?;
    boundary::add(design, &plan);
    service::add(design, &plan);
    let queues = match plan.reached_by {
        ReachedBy::Messages => messages::rewire(design, &plan)?,
        ReachedBy::Calls => {
            calls::say(design, &plan);
            Vec::new()
        }
    };
    let gateway = match says.pattern {
        Pattern::ApiFacade => gateway::rewire(design, &plan)?,
        _ => None,
    };
    service::cross_network(design, &plan);
    let (data, copies) = data::rewire(design, &plan)?;
    service::add_unit(design, &plan);
    if let (Some(size), Some(parent)) = (
        &says.parent_process,
        design.architecture.elements.get_mut(&plan.parent),
    ) {
        parent.process = Some(size.clone());
    }
    for component in &plan.moved {
        design.spun_out.insert(component.clone(), id.clone());
    }
    let boundary = plan.boundary.made().cloned();
    let origin = Origin {
        unit: plan.service,
        parent: plan.parent,
        pattern: says.pattern,
        components: plan.components,
        gateway,
        boundary,
        queues,
        data,
        copies,
    };
    design.architecture.spinouts.insert(id.clone(), origin);
    Some(())
}
