use spinout_network::ElementIndex;
use spinout_stats::{Confidence, Estimate};

use crate::{DeployOutcome, LinkOutcome, LinkSeries};

/// What a study found out about one network. All lists are in the order of the network's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The confidence of every interval.
    pub confidence: Confidence,
    /// Independent replications that the estimates stand on.
    pub replications: u32,
    /// Requests that arrived in the observed time, over all replications.
    pub requests: u64,
    /// Events of the engine, over all replications.
    pub events: u64,
    /// Time removed at the start of each replication, or length of the pre-roll, seconds.
    pub warm_up_s: f64,
    /// Time observed in each replication, seconds.
    pub horizon_s: f64,
    /// Why it ended.
    pub stop: Stop,
    /// What could not keep up. The estimates of a steady study are then all `None`.
    pub overload: Option<Overload>,
    /// By journey, over the whole observed time.
    pub journeys: Vec<JourneyOutcome>,
    /// By window of the plan and then by journey, over the requests that arrived in the window.
    pub windows: Vec<Vec<RequestsOutcome>>,
    /// By element, over the whole observed time.
    pub elements: Vec<ElementOutcome>,
    /// By broker queue, over the whole observed time.
    pub queues: Vec<QueueOutcome>,
    /// By relationship with a policy, over the whole observed time.
    pub links: Vec<LinkOutcome>,
    /// By bad version that is rolled out.
    pub deploys: Vec<DeployOutcome>,
    /// The observed time in steps.
    pub series: Series,
}

/// Why a study ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// As precise as asked.
    Precise,
    /// The most replications or requests were run.
    Limit,
    /// Something could not keep up, so that there is no long run to estimate.
    Overload,
    /// The observer asked for it. The same seed may stop elsewhere next time.
    Interrupted,
}

/// Something that could not keep up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overload {
    /// The element.
    pub element: ElementIndex,
    /// What it ran out of.
    pub shortage: Shortage,
    /// Waiting visits or messages more each second.
    pub growth_per_s: f64,
    /// Since when, seconds from the start of what was observed.
    pub since_s: f64,
    /// Replications (or pilots) that it was seen in.
    pub replications: u32,
}

/// What an overloaded element ran out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// Processor cores.
    Cores,
    /// Threads, in-flight slots or connections.
    Slots,
    /// Consumers of a broker queue.
    Consumers,
    /// Nothing moves any more: visits wait for each other in a circle.
    Deadlock,
}

/// Mean and quantiles of a time, in seconds. A figure is `None` where too few values lie beyond it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Latency {
    /// The mean.
    pub mean: Option<Estimate>,
    /// The quantiles, in the order of [`Latency::QUANTILES`].
    pub quantiles: [Option<Estimate>; Latency::QUANTILES.len()],
}

impl Latency {
    /// Which quantiles are estimated.
    pub const QUANTILES: [f64; 5] = [0.5, 0.9, 0.95, 0.99, 0.999];
}

/// What the requests of a journey met.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestsOutcome {
    /// Until the caller has its answer, failures included with the time at which they failed.
    pub response_s: Latency,
    /// Until the last asynchronous consequence is done.
    pub completion_s: Latency,
    /// Response of successful requests only.
    pub success_response_s: Latency,
    /// Requests that were answered, a second.
    pub throughput_per_s: Option<Estimate>,
    /// Successful ÷ answered.
    pub success_rate: Option<Estimate>,
    /// Share of good requests, for each threshold of the plan that is of this journey, in the plan's
    /// order.
    pub good: Vec<Option<Estimate>>,
    /// Requests that arrived, over all replications.
    pub requests: u64,
    /// Of those, the ones that had no answer when the run ended.
    pub censored: u64,
    /// Of those that were answered, the ones with asynchronous consequences still open at the end.
    pub incomplete: u64,
}

