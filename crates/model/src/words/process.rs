use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Autoscaler, Breakdowns, Codel, CpuLimit, Discipline, Distribution, Idle, Memory, RateLimit,
    Shedding, Spot, StartUp, is_default,
};

/// The capacity of a monolith or a service. Figures are for one instance unless said otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Process {
    /// The catalogue item each instance is billed as, such as `ec2/m6i.large`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Billed as", extend("x-otherwise" = "not billed", "x-common" = true, "x-billed" = true))]
    pub instance: Option<String>,
    /// How many instances run, or run at first where an autoscaler steers; at least 1, or 0 where that may
    /// scale to none.
    #[serde(skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0), extend("default" = 1, "x-common" = true))]
    pub replicas: u32,
    /// Cores of an instance, shared by what runs on it; above 0, and may be a fraction.
    #[serde(skip_serializing_if = "is_one_core")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.01), extend("default" = 1, "x-unit" = "each", "x-common" = true))]
    pub cores: f64,
    /// Threads of an instance; each is held over synchronous calls. With at most as many threads as
    /// cores an instance is a first-come-first-served multi-server station. Default 200.
    #[serde(skip_serializing_if = "is_default_threads")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 200, "x-unit" = "each", "x-source" = "Tomcat's maxThreads", "x-common" = true))]
    pub threads: u32,
    /// For an asynchronous runtime: the limit of requests in flight, in place of threads.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("x-otherwise" = "as many as threads", "x-unit" = "each"))]
    pub in_flight: Option<u32>,
    /// Requests that may wait for a thread before more are refused. Default 4096.
    #[serde(skip_serializing_if = "is_default_accept")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0), extend("default" = 4096, "x-source" = "Linux' net.core.somaxconn"))]
    pub accept_queue: u32,
    /// Who of those that wait for a thread is next.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "first come, first served"))]
    pub discipline: Discipline,
    /// How long a request waits for a thread before it fails. For ever if left out; messages always.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "for ever"))]
    pub patience: Option<Distribution>,
    /// Its memory. Enough if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "enough", "examples" = [{"limit": "2GiB", "per_request": "4MiB", "restart": {"constant": "30s"}}]))]
    pub memory: Option<Memory>,
    /// A limit below its cores, enforced by throttling.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "CPU limit", extend("x-otherwise" = "its cores", "examples" = [{"cores": 0.5}]))]
    pub cpu_limit: Option<CpuLimit>,
    /// What an instance does once it has nothing to do.
    #[serde(default, skip_serializing_if = "is_default")]
    pub idle: Option<Idle>,
    /// How instances stop by themselves.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "never", "examples" = [{"after": {"exponential": {"mean": "30d"}}, "lasts": {"constant": "5min"}}]))]
    pub breakdowns: Option<Breakdowns>,
    /// How requests are spread over the instances.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "one after the other"))]
    pub balancing: Balancing,
    /// How many requests all instances together take over time.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "examples" = [{"rate": "100/s", "burst": 20}]))]
    pub rate_limit: Option<RateLimit>,
    /// Who is refused first while an instance has much in it; messages never are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shedding: Vec<Shedding>,
    /// What keeps the wait for a thread short in an overload.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "CoDel", extend("examples" = [{}]))]
    pub codel: Option<Codel>,
    /// What changes the number of instances under load.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("examples" = [{"min": 1, "max": 4, "target": {"cpu": 0.7}}]))]
    pub autoscaler: Option<Autoscaler>,
    /// Instances on machines that the platform takes back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub spot: Option<Spot>,
    /// Time until an instance takes work that replaces one which was lost with its machine. That of the
    /// autoscaler if left out, or 30s.
    #[serde(default, skip_serializing_if = "is_default")]
    pub start_up: Option<StartUp>,
}

impl Default for Process {
    /// One instance with one core, 200 threads (Tomcat's `maxThreads`) and an accept queue of 4096
    /// (Linux' `net.core.somaxconn`).
    fn default() -> Self {
        Self {
            instance: None,
            replicas: 1,
            cores: 1.0,
            threads: 200,
            in_flight: None,
            accept_queue: 4096,
            discipline: Discipline::Fifo,
            patience: None,
            memory: None,
            cpu_limit: None,
            idle: None,
            breakdowns: None,
            balancing: Balancing::RoundRobin,
            rate_limit: None,
            shedding: Vec::new(),
            codel: None,
            autoscaler: None,
            spot: None,
            start_up: None,
        }
    }
}

impl Process {
    /// Cores that an instance asks its boundaries and its node for: its own, or its limit where that is less.
    #[must_use]
    pub fn requested_cores(&self) -> f64 {
        let limit = self.cpu_limit.as_ref().map(|limit| limit.cores);
        limit.map_or(self.cores, |limit| limit.min(self.cores))
    }

    /// Bytes of memory that it asks for; 0 where its memory is not told.
    #[must_use]
    pub fn requested_memory(&self) -> f64 {
        self.memory
            .as_ref()
            .map_or(0.0, |memory| memory.limit.base())
    }
}

fn is_one(n: &u32) -> bool {
    *n == 1
}
fn is_one_core(n: &f64) -> bool {
    *n == 1.0
}
fn is_default_threads(n: &u32) -> bool {
    *n == 200
}
fn is_default_accept(n: &u32) -> bool {
    *n == 4096
}

/// How requests are spread over the instances of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Balancing {
    /// One after the other.
    #[default]
    RoundRobin,
    /// Any, with equal chance.
    Random,
    /// The one with the fewest requests in it.
    LeastConnections,
    /// The better of two drawn at random.
    TwoChoices,
}
