use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_units::{Duration, ElementId, OperationId, OptionId, Rate};
use ts_rs::TS;

use super::DocumentId;

/// Asks what the work of a request is, from what people know of an element. Any of it may be left out.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskKnown {
    /// The model.
    pub document: DocumentId,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The element.
    pub element: ElementId,
    /// Its operation; its only one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationId>,
    /// Requests over time, to all instances together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// The busy share of the cores, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<f64>,
    /// Instances; those of the model where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<u32>,
    /// Cores of an instance; those of the model where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cores: Option<f64>,
    /// The median of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50: Option<Duration>,
    /// The 95th percentile of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p95: Option<Duration>,
}

/// What follows from what is known.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Known {
    /// The figures for the model; none where what is known contradicts itself or is too little.
    pub figures: Vec<KnownFigure>,
    /// How they were found, with the formula.
    pub found: Vec<String>,
    /// What cannot all be true.
    pub conflicts: Vec<String>,
    /// What is not known, or only nearly so.
    pub limits: Vec<String>,
    /// What was known, in a line: where the figures come from.
    pub source: String,
}

/// A figure for the model.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct KnownFigure {
    /// Its path in the model.
    pub path: String,
    /// What it is, for a person.
    pub label: String,
    /// The path of its basis; none in an option, whose figures have none of their own.
    pub basis: Option<String>,
    /// As it would stand in the file.
    #[ts(type = "unknown")]
    pub value: Value,
    /// For a person.
    pub text: String,
}
