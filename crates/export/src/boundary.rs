//! The boundary of a unit that was spun out: what crosses it.

use std::collections::BTreeSet;

use spinout_model::{
    Architecture, DeadLetter, Element, Mode, OperationRef, Origin, Queue, Relationship,
};
use spinout_units::{ChangeId, ElementId, RelationshipId};

use crate::place::{label, links_behind, process_around, served_by};

/// A unit that was spun out, within its architecture.
#[derive(Clone, Copy)]
pub(crate) struct Boundary<'a> {
    pub(crate) id: &'a ChangeId,
    pub(crate) origin: &'a Origin,
    pub(crate) architecture: &'a Architecture,
}

/// A queue that messages cross the boundary by.
pub(crate) struct Channel<'a> {
    pub(crate) id: &'a ElementId,
    pub(crate) element: &'a Element,
    pub(crate) publishers: Vec<&'a Relationship>,
    pub(crate) consumers: Vec<&'a Relationship>,
}

/// Every unit that was spun out and is still there.
pub(crate) fn boundaries(architecture: &Architecture) -> Vec<Boundary<'_>> {
    architecture
        .spinouts
        .iter()
        .filter(|(_, origin)| architecture.elements.contains_key(&origin.unit))
        .map(|(id, origin)| Boundary {
            id,
            origin,
            architecture,
        })
        .collect()
}

impl<'a> Boundary<'a> {
    pub(crate) fn unit_label(&self) -> &'a str {
        label(self.architecture, &self.origin.unit)
    }

    pub(crate) fn parent_label(&self) -> &'a str {
        label(self.architecture, &self.origin.parent)
    }

    /// Is the operation carried out by the process?
    fn within(&self, operation: &OperationRef, process: &ElementId) -> bool {
        process_around(self.architecture, &operation.element) == Some(process)
    }

    /// The calls and messages that cross the boundary, either way, by id.
    pub(crate) fn links(&self) -> Vec<(&'a RelationshipId, &'a Relationship)> {
        let unit = &self.origin.unit;
        let queues: BTreeSet<&ElementId> =
            self.channels().iter().map(|channel| channel.id).collect();
        let crosses = |link: &Relationship| match link.mode {
            Mode::Calls => self.within(&link.from, unit) != self.within(&link.to, unit),
            Mode::Publishes | Mode::Consumes => queues.contains(&link.to.element),
            Mode::Reads | Mode::Writes => false,
        };
        self.architecture
            .relationships
            .iter()
            .filter(|(_, link)| crosses(link))
            .collect()
    }

    /// The queues that the unit consumes, then those that it publishes to.
    pub(crate) fn channels(&self) -> Vec<Channel<'a>> {
        let unit = &self.origin.unit;
        let of_unit = |mode: Mode| {
            self.architecture
                .relationships
                .values()
                .filter(move |link| link.mode == mode && self.within(&link.from, unit))
                .map(|link| &link.to.element)
        };
        let mut seen = BTreeSet::new();
        of_unit(Mode::Consumes)
            .chain(of_unit(Mode::Publishes))
            .filter(|id| seen.insert(*id))
            .filter_map(|id| self.channel(id))
            .collect()
    }

    fn channel(&self, id: &'a ElementId) -> Option<Channel<'a>> {
        let links = |mode: Mode| {
            let relationships = self.architecture.relationships.values();
            relationships
                .filter(|link| link.mode == mode && link.to.element == *id)
                .collect()
        };
        Some(Channel {
            id,
            element: self.architecture.elements.get(id)?,
            publishers: links(Mode::Publishes),
            consumers: links(Mode::Consumes),
        })
    }

    /// The unit's operations that others call over the network, by element and operation.
    pub(crate) fn served(&self) -> Vec<OperationRef> {
        self.called_across(&self.origin.unit, None)
    }

    /// The parent's operations that the unit calls.
    pub(crate) fn asked(&self) -> Vec<OperationRef> {
        self.called_across(&self.origin.parent, Some(&self.origin.unit))
    }

    /// The parent's operations that users enter by and that lead to a message for the unit.
    pub(crate) fn accepting(&self) -> Vec<OperationRef> {
        let parent = &self.origin.parent;
        let mut entered: BTreeSet<OperationRef> =
            self.called_across(parent, None).into_iter().collect();
        entered.extend(
            self.architecture
                .journeys
                .values()
                .filter_map(|journey| served_by(self.architecture, &journey.entry))
                .filter(|at| self.within(at, parent)),
        );
        let asked = self.asked();
        entered
            .into_iter()
            .filter(|at| !asked.contains(at) && self.leads_to_unit(at))
            .collect()
    }

    /// Does the operation end in a message for the unit?
    pub(crate) fn leads_to_unit(&self, operation: &OperationRef) -> bool {
        links_behind(self.architecture, operation, Mode::Publishes)
            .iter()
            .any(|publication| {
                self.architecture.relationships.values().any(|link| {
                    link.mode == Mode::Consumes
                        && link.to.element == publication.to.element
                        && self.within(&link.from, &self.origin.unit)
                })
            })
    }

    /// The operations of `process` that are called from outside of it, or from `by` only.
    fn called_across(&self, process: &ElementId, by: Option<&ElementId>) -> Vec<OperationRef> {
        let called: BTreeSet<OperationRef> = self
            .architecture
            .relationships
            .values()
            .filter(|link| link.mode == Mode::Calls && self.within(&link.to, process))
            .filter(|link| match by {
                Some(by) => self.within(&link.from, by),
                None => !self.within(&link.from, process),
            })
            .map(|link| link.to.clone())
            .collect();
        called.into_iter().collect()
    }
}

impl<'a> Channel<'a> {
    pub(crate) fn label(&self) -> &'a str {
        self.element.label(self.id)
    }

    /// Its delivery rules.
    pub(crate) fn rules(&self) -> Option<&'a Queue> {
        self.element.queue.as_ref()
    }

    /// Where its messages go that failed too often.
    pub(crate) fn dead_letter(&self) -> Option<&'a DeadLetter> {
        self.rules().and_then(|rules| rules.dead_letter.as_ref())
    }
}
