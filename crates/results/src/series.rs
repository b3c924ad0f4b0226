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
}
