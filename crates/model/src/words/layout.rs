use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, NoteId, OptionId};
use ts_rs::TS;

use super::is_default;

/// Where things stand on the canvas, apart from what they mean.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Layout {
    /// Positions in the baseline, and in options that say nothing else.
    #[serde(default, skip_serializing_if = "is_default")]
    pub elements: BTreeMap<ElementId, Position>,
    /// Positions that differ in an option.
    #[serde(default, skip_serializing_if = "is_default")]
    pub options: BTreeMap<OptionId, BTreeMap<ElementId, Position>>,
    /// Positions of the notes. Below the drawing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notes: BTreeMap<NoteId, Position>,
}

/// A rectangle on the canvas, in pixels at zoom 1, from the top left of the drawing (not of the parent).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Position {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}
