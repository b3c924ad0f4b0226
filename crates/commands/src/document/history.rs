use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_model::{Path, PathError};
use spinout_units::OptionId;

use super::journal::EntryKind;
use super::patch::{Patch, merge};

/// A step of the one linear history of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Step {
    /// What was done, for a person.
    pub(crate) title: String,
    /// The option that it touched.
    pub(crate) option: OptionId,
    /// The gesture that it was part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gesture: Option<String>,
    /// What it did to the content.
    pub(crate) patches: Vec<Patch>,
}

/// What can be undone and redone, and where in it the file was saved.
#[derive(Clone, Debug)]
pub(crate) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The number of done steps that the file holds; none if no undo or redo leads there.
    saved: Option<usize>,
}

impl History {
    /// A history without steps of a model that is as saved.
    pub(crate) fn new() -> Self {
        Self {
            done: Vec::new(),
            undone: Vec::new(),
            saved: Some(0),
        }
    }

    /// Is there work that the file does not hold?
    pub(crate) fn is_dirty(&self) -> bool {
        self.saved != Some(self.done.len())
    }

    /// The file holds everything now.
    pub(crate) fn mark_saved(&mut self) {
        self.saved = Some(self.done.len());
    }

    /// The file does not hold what the steps stand on.
    pub(crate) fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Takes in a step that was made. Gives whether it went into the one before, as part of the same
    /// gesture.
    pub(crate) fn push(&mut self, step: Step) -> bool {
        self.undone.clear();
        if self.saved.is_some_and(|saved| saved > self.done.len()) {
            self.saved = None;
        }
        let may_merge = step.gesture.is_some() && self.saved != Some(self.done.len());
        match self.done.last_mut() {
            Some(last)
                if may_merge && last.gesture == step.gesture && last.option == step.option =>
            {
                merge(&mut last.patches, step.patches);
                last.title = step.title;
                true
            }
            _ => {
                self.done.push(step);
                false
            }
        }
    }

    /// The step that undo would take back.
    pub(crate) fn next_undo(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The step that redo would do again.
    pub(crate) fn next_redo(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Takes the last step back in `content`.
    pub(crate) fn undo(&mut self, content: &mut Value) -> Result<Option<&Step>, PathError> {
        let Some(step) = self.done.last() else {
            return Ok(None);
        };
        for patch in step.patches.iter().rev() {
            patch.undo(content)?;
        }
        self.undone.extend(self.done.pop());
        Ok(self.undone.last())
    }

    /// Does the last undone step again in `content`.
    pub(crate) fn redo(&mut self, content: &mut Value) -> Result<Option<&Step>, PathError> {
        let Some(step) = self.undone.last() else {
            return Ok(None);
        };
        for patch in &step.patches {
            patch.redo(content)?;
        }
        self.done.extend(self.undone.pop());
        Ok(self.done.last())
    }
}

impl History {
    /// Takes in what a journal tells.
    pub(crate) fn replay(
        &mut self,
        kind: EntryKind,
        step: Step,
        content: &mut Value,
    ) -> Result<(), PathError> {
        match kind {
            EntryKind::Do => {
                for patch in &step.patches {
                    patch.redo(content)?;
                }
                self.push(step);
            }
            EntryKind::Undo => {
                for patch in step.patches.iter().rev() {
                    patch.undo(content)?;
                }
                if self.done.pop().is_none() {
                    self.saved = None;
                }
                self.undone.push(step);
            }
            EntryKind::Redo => {
                for patch in &step.patches {
                    patch.redo(content)?;
                }
                self.undone.pop();
                self.done.push(step);
            }
        }
        Ok(())
    }
}

impl Step {
    /// The places it touched.
    pub(crate) fn paths(&self) -> Vec<Path> {
        self.patches
            .iter()
            .map(|patch| patch.path.clone())
            .collect()
    }
}
