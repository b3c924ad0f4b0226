use serde::{Deserialize, Serialize};
use spinout_units::OptionId;
use ts_rs::TS;

use super::{DocumentId, Edit};

/// Asks what else would go with an edit that takes something away. Changes nothing.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskRemoval {
    /// The model.
    pub document: DocumentId,
    /// The option in whose tab it is made.
    pub option: OptionId,
    /// The edit: `remove`, `remove_option`, or a `set` to `null`.
    pub edit: Edit,
}

/// What else goes, or no longer fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Removal {
    /// One line each, what is nearest first.
    pub also: Vec<Also>,
}

/// Something that goes as well, or no longer fits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
pub struct Also {
    /// What it is.
    pub what: AlsoKind,
    /// What it is called.
    pub name: String,
    /// What becomes of it, where that is not that it goes.
    pub why: Option<String>,
}

/// What can go with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlsoKind {
    /// An element within.
    Element,
    /// A link from or to it.
    Relationship,
    /// A journey that enters there.
    Journey,
    /// Data that it keeps.
    Data,
    /// A contract of it.
    Contract,
    /// What is said of it as a unit.
    Unit,
    /// A change of an option that no longer applies.
    Option,
    /// A part of a scenario that names it.
    Scenario,
    /// A note that is shown with it only.
    Note,
    /// Evidence of it.
    Evidence,
    /// A slide that shows it.
    Slide,
    /// Anything else that names it.
    Other,
}
