//! What a run has found.

use spinout_network::{GroupIndex, QueueIndex};
use spinout_stats::Histogram;

pub use crate::batches::{COARSE_PLACES, coarse_value};
pub use crate::cache::CacheReport;
use crate::job::JobReport;
pub use crate::link_report::{LinkBucket, LinkReport};
pub use crate::over_time::{CacheBucket, CapacityBucket, CapacitySeries};
pub use crate::placement::PoolReport;
pub use crate::replicated::ReplicatedReport;

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// At its horizon, and its drain.
    Completed,
    /// More visits and messages at once than allowed.
    Overload(Overload),
    /// Visits wait for each other in a circle.
    Deadlock(Deadlock),
    /// At the limit on events, or because time stood still for tens of millions of them.
    EventLimit,
    /// By the host.
    Cancelled,
}

/// Where work piles up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backlog {
    /// Before a group's slots.
    Group(GroupIndex),
    /// In a queue.
    Queue(QueueIndex),
    /// Nowhere in particular: on shared cores, or underway.
    Spread,
}

/// Work came faster than it was done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overload {
    /// The longest backlog.
    pub place: Backlog,
    /// Seconds: since when it has not been empty.
    pub since: f64,
    /// Seconds: when the run was given up.
    pub at: f64,
    /// Growth per second in between.
    pub growth: f64,
}

/// Groups all of whose slots wait for each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadlock {
    /// Seconds: when it was found.
    pub at: f64,
    /// The groups: visits of each hold slots and wait for a slot of the next, the last for the first.
    pub circle: Vec<GroupIndex>,
}

/// What became of messages, while they were measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// Messages that entered a consumer group; of a journey: publications that a broker took.
    pub published: u64,
    /// Messages handed out, each time.
    pub delivered: u64,
    /// Messages done.
    pub acknowledged: u64,
    /// Deliveries that failed or took too long, after which the message is handed out again.
    pub redelivered: u64,
    /// Messages given up after their last delivery.
    pub dead_letters: u64,
    /// Messages gone after their retention.
    pub expired: u64,
    /// Messages dropped by a full queue for newer ones.
    pub dropped: u64,
    /// Messages that will never have their effect and lie nowhere: expired, dropped, failed after their
    /// acknowledgement, or refused when nobody watched.
    pub lost: u64,
    /// Times that a message had its effect again.
    pub duplicated: u64,
    /// Times that a consumer saw that it knew a message.
    pub known: u64,
    /// Dual writes of which one half took effect only.
    pub inconsistent: u64,
}

/// A consumer group of a queue, while it was measured. Published = acknowledged + dead letters + expired +
/// dropped + what is left.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ConsumerGroupReport {
    /// What became of its messages.
    pub messages: MessageCounts,
    /// Mean messages not done: waiting, in hand, or to be delivered again.
    pub lag: f64,
    /// Messages not done at the horizon, or at the end of a run that did not come so far.
    pub lag_end: u64,
}

/// Everything that one replication has found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// Seconds from the scenario's start at which it ended.
    pub end: f64,
    /// Seconds of the scenario that resources and elements were measured over.
    pub measured: f64,
    /// Events run.
    pub events: u64,
    /// By journey.
    pub journeys: Vec<JourneyReport>,
    /// By element.
    pub elements: Vec<ElementReport>,
    /// By group.
    pub groups: Vec<GroupReport>,
    /// By group, what its capacity went through.
    pub capacity: Vec<CapacityReport>,
    /// By job.
    pub jobs: Vec<JobReport>,
    /// By node pool.
    pub pools: Vec<PoolReport>,
    /// By queue.
    pub queues: Vec<QueueReport>,
    /// By queue, then consumer group.
    pub consumer_groups: Vec<Vec<ConsumerGroupReport>>,
    /// By guarded relationship.
    pub links: Vec<LinkReport>,
    /// By roll-out of a bad version.
    pub deploys: Vec<DeployReport>,
    /// By resource beside slots and cores.
    pub resources: Vec<ResourceReport>,
    /// By replicated store.
    pub replicated: Vec<ReplicatedReport>,
    /// By cache.
    pub caches: Vec<CacheReport>,
    /// Over time.
    pub series: Series,
    /// By element, how long its visits took that ended while it was measured, calls included, failed
    /// ones included, in nanoseconds. Empty without detail, or where there are too many elements.
    pub visit_times: Vec<Histogram>,
    /// What became of each single request, if that was asked for.
    pub verdicts: Option<Verdicts>,
}

/// A bad version that was rolled out. Times are seconds from the scenario's start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeployReport {
    /// Identifier of the fault in the scenario.
    pub name: String,
    /// Most instances that had it at once.
    pub instances: u32,
    /// When it was noticed, if it was.
    pub noticed: Option<f64>,
    /// When the last instance was rid of it, if it was.
    pub over: Option<f64>,
}

/// What became of each single request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdicts {
    /// By journey and then by number of the request: in the order of arrival from the first that was
    /// judged, or for a closed journey by turn and then user.
    pub journeys: Vec<Vec<Verdict>>,
    /// Visits, messages and thinking users there are, at the end of each bucket of the series.
    pub levels: Vec<u32>,
    /// Requests beyond the most that are judged.
    pub left_out: u64,
}

