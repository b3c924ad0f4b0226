use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, JourneyId};
use ts_rs::TS;

/// A run over time, on one grid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RunSeries {
    /// The middle of each step, seconds since the scenario's start (or since the end of the warm-up).
    pub time_s: Vec<f64>,
    /// By journey.
    pub journeys: BTreeMap<JourneyId, JourneySeries>,
    /// By element; only those with something to tell.
    pub elements: BTreeMap<ElementId, ElementSeries>,
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
}
