use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_model::{Path, PathError};
use spinout_units::OptionId;

use super::journal::EntryKind;
use super::patch::{Patch, merge};

/// The most steps that can be taken back; the oldest go first.
pub(crate) const MOST: usize = 10_000;

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
    done: VecDeque<Step>,
    undone: Vec<Step>,
    /// The number of done steps that the file holds; none if no undo or redo leads there.
    saved: Option<usize>,
}

impl History {
    /// A history without steps of a model that is as saved.
    pub(crate) fn new() -> Self {
        Self {
            done: VecDeque::new(),
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
        match self.done.back_mut() {
            Some(last)
                if may_merge && last.gesture == step.gesture && last.option == step.option =>
            {
                merge(&mut last.patches, step.patches);
                last.title = step.title;
                true
            }
            _ => {
                self.add(step);
                false
            }
        }
    }

    /// The step that undo would take back.
    pub(crate) fn next_undo(&self) -> Option<&Step> {
        self.done.back()
    }

    /// The step that redo would do again.
    pub(crate) fn next_redo(&self) -> Option<&Step> {
        self.undone.last()
    }

    fn add(&mut self, step: Step) {
        self.done.push_back(step);
        if self.done.len() > MOST {
            self.done.pop_front();
            self.saved = self.saved.and_then(|saved| saved.checked_sub(1));
        }
    }

    /// How many steps are done, how many there are, and how many of them the file holds.
    pub(crate) fn extent(&self) -> (usize, usize, Option<usize>) {
        let at = self.done.len();
        (at, at + self.undone.len(), self.saved)
    }

    /// The steps, the oldest first: those that are done, and then those that can be done again.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.done.iter().chain(self.undone.iter().rev())
    }

    /// The steps on the way to the place where `at` are done, in the order in which they are taken back or done
    /// again; `at` is at most the number of all.
    pub(crate) fn way(&self, at: usize) -> (EntryKind, Vec<&Step>) {
        let done = self.done.len();
        if at < done {
            (EntryKind::Undo, self.done.range(at..).rev().collect())
        } else {
            let again = self.undone.iter().rev().take(at - done);
            (EntryKind::Redo, again.collect())
        }
    }

    /// Goes to the place where `at` steps are done, after their patches have been carried out.
    pub(crate) fn go(&mut self, at: usize) {
        while self.done.len() > at {
            self.undone.extend(self.done.pop_back());
        }
        while self.done.len() < at {
            let Some(step) = self.undone.pop() else {
                return;
            };
            self.done.push_back(step);
        }
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
        step.carry_out(kind, content)?;
        match kind {
            EntryKind::Do => {
                self.push(step);
            }
            EntryKind::Undo => {
                if self.done.pop_back().is_none() {
                    self.saved = None;
                }
                self.undone.push(step);
            }
            EntryKind::Redo => {
                self.undone.pop();
                self.add(step);
            }
        }
        Ok(())
    }
}

impl Step {
    /// Carries it out in `content`, or takes it back there.
    pub(crate) fn carry_out(&self, kind: EntryKind, content: &mut Value) -> Result<(), PathError> {
        match kind {
            EntryKind::Undo => {
                let mut patches = self.patches.iter().rev();
                patches.try_for_each(|patch| patch.undo(content))
            }
            EntryKind::Do | EntryKind::Redo => {
                let mut patches = self.patches.iter();
                patches.try_for_each(|patch| patch.redo(content))
            }
        }
    }

    /// The places it touched.
    pub(crate) fn paths(&self) -> Vec<Path> {
        self.patches
            .iter()
            .map(|patch| patch.path.clone())
            .collect()
    }
}
