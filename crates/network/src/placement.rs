//! What groups share: quotas over their instances, and pools of nodes that these run on.

use serde::{Deserialize, Serialize};

use crate::{Distribution, ElementIndex, GroupIndex};

/// What one instance of a group asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Cores.
    pub cores: f64,
    /// Bytes of memory.
    pub memory: f64,
    /// Seconds from its place on a node until an instance takes visits, for groups without an autoscaler.
    pub start_up: Distribution,
}

impl Default for Request {
    /// Nothing, and 30 s to start.
    fn default() -> Self {
        Self {
            cores: 0.0,
            memory: 0.0,
            start_up: Distribution::Constant { value: 30.0 },
        }
    }
}

/// A bound on what the instances of some groups have together. What is asked for beyond it is not started
/// until others go; who asked first is first, and who needs less than is left is not held back by others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourceQuota {
    /// Identifier in the architecture.
    pub name: String,
    /// Most cores; none = unbounded.
    pub cores: Option<f64>,
    /// Most bytes of memory.
    pub memory: Option<f64>,
    /// Most instances.
    pub instances: Option<u32>,
    /// Whose instances count.
    pub groups: Vec<GroupIndex>,
}

/// Equal nodes. An instance takes the first node that has room for it; where none has, it waits, and as many
/// nodes are added as all that wait need, the first with room for each. A node without instances goes after
/// a while.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodePool {
    /// Identifier in the architecture.
    pub name: String,
    /// What its nodes are booked on.
    pub element: ElementIndex,
    /// Cores of a node, above 0.
    pub cores: f64,
    /// Bytes of memory of a node; none = enough.
    pub memory: Option<f64>,
    /// Most instances on a node, at least 1.
    pub instances: u32,
    /// Fewest nodes.
    pub min: u32,
    /// Most nodes, at least 1.
    pub max: u32,
    /// Seconds until a new node takes instances.
    pub provision: Distribution,
    /// Seconds without an instance until a node goes.
    pub idle: f64,
    /// How nodes are taken back.
    pub spot: Option<Spot>,
    /// Whose instances run on it. A group runs on one pool at most.
    pub groups: Vec<GroupIndex>,
}

/// Machines that are taken back. What runs on one is lost with it and starts elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Seconds from its readiness until one is told to go.
    pub after: Distribution,
    /// Seconds from then, without new work, until it is gone.
    pub notice: f64,
}

/// What groups share.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// By group; past its end nothing is asked for.
    pub requests: Vec<Request>,
    /// Bounds.
    pub quotas: Vec<ResourceQuota>,
    /// Nodes.
    pub pools: Vec<NodePool>,
}

impl Placement {
    /// Whether nothing is shared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quotas.is_empty() && self.pools.is_empty()
    }
}
