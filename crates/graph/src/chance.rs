use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::{DfsPostOrder, EdgeRef};

use crate::{Edge, Link, OperationGraph};

/// A sweep changes no chance by more than this: it is solved.
const SOLVED: f64 = 1e-13;
/// Sweeps at most; circles close to endless recursion converge slowly.
const SWEEPS: usize = 1_000;

/// Solves for what becomes of a request, given what is broken. All draws of "how often" are taken as
/// independent, which makes a request a branching process; the equations are those of its generating
/// function, and the least solution is the one that counts.
pub(crate) struct Chances<'a> {
    operations: &'a OperationGraph,
    order: Vec<NodeIndex>,
    /// By queue: the chance that one of its messages becomes a dead letter while nothing is broken.
    dead_letter: Vec<f64>,
}

/// By node: the chance that a request to it is lost, and that it is lost or has a consequence that never
/// comes.
pub(crate) struct Outcome {
    pub(crate) lost: Vec<f64>,
    pub(crate) lost_or_degraded: Vec<f64>,
}

impl<'a> Chances<'a> {
    /// `failure_rate` says for each node how often it fails while nothing is broken.
    pub(crate) fn new(
        operations: &'a OperationGraph,
        failure_rate: impl Fn(NodeIndex) -> f64,
    ) -> Self {
        let graph = &operations.graph;
        let mut order = Vec::with_capacity(graph.node_count());
        let mut walk = DfsPostOrder::empty(graph);
        for node in graph.node_indices() {
            walk.move_to(node);
            while let Some(next) = walk.next(graph) {
                order.push(next);
            }
        }
        let mut this = Self {
            operations,
            order,
            dead_letter: Vec::new(),
        };
        let rates: Vec<f64> = graph.node_indices().map(failure_rate).collect();
        let fails = this.lost(&this.order, &rates);
        this.dead_letter = graph
            .node_indices()
            .map(|queue| {
                this.mean_over_consumers(
                    queue,
                    |_| true,
                    |edge, consumer| power(fails[consumer.index()], edge.attempts),
                )
                .unwrap_or(0.0)
            })
            .collect();
        this
    }

    /// What becomes of requests while the nodes that `is_down` names don't work.
    pub(crate) fn solve(&self, is_down: impl Fn(NodeIndex) -> bool) -> Outcome {
        let down: Vec<f64> = self
            .operations
            .graph
            .node_indices()
            .map(|n| f64::from(u8::from(is_down(n))))
            .collect();
        let order = self.upstream(&down);
        let lost = self.lost(&order, &down);
        let lost_or_degraded = self.fixed_point(&order, &down, |node, bad| {
            let answered = |target: NodeIndex| 1.0 - lost[target.index()];
            let mut good = 1.0;
            for edge in self.operations.graph.edges(node) {
                let (weight, target) = (edge.weight(), edge.target());
                let once = 1.0 - bad[target.index()];
                let chance = match weight.link {
                    Link::Waits | Link::Publishes => {
                        once * tries(1.0 - answered(target), weight.attempts)
                    }
                    Link::DeadLetters => {
                        1.0 - down[target.index()] * self.dead_letter[node.index()]
                    }
                    Link::Delivers => continue,
                };
                good *= repeated(chance, weight.per_request);
            }
            let delivered = self.mean_over_consumers(
                node,
                |consumer| down[consumer.index()] == 0.0,
                |edge, consumer| {
                    let once = 1.0 - bad[consumer.index()];
                    once * tries(lost[consumer.index()], edge.attempts)
                },
            );
            1.0 - (good * delivered.unwrap_or(1.0)).clamp(0.0, 1.0)
        });
        Outcome {
            lost,
            lost_or_degraded,
        }
    }

    fn lost(&self, order: &[NodeIndex], fails_itself: &[f64]) -> Vec<f64> {
        self.fixed_point(order, fails_itself, |node, lost| {
            let mut works = 1.0 - fails_itself[node.index()];
            for edge in self.operations.graph.edges(node) {
                let weight = edge.weight();
                let chance = match weight.link {
                    Link::Waits => lost[edge.target().index()],
                    Link::Publishes => fails_itself[edge.target().index()],
                    Link::Delivers | Link::DeadLetters => continue,
                };
                works *= repeated(1.0 - power(chance, weight.attempts), weight.per_request);
            }
            1.0 - works
        })
    }

    /// The nodes that what is down can matter to: those from which a way leads there.
    fn upstream(&self, down: &[f64]) -> Vec<NodeIndex> {
        let graph = &self.operations.graph;
        let mut reached: Vec<bool> = down.iter().map(|d| *d > 0.0).collect();
        let mut open: Vec<NodeIndex> = graph
            .node_indices()
            .filter(|n| reached[n.index()])
            .collect();
        while let Some(node) = open.pop() {
            for before in graph.neighbors_directed(node, Direction::Incoming) {
                if !std::mem::replace(&mut reached[before.index()], true) {
                    open.push(before);
                }
            }
        }
        let order = self.order.iter().copied();
        order.filter(|n| reached[n.index()]).collect()
    }

    /// The least solution of `x[node] = next(node, x)` with `x ≥ floor`, by sweeps in which targets come
    /// before sources.
    fn fixed_point(
        &self,
        order: &[NodeIndex],
        floor: &[f64],
        next: impl Fn(NodeIndex, &[f64]) -> f64,
    ) -> Vec<f64> {
        let mut x = floor.to_vec();
        for _ in 0..SWEEPS {
            let mut change: f64 = 0.0;
            for node in order {
                if floor[node.index()] < 1.0 {
                    let value = next(*node, &x).max(x[node.index()]);
                    change = change.max(value - x[node.index()]);
                    x[node.index()] = value;
                }
            }
            if change <= SOLVED {
                break;
            }
        }
        x
    }

    /// The mean of `figure` over the consumers of `queue` that are `up`, as messages are spread evenly
    /// over those; 0 if it has consumers and none is up, nothing if it has none.
    fn mean_over_consumers(
        &self,
        queue: NodeIndex,
        up: impl Fn(NodeIndex) -> bool,
        figure: impl Fn(&Edge, NodeIndex) -> f64,
    ) -> Option<f64> {
        let (mut consumers, mut working, mut sum) = (0_u32, 0_u32, 0.0);
        for edge in self.operations.graph.edges(queue) {
            if edge.weight().link == Link::Delivers {
                consumers += 1;
                if up(edge.target()) {
                    working += 1;
                    sum += figure(edge.weight(), edge.target());
                }
            }
        }
        match (consumers, working) {
            (0, _) => None,
            (_, 0) => Some(0.0),
            _ => Some(sum / f64::from(working)),
        }
    }
}

/// `x` to the power of a whole number.
fn power(x: f64, mut n: u32) -> f64 {
    let (mut result, mut square) = (1.0, x);
    while n > 0 {
        if n & 1 == 1 {
            result *= square;
        }
        square *= square;
        n >>= 1;
    }
    result
}

/// The chance that something done `times` times works, where the fraction of `times` is a chance itself
/// and each time works with chance `works`.
fn repeated(works: f64, times: f64) -> f64 {
    let whole = times.floor();
    power(works, whole.min(f64::from(u32::MAX)) as u32) * (1.0 - (times - whole) * (1.0 - works))
}

/// Mean attempts of which each is lost with chance `lost`, `attempts` at most, where one that is not
/// lost ends it: 1 + lost + lost² + …
fn tries(lost: f64, attempts: u32) -> f64 {
    if lost >= 1.0 {
        1.0
    } else {
        (1.0 - power(lost, attempts)) / (1.0 - lost)
    }
}
