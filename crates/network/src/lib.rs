//! The queueing network as plain data: stations, programs, arrivals, policies. It must not know
//! drawings, files or results.
//!
//! A [`Network`] is what a drawing and a scenario become. Requests of a [`Journey`] run the journey's
//! program at the client; a [`Call`] sends a visit to an instance of a [`Group`], where it takes a
//! thread, runs the called program and answers; a [`Publish`] leaves a message in a [`Queue`], whose
//! consumer runs a program later. Calls inside one process are flattened into [`Step::Within`].
//!
//! All times are seconds from the scenario's start, all rates per second.

mod build;
mod cache;
mod conduct;
mod deploy;
mod distribution;
mod fault;
mod function;
mod group;
mod index;
mod job;
mod journey;
pub mod key;
mod link;
mod placement;
mod program;
mod publish;
mod queue;
mod reach;
mod replay;
mod replicated;
mod resource;
mod scaler;
mod shift;
mod stream;
mod token;
mod validate;

use serde::{Deserialize, Serialize};

pub use cache::{Answers, Cache, Cached, Kept};
pub use conduct::{Breakdowns, Conduct, Idle, Memory, Order, Quota};
pub use deploy::{Deploy, Gate};
pub use distribution::Distribution;
pub use fault::{Fault, Trouble};
pub use function::{Account, Burst, Function};
pub use group::{
    Balancing, Codel, DEFAULT_ACCEPT_QUEUE, Entrance, Group, Shedding, SlotKind, Slots,
};
pub use index::{
    CacheIndex, ElementIndex, GroupIndex, JourneyIndex, LinkIndex, ProgramIndex, QueueIndex,
    ResourceIndex,
};
pub use job::{Job, Overlap};
pub use journey::{Arrivals, Journey, RateCurve, RatePoint, Spacing};
pub use link::{Breaker, Bulkhead, Link, RetryBudget, SlowCalls, TokenBucket};
pub use placement::{NodePool, Placement, Request, ResourceQuota, Spot};
pub use program::{
    Arm, Call, CallPolicy, Others, Parallel, Program, Retry, RetryOn, Step, Transfer,
};
pub use publish::{Delivery, DualWrite, Outbox, Publish, PublishPolicy};
pub use queue::{
    Acknowledge, Batch, Consumer, ConsumerGroup, Keys, Overflow, Partitions, Queue, Ramp,
};
pub use replay::{Replay, Replayed};
pub use replicated::{Replicated, RowUse, Sticky};
pub use resource::{BatchWork, Resource};
pub use scaler::{
    Behaviour, Budget, Hpa, Keda, Knative, PolicyChoice, Scaler, ScalerMetric, ScalingPolicy,
    ScalingRule, ScalingStep, ScheduledBounds, TargetTracking,
};
pub use shift::{Phase, Schedule, Shift};
pub use stream::{BatchSize, Process, RateLevel, Stream};
pub use token::Token;
pub use validate::{Invalid, Problem, limits};

/// Something that statistics are kept for: a drawn element, by its identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Identifier in the architecture.
    pub name: String,
}

/// A queueing network: everything the engine needs to run one scenario of one architecture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// What statistics are kept for.
    pub elements: Vec<Element>,
    /// Processes, stores and externals: replicas with threads and cores.
    pub groups: Vec<Group>,
    /// Compiled operations.
    pub programs: Vec<Program>,
    /// Broker queues.
    pub queues: Vec<Queue>,
    /// Guarded relationships.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Kinds of user request, with their load.
    pub journeys: Vec<Journey>,
    /// Locks, pools and workers beside slots and cores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// Stores with copies that are behind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replicated: Vec<Replicated>,
    /// Answers that are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caches: Vec<Cache>,
    /// What goes wrong, and when.
    pub faults: Vec<Fault>,
    /// How traffic goes over from old ways to new ones.
    #[serde(default)]
    pub schedules: Vec<Schedule>,
    /// Steps that should take effect together.
    #[serde(default)]
    pub dual_writes: Vec<DualWrite>,
    /// What is published once more, and when.
    #[serde(default)]
    pub replays: Vec<Replay>,
    /// Work by the clock.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<Job>,
    /// What functions share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// What groups share.
    #[serde(default, skip_serializing_if = "Placement::is_empty")]
    pub placement: Placement,
}
