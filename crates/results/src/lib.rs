//! What a run says, as data: the shape of `simulate --json`, version 1. It must not compute a
//! simulation, a price or a graph, and knows no screen.

mod bill;
mod blast;
mod comparison;
mod crash;
mod deploy;
mod element;
mod failure_mode;
mod journey;
mod latency;
mod link;
mod messages;
mod metric;
mod rare;
mod run;
mod series;

pub use bill::{Bill, BillLine, StorageGrowth};
pub use blast::{BlastRadius, Failure, Impact, ImpactKind};
pub use comparison::{Comparison, Difference, JourneyDifference};
pub use crash::{BlastRun, JourneyLoss, Loss, OptionLosses};
pub use deploy::DeployResult;
pub use element::{CacheResult, ReadReplicasResult};
pub use element::{ElementResult, QueueResult, ResourceResult};
pub use element::{FunctionResult, JobResult, NodesResult, PlacementResult, ScalingResult};
pub use failure_mode::{FailureMode, FailureModeId, Seen};
pub use journey::{JourneyResult, ObjectiveResult, Share, WindowResult};
pub use latency::Latency;
pub use link::{BreakerResult, LinkResult, LinkSeries};
pub use messages::{ConsumerGroupResult, MessageResult};
pub use metric::{Bound, Found, Metric, MetricId, MetricTarget, MetricValue};
pub use rare::RareResult;
pub use run::{FORMAT, Method, Overload, Run, RunKind, Stop};
pub use series::{Band, ElementSeries, JourneySeries, RunSeries, UnitSeries};
pub use spinout_stats::Estimate;
