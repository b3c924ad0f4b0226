use std::collections::BTreeMap;

use petgraph::visit::{DfsPostOrder, EdgeRef};
use spinout_model::OperationRef;

use crate::circles::mean_requests;
use crate::{Link, OperationGraph};

/// Sweeps at most; only circles need more than two.
const SWEEPS: usize = 10_000;

impl OperationGraph {
    /// How often one request to `entry` comes by each operation and queue on the whole of its way,
    /// messages included, when nothing fails; `entry` itself counts once more. What is not reached is left
    /// out. Nothing if the visits have no bound.
    #[must_use]
    pub fn visits(&self, entry: &OperationRef) -> Option<BTreeMap<&OperationRef, f64>> {
        self.visits_of([(entry, 1.0)])
    }

    /// The same of several kinds of request, each as often as is said: all at once, as a design may have
    /// as many journeys as elements.
    #[must_use]
    pub fn visits_of<'e>(
        &self,
        entries: impl IntoIterator<Item = (&'e OperationRef, f64)>,
    ) -> Option<BTreeMap<&OperationRef, f64>> {
        let means = mean_requests(self, |link| link != Link::DeadLetters);
        let mut first = vec![0.0; means.node_count()];
        let mut order = Vec::new();
        let mut walk = DfsPostOrder::empty(&means);
        for (entry, often) in entries {
            let Some(start) = self.index.get(entry) else {
                continue;
            };
            first[start.index()] += often;
            walk.move_to(*start);
            while let Some(node) = walk.next(&means) {
                order.push(node);
            }
        }
        order.reverse();
        let mut visits = vec![0.0; means.node_count()];
        for _ in 0..SWEEPS {
            let mut change: f64 = 0.0;
            for node in &order {
                let incoming = means.edges_directed(*node, petgraph::Direction::Incoming);
                let value = first[node.index()]
                    + incoming
                        .map(|e| visits[e.source().index()] * e.weight())
                        .sum::<f64>();
                if !value.is_finite() {
                    return None;
                }
                let before = std::mem::replace(&mut visits[node.index()], value);
                change = change.max((value - before).abs() / value.max(f64::MIN_POSITIVE));
            }
            if change <= 1e-13 {
                let found = order.iter().map(|n| (&self.graph[*n], visits[n.index()]));
                return Some(found.collect());
            }
        }
        None
    }
}
