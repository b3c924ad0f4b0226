use std::collections::{BTreeMap, BTreeSet};

use spinout_model::{Architecture, Mode, OperationRef, Relationship, fallbacks};
use spinout_units::{ElementId, RelationshipId};

use crate::places::Places;

type Links<'a> = BTreeMap<&'a OperationRef, Vec<(&'a RelationshipId, &'a Relationship)>>;

/// A design to compile from: the one that is asked for, or one that traffic comes from in a cutover.
pub(crate) struct World<'a> {
    pub(crate) architecture: &'a Architecture,
    pub(crate) places: &'a Places,
    links: Links<'a>,
    /// In the world before a cutover: what goes over, and by which schedule.
    pub(crate) leaving: Option<Leaving>,
}

/// What goes over in a cutover.
#[derive(Clone)]
pub(crate) struct Leaving {
    /// The components that leave their process.
    pub(crate) moved: BTreeSet<ElementId>,
    /// Position of the schedule in the network.
    pub(crate) schedule: u32,
}

impl<'a> World<'a> {
    pub(crate) fn new(
        architecture: &'a Architecture,
        places: &'a Places,
        leaving: Option<Leaving>,
    ) -> Self {
        let only_fallbacks = fallbacks(&architecture.relationships);
        let mut links: Links<'a> = BTreeMap::new();
        for (id, link) in &architecture.relationships {
            if link.mode != Mode::Consumes && !only_fallbacks.contains(id) {
                links.entry(&link.from).or_default().push((id, link));
            }
        }
        for of_operation in links.values_mut() {
            of_operation.sort_by(|a, b| (&a.1.order, a.0).cmp(&(&b.1.order, b.0)));
        }
        Self {
            architecture,
            places,
            links,
            leaving,
        }
    }

    /// What an operation follows, in order.
    pub(crate) fn links(&self, of: &OperationRef) -> Vec<(&'a RelationshipId, &'a Relationship)> {
        self.links.get(of).cloned().unwrap_or_default()
    }

    /// Whether an element is one that goes over.
    pub(crate) fn leaves(&self, element: &ElementId) -> bool {
        let leaving = self.leaving.as_ref();
        leaving.is_some_and(|leaving| leaving.moved.contains(element))
    }

    /// The link of this id as it is here, if it leads from what stays to what goes over.
    pub(crate) fn leads_over(&self, id: &RelationshipId) -> Option<&'a Relationship> {
        let architecture = self.architecture;
        architecture
            .relationships
            .get(id)
            .filter(|link| self.leaves(&link.to.element) && !self.leaves(&link.from.element))
    }
}
