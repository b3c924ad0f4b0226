use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, JourneyId, ObjectiveId, RelationshipId};
use ts_rs::TS;

use crate::LinkSeries;

/// A run over time, on one grid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RunSeries {
    /// The middle of each step, seconds since the scenario's start (or since the end of the warm-up).
    pub time_s: Vec<f64>,
    /// By journey.
    pub journeys: BTreeMap<JourneyId, JourneySeries>,
    /// By element; only those with something to tell.
    pub elements: BTreeMap<ElementId, ElementSeries>,
    /// By relationship with a policy.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub links: BTreeMap<RelationshipId, LinkSeries>,
    /// What instances cost an hour, in the bill's currency, where they have prices; those on nodes left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub spend_per_h: Vec<Option<f64>>,
    /// How units were operated, by process; only those that a fault of their operation hits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub units: BTreeMap<ElementId, UnitSeries>,
}

/// How a unit is operated over time: computed beside the simulation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UnitSeries {
    /// Share of its spans and logs that do not arrive (F7).
    pub missing_telemetry: Vec<f64>,
    /// Releases that reach production, a week; empty where its pipeline or its changes are not known (M7).
    pub releases_per_week: Vec<f64>,
    /// Runs of its pipeline that fail, a week; empty as before (F8).
    pub failed_runs_per_week: Vec<f64>,
}

/// A figure over time: the mean over replications, with its interval. NaN never; null where nothing
/// happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Band {
    /// The mean.
    pub value: Vec<Option<f64>>,
    /// The lower end.
    pub low: Vec<Option<f64>>,
    /// The upper end.
    pub high: Vec<Option<f64>>,
}

impl Band {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }
}

/// A journey over time, by the time of arrivals and answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct JourneySeries {
    /// Arrivals per second.
    pub arrivals_per_s: Band,
    /// Mean response, seconds.
    pub response_mean_s: Band,
    /// 99th percentile of the response, seconds: the mean of the replications' own.
    pub response_p99_s: Band,
    /// Failures per second.
    pub failures_per_s: Band,
    /// M12 over time, by objective: share of bad requests ÷ (1 − target), 1 spends the budget exactly.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub burn_rate: BTreeMap<ObjectiveId, Band>,
    /// M9 over time: share of requests that leave one whole trace. Empty where it is not known, or no fault
    /// changes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub trace_join_rate: Vec<Option<f64>>,
}

/// An element over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ElementSeries {
    /// Visits or messages waiting.
    pub queue_length: Band,
    /// Use of the scarcest resource.
    pub utilization: Band,
    /// Instances.
    pub replicas: Band,
    /// M5 over time: messages of a queue that were given up since the start. Empty where none can be.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub dead_letters: Band,
    /// M10 over time: those who were not let in, per second. Empty where nobody was.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub denied_per_s: Band,
    /// Instances that wait for a node. Empty where what runs is not on nodes.
    #[serde(default, skip_serializing_if = "Band::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub pending: Band,
    /// Nodes of a boundary. Empty where it has none.
    #[serde(default, skip_serializing_if = "Band::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub nodes: Band,
    /// Environments of a function that were started for a request, per second. Empty for others.
    #[serde(default, skip_serializing_if = "Band::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub cold_starts_per_s: Band,
    /// Throttled requests of a function, per second. Empty for others.
    #[serde(default, skip_serializing_if = "Band::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub throttled_per_s: Band,
    /// Look-ups that had an answer ÷ all, by the relationship that a cache stands before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub hit_ratio: BTreeMap<String, Band>,
}
