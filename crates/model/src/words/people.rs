use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, TeamId};
use ts_rs::TS;

use super::is_default;

/// People who own and operate.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Team {
    /// What the team is called.
    pub name: String,
    /// Where it is reached when something breaks: a channel, a rota, an address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on_call: Option<String>,
}

/// Data with an owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DataSet {
    /// What the data are called.
    pub name: String,
    /// The store that keeps them.
    pub store: ElementId,
    /// Their classes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub classes: Vec<DataClass>,
    /// The team that answers for them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<TeamId>,
    /// The elements that may write them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub writers: BTreeSet<ElementId>,
}

/// Classes of data that rules apply to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    /// Anybody may see it.
    Public,
    /// For the company only.
    Internal,
    /// Tells of a person.
    Pii,
    /// Payment cards.
    Pci,
    /// Health.
    Health,
}
