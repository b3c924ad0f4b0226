use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ConsumerGroupResult, Estimate, Latency, MessageResult};
use ts_rs::TS;

/// What an element went through.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ElementResult {
    /// What the element is called.
    pub name: String,
    /// The scarcest of its resources, which `utilization` is of; none where it has none.
    pub resource: Option<String>,
    /// Busy ÷ available of the scarcest resource, over time.
    pub utilization: Option<Estimate>,
    /// Finished visits per second.
    pub throughput_per_s: Option<Estimate>,
    /// A visit with the calls it makes, from arrival to answer.
    pub response_s: Latency,
    /// A visit without the calls it makes and without waiting, seconds.
    pub own_s: Option<Estimate>,
    /// Waiting of a visit for threads, cores and connections.
    pub wait_s: Latency,
    /// Visits waiting, over time.
    pub queue_length: Option<Estimate>,
    /// Instances, over time.
    pub replicas: Option<Estimate>,
    /// The most instances at once.
    pub replicas_max: u32,
    /// Visits that were turned away at its door because the caller was not let in ÷ all that came to it.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub denied: Option<Estimate>,
    /// Of these, those without a token ÷ all that came.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub without_token: Option<Estimate>,
    /// The same with a token that was too old when the work was to begin.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub with_old_token: Option<Estimate>,
    /// Visits that were turned away, for whatever reason, denials among them ÷ all that came.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub refused: Option<Estimate>,
    /// Visits whose patience ended while they waited ÷ all that came.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub abandoned: Option<Estimate>,
    /// Instances that died by themselves, out of memory or broken down, per replication.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub killed: Option<Estimate>,
    /// Each resource by its name: `cores`, `threads`, `connections`.
    #[serde(default)]
    pub resources: BTreeMap<String, ResourceResult>,
    /// For a queue.
    #[serde(default)]
    pub queue: Option<QueueResult>,
    /// For a queue: what became of its messages, in all its consumer groups together.
    #[serde(default)]
    pub messages: Option<MessageResult>,
    /// Where an autoscaler steers: what held it back.
    #[serde(default)]
    pub scaling: Option<ScalingResult>,
    /// For a function: its environments.
    #[serde(default)]
    pub function: Option<FunctionResult>,
    /// For a store: its copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<_>", optional)]
    pub read_replicas: Option<ReadReplicasResult>,
    /// The caches of its relationships, by these.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub caches: BTreeMap<String, CacheResult>,
    /// For a process whose instances share quotas or nodes, or are on machines that are taken back.
    #[serde(default)]
    pub placement: Option<PlacementResult>,
    /// For a boundary with nodes.
    #[serde(default)]
    pub nodes: Option<NodesResult>,
    /// For a job: its runs.
    #[serde(default)]
    pub job: Option<JobResult>,
}

/// The runs of a job that began in the scenario. Counts are those of one replication, mean over all; what is
/// neither finished nor replaced was not done at the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct JobResult {
    /// Runs that began.
    pub started: f64,
    /// Those that were done.
    pub finished: f64,
    /// Those that were due, but did not take place because another one was not done.
    pub missed: f64,
    /// Those that were ended by the next one.
    pub replaced: f64,
    /// Items that were done.
    pub items: f64,
    /// Items that failed for good.
    pub failed: f64,
    /// Failures of items that were tried once more.
    pub retried: f64,
    /// Job time: from the start of a run to its end, seconds, of those that were done.
    pub duration_s: Option<Estimate>,
    /// The longest of all replications, seconds.
    pub duration_max_s: f64,
}

/// What became of instances that share something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlacementResult {
    /// Share of time in which more instances were wanted than the quotas around it allow.
    pub at_quota: Option<Estimate>,
    /// Instances that wait for a node, over time.
    pub pending: Option<Estimate>,
    /// Instances lost with their machine, per replication.
    pub lost: f64,
}

/// The nodes of a boundary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NodesResult {
    /// Nodes that are there, from the decision to add them, over time.
    pub count: Option<Estimate>,
    /// The most at once.
    pub count_max: u32,
    /// Nodes that were taken back, per replication.
    pub lost: f64,
}

/// The copies of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReadReplicasResult {
    /// Reads of all of them together, per second.
    pub reads_per_s: Option<Estimate>,
    /// Reads that missed the last write of their row, or of their own request ÷ all reads of copies.
    pub stale: Option<Estimate>,
    /// Of the reads that must find what their request had written, the share that missed it.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub own_missed: Option<Estimate>,
    /// From the end of a write until a copy has done its work for it, mean seconds.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub apply_s: Option<Estimate>,
    /// Each resource by its name, all copies together.
    pub resources: BTreeMap<String, ResourceResult>,
}

/// What became of the look-ups of a cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CacheResult {
    /// Look-ups per second.
    pub look_ups_per_s: Option<Estimate>,
    /// Look-ups that had an answer ÷ all.
    pub hit_ratio: Option<Estimate>,
    /// Look-ups that were answered by an entry that was too old, as what is behind had failed ÷ all.
    pub stale: Option<Estimate>,
    /// Look-ups that waited for the answer that another asked for ÷ all.
    pub coalesced: Option<Estimate>,
}

/// What held an autoscaler back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ScalingResult {
    /// Share of time in which it wanted more instances than its bound allows.
    pub at_max: Option<Estimate>,
    /// Share of time in which it wanted more than its budget allows.
    pub by_budget: Option<Estimate>,
}

/// The environments of a function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FunctionResult {
    /// Requests that were run, per second.
    pub invocations_per_s: Option<Estimate>,
    /// Requests that an environment was started for ÷ requests that got one.
    pub cold_starts: Option<Estimate>,
    /// Throttled requests ÷ all requests.
    pub throttled: Option<Estimate>,
    /// Requests that were ended at the time limit ÷ requests that were run.
    pub timed_out: Option<Estimate>,
    /// Seconds that are billed, per second: each run in whole milliseconds, its cold start left out.
    pub billed_s_per_s: Option<Estimate>,
    /// Requests that were throttled although the function might have run more, as its account did not let it
    /// ÷ all requests.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub throttled_by_account: Option<Estimate>,
    /// Of the seconds that are billed, those of provisioned environments, per second.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub provisioned_s_per_s: Option<Estimate>,
    /// Seconds of cold starts, per second: what they add to the whole milliseconds of their runs.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub starting_s_per_s: Option<Estimate>,
}

/// A resource over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ResourceResult {
    /// ∫busy ÷ ∫capacity.
    pub utilization: Estimate,
    /// Capacity over time, all instances together.
    pub capacity: f64,
    /// Waiting for it, seconds a visit.
    pub wait_s: Option<Estimate>,
    /// For a lock or a pool: visits that waited as long as they may and went without ÷ all that asked.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub expired: Option<Estimate>,
}

/// What went through a queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueResult {
    /// Messages waiting, over time.
    pub depth: Option<Estimate>,
    /// The most messages waiting, mean over replications.
    pub depth_max: f64,
    /// Messages published per second.
    pub published_per_s: Option<Estimate>,
    /// Deliveries after the first, per replication.
    pub redeliveries: f64,
    /// Messages that became dead letters, per replication.
    pub dead_letters: f64,
    /// Messages refused because the queue was full, per replication.
    pub refused: f64,
    /// Messages published once more by a replay, per replication.
    #[serde(default)]
    pub replayed: f64,
    /// Its consumer groups by name; `default` is that of consumers without a group.
    #[serde(default)]
    pub consumer_groups: BTreeMap<String, ConsumerGroupResult>,
}
