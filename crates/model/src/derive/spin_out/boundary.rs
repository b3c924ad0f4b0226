//! The boundary around the new unit. Two patterns make one.

use spinout_units::{ChangeId, ElementId};

use super::Names;
use super::Plan;
use crate::derive::Design;
use crate::{Boundary, BoundaryOf, Element, ElementKind, Pattern, SpinOut};

/// What is around the new elements.
pub(super) struct Around {
    /// The boundary that they are in.
    pub(super) of: Option<ElementId>,
    /// Where it is made for them: its level, and what it lies in itself.
    made: Option<(BoundaryOf, Option<ElementId>)>,
}

impl Around {
    /// The boundary, if it is one that is made.
    pub(super) fn made(&self) -> Option<&ElementId> {
        self.of.as_ref().filter(|_| self.made.is_some())
    }
}

/// Where the new elements will be; nothing if the boundary that is asked for is not there.
pub(super) fn of(
    design: &mut Design,
    id: &ChangeId,
    says: &SpinOut,
    parent: &ElementId,
) -> Option<Around> {
    let elements = &design.architecture.elements;
    let asked = says.parent.as_ref();
    let is_boundary = |id: &ElementId| {
        let found = elements.get(id);
        found.is_some_and(|element| element.kind == ElementKind::Boundary)
    };
    if let Some(asked) = asked.filter(|asked| !is_boundary(asked)) {
        design.lost(&format!("the boundary `{asked}`"));
        return None;
    }
    let old = elements.get(parent).and_then(|e| e.parent.clone());
    let (level, role) = match says.pattern {
        Pattern::Namespace => (BoundaryOf::Namespace, "namespace"),
        Pattern::Account => (BoundaryOf::Account, "account"),
        _ => {
            return Some(Around {
                of: asked.cloned().or(old),
                made: None,
            });
        }
    };
    let within = asked.cloned().or_else(|| outside(design, old, level));
    if level == BoundaryOf::Namespace && !in_cluster(design, within.as_ref()) {
        design.note(
            "namespace-without-cluster",
            "nothing says which cluster the namespace is in, so it shares no nodes with anything"
                .to_owned(),
            "draw the cluster around it, or say `in`",
        );
    }
    Some(Around {
        of: Some(Names::new(design, id).element(role)?),
        made: Some((level, within)),
    })
}

/// The first boundary, from `at` outwards, that one of this level can lie in: a namespace lies in no
/// namespace, an account in nothing that accounts hold.
fn outside(design: &Design, mut at: Option<ElementId>, level: BoundaryOf) -> Option<ElementId> {
    let elements = &design.architecture.elements;
    for _ in 0..elements.len() {
        let element = elements.get(at.as_ref()?)?;
        let found = element.boundary.as_ref().map(|boundary| boundary.of);
        let inner = match level {
            BoundaryOf::Namespace => found == Some(BoundaryOf::Namespace),
            _ => matches!(
                found,
                Some(BoundaryOf::Namespace | BoundaryOf::Cluster | BoundaryOf::Account)
            ),
        };
        if !inner {
            break;
        }
        at.clone_from(&element.parent);
    }
    at
}

fn in_cluster<'d>(design: &'d Design, mut at: Option<&'d ElementId>) -> bool {
    let elements = &design.architecture.elements;
    for _ in 0..elements.len() {
        let Some(element) = at.and_then(|id| elements.get(id)) else {
            return false;
        };
        let found = element.boundary.as_ref().map(|boundary| boundary.of);
        if found == Some(BoundaryOf::Cluster) {
            return true;
        }
        at = element.parent.as_ref();
    }
    false
}

/// Adds the boundary that the pattern makes.
pub(super) fn add(design: &mut Design, plan: &Plan<'_>) {
    let (Some(id), Some((level, within))) = (&plan.boundary.of, &plan.boundary.made) else {
        return;
    };
    let mut boundary = Element::new(ElementKind::Boundary);
    let elements = &mut design.architecture.elements;
    boundary.name = plan.says.name.clone().or_else(|| {
        let first = plan.components.first()?;
        Some(elements.get(first)?.label(first).to_owned())
    });
    boundary.parent.clone_from(within);
    boundary.boundary = Some(Boundary {
        quota: plan.says.quota.clone(),
        ..Boundary::new(*level)
    });
    elements.insert(id.clone(), boundary);
}
