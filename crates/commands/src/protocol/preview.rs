use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, JourneyId, OptionId, ScenarioId};
use ts_rs::TS;

use super::DocumentId;

/// Asks what an option does under a scenario by formula, fast enough to follow a slider.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskPreview {
    /// The model.
    pub document: DocumentId,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The scenario; the default one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
}

/// What an option does under a scenario by formula. Nothing in it is simulated.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewView {
    /// The model's name.
    pub model: String,
    /// The option.
    pub option: OptionId,
    /// The scenario.
    pub scenario: ScenarioId,
    /// Always `preview`: these figures are not of a run.
    pub method: &'static str,
    /// One for a steady load, else one for each level of it, each as if it lasted.
    pub levels: Vec<PreviewLevel>,
    /// What is to be said of all levels.
    pub notes: Vec<String>,
}

/// What happens under one level of the load.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewLevel {
    /// When the scenario has this load, seconds from its start.
    pub at_s: f64,
    /// Requests of open journeys a second.
    pub load_per_s: f64,
    /// What cannot keep up, if anything: then there are no times.
    pub saturated: Option<PreviewBottleneck>,
    /// The busiest resource.
    pub bottleneck: Option<PreviewBottleneck>,
    /// By journey.
    pub journeys: BTreeMap<JourneyId, PreviewJourney>,
    /// By element that is visited.
    pub elements: BTreeMap<ElementId, PreviewElement>,
}

/// A resource of an element.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewBottleneck {
    /// The element.
    pub element: Option<ElementId>,
    /// What the element is called.
    pub name: String,
    /// `cores`, `slots` (threads, connections) or `consumers`.
    pub resource: String,
    /// Busy ÷ available; 1 or more where it cannot keep up.
    pub utilization: f64,
}

/// A journey under one level of the load.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewJourney {
    /// What the journey is called.
    pub name: String,
    /// Answered requests a second.
    pub throughput_per_s: Option<f64>,
    /// Share of requests that succeed.
    pub success_rate: Option<f64>,
    /// Until the caller has its answer; none where something is saturated, or the preview does not apply.
    pub response_s: Option<PreviewTimes>,
    /// Until the last asynchronous consequence is done; none as above.
    pub completion_s: Option<PreviewTimes>,
    /// Mean response without any waiting, seconds: it cannot be less.
    pub least_response_s: Option<f64>,
    /// Requests a second at which the first resource is used up: there cannot be more.
    pub most_throughput_per_s: Option<f64>,
    /// Why there is no figure, in words; empty where all are there.
    pub reasons: Vec<String>,
}

/// Times in seconds, each with the band in which 95 % of simulated cases like this one lay.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewTimes {
    /// The kind of case that the band is of, such as `open, medium`.
    pub class: String,
    /// The mean.
    pub mean: PreviewFigure,
    /// The median.
    pub p50: PreviewFigure,
    /// The 90th percentile.
    pub p90: PreviewFigure,
    /// The 95th percentile.
    pub p95: PreviewFigure,
    /// The 99th percentile.
    pub p99: PreviewFigure,
}

/// A figure by formula. Its band is how far formulas were from the engine, no interval of a run.
#[derive(Clone, Copy, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewFigure {
    /// The figure.
    pub value: f64,
    /// The band's lower end; none where too few cases of the kind were measured.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
}

/// An element under one level of the load.
#[derive(Clone, Debug, Serialize, TS, JsonSchema)]
pub struct PreviewElement {
    /// What the element is called.
    pub name: String,
    /// Visits (or messages) a second.
    pub throughput_per_s: Option<f64>,
    /// A visit with the calls that it makes, mean seconds.
    pub response_s: Option<f64>,
    /// Waiting of a visit, mean seconds.
    pub wait_s: Option<f64>,
    /// The busiest of its resources, which `utilization` is of.
    pub resource: Option<String>,
    /// Busy ÷ available.
    pub utilization: Option<f64>,
}
