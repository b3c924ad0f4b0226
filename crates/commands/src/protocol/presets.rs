use serde::{Deserialize, Serialize};
use spinout_model::Scenario;
use spinout_units::{OptionId, ScenarioId};
use ts_rs::TS;

use super::DocumentId;

/// Asks for scenarios to start from.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AskPresets {
    /// The document.
    pub document: DocumentId,
    /// The option whose design they are for; the chosen one where left out.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub option: Option<OptionId>,
}

/// Scenarios to start from.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PresetList {
    /// In the order of a menu.
    pub presets: Vec<Preset>,
}

/// A scenario to start from, made for a model.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Preset {
    /// Which it is, such as `spike`.
    pub id: String,
    /// An id for it that no scenario of the model has.
    pub free_id: ScenarioId,
    /// The scenario, with its name and what it asks.
    pub scenario: Scenario,
}
