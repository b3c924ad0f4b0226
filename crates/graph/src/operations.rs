use std::collections::BTreeMap;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use spinout_model::{
    Architecture, ElementKind, Mode, Operation, OperationRef, Relationship, Sizes, Step,
};
use spinout_units::RelationshipId;

/// What an edge means for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// The source waits for the answer of the target.
    Waits,
    /// The source puts a message on the target, a queue, and waits for its acknowledgement only.
    Publishes,
    /// The source, a queue, hands its messages to the target.
    Delivers,
    /// The source, a queue, puts messages that failed too often on the target, another queue.
    DeadLetters,
}

/// An edge of the operation graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The relationship that it stands for; none between a queue and its dead letters.
    pub relationship: Option<RelationshipId>,
    /// What it means.
    pub link: Link,
    /// How often a request takes it; the fraction is a chance.
    pub per_request: f64,
    /// Attempts in all: those of the retry rule, or deliveries before a message is a dead letter.
    /// `u32::MAX` for a message that is delivered until it works.
    pub attempts: u32,
}

/// The operations of an architecture, and queues, with what a request does between them. What an
/// operation with written steps does not follow has no edge; what it follows twice has two.
#[derive(Clone, Debug)]
pub struct OperationGraph {
    pub(crate) graph: DiGraph<OperationRef, Edge>,
    pub(crate) index: BTreeMap<OperationRef, NodeIndex>,
}

impl OperationGraph {
    /// The graph of `architecture`. Relationships whose ends are missing are left out: the model's
    /// own validation names those.
    #[must_use]
    pub fn of(architecture: &Architecture) -> Self {
        let mut this = Self {
            graph: DiGraph::new(),
            index: BTreeMap::new(),
        };
        for (id, element) in &architecture.elements {
            for operation in element.operations.keys() {
                this.node(OperationRef::new(id.clone(), operation.clone()));
            }
        }
        for (id, relationship) in &architecture.relationships {
            this.relate(architecture, id, relationship);
        }
        this.add_dead_letters(architecture);
        this
    }

    /// The operations and queues, in no order that means anything.
    pub fn operations(&self) -> impl Iterator<Item = &OperationRef> {
        self.graph.node_weights()
    }

    /// The edges as source, edge, target.
    pub fn edges(&self) -> impl Iterator<Item = (&OperationRef, &Edge, &OperationRef)> {
        self.graph
            .edge_references()
            .map(|e| (&self.graph[e.source()], e.weight(), &self.graph[e.target()]))
    }

    fn node(&mut self, operation: OperationRef) -> NodeIndex {
        let graph = &mut self.graph;
        *self
            .index
            .entry(operation)
            .or_insert_with_key(|key| graph.add_node(key.clone()))
    }

    fn relate(&mut self, architecture: &Architecture, id: &RelationshipId, link: &Relationship) {
        let (Some(from), Some(to)) = (
            architecture.elements.get(&link.from.element),
            architecture.elements.get(&link.to.element),
        ) else {
            return;
        };
        let source = self.node(link.from.clone());
        let target = self.node(link.to.clone());
        let edge = Edge {
            relationship: Some(id.clone()),
            link: match link.mode {
                Mode::Calls | Mode::Reads | Mode::Writes => Link::Waits,
                Mode::Publishes => Link::Publishes,
                Mode::Consumes => Link::Delivers,
            },
            per_request: link.per_request,
            attempts: link.retry.as_ref().map_or(1, |r| r.attempts.max(1)),
        };
        if link.mode == Mode::Consumes {
            let dead_letter = to.queue.as_ref().and_then(|q| q.dead_letter.as_ref());
            let attempts = dead_letter.map_or(u32::MAX, |d| d.max_receives);
            let edge = Edge {
                per_request: 1.0,
                attempts,
                ..edge
            };
            self.graph.add_edge(target, source, edge);
        } else {
            let operation = from.operations.get(&link.from.operation);
            let sizes = Sizes::of(&architecture.journeys);
            for times in times_followed(operation, id, &sizes) {
                let edge = Edge {
                    per_request: edge.per_request * times,
                    ..edge.clone()
                };
                self.graph.add_edge(source, target, edge);
            }
        }
    }

    fn add_dead_letters(&mut self, architecture: &Architecture) {
        let queues: Vec<OperationRef> = self
            .index
            .keys()
            .filter(|node| kind(architecture, node) == Some(ElementKind::Queue))
            .cloned()
            .collect();
        for queue in queues {
            let rules = architecture.elements[&queue.element].queue.as_ref();
            let Some(to) = rules.and_then(|q| q.dead_letter.as_ref()).map(|d| &d.to) else {
                continue;
            };
            if !architecture.elements.contains_key(to) {
                continue;
            }
            let target = self.node(OperationRef::new(to.clone(), queue.operation.clone()));
            let edge = Edge {
                relationship: None,
                link: Link::DeadLetters,
                per_request: 1.0,
                attempts: 1,
            };
            self.graph.add_edge(self.index[&queue], target, edge);
        }
    }
}

fn kind(architecture: &Architecture, node: &OperationRef) -> Option<ElementKind> {
    architecture.elements.get(&node.element).map(|e| e.kind)
}

/// How often each step that follows a relationship is done for one request.
fn times_followed(operation: Option<&Operation>, id: &RelationshipId, sizes: &Sizes) -> Vec<f64> {
    match operation {
        Some(operation) if !operation.steps.is_empty() => {
            let mut times = Vec::new();
            Step::each(&operation.steps, 1.0, sizes, &mut |step, often| {
                if matches!(step, Step::Follow(followed) if followed == id) {
                    times.push(often);
                }
            });
            times
        }
        _ => vec![1.0],
    }
}
