use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::dominators::simple_fast;
use petgraph::graph::DiGraph;
use spinout_units::ElementId;

use crate::{ElementGraph, Link};

/// What each element cuts off: the elements that no way from any of the `entries` reaches without it,
/// itself left out (dominators of the flow graph, Cooper, Harvey and Kennedy 2001). Elements that cut
/// nothing off are left out. Ways to dead letters don't count.
#[must_use]
pub fn cut_off_by<'a>(
    elements: &ElementGraph,
    entries: impl IntoIterator<Item = &'a ElementId>,
) -> BTreeMap<ElementId, BTreeSet<ElementId>> {
    let mut graph = DiGraph::<Option<&ElementId>, ()>::new();
    for id in elements.graph.node_weights() {
        graph.add_node(Some(id));
    }
    for edge in elements.graph.raw_edges() {
        if edge.weight != Link::DeadLetters {
            graph.add_edge(edge.source(), edge.target(), ());
        }
    }
    let users = graph.add_node(None);
    for entry in entries {
        if let Some(node) = elements.index.get(entry) {
            graph.add_edge(users, *node, ());
        }
    }
    let dominators = simple_fast(&graph, users);
    let mut cut: BTreeMap<ElementId, BTreeSet<ElementId>> = BTreeMap::new();
    for node in elements.graph.node_indices() {
        for dominator in dominators.strict_dominators(node).into_iter().flatten() {
            if let Some(id) = graph[dominator] {
                cut.entry(id.clone())
                    .or_default()
                    .insert(elements.graph[node].clone());
            }
        }
    }
    cut
}
