//! What the refactoring works on, and whether it still applies.

use std::collections::BTreeSet;

use spinout_units::{ChangeId, ElementId};

use super::Names;
use super::boundary::{self, Around};
use crate::derive::Design;
use crate::{ElementKind, ReachedBy, SpinOut, tree};

/// What the refactoring works on.
pub(super) struct Plan<'a> {
    pub(super) id: &'a ChangeId,
    pub(super) says: &'a SpinOut,
    /// The components that are named, without those that are within another.
    pub(super) components: Vec<ElementId>,
    /// They and everything in them.
    pub(super) moved: BTreeSet<ElementId>,
    /// The process that they leave.
    pub(super) parent: ElementId,
    /// The new process.
    pub(super) service: ElementId,
    /// The boundary around the new elements.
    pub(super) boundary: Around,
    /// How what stays reaches it.
    pub(super) reached_by: ReachedBy,
}

impl Plan<'_> {
    pub(super) fn label(&self, design: &Design) -> String {
        design.architecture.elements.get(&self.service).map_or_else(
            || self.service.to_string(),
            |element| element.label(&self.service).to_owned(),
        )
    }
}

/// Looks whether the change still applies; says so where it does not.
pub(super) fn plan<'a>(
    design: &mut Design,
    id: &'a ChangeId,
    says: &'a SpinOut,
) -> Option<Plan<'a>> {
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
    let reached_by = says.reached_by.unwrap_or(says.pattern.reached_by());
    if !says.pattern.allows(reached_by) {
        design.error(
            "cannot-spin-out",
            "its pattern is not reached like that: a worker takes messages, and a façade answers calls"
                .to_owned(),
            "leave `reached_by` out, or choose another pattern",
        );
        return None;
    }
    let boundary = boundary::of(design, id, says, &parent)?;
    let service = Names::new(design, id).element("service")?;
    Some(Plan {
        id,
        says,
        components,
        moved,
        parent,
        service,
        boundary,
        reached_by,
    })
}