/// A journey over the whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneyOutcome {
    /// What its requests met.
    pub requests: RequestsOutcome,
    /// Where their time went, by element; in the order of the network's elements, those without any
    /// left out.
    pub where_it_goes: Vec<Share>,
    /// What became of its messages, mean over replications.
    pub messages: MessageOutcome,
}

/// What became of messages, each a mean over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MessageOutcome {
    /// Taken by a broker; of a consumer group: those that entered it.
    pub published: f64,
    /// Handed out, each time.
    pub delivered: f64,
    /// Done.
    pub acknowledged: f64,
    /// Deliveries after which the message came again.
    pub redelivered: f64,
    /// Given up after the last delivery.
    pub dead_letters: f64,
    /// Gone after their retention.
    pub expired: f64,
    /// Dropped by a full queue.
    pub dropped: f64,
    /// Without effect for ever, and lying nowhere.
    pub lost: f64,
    /// Effects that happened again.
    pub duplicated: f64,
    /// Repetitions that a consumer recognised.
    pub recognised: f64,
    /// Dual writes of which one half took effect only.
    pub inconsistent: f64,
}

/// A consumer group of a queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConsumerGroupOutcome {
    /// Messages that it has not finished, over time.
    pub lag: Option<Estimate>,
    /// Messages that it had not finished at the end, mean over replications.
    pub lag_end: f64,
    /// What became of its messages.
    pub messages: MessageOutcome,
}

/// The part of an element in the time of a mean request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The element; `None` for the network between elements.
    pub element: Option<ElementIndex>,
    /// Computing and delays of its own, seconds a request.
    pub own_s: f64,
    /// Waiting for its cores, slots or consumers, seconds a request.
    pub wait_s: f64,
    /// Whether it is spent before the caller has its answer.
    pub in_response: bool,
}

/// What an element went through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElementOutcome {
    /// Finished visits a second.
    pub throughput_per_s: Option<Estimate>,
    /// A visit with the calls it makes, from arrival to answer. Of a thousand elements and more, only the
    /// mean is known.
    pub response_s: Latency,
    /// A visit without the calls it makes and without waiting, mean seconds.
    pub own_s: Option<Estimate>,
    /// Waiting of a visit for slots and cores, or of a message; only the mean is known.
    pub wait_s: Latency,
    /// Visits (or messages) waiting, over time.
    pub queue_length: Option<Estimate>,
    /// Instances, over time.
    pub replicas: Option<Estimate>,
    /// The most instances at once.
    pub replicas_max: u32,
    /// Visits turned away because the caller was not let in ÷ all that came to the element's slots.
    pub denied: Option<Estimate>,
    /// Of the denied, those without a token ÷ all that came.
    pub without_token: Option<Estimate>,
    /// The same with a token that was too old.
    pub with_old_token: Option<Estimate>,
    /// Visits turned away for whatever reason, denials among them ÷ all that came.
    pub refused: Option<Estimate>,
    /// Visits that gave up waiting ÷ all that came.
    pub abandoned: Option<Estimate>,
    /// Instances that died by themselves, in a replication.
    pub killed: Option<Estimate>,
    /// Cores, if the element has any.
    pub cores: Option<ResourceOutcome>,
    /// Threads, in-flight slots or connections, if the element has any.
    pub slots: Option<ResourceOutcome>,
    /// Locks, pools of connections and workers, by their names.
    pub shared: Vec<(String, ResourceOutcome)>,
    /// What held its scaling back, if an autoscaler steers it.
    pub scaling: Option<ScalingOutcome>,
    /// Its environments, if it is a function.
    pub function: Option<FunctionOutcome>,
    /// Its copies, where it has any.
    pub copies: Option<ReplicasOutcome>,
    /// Caches of its relationships, by their names.
    pub caches: Vec<(String, CacheOutcome)>,
    /// What became of its instances where they share quotas or nodes, or are on machines that are taken back.
    pub placement: Option<PlacementOutcome>,
    /// Its nodes, if it is a pool of them.
    pub nodes: Option<NodesOutcome>,
    /// Its runs, if it is a job.
    pub job: Option<JobOutcome>,
}

