use spinout_units::ElementId;

use crate::{Architecture, BoundaryOf, ElementKind, Mesh, NetworkClass, Relationship, tree};

impl Architecture {
    /// What lies between the ends of `link`: what it says, else what follows from the boundaries around
    /// them. What lies between two accounts of a region is taken as between two zones: a peering or a private
    /// endpoint. Where a client, a front end, an edge or an external is, is not drawn, so there nothing follows.
    #[must_use]
    pub fn network_between(&self, link: &Relationship) -> Option<NetworkClass> {
        if link.network.is_some() {
            return link.network;
        }
        let (from, to) = (&link.from.element, &link.to.element);
        let kind = |id| self.elements.get(id).map(|element| element.kind);
        let nowhere = |id, own| {
            let nowhere = [own, ElementKind::Frontend, ElementKind::Edge];
            kind(id).is_some_and(|kind| nowhere.contains(&kind))
        };
        if nowhere(from, ElementKind::Client) || nowhere(to, ElementKind::External) {
            return None;
        }
        let differ = |level| {
            matches!((self.boundary_around(from, level), self.boundary_around(to, level)),
                (Some(a), Some(b)) if a != b)
        };
        Some(if differ(BoundaryOf::Region) {
            NetworkClass::World
        } else if differ(BoundaryOf::Zone) || differ(BoundaryOf::Account) {
            NetworkClass::Region
        } else {
            NetworkClass::Zone
        })
    }

    /// What the proxies of service meshes add to a crossing of `link`, one way, in seconds: one beside each end
    /// that is in a mesh.
    #[must_use]
    pub fn mesh_latency_s(&self, link: &Relationship) -> f64 {
        [&link.from.element, &link.to.element]
            .into_iter()
            .filter_map(|end| self.mesh_around(end)?.latency.as_ref())
            .map(|latency| latency.base())
            .sum()
    }

    /// The mesh that the process of an element is in: that of the innermost boundary with one.
    #[must_use]
    pub fn mesh_around(&self, element: &ElementId) -> Option<&Mesh> {
        let process = tree::process_of(&self.elements, element)?;
        tree::around(&self.elements, process)
            .into_iter()
            .find_map(|outer| self.elements.get(outer)?.boundary.as_ref()?.mesh.as_ref())
    }

    /// The innermost boundary of this level around an element.
    #[must_use]
    pub fn boundary_around(&self, element: &ElementId, level: BoundaryOf) -> Option<&ElementId> {
        let mut at = self.elements.get(element)?.parent.as_ref();
        for _ in 0..self.elements.len() {
            let id = at?;
            let outer = self.elements.get(id)?;
            if outer.boundary.as_ref().is_some_and(|b| b.of == level) {
                return Some(id);
            }
            at = outer.parent.as_ref();
        }
        None
    }
}
