//! Views of open models, and changes to them.

use spinout_model::BASELINE;
use spinout_units::OptionId;

use crate::app::{App, not_open};
use crate::document::{EntryKind, Made, OpenDocument};
use crate::protocol::{
    Applied, Apply, AskView, DocumentId, Problem, ProblemKind, Redo, Undo, View,
};
use crate::view::{baseline, difference, option_of, view};

impl OpenDocument {
    /// The view of an option; the client has it from now on.
    pub(crate) fn show(&mut self, option: &OptionId) -> View {
        let view = view(self, option);
        if let Ok(value) = serde_json::to_value(&view) {
            self.shown.clear();
            self.shown.insert(option.clone(), (self.revision, value));
        }
        self.option.clone_from(option);
        view
    }

    /// What the client is told of a change, where its view was of `option` at revision `seen`.
    fn tell(&mut self, made: Made, option: &OptionId, seen: u64) -> Applied {
        let touched = if self.exists(&made.option) {
            made.option
        } else {
            baseline()
        };
        let before = match self.shown.remove(option) {
            Some((revision, value)) if revision == seen && *option == touched => Some(value),
            _ => None,
        };
        let view = self.show(&touched);
        let patch = before.and_then(|before| {
            let (_, after) = self.shown.get(&touched)?;
            Some(difference(&before, after))
        });
        Applied {
            revision: self.revision,
            option: touched,
            title: made.title,
            change: made.change,
            view: patch.is_none().then_some(view),
            patch,
        }
    }

    fn exists(&self, option: &OptionId) -> bool {
        option.as_str() == BASELINE || self.document.model().options.contains_key(option)
    }
}

impl App {
    /// Everything that the screen shows of an option.
    pub fn view(&self, ask: &AskView) -> Result<View, Problem> {
        self.with(ask.document, |open| {
            let option = option_of(open.document.model(), ask.option.as_ref())?;
            Ok(open.show(&option))
        })
    }

    /// Changes a model.
    pub fn apply(&self, ask: &Apply) -> Result<Applied, Problem> {
        self.with(ask.document, |open| {
            let gesture = ask.gesture.as_deref();
            let made = open.apply(&ask.option, ask.revision, gesture, &ask.edit, self.host())?;
            Ok(open.tell(made, &ask.option, ask.revision))
        })
    }

    /// Takes the last change back.
    pub fn undo(&self, ask: &Undo) -> Result<Applied, Problem> {
        self.step(ask.document, &ask.option, ask.revision, EntryKind::Undo)
    }

    /// Takes the last undo back.
    pub fn redo(&self, ask: &Redo) -> Result<Applied, Problem> {
        self.step(ask.document, &ask.option, ask.revision, EntryKind::Redo)
    }

    fn step(
        &self,
        document: DocumentId,
        option: &OptionId,
        seen: u64,
        kind: EntryKind,
    ) -> Result<Applied, Problem> {
        self.with(document, |open| {
            let made = open.step(kind, self.host())?.ok_or_else(|| {
                let what = match kind {
                    EntryKind::Undo => "undo",
                    EntryKind::Do | EntryKind::Redo => "redo",
                };
                Problem::new(
                    ProblemKind::Refused,
                    format!("there is nothing to {what}"),
                    "",
                )
            })?;
            Ok(open.tell(made, option, seen))
        })
    }

    pub(crate) fn with<T>(
        &self,
        id: DocumentId,
        what: impl FnOnce(&mut OpenDocument) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut documents = self.documents();
        what(documents.get_mut(&id).ok_or_else(|| not_open(id))?)
    }
}
