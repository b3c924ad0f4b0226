//! Replications, stopping rules and pairing of options over an executor that the host supplies. It
//! must not start threads or read a clock itself.

mod blast;
mod error;
mod executor;
mod link;
mod outcome;
mod overload;
mod pilot;
mod plan;
mod rare;
mod replicate;
mod study;
mod tally;
mod trend;
mod workload;

pub use blast::{BlastOutcome, BlastPlan, BlastSubject, Case, CaseOutcome, blast};
pub use error::StudyError;
pub use executor::{Executor, Observer, Phase, Progress, Serial, Unobserved};
pub use link::{BreakerOutcome, DeployOutcome, LinkOutcome, LinkSeries};
pub use outcome::CacheOutcome;
pub use outcome::{
    Band, Comparison, Differences, ElementOutcome, ElementSeries, JourneyOutcome, JourneySeries,
    Latency, Outcome, Overload, QueueOutcome, RequestsDifference, RequestsOutcome, ResourceOutcome,
    Series, Share, Shortage, Stop,
};
pub use outcome::{ConsumerGroupOutcome, MessageOutcome};
pub use outcome::{
    FunctionOutcome, JobOutcome, NodesOutcome, PlacementOutcome, ReplicasOutcome, ScalingOutcome,
};
pub use plan::{Figure, Kind, Measured, Plan, Precision, Threshold, Window};
pub use rare::{RareEvent, RareOutcome, RarePlan, rare};
pub use study::{compare, run};
