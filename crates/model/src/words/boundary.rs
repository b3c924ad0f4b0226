use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Size};
use ts_rs::TS;

use super::{Distribution, StartUp, is_default, seconds};

/// A boundary of deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Boundary {
    /// The level that it stands for.
    pub of: BoundaryOf,
    /// What the processes within may have together. Unbounded if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quota: Option<ResourceQuota>,
    /// For a cluster or node pool: the nodes that the processes within run on. Enough if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub nodes: Option<NodePool>,
    /// The service mesh that its processes are in. None if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "examples" = [{"latency": "0.5ms"}]))]
    pub mesh: Option<Mesh>,
}

/// A proxy beside each instance, through which all that crosses its process goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Mesh {
    /// What one proxy adds to each crossing, one way: where both ends are in the mesh it is added twice. Not
    /// beside a `latency` of the link, which is the whole way. Nothing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "nothing"))]
    pub latency: Option<Duration>,
}

/// The levels of deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoundaryOf {
    /// A cloud region or a site.
    Region,
    /// An availability zone.
    Zone,
    /// An account, subscription or project.
    Account,
    /// A cluster or node pool.
    Cluster,
    /// A namespace of a cluster.
    Namespace,
}

/// What the instances of all processes within a boundary may have together. An instance asks for the
/// `cores` of its process (its `cpu_limit` where that is less) and the limit of its `memory`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ResourceQuota {
    /// Cores.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cores: Option<f64>,
    /// Memory.
    #[serde(default, skip_serializing_if = "is_default")]
    pub memory: Option<Size>,
    /// Instances.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pods: Option<u32>,
    /// For an account or a region: requests that all functions within run at once. What comes beyond is
    /// throttled.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("x-otherwise" = "unbounded", "x-unit" = "requests", "x-source" = "AWS documentation: 1000 for a new account"))]
    pub concurrency: Option<u32>,
}

/// Equal nodes that come and go with what has to run on them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NodePool {
    /// The catalogue item each node is billed as, such as `ec2/m6i.large`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub instance: Option<String>,
    /// Cores of a node that instances can have.
    pub cores: f64,
    /// Memory of a node that instances can have. Enough if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub memory: Option<Size>,
    /// The most instances on a node. Default 110 (Kubernetes).
    #[serde(default = "most_pods", skip_serializing_if = "is_most_pods")]
    #[ts(as = "Option<_>", optional)]
    pub pods: u32,
    /// The fewest nodes. Default 0.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub min: u32,
    /// The most nodes. Without one the bill has no bound, so there is no default.
    pub max: u32,
    /// Time until a new node takes instances, or its distribution. Default 1min, a guess.
    #[serde(default = "a_minute", skip_serializing_if = "is_a_minute")]
    #[ts(as = "Option<_>", optional)]
    pub provision: StartUp,
    /// Time without an instance until a node goes. Default 10min (the cluster autoscaler's).
    #[serde(default = "ten_minutes", skip_serializing_if = "is_ten_minutes")]
    #[ts(as = "Option<_>", optional)]
    pub scale_down_delay: Duration,
    /// Nodes that the platform takes back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub spot: Option<Spot>,
}

/// Machines for less money that the platform takes back when it needs them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Spot {
    /// Time from its readiness until the platform tells that it takes a machine back.
    pub after: Distribution,
    /// Time from that notice, in which nothing new is begun on the machine, until it is gone with what still
    /// runs on it. Default 2min (AWS).
    #[serde(default = "two_minutes", skip_serializing_if = "is_two_minutes")]
    #[ts(as = "Option<_>", optional)]
    pub notice: Duration,
    /// The part of the price that is saved, from 0 up to but not including 1. Default 0.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub discount: f64,
}

impl Boundary {
    /// A boundary of this level that bounds nothing.
    #[must_use]
    pub fn new(of: BoundaryOf) -> Self {
        Self {
            of,
            quota: None,
            nodes: None,
            mesh: None,
        }
    }
}

fn most_pods() -> u32 {
    110
}
fn is_most_pods(pods: &u32) -> bool {
    *pods == most_pods()
}
fn a_minute() -> StartUp {
    StartUp::Time(seconds(60.0))
}
fn is_a_minute(time: &StartUp) -> bool {
    *time == a_minute()
}
fn ten_minutes() -> Duration {
    seconds(600.0)
}
fn is_ten_minutes(time: &Duration) -> bool {
    *time == ten_minutes()
}
fn two_minutes() -> Duration {
    seconds(120.0)
}
fn is_two_minutes(time: &Duration) -> bool {
    *time == two_minutes()
}