/// The runs of a job that began in the scenario; counts are means over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JobOutcome {
    /// Runs that began.
    pub started: f64,
    /// Those that were done.
    pub finished: f64,
    /// Those that were due, but did not take place.
    pub missed: f64,
    /// Those that were ended by the next one.
    pub replaced: f64,
    /// Items that were done.
    pub items: f64,
    /// Items that failed for good.
    pub failed: f64,
    /// Failures that were tried once more.
    pub retried: f64,
    /// Seconds from the start of a run to its end, of those that were done.
    pub duration_s: Option<Estimate>,
    /// The longest of all replications.
    pub duration_max_s: f64,
}

/// What became of instances that share something.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlacementOutcome {
    /// Share of time in which more were wanted than the quotas allow.
    pub at_quota: Option<Estimate>,
    /// Instances that wait for a node, over time.
    pub pending: Option<Estimate>,
    /// Instances lost with their machine, mean over replications.
    pub lost: f64,
}

/// The nodes of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NodesOutcome {
    /// Nodes that are there, from the decision to add them, over time.
    pub count: Option<Estimate>,
    /// The most at once.
    pub count_max: u32,
    /// Nodes that were taken back, mean over replications.
    pub lost: f64,
}

/// What became of the look-ups of a cache.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CacheOutcome {
    /// Look-ups a second.
    pub look_ups_per_s: Option<Estimate>,
    /// Look-ups that had an answer ÷ all.
    pub hit_ratio: Option<Estimate>,
    /// Look-ups that were answered by an entry that was too old ÷ all.
    pub stale: Option<Estimate>,
    /// Look-ups that waited for the answer that another asked for ÷ all.
    pub coalesced: Option<Estimate>,
}

/// What held an autoscaler back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScalingOutcome {
    /// Share of time in which it wanted more instances than its bound allows.
    pub at_max: Option<Estimate>,
    /// Share of time in which it wanted more than its budget allows.
    pub by_budget: Option<Estimate>,
}

/// The copies of a store.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReplicasOutcome {
    /// Reads of copies, a second.
    pub reads_per_s: Option<Estimate>,
    /// Stale reads ÷ reads of copies.
    pub stale: Option<Estimate>,
    /// Of the reads that must find what their request had written, those that missed it.
    pub own_missed: Option<Estimate>,
    /// Mean seconds from the end of a write until a copy has done its work for it.
    pub apply_s: Option<Estimate>,
}

/// The environments of a function.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FunctionOutcome {
    /// Requests that were run, a second.
    pub invocations_per_s: Option<Estimate>,
    /// Requests that an environment was started for ÷ requests that got one.
    pub cold_starts: Option<Estimate>,
    /// Throttled requests ÷ all requests.
    pub throttled: Option<Estimate>,
    /// Requests that were ended at the time limit ÷ requests that were run.
    pub timed_out: Option<Estimate>,
    /// Seconds that are billed, a second.
    pub billed_s_per_s: Option<Estimate>,
    /// Requests that were throttled for an account ÷ all requests.
    pub throttled_by_account: Option<Estimate>,
    /// Of the seconds billed, those of environments that are always there, a second.
    pub provisioned_s_per_s: Option<Estimate>,
    /// Seconds of cold starts, billed on top, a second.
    pub starting_s_per_s: Option<Estimate>,
}

/// A resource over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResourceOutcome {
    /// ∫busy ÷ ∫capacity.
    pub utilization: Estimate,
    /// Capacity, mean over time, all instances together.
    pub capacity: f64,
    /// Waiting for it, mean seconds a visit. `None` for cores: what sharing them costs is in the wait
    /// of the elements that compute on them.
    pub wait_s: Option<Estimate>,
    /// Visits that gave up waiting for it ÷ all that asked for it. `None` for cores and slots.
    pub expired: Option<Estimate>,
}

