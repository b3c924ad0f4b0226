use serde::{Deserialize, Serialize};

use super::OpenDocument;
use super::history::Step;
use crate::host::{Host, JournalStart, StorageError};
use crate::protocol::{Event, Problem, ProblemKind};

/// What was done to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EntryKind {
    /// A step was made.
    Do,
    /// A step was taken back.
    Undo,
    /// A step was done again.
    Redo,
}

/// An entry of the journal. It holds the patches of its step, so that it can be carried out on the text
/// that the journal stands on even where the step itself is older than that.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// What was done.
    pub(crate) kind: EntryKind,
    /// With which step.
    pub(crate) step: Step,
}

/// The journal of the work since the last save.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    key: Option<String>,
    /// Did a write fail? What is in the storage then ends before the gap, and the next entry begins the
    /// journal anew.
    broken: bool,
    entries: u32,
    /// The gesture of the last entry, if that was a step made.
    last_gesture: Option<String>,
    /// Has the user been told that it cannot be written?
    warned: bool,
}

impl Journal {
    /// The journal `key` with the entries that it has.
    pub(super) fn going_on(key: String, entries: &[Entry]) -> Self {
        Self {
            key: Some(key),
            broken: false,
            entries: entries.len() as u32,
            last_gesture: None,
            warned: false,
        }
    }

    pub(super) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Writes what was done down. `start` is what a new journal stands on; none if there is a whole one.
    pub(super) fn write(
        &mut self,
        kind: EntryKind,
        step: Step,
        merged: bool,
        start: Option<JournalStart>,
        host: &dyn Host,
    ) {
        let Some(key) = self.begun(start, host) else {
            return;
        };
        let replaces = merged && step.gesture.is_some() && self.last_gesture == step.gesture;
        let sequence = if replaces {
            self.entries - 1
        } else {
            self.entries += 1;
            self.entries - 1
        };
        self.last_gesture = match kind {
            EntryKind::Do => step.gesture.clone(),
            EntryKind::Undo | EntryKind::Redo => None,
        };
        let text = text_of(kind, step);
        let written = host
            .storage()
            .write_journal(&key, sequence, &text, host.now_ms());
        self.broken = self.accept(written, host).is_none();
    }

    /// Writes steps down that were taken back or done again at once.
    pub(super) fn append(
        &mut self,
        kind: EntryKind,
        steps: Vec<Step>,
        start: Option<JournalStart>,
        host: &dyn Host,
    ) {
        let Some(key) = self.begun(start, host) else {
            return;
        };
        let entries: Vec<String> = steps.into_iter().map(|step| text_of(kind, step)).collect();
        let first = self.entries;
        self.entries += entries.len() as u32;
        self.last_gesture = None;
        let written = host
            .storage()
            .append_journal(&key, first, &entries, host.now_ms());
        self.broken = self.accept(written, host).is_none();
    }

    /// The key of the journal, begun on `start` where that is given; none if it cannot be written.
    fn begun(&mut self, start: Option<JournalStart>, host: &dyn Host) -> Option<String> {
        if let Some(start) = start {
            let begun = host.storage().begin_journal(&start);
            self.entries = 0;
            self.last_gesture = None;
            self.broken = self.accept(begun, host).is_none();
            self.key = Some(start.key);
        }
        self.key.clone().filter(|_| !self.broken)
    }

    /// Throws it away: the work is saved or not wanted.
    pub(super) fn end(&mut self, host: &dyn Host) {
        if let Some(key) = self.key.take() {
            let ended = host.storage().end_journal(&key);
            self.accept(ended, host);
        }
        self.broken = false;
        self.entries = 0;
        self.last_gesture = None;
    }

    /// Work goes on without a journal; the user is told once.
    fn accept<T>(&mut self, result: Result<T, StorageError>, host: &dyn Host) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                if !self.warned {
                    self.warned = true;
                    host.emit(Event::Warning {
                        problem: Problem::new(
                            ProblemKind::Storage,
                            format!("unsaved work cannot be kept for after a crash: {error}"),
                            "save often",
                        ),
                    });
                }
                None
            }
        }
    }
}

fn text_of(kind: EntryKind, step: Step) -> String {
    serde_json::to_string(&Entry { kind, step })
        .unwrap_or_else(|error| unreachable!("patches are plain JSON: {error}"))
}

impl OpenDocument {
    /// What a new journal stands on, before the change that is its first entry. None if there is a whole
    /// one; a broken one is begun anew under its key, which takes its place at once.
    pub(super) fn journal_base(&self, host: &dyn Host) -> Option<JournalStart> {
        if self.journal.key.is_some() && !self.journal.broken {
            return None;
        }
        let at_ms = host.now_ms();
        let fresh = || format!("{at_ms:x}-{}", self.id.0);
        Some(JournalStart {
            key: self.journal.key.clone().unwrap_or_else(fresh),
            path: self.file.path.clone(),
            name: self.document.model().name.clone(),
            base: self.document.to_text(),
            digest: self.file.digest.clone(),
            unsaved: self.history.is_dirty(),
            at_ms,
        })
    }
}
