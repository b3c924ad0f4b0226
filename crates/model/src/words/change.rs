use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_units::{ChangeId, Duration, ElementId, JourneyId, ObjectiveId, RelationshipId};
use ts_rs::TS;

use super::{Element, Relationship, SpinOut, is_default};

/// A change of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Change {
    /// Where it stands among the changes of its option: by this key, then by id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub order: String,
    /// Is it kept but not applied?
    #[serde(default, skip_serializing_if = "is_default")]
    pub off: bool,
    /// Why, for a reader.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: Option<String>,
    /// What it does.
    #[serde(rename = "do")]
    pub what: Do,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Do {
    /// Takes components out of their process into a unit of their own.
    SpinOut(Box<SpinOut>),
    /// Puts a process' components back into another process.
    FoldBack(FoldBack),
    /// Adds elements and relationships.
    Add(Addition),
    /// Sets one value.
    Set(Set),
    /// Removes an element with all that stands on it, or a relationship.
    Remove(Remove),
    /// Puts an element into another boundary or process.
    Move(Move),
    /// Says how traffic goes over to a unit that was spun out.
    Cutover(Cutover),
}

/// Puts a process' components back into another process; queues between the two go, and what was
/// published is called again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FoldBack {
    /// The process that goes away.
    pub unit: ElementId,
    /// The process that takes its components.
    pub into: ElementId,
}

/// Elements and relationships that are added. Their ids must be new.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Addition {
    /// New elements.
    #[serde(default, skip_serializing_if = "is_default")]
    pub elements: BTreeMap<ElementId, Element>,
    /// New relationships.
    #[serde(default, skip_serializing_if = "is_default")]
    pub relationships: BTreeMap<RelationshipId, Relationship>,
}

/// Sets one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Set {
    /// The path of the value, such as `elements/shop/process/threads` (without a leading slash).
    pub path: String,
    /// The value as it would stand in the file; `null` takes it away.
    pub value: Value,
    /// The value that was there when the change was made; `null` for none. If it differs from what is
    /// found, the base has moved, and a finding says so.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub base: Value,
}

/// Takes away an element or a relationship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Remove {
    /// An element, what it contains, and every relationship from or to those.
    Element(ElementId),
    /// A relationship.
    Relationship(RelationshipId),
}

/// Puts an element somewhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Move {
    /// The element.
    pub element: ElementId,
    /// Its new boundary, or for a component its new process; nothing for the top level.
    pub to: Option<ElementId>,
}

/// How traffic goes over to a unit, step by step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Cutover {
    /// The `spin_out` that is cut over to.
    pub of: ChangeId,
    /// The phases, first to last.
    pub phases: Vec<CutoverPhase>,
    /// How long after the last phase the flag and the old way are taken away. Unknown if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub remove_flag: Option<Duration>,
}

/// One phase of a cutover.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CutoverPhase {
    /// The share of traffic that the unit answers, 0 to 1; 0 is a shadow: it works, but is not heard.
    pub share: f64,
    /// The least time in this phase.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at_least: Option<Duration>,
    /// The objectives that must hold before the next phase.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gate: Vec<Gate>,
    /// How to go back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub way_back: Option<String>,
}

/// An objective that must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Gate {
    /// The journey.
    pub journey: JourneyId,
    /// Its objective.
    pub objective: ObjectiveId,
}
