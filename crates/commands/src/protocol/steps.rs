use serde::{Deserialize, Serialize};
use spinout_units::OptionId;
use ts_rs::TS;

use super::{DocumentId, UndoStep};

/// Asks for a part of the history of edits.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AskSteps {
    /// The model.
    pub document: DocumentId,
    /// The number of the first step that is wanted, the oldest being 0.
    pub from: u32,
    /// How many are wanted, at most 500.
    pub count: u32,
}

/// A part of the history of edits: what was done, the oldest first, and after that what was taken back and can be
/// done again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StepList {
    /// How many steps there are.
    pub total: u32,
    /// How many of them are done.
    pub at: u32,
    /// How many of them the file holds; none where no undo or redo leads there.
    pub saved: Option<u32>,
    /// The number of the first step that is told.
    pub from: u32,
    /// The steps.
    pub steps: Vec<UndoStep>,
}

/// Asks to go to a place in the history of edits.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct GoToStep {
    /// The model.
    pub document: DocumentId,
    /// The option on screen.
    pub option: OptionId,
    /// The revision that the client saw.
    pub revision: u64,
    /// How many steps shall be done.
    pub at: u32,
}