/// What became of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict(u16);

impl Verdict {
    /// No request of this number came.
    pub const NEVER_CAME: Self = Self(0);

    pub(crate) fn bad(bucket: u32) -> Self {
        Self(((bucket + 1) << 1) as u16)
    }

    pub(crate) fn set(&mut self, good: bool) {
        self.0 = self.0 & !1 | u16::from(good);
    }

    /// Whether it was answered well and in time. False for one that never came, or had no answer.
    #[must_use]
    pub const fn is_good(self) -> bool {
        self.0 & 1 == 1
    }

    /// The bucket of the series that it arrived in; none if it never came.
    #[must_use]
    pub const fn arrived(self) -> Option<usize> {
        (self.0 as usize >> 1).checked_sub(1)
    }
}

/// Requests of a journey.
#[derive(Debug, Clone, PartialEq)]
pub struct JourneyReport {
    /// All of the run, pre-roll and drain included.
    pub total: Counts,
    /// Answers that were a success while resources were measured: throughput × measured time.
    pub succeeded: u64,
    /// Failures in that time.
    pub failed: u64,
    /// What became of the messages of its requests.
    pub messages: MessageCounts,
    /// By window, as configured.
    pub windows: Vec<WindowReport>,
    /// Mean responses in seconds of equal batches of consecutive answers, from the run's start: what
    /// warm-up detection looks at.
    pub batches: Vec<f64>,
    /// Answers in one batch.
    pub batch_size: u64,
    /// Where the time of requests that arrived in the scenario went until their answer, by element. Sums
    /// to their responses.
    pub time: Vec<TimeSplit>,
    /// Where the time of their asynchronous consequences, and of abandoned calls, went.
    pub time_after: Vec<TimeSplit>,
}

/// Arrived = succeeded + failed + in flight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests that came.
    pub arrived: u64,
    /// Answered in time.
    pub succeeded: u64,
    /// Failed, or given up by the user.
    pub failed: u64,
    /// Not answered yet.
    pub in_flight: u64,
}

/// Requests that arrived in one window. Histograms are in nanoseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowReport {
    /// How many.
    pub counts: Counts,
    /// Of these, answered and with all consequences done.
    pub completed: u64,
    /// Time to the answer, of all answered; failed ones count with the time at which they failed.
    pub response: Histogram,
    /// Time to the answer of those that succeeded.
    pub response_success: Histogram,
    /// Time until the last asynchronous consequence was done, of all completed.
    pub completion: Histogram,
    /// The same of those that succeeded and lost no message.
    pub completion_success: Histogram,
}

/// Where time went at one element, in seconds, summed over requests.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TimeSplit {
    /// Computing and delays.
    pub own: f64,
    /// Waiting for slots, for a share of the cores, or in queues.
    pub wait: f64,
    /// On the network, from and to this element's calls and publishes.
    pub network: f64,
    /// Waiting to try again.
    pub pause: f64,
}

/// Visits of an element, while it was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ElementReport {
    /// Visits that ended, failed ones included.
    pub visits: u64,
    /// Visits that failed.
    pub failed: u64,
    /// Mean visits present, waiting ones included.
    pub population: f64,
}

impl ElementReport {
    /// Mean response in seconds, calls included, by Little's law; none without visits.
    #[must_use]
    pub fn response(&self, measured: f64) -> Option<f64> {
        (self.visits > 0).then(|| self.population * measured / self.visits as f64)
    }
}

/// A resource of a group, while it was measured; all instances together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Usage {
    /// Mean number in use.
    pub busy: f64,
    /// Mean number there; none = unlimited.
    pub capacity: Option<f64>,
}

impl Usage {
    /// ∫busy ÷ ∫capacity; none where unlimited or nothing was there.
    #[must_use]
    pub fn utilisation(&self) -> Option<f64> {
        self.capacity
            .filter(|capacity| *capacity > 0.0)
            .map(|capacity| self.busy / capacity)
    }
}

/// A lock, a pool or workers, while they were measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ResourceReport {
    /// Mean number in use, and there.
    pub usage: Usage,
    /// Mean visits waiting for it.
    pub waiting: f64,
    /// Visits that got it.
    pub taken: u64,
    /// Visits that gave up waiting for it.
    pub expired: u64,
}

