use petgraph::visit::EdgeRef;
use spinout_model::OperationRef;
use spinout_units::RelationshipId;

use crate::{Link, OperationGraph};

/// Sweeps at most; only circles need more than their longest path.
const SWEEPS: usize = 10_000;
/// A sweep that changes no chance by more than this: it is solved.
const SOLVED: f64 = 1e-13;

impl OperationGraph {
    /// The chance that a request to `entry` meets, on the whole of its way and messages included, only
    /// links that are sound and operations that are so with their chance, when nothing fails. How often a link is taken is drawn anew
    /// each time, and competing consumers get a message with equal chance. An entry that is not known is
    /// sound.
    #[must_use]
    pub fn chance_of_whole(
        &self,
        entry: &OperationRef,
        sound_link: impl Fn(&RelationshipId) -> bool,
        sound: impl Fn(&OperationRef) -> f64,
    ) -> f64 {
        let Some(start) = self.index.get(entry) else {
            return 1.0;
        };
        let graph = &self.graph;
        let mut whole = vec![1.0_f64; graph.node_count()];
        for _ in 0..SWEEPS {
            let mut change = 0.0_f64;
            for node in graph.node_indices().rev() {
                let mut chance = sound(&graph[node]);
                let (mut delivered, mut consumers) = (0.0, 0.0);
                for edge in graph.edges(node) {
                    let link = edge.weight();
                    let crosses = link.relationship.as_ref().is_none_or(&sound_link);
                    let target = f64::from(u8::from(crosses)) * whole[edge.target().index()];
                    match link.link {
                        Link::Waits | Link::Publishes => chance *= often(target, link.per_request),
                        Link::Delivers => {
                            delivered += target;
                            consumers += 1.0;
                        }
                        Link::DeadLetters => {}
                    }
                }
                if consumers > 0.0 {
                    chance *= delivered / consumers;
                }
                let before = std::mem::replace(&mut whole[node.index()], chance);
                change = change.max((before - chance).abs());
            }
            if change <= SOLVED {
                break;
            }
        }
        whole[start.index()]
    }
}

/// The chance that all goes well in `times` tries, whose fraction is a chance.
fn often(well: f64, times: f64) -> f64 {
    let fraction = times.fract();
    let mut all = 1.0 - fraction + fraction * well;
    let mut left = times as u64;
    let mut square = well;
    while left > 0 {
        if left % 2 == 1 {
            all *= square;
        }
        square *= square;
        left /= 2;
    }
    all
}
