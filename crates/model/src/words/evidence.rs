use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{OptionId, ScenarioId};
use ts_rs::TS;

use super::is_default;

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Basis {
    /// How sure it is.
    pub kind: BasisKind,
    /// Who says so: a link, a name, a date.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: Option<String>,
}

/// How sure a figure is. A figure without a basis that was left out of the file is a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BasisKind {
    /// Somebody's estimate.
    Guess,
    /// Measured in operation.
    Measured,
    /// A vendor's word.
    Vendor,
}

/// The summary of a run, to travel with the file. Stale when `model_digest` is not the model's any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Evidence {
    /// The option that was run; `baseline` for the baseline.
    pub option: OptionId,
    /// The scenario that it was run under.
    pub scenario: ScenarioId,
    /// The seed.
    pub seed: u64,
    /// The version of the engine.
    pub engine: String,
    /// Independent replications.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replications: u32,
    /// The digest of the network that was run.
    pub model_digest: String,
    /// Figures by name, such as `journeys/browse/response_s/p99`.
    pub figures: BTreeMap<String, EvidenceFigure>,
}

/// An estimate, in the base unit of its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EvidenceFigure {
    /// The estimate.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}
