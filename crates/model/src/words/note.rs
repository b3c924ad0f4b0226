use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, OptionId};
use ts_rs::TS;

use super::is_default;

/// A note on the canvas, for whoever looks at the drawing. It changes no result; where it stands is said in
/// `layout`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Note {
    /// What it says, in plain text; a line break begins a new line.
    pub text: String,
    /// The element that it is about. The whole drawing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub element: Option<ElementId>,
    /// The option that it is shown in, and in those that stand on it; `baseline` for the baseline alone.
    /// Everywhere if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub option: Option<OptionId>,
}
