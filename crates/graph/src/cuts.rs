use std::collections::BTreeMap;

use petgraph::algo::dominators::simple_fast;
use petgraph::graph::{DiGraph, NodeIndex};
use spinout_units::ElementId;

use crate::{ElementGraph, Link};

/// What each element cuts off from the users (the dominator tree of the flow graph; Cooper, Harvey and
/// Kennedy 2001).
#[derive(Clone, Debug)]
pub struct Cuts<'a> {
    elements: &'a ElementGraph,
    /// The nodes whose immediate dominator each node is.
    below: BTreeMap<NodeIndex, Vec<NodeIndex>>,
}

impl<'a> Cuts<'a> {
    /// What is cut off from users who come in at `entries`. Ways to dead letters don't count.
    #[must_use]
    pub fn of<'e>(
        elements: &'a ElementGraph,
        entries: impl IntoIterator<Item = &'e ElementId>,
    ) -> Self {
        let mut graph = DiGraph::<(), ()>::new();
        for _ in elements.graph.node_indices() {
            graph.add_node(());
        }
        for edge in elements.graph.raw_edges() {
            if edge.weight != Link::DeadLetters {
                graph.add_edge(edge.source(), edge.target(), ());
            }
        }
        let users = graph.add_node(());
        for entry in entries {
            if let Some(node) = elements.index.get(entry) {
                graph.add_edge(users, *node, ());
            }
        }
        let dominators = simple_fast(&graph, users);
        let mut below: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        for node in elements.graph.node_indices() {
            if let Some(dominator) = dominators.immediate_dominator(node) {
                below.entry(dominator).or_default().push(node);
            }
        }
        Self { elements, below }
    }

    /// The elements that no way reaches without `element`, itself left out; the nearest first.
    pub fn behind(&self, element: &ElementId) -> impl Iterator<Item = &'a ElementId> {
        let below = |node| self.below.get(&node).into_iter().flatten().copied();
        let start = self.elements.index.get(element);
        let mut open: std::collections::VecDeque<NodeIndex> =
            start.into_iter().flat_map(|node| below(*node)).collect();
        std::iter::from_fn(move || {
            let node = open.pop_front()?;
            open.extend(below(node));
            Some(&self.elements.graph[node])
        })
    }
}
