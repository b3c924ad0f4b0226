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
    /// How many nodes each node cuts off.
    counts: Vec<usize>,
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
        let mut counts = vec![0; graph.node_count()];
        // Those below a node stand after it here.
        let mut order = vec![users];
        let mut at = 0;
        while let Some(node) = order.get(at) {
            at += 1;
            order.extend(below.get(node).into_iter().flatten());
        }
        for node in order.into_iter().rev() {
            let below = below.get(&node).into_iter().flatten();
            counts[node.index()] = below.map(|n| 1 + counts[n.index()]).sum();
        }
        Self {
            elements,
            below,
            counts,
        }
    }

    /// How many elements no way reaches without `element`, itself left out.
    #[must_use]
    pub fn count_behind(&self, element: &ElementId) -> usize {
        let node = self.elements.index.get(element);
        node.map_or(0, |node| self.counts[node.index()])
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