/// A group, while it was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupReport {
    /// Visits that got their slot.
    pub visits: u64,
    /// Visits that were refused: accept queue full, no instance up, or turned away by a fault.
    pub refused: u64,
    /// Of these, those whose caller was not let in.
    pub denied: u64,
    /// Of these, those that had a slot already, and are visits too: without a token.
    pub without_token: u64,
    /// The same with a token that was too old.
    pub with_old_token: u64,
    /// Visits that gave up waiting for a slot.
    pub abandoned: u64,
    /// Instances that died by themselves: out of memory, or broken down.
    pub killed: u64,
    /// Threads, in-flight limit or connections.
    pub slots: Usage,
    /// Cores. A group without cores has none of them. Under a CPU limit the capacity is the limit, which is held
    /// over whole periods: where what is measured cuts one, up to a period's budget of each instance is used on top.
    pub cores: Usage,
    /// Mean visits waiting for a slot.
    pub waiting: f64,
    /// Most visits waiting for a slot at once.
    pub waiting_max: u64,
    /// Mean replicas that exist, starting, draining and crashed ones included: what is paid for.
    pub replicas: f64,
    /// Mean replicas that are up.
    pub ready: f64,
    /// Most replicas that existed at once.
    pub replicas_max: u64,
    /// When an accept queue first overflowed, if one did.
    pub full: Option<Overload>,
}

/// What the capacity of a group went through, while it was measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CapacityReport {
    /// Seconds in which the autoscaler wanted more instances than its bound allows.
    pub at_max_s: f64,
    /// Seconds in which it wanted more than its budget allows.
    pub by_budget_s: f64,
    /// Seconds in which more instances were wanted than the quotas allow.
    pub at_quota_s: f64,
    /// Seconds of instances that waited for a node.
    pub pending_s: f64,
    /// Instances that were lost with their machine.
    pub lost: u64,
    /// Requests of a function that an environment was started for.
    pub cold_starts: u64,
    /// Requests of a function that were throttled: no environment was idle, and none might be started.
    pub throttled: u64,
    /// Requests of a function that were ended at its time limit.
    pub timed_out: u64,
    /// Requests of a function that have run, those ended included.
    pub invocations: u64,
    /// Seconds that they are billed for: each run in whole milliseconds, its cold start left out.
    pub billed_s: f64,
    /// Of those throttled, those for which an environment might have been, but for its account.
    pub by_account: u64,
    /// Of the seconds billed, those of environments that are always there.
    pub provisioned_s: f64,
    /// Seconds of cold starts that are billed on top, each in whole milliseconds together with its run.
    pub starting_s: f64,
}

/// A queue, while it was measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct QueueReport {
    /// Messages accepted, dead letters of other queues included.
    pub published: u64,
    /// Messages refused, for want of capacity or in an outage.
    pub refused: u64,
    /// Messages handed out, each time.
    pub delivered: u64,
    /// Messages done.
    pub acknowledged: u64,
    /// Deliveries that failed and will be tried again.
    pub redelivered: u64,
    /// Messages given up.
    pub dead_letters: u64,
    /// What became of the messages in its consumer groups, all together; published and refused above count
    /// a message once.
    pub messages: MessageCounts,
    /// Messages that a replay published.
    pub replayed: u64,
    /// Mean messages waiting.
    pub depth: f64,
    /// Most messages waiting at once.
    pub depth_max: u64,
    /// Messages waiting at the end.
    pub depth_end: u64,
}

/// Results over time, in buckets of equal length from the scenario's start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// Seconds a bucket lasts.
    pub step: f64,
    /// By journey, then bucket.
    pub journeys: Vec<Vec<JourneyBucket>>,
    /// By group, then bucket.
    pub groups: Vec<Vec<GroupBucket>>,
    /// By queue, then bucket.
    pub queues: Vec<Vec<QueueBucket>>,
    /// By guarded relationship, then bucket.
    pub links: Vec<Vec<LinkBucket>>,
    /// Capacity and caches.
    pub capacity: CapacitySeries,
    /// By journey, bucket and promise: requests that it was kept for, and that it was looked at for.
    pub promises: Vec<Vec<Vec<[u64; 2]>>>,
    /// By journey, then bucket: the distribution of responses by time of the answer. Empty without
    /// detail.
    pub responses: Vec<Vec<CoarseCounts>>,
}

/// How many values lay where, on a scale of [`COARSE_PLACES`] places whose values are within 2 %.
pub type CoarseCounts = Vec<(u16, u32)>;

/// Requests in one bucket. Quantiles are within 2 %.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct JourneyBucket {
    /// Requests that came.
    pub arrived: u64,
    /// Answers that were a success.
    pub succeeded: u64,
    /// Failures.
    pub failed: u64,
    /// Mean response in seconds of those answered; none without answers.
    pub mean: Option<f64>,
    /// Median response in seconds.
    pub p50: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
    /// 99 % quantile.
    pub p99: Option<f64>,
}

/// A group in one bucket, on average.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GroupBucket {
    /// Visits waiting for a slot.
    pub waiting: f64,
    /// Slots in use ÷ slots there; 0 where unlimited.
    pub slots: f64,
    /// Cores in use ÷ cores there; 0 where there are none.
    pub cores: f64,
    /// Replicas that exist.
    pub replicas: f64,
    /// Replicas that are up.
    pub ready: f64,
    /// Visits refused.
    pub refused: u64,
    /// Of these, those whose caller was not let in.
    pub denied: u64,
}

/// A queue in one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct QueueBucket {
    /// Messages waiting, on average.
    pub depth: f64,
    /// Messages accepted.
    pub published: u64,
    /// Messages done.
    pub acknowledged: u64,
    /// Messages given up.
    pub dead_letters: u64,
}
