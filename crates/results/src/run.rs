use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, FaultId, JourneyId, OptionId, RelationshipId, ScenarioId};

use crate::{
    Bill, BlastRadius, DeployResult, ElementResult, FailureMode, FailureModeId, JourneyResult,
    LinkResult, Metric, MetricId, RareResult, RunSeries,
};
use ts_rs::TS;

/// The version of this shape.
pub const FORMAT: u32 = 1;

/// An option under a scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Run {
    /// The version of this shape, 1.
    pub format: u32,
    /// What the model is called.
    pub model: String,
    /// The option.
    pub option: OptionId,
    /// The scenario.
    pub scenario: ScenarioId,
    /// The kind of scenario.
    pub kind: RunKind,
    /// How it was made.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub method: Method,
    /// The seed of all random draws.
    pub seed: u64,
    /// The version of the engine.
    pub engine: String,
    /// The digest of the network that was run: results are stale when it is not the model's any more.
    pub digest: String,
    /// The confidence of every interval, 0.95.
    pub confidence: f64,
    /// Independent replications.
    pub replications: u32,
    /// Requests that arrived, over all replications.
    pub requests: u64,
    /// Events of the engine, over all replications.
    pub events: u64,
    /// Time removed at the start of each replication, seconds; mean.
    pub warm_up_s: f64,
    /// Time observed in each replication, seconds.
    pub horizon_s: f64,
    /// Why it ended. A run stopped for time or by hand is not reproducible.
    pub stop: Stop,
    /// What users got.
    pub journeys: BTreeMap<JourneyId, JourneyResult>,
    /// What elements went through.
    pub elements: BTreeMap<ElementId, ElementResult>,
    /// What calls met, by relationship; only those with a time-out, retries or another policy.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub links: BTreeMap<RelationshipId, LinkResult>,
    /// What became of bad versions, by the fault that rolls them out.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub deploys: BTreeMap<FaultId, DeployResult>,
    /// The run over time.
    pub series: RunSeries,
    /// What a month costs.
    pub cost: Option<Bill>,
    /// What fails when an element fails.
    pub blast_radius: Option<BlastRadius>,
    /// The metrics that a spinout is steered by.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub metrics: BTreeMap<MetricId, Metric>,
    /// The failure modes that show, by their signals.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub failure_modes: BTreeMap<FailureModeId, FailureMode>,
    /// What hardly ever happens, as far as it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub rare: Vec<RareResult>,
    /// The element that could not keep up; estimates of a steady scenario are then null.
    pub overload: Option<Overload>,
    /// What a reader should know: draws that were refused, circles that waited for each other.
    pub notes: Vec<String>,
}

/// How a run is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Event by event.
    #[default]
    Events,
    /// As a fluid, the limit of many like requests, with sampled ones for the times (docs/fluid.md). Its
    /// intervals are at least as wide as its error.
    Fluid,
}

/// The kinds of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// A long-run question.
    Steady,
    /// A story with a beginning and an end.
    Terminating,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// As precise as asked.
    Precise,
    /// The most replications were run; the intervals say how precise it is.
    Replications,
    /// Something could not keep up.
    Overload,
    /// The time was up: the same seed may stop elsewhere next time.
    Time,
    /// It was stopped by hand: the same seed may stop elsewhere next time.
    Stopped,
}

impl Stop {
    /// Whether the clock or a person ended it, so that the same seed may stop elsewhere next time.
    #[must_use]
    pub const fn cut_short(self) -> bool {
        matches!(self, Self::Time | Self::Stopped)
    }
}

/// An element that could not keep up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Overload {
    /// The element.
    pub element: ElementId,
    /// What the element is called.
    pub name: String,
    /// The resource that ran out: `cores`, `threads`, `connections`, `consumers`, or `deadlock` where
    /// visits wait for each other in a circle.
    pub resource: String,
    /// Waiting visits or messages more each second.
    pub growth_per_s: f64,
    /// Since when, seconds.
    pub since_s: f64,
    /// Replications that it was seen in.
    pub replications: u32,
}
