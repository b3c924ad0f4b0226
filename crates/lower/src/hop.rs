use spinout_model::{Architecture, BoundaryOf, ElementKind, NetworkClass, Relationship};
use spinout_network::Distribution;
use spinout_units::ElementId;

use crate::LowerError;
use crate::distribution;

/// One-way latency of a link that crosses processes.
pub(crate) fn one_way(
    architecture: &Architecture,
    id: &spinout_units::RelationshipId,
    link: &Relationship,
) -> Result<Distribution, LowerError> {
    if let Some(latency) = &link.latency {
        return distribution::lower(latency, &format!("relationships/{id}/latency"));
    }
    let class = link.network.or_else(|| derived(architecture, link));
    Ok(class.map_or(Distribution::ZERO, |class| {
        Distribution::constant(class.round_trip_s() / 2.0)
    }))
}

/// What lies between two elements by the boundaries around them. A client's and an external's side is
/// not drawn, so nothing is added there unless the link says so.
fn derived(architecture: &Architecture, link: &Relationship) -> Option<NetworkClass> {
    let (from, to) = (&link.from.element, &link.to.element);
    let kind = |id| architecture.elements.get(id).map(|element| element.kind);
    if kind(from) == Some(ElementKind::Client) || kind(to) == Some(ElementKind::External) {
        return None;
    }
    let differ = |level| {
        matches!((around(architecture, from, level), around(architecture, to, level)),
            (Some(a), Some(b)) if a != b)
    };
    Some(if differ(BoundaryOf::Region) {
        NetworkClass::World
    } else if differ(BoundaryOf::Zone) {
        NetworkClass::Region
    } else {
        NetworkClass::Zone
    })
}

/// The boundary of this level around an element.
fn around<'a>(
    architecture: &'a Architecture,
    element: &ElementId,
    level: BoundaryOf,
) -> Option<&'a ElementId> {
    let mut at = architecture.elements.get(element)?.parent.as_ref();
    for _ in 0..architecture.elements.len() {
        let id = at?;
        let outer = architecture.elements.get(id)?;
        if outer
            .boundary
            .as_ref()
            .is_some_and(|boundary| boundary.of == level)
        {
            return Some(id);
        }
        at = outer.parent.as_ref();
    }
    None
}
