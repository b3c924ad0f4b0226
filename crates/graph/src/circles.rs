use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use spinout_model::{Architecture, OperationRef};
use spinout_units::ElementId;

use crate::{ElementGraph, Link, OperationGraph};

/// Operations that lead back to themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// The operations and queues, in the order of their ids.
    pub operations: Vec<OperationRef>,
    /// How many requests one request makes of itself, about: the spectral radius of the matrix of mean
    /// requests. From 1 on it never ends, or its mean work has no bound (Harris 1963, "The theory of
    /// branching processes").
    pub growth: f64,
}

/// Circles of operations that wait for each other, and end or not.
#[must_use]
pub fn circles(operations: &OperationGraph) -> Vec<Circle> {
    find(operations, |link| link == Link::Waits)
}

/// Circles of operations that wait for each other and never end.
#[must_use]
pub fn endless_recursion(operations: &OperationGraph) -> Vec<Circle> {
    let mut found = circles(operations);
    found.retain(|circle| circle.growth >= 1.0);
    found
}

/// Circles over queues in which every message makes at least one more: completion never comes. Circles
/// that wait all round are not among them.
#[must_use]
pub fn endless_messages(operations: &OperationGraph) -> Vec<Circle> {
    let waiting = endless_recursion(operations);
    let mut found = find(operations, |link| link != Link::DeadLetters);
    found.retain(|circle| {
        circle.growth >= 1.0
            && !waiting
                .iter()
                .any(|w| w.operations.iter().all(|o| circle.operations.contains(o)))
    });
    found
}

/// Processes that wait for each other in a circle, each with its own threads: when the threads of all
/// are held by requests that wait for the next one, nothing moves any more.
#[must_use]
pub fn pools_in_circles(
    architecture: &Architecture,
    operations: &OperationGraph,
) -> Vec<Vec<ElementId>> {
    let processes = ElementGraph::of_processes(architecture, operations).graph;
    let waiting = EdgeFiltered::from_fn(&processes, |e| *e.weight() == Link::Waits);
    let mut found: Vec<Vec<ElementId>> = kosaraju_scc(&waiting)
        .into_iter()
        .filter(|nodes| nodes.len() > 1)
        .map(|nodes| {
            let mut ids: Vec<_> = nodes.into_iter().map(|n| processes[n].clone()).collect();
            ids.sort();
            ids
        })
        .collect();
    found.sort();
    found
}

fn find(operations: &OperationGraph, take: impl Fn(Link) -> bool) -> Vec<Circle> {
    let means = mean_requests(operations, take);
    let mut found: Vec<Circle> = kosaraju_scc(&means)
        .into_iter()
        .filter(|nodes| nodes.len() > 1 || means.contains_edge(nodes[0], nodes[0]))
        .map(|nodes| {
            let mut names: Vec<_> = nodes.iter().map(|n| operations.graph[*n].clone()).collect();
            names.sort();
            Circle {
                operations: names,
                growth: growth(&means, &nodes),
            }
        })
        .collect();
    found.sort_by(|a, b| a.operations.cmp(&b.operations));
    found
}

/// Mean requests from node to node, parallel edges added up. A message goes to one of a queue's
/// consumers, so each gets its part.
pub(crate) fn mean_requests(
    operations: &OperationGraph,
    take: impl Fn(Link) -> bool,
) -> DiGraph<(), f64> {
    let graph = &operations.graph;
    let mut means = DiGraph::new();
    for _ in graph.node_indices() {
        means.add_node(());
    }
    for source in graph.node_indices() {
        let edges = || graph.edges(source).filter(|e| take(e.weight().link));
        let consumers = edges()
            .filter(|e| e.weight().link == Link::Delivers)
            .count();
        let mut row: BTreeMap<NodeIndex, f64> = BTreeMap::new();
        for edge in edges().filter(|e| e.weight().per_request > 0.0) {
            let part = if edge.weight().link == Link::Delivers {
                1.0 / consumers as f64
            } else {
                edge.weight().per_request
            };
            *row.entry(edge.target()).or_default() += part;
        }
        for (target, mean) in row {
            means.add_edge(source, target, mean);
        }
    }
    means
}

/// The spectral radius of the irreducible block `nodes`, by power iteration on I + M (which has no
/// period) with the bounds of Collatz and Wielandt; it stops when they are on one side of 1, or a billionth apart.
fn growth(means: &DiGraph<(), f64>, nodes: &[NodeIndex]) -> f64 {
    const ROUNDS: usize = 10_000;
    let place: BTreeMap<NodeIndex, usize> = nodes.iter().copied().zip(0..).collect();
    let rows: Vec<Vec<(usize, f64)>> = nodes
        .iter()
        .map(|n| {
            means
                .edges(*n)
                .filter_map(|e| Some((*place.get(&e.target())?, *e.weight())))
                .collect()
        })
        .collect();
    let mut x = vec![1.0; nodes.len()];
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..ROUNDS {
        let next: Vec<f64> = rows
            .iter()
            .zip(&x)
            .map(|(row, own)| own + row.iter().map(|(j, mean)| mean * x[*j]).sum::<f64>())
            .collect();
        let ratios = || next.iter().zip(&x).map(|(a, b)| a / b);
        low = ratios().fold(f64::INFINITY, f64::min) - 1.0;
        high = ratios().fold(0.0, f64::max) - 1.0;
        if low > 1.0 || high < 1.0 || high - low <= 1e-9 {
            break;
        }
        let largest = next.iter().copied().fold(0.0, f64::max);
        x = next.into_iter().map(|v| v / largest).collect();
    }
    // A radius that cannot be told from 1 counts as 1: the sum of its work has no bound worth having.
    let middle = 0.5 * (low + high);
    if (middle - 1.0).abs() <= 1e-9 {
        1.0
    } else {
        middle
    }
}
