//! Graph views of an architecture: operations and elements as graphs, paths, circles, cuts, and the
//! reach of a failure. It must not know load over time, latency or money.

mod blast;
mod chance;
mod circles;
mod cuts;
mod elements;
mod flow;
mod operations;
mod paths;
mod whole;

pub use blast::{Blast, Failure, Impact, SinglePoint, Structure};
pub use circles::{Circle, circles, endless_messages, endless_recursion, pools_in_circles};
pub use cuts::Cuts;
pub use elements::{ElementGraph, home, inside};
pub use operations::{Edge, Link, OperationGraph};