/// What went through a broker queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueueOutcome {
    /// Messages waiting, over time.
    pub depth: Option<Estimate>,
    /// The most messages waiting, mean over replications.
    pub depth_max: f64,
    /// Messages published a second.
    pub published_per_s: Option<Estimate>,
    /// Deliveries after the first, mean over replications.
    pub redeliveries: f64,
    /// Messages that became dead letters, mean over replications.
    pub dead_letters: f64,
    /// Messages refused because the queue was full, mean over replications.
    pub refused: f64,
    /// Messages published once more by a replay, mean over replications.
    pub replayed: f64,
    /// What became of its messages, in all its consumer groups.
    pub messages: MessageOutcome,
    /// Its consumer groups.
    pub groups: Vec<ConsumerGroupOutcome>,
}

/// The observed time in equal steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The middle of each step, seconds since the start of what was observed.
    pub time_s: Vec<f64>,
    /// By journey.
    pub journeys: Vec<JourneySeries>,
    /// By element.
    pub elements: Vec<ElementSeries>,
    /// By relationship, in the order of [`Outcome::links`].
    pub links: Vec<LinkSeries>,
}

/// A figure over time; `None` in steps in which nothing happened.
pub type Band = Vec<Option<Estimate>>;

/// A journey over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JourneySeries {
    /// Arrivals a second.
    pub arrivals_per_s: Band,
    /// Mean response by time of the answer, seconds.
    pub response_mean_s: Band,
    /// 99th percentile of the response by time of the answer, seconds, of all replications together.
    pub response_p99_s: Band,
    /// Failures a second, by time of the answer.
    pub failures_per_s: Band,
    /// Share of bad requests by time of the answer (or of the last consequence), for each threshold of the
    /// plan that is of this journey, in the plan's order.
    pub bad: Vec<Band>,
}

/// An element over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElementSeries {
    /// Visits (or messages) waiting.
    pub queue_length: Band,
    /// Use of the cores, or of the slots where there are no cores.
    pub utilization: Band,
    /// Instances.
    pub replicas: Band,
    /// Messages given up since the start of what was observed, of a queue that gives any up.
    pub dead_letters: Band,
    /// Those who were not let in, a second.
    pub denied_per_s: Band,
    /// Instances that wait for a node, of what runs on nodes.
    pub pending: Band,
    /// Nodes that are there, of a pool.
    pub nodes: Band,
    /// Environments started for a request, a second, of a function.
    pub cold_starts_per_s: Band,
    /// Requests throttled, a second, of a function.
    pub throttled_per_s: Band,
    /// Look-ups that had an answer ÷ all, by the names of its caches.
    pub hit_ratio: Vec<(String, Band)>,
}

/// Several networks under the same users and the same work.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Each network by itself, in the order given. All that could keep up have the same replications.
    pub outcomes: Vec<Outcome>,
    /// For each network after the first: it minus the first.
    pub differences: Vec<Differences>,
}

/// A network minus the first, paired by replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Differences {
    /// By journey over the whole run.
    pub whole: Vec<RequestsDifference>,
    /// By window and then by journey.
    pub windows: Vec<Vec<RequestsDifference>>,
}

/// The difference in what the requests of a journey met. `None` where either side has no figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestsDifference {
    /// Until the caller has its answer, seconds.
    pub response_s: Latency,
    /// Until the last asynchronous consequence is done, seconds.
    pub completion_s: Latency,
    /// Response of successful requests only, seconds.
    pub success_response_s: Latency,
    /// Answered requests a second.
    pub throughput_per_s: Option<Estimate>,
    /// Successful ÷ answered.
    pub success_rate: Option<Estimate>,
    /// Share of good requests, by threshold of this journey.
    pub good: Vec<Option<Estimate>>,
}
