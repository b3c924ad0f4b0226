use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use spinout_model::{Architecture, ElementKind};
use spinout_units::ElementId;

use crate::{Link, OperationGraph};

/// The process that `element` runs in: that of a component, else the element itself. Circles of
/// parents end where they began.
#[must_use]
pub fn home<'a>(architecture: &'a Architecture, element: &'a ElementId) -> &'a ElementId {
    let mut at = element;
    for _ in 0..architecture.elements.len() {
        match architecture.elements.get(at) {
            Some(found) if found.kind == ElementKind::Component => match &found.parent {
                Some(parent) => at = parent,
                None => return at,
            },
            _ => return at,
        }
    }
    at
}

/// What goes down with each element: itself, what is inside of it, and for a component its whole
/// process with all its components, because a crash of one takes the process along. Components share what
/// their process says: there may be thousands in one.
#[must_use]
pub fn inside(architecture: &Architecture) -> BTreeMap<ElementId, Arc<BTreeSet<ElementId>>> {
    let mut contents: BTreeMap<ElementId, BTreeSet<ElementId>> = BTreeMap::new();
    for id in architecture.elements.keys() {
        let mut at = Some(id);
        for _ in 0..=architecture.elements.len() {
            let Some(here) = at else { break };
            if !contents.entry(here.clone()).or_default().insert(id.clone()) {
                break;
            }
            at = architecture
                .elements
                .get(here)
                .and_then(|e| e.parent.as_ref());
        }
    }
    let mut contents: BTreeMap<_, _> = contents
        .into_iter()
        .map(|(id, parts)| (id, Arc::new(parts)))
        .collect();
    let of_components: Vec<_> = architecture
        .elements
        .iter()
        .filter(|(_, element)| element.kind == ElementKind::Component)
        .filter_map(|(id, _)| {
            Some((
                id.clone(),
                Arc::clone(contents.get(home(architecture, id))?),
            ))
        })
        .collect();
    contents.extend(of_components);
    contents
}

/// Elements, or processes with their components taken together, and who asks whom.
#[derive(Clone, Debug)]
pub struct ElementGraph {
    pub(crate) graph: DiGraph<ElementId, Link>,
    pub(crate) index: BTreeMap<ElementId, NodeIndex>,
}

impl ElementGraph {
    /// Every element as it is.
    #[must_use]
    pub fn of_elements(architecture: &Architecture, operations: &OperationGraph) -> Self {
        Self::grouped(architecture, operations, |id| id)
    }

    /// Components merged into their process; what happens within a process has no edge.
    #[must_use]
    pub fn of_processes(architecture: &Architecture, operations: &OperationGraph) -> Self {
        Self::grouped(architecture, operations, |id| home(architecture, id))
    }

    fn grouped<'a>(
        architecture: &'a Architecture,
        operations: &'a OperationGraph,
        group: impl Fn(&'a ElementId) -> &'a ElementId,
    ) -> Self {
        let mut graph = DiGraph::new();
        let mut index = BTreeMap::new();
        let mut node = |graph: &mut DiGraph<ElementId, Link>, id: &ElementId| {
            *index
                .entry(id.clone())
                .or_insert_with(|| graph.add_node(id.clone()))
        };
        for (id, element) in &architecture.elements {
            if element.kind != ElementKind::Boundary {
                node(&mut graph, group(id));
            }
        }
        let links: BTreeSet<_> = operations
            .edges()
            .map(|(from, edge, to)| (group(&from.element), group(&to.element), edge.link))
            .filter(|(from, to, _)| from != to)
            .collect();
        for (from, to, link) in links {
            let (source, target) = (node(&mut graph, from), node(&mut graph, to));
            graph.add_edge(source, target, link);
        }
        Self { graph, index }
    }

    /// The links as source, link, target.
    pub fn links(&self) -> impl Iterator<Item = (&ElementId, Link, &ElementId)> {
        self.graph.edge_references().map(|e| {
            (
                &self.graph[e.source()],
                *e.weight(),
                &self.graph[e.target()],
            )
        })
    }
}
