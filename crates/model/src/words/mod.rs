//! The types of format 1, one word a file. Field order is the order in the file; fields at their
//! default are left out.

#[macro_use]
mod time_or_distribution;

mod architecture;
mod autoscaler;
mod boundary;
mod cache;
mod change;
mod conduct;
mod contract;
mod deploy;
mod distribution;
mod element;
mod evidence;
mod function;
mod job;
mod journey;
mod layout;
mod load;
mod messaging;
mod model;
mod note;
mod operation;
mod people;
mod process;
mod queue;
mod relationship;
mod resilience;
mod scenario;
mod shared;
mod sizes;
mod slide;
mod spin_out;
mod step;
mod store;
mod unit;

pub use architecture::{Architecture, Copied, Mark, Origin};
pub use autoscaler::{
    Autoscaler, BudgetStop, KedaRule, KnativeRule, PolicyChoice, ScalingBehaviour, ScalingBudget,
    ScalingMetric, ScalingPolicy, ScalingRule, ScheduledScaling, StartUp, TargetTrackingRule,
};
pub use boundary::{Boundary, BoundaryOf, Mesh, NodePool, ResourceQuota, Spot};
pub use cache::Cache;
pub use change::{Addition, Change, Cutover, CutoverPhase, Do, FoldBack, Gate, Move, Remove, Set};
pub use conduct::{Breakdowns, CpuLimit, Discipline, Idle, Memory};
pub use contract::{Contract, ContractError, Http, Message};
pub use deploy::{Deploy, DeployGate};
pub use distribution::{Distribution, SizeDistribution, SizeSpread, Spread};
pub use element::{Element, ElementKind, owner_of_lock};
pub use evidence::{Basis, BasisKind, Evidence, EvidenceFigure};
pub use function::{Burst, Function};
pub use job::{Items, Job, Overlap};
pub use journey::{Journey, Objective, Sli, TrafficClass};
pub use layout::{Layout, Position};
pub use load::{BatchSize, Load, LoadLevel, LoadPoint, Series, Think};
pub use messaging::{Delivery, Keys, MessageBatch, Outbox, Overflow, Poller, Replay, Zipf};
pub use model::{DesignOption, FORMAT, Model};
pub use note::Note;
pub use operation::{Operation, OperationRef};
pub use people::{DataClass, DataSet, Team};
pub use process::{Balancing, Process};
pub use queue::{DeadLetter, Queue};
pub use relationship::{Consistency, Mode, NetworkClass, Relationship, Token, fallbacks};
pub use resilience::{
    Breaker, Bulkhead, Codel, FailureKind, Fallback, Hedge, RateLimit, Retry, RetryBudget,
    Shedding, SlowCalls,
};
pub use scenario::{
    Brownout, CutoverTimes, Fault, FaultKind, Outage, Scenario, ScenarioKind, Window,
};
pub use shared::{BatchWork, Lock, Pool};
pub use sizes::{MIB, Sizes};
pub use slide::{Perspective, Slide};
pub use spin_out::{DataStrategy, Migration, Pattern, ReachedBy, SpinOut, StoreAccess};
pub use step::{Arm, FirstOf, Locked, Others, Parallel, Quorum, Repeat, Step, Try, When};
pub use store::{Growth, Io, OwnWrites, ReadReplicas, Store, Technology};
pub use unit::{Answer, Layer, Pipeline, Recovery, Stage, Unit, Verdict};

/// Serde helper: is the value its type's default, and so left out of the file?
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A literal number of seconds, for defaults.
pub(crate) fn seconds(n: f64) -> spinout_units::Duration {
    spinout_units::Duration::new(n, "s")
        .unwrap_or_else(|_| unreachable!("a literal number of seconds"))
}
