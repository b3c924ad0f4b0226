use std::collections::{BTreeSet, VecDeque};

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use spinout_model::OperationRef;
use spinout_units::ElementId;

use crate::{Edge, OperationGraph};

/// Shortest ways from one operation to all that it reaches.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    start: Option<NodeIndex>,
    before: Vec<Option<NodeIndex>>,
    distance: Vec<Option<u32>>,
}

impl OperationGraph {
    /// Shortest ways from `entry` over the edges that `take` allows (breadth first).
    pub(crate) fn ways(&self, entry: &OperationRef, take: impl Fn(&Edge) -> bool) -> Ways {
        let size = self.graph.node_count();
        let mut ways = Ways {
            start: self.index.get(entry).copied(),
            before: vec![None; size],
            distance: vec![None; size],
        };
        let Some(start) = ways.start else {
            return ways;
        };
        ways.distance[start.index()] = Some(0);
        let mut waiting = VecDeque::from([(start, 0)]);
        while let Some((at, distance)) = waiting.pop_front() {
            let mut next: Vec<NodeIndex> = self
                .graph
                .edges(at)
                .filter(|e| take(e.weight()) && e.weight().per_request > 0.0)
                .map(|e| e.target())
                .collect();
            next.sort_by_key(|n| &self.graph[*n]);
            for target in next {
                if ways.distance[target.index()].is_none() {
                    ways.distance[target.index()] = Some(distance + 1);
                    ways.before[target.index()] = Some(at);
                    waiting.push_back((target, distance + 1));
                }
            }
        }
        ways
    }

    /// The operations and queues that a request to `entry` can reach, itself among them, over any link.
    #[must_use]
    pub fn reached(&self, entry: &OperationRef) -> BTreeSet<&OperationRef> {
        let ways = self.ways(entry, |_| true);
        self.index
            .iter()
            .filter(|(_, node)| ways.distance[node.index()].is_some())
            .map(|(operation, _)| operation)
            .collect()
    }
}

impl Ways {
    /// The elements of all operations that are reached.
    pub(crate) fn elements<'g>(&self, operations: &'g OperationGraph) -> BTreeSet<&'g ElementId> {
        let nodes = operations.graph.node_indices();
        nodes
            .filter(|node| self.distance[node.index()].is_some())
            .map(|node| &operations.graph[node].element)
            .collect()
    }

    /// The elements on the shortest way to the nearest operation whose element `is_goal`; empty if none
    /// is reached.
    pub(crate) fn elements_to(
        &self,
        operations: &OperationGraph,
        is_goal: impl Fn(&ElementId) -> bool,
    ) -> Vec<ElementId> {
        let nearest = operations
            .index
            .iter()
            .filter(|(operation, _)| is_goal(&operation.element))
            .filter_map(|(_, node)| Some((self.distance[node.index()]?, *node)))
            .min_by_key(|(distance, _)| *distance);
        let mut at = nearest.map(|(_, node)| node);
        let mut elements: Vec<ElementId> = Vec::new();
        while let Some(node) = at {
            let element = &operations.graph[node].element;
            if elements.last() != Some(element) {
                elements.push(element.clone());
            }
            at = self.before[node.index()];
        }
        elements.reverse();
        elements
    }
}
