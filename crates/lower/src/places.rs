use std::collections::BTreeMap;

use spinout_model::{Architecture, ElementKind};
use spinout_network::{ElementIndex, GroupIndex, Network, QueueIndex};
use spinout_units::ElementId;

use crate::LowerError;

/// Where each drawn element is in the network.
#[derive(Clone)]
pub(crate) struct Places {
    /// The drawn elements in the network's order.
    pub(crate) elements: Vec<ElementId>,
    /// Each element's process, store or external: itself, or the process around a component.
    pub(crate) process_of: BTreeMap<ElementId, ElementId>,
    index: BTreeMap<ElementId, ElementIndex>,
    groups: BTreeMap<ElementId, GroupIndex>,
    queues: BTreeMap<ElementId, QueueIndex>,
}

/// Components within components within …: further than any drawing goes.
const DEEPEST: usize = 64;

impl Places {
    /// Gives every element its index, and every process, store, external and queue its own.
    pub(crate) fn new(
        architecture: &Architecture,
        network: &mut Network,
    ) -> Result<Self, LowerError> {
        let mut places = Self {
            elements: Vec::new(),
            process_of: BTreeMap::new(),
            index: BTreeMap::new(),
            groups: BTreeMap::new(),
            queues: BTreeMap::new(),
        };
        for (id, element) in &architecture.elements {
            places
                .index
                .insert(id.clone(), network.add_element(id.as_str()));
            places.elements.push(id.clone());
            match element.kind {
                ElementKind::Queue => {
                    let next = places.queues.len();
                    places.queues.insert(id.clone(), QueueIndex::from(next));
                }
                ElementKind::Monolith
                | ElementKind::Gateway
                | ElementKind::Service
                | ElementKind::Function
                | ElementKind::Job
                | ElementKind::Store
                | ElementKind::Frontend
                | ElementKind::Edge
                | ElementKind::External => {
                    let next = places.groups.len();
                    places.groups.insert(id.clone(), GroupIndex::from(next));
                }
                ElementKind::Client | ElementKind::Component | ElementKind::Boundary => {}
            }
        }
        for id in architecture.elements.keys() {
            if let Some(process) = places.find_process(architecture, id)? {
                places.process_of.insert(id.clone(), process);
            }
        }
        Ok(places)
    }

    /// The same places in another design of the same elements, whose components may be elsewhere.
    pub(crate) fn in_design(&self, architecture: &Architecture) -> Result<Self, LowerError> {
        let mut places = Self {
            process_of: BTreeMap::new(),
            ..self.clone()
        };
        for id in architecture.elements.keys() {
            if let Some(process) = self.find_process(architecture, id)? {
                places.process_of.insert(id.clone(), process);
            }
        }
        Ok(places)
    }

    fn find_process(
        &self,
        architecture: &Architecture,
        id: &ElementId,
    ) -> Result<Option<ElementId>, LowerError> {
        let mut at = id;
        for _ in 0..DEEPEST {
            let Some(element) = architecture.elements.get(at) else {
                break;
            };
            if self.groups.contains_key(at) {
                return Ok(Some(at.clone()));
            }
            if element.kind != ElementKind::Component {
                return Ok(None);
            }
            let Some(parent) = &element.parent else { break };
            at = parent;
        }
        Err(LowerError::new(
            format!("elements/{id}/in"),
            format!("the component `{id}` is not part of a process"),
            "put it into a monolith or a service",
        ))
    }

    pub(crate) fn element(&self, id: &ElementId) -> Option<ElementIndex> {
        self.index.get(id).copied()
    }

    /// The group that `id` works in.
    pub(crate) fn group(&self, id: &ElementId) -> Option<GroupIndex> {
        self.groups.get(self.process_of.get(id)?).copied()
    }

    pub(crate) fn queue(&self, id: &ElementId) -> Option<QueueIndex> {
        self.queues.get(id).copied()
    }

    pub(crate) fn same_process(&self, a: &ElementId, b: &ElementId) -> bool {
        matches!((self.group(a), self.group(b)), (Some(a), Some(b)) if a == b)
    }
}
