use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, OptionId, ScenarioId};
use ts_rs::TS;

use super::{Position, is_default};

/// A slide of a presentation: what of the model is looked at, and how. Nothing is kept but the way of looking:
/// a slide shows the model as it is now, and what is changed while it is shown is changed in the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Slide {
    /// Where it stands among the slides: by this key, then by id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub order: String,
    /// What it is called.
    pub name: String,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: Option<String>,
    /// The option that is shown; `baseline` for the baseline.
    pub option: OptionId,
    /// The scenario whose results are shown. The default one if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scenario: Option<ScenarioId>,
    /// The part of the drawing that is in sight. All of it if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sight: Option<Position>,
    /// The elements that are selected.
    #[serde(default, skip_serializing_if = "is_default")]
    pub selected: Vec<ElementId>,
    /// What the canvas is looked at for. Heat if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub perspective: Option<Perspective>,
}

/// What a drawing can be looked at for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Perspective {
    /// Who owns what.
    Teams,
    /// Where it runs.
    Deployment,
    /// What audits reach.
    Compliance,
    /// Of which class the data are.
    Data,
    /// Where figures come from.
    Basis,
}
