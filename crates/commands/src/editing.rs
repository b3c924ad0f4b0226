//! Views of open models, and changes to them.

use spinout_model::BASELINE;
use spinout_units::OptionId;

use crate::app::{App, not_open};
use crate::document::{History, Made, OpenDocument};
use crate::protocol::{
    Applied, Apply, AskSteps, AskView, DocumentId, GoToStep, Problem, ProblemKind, Redo, StepList,
    Undo, View,
};
use crate::view::{baseline, difference, option_of, told, view};

/// The most steps that are told at once.
const MOST_TOLD: u32 = 500;

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
        self.go(ask.document, &ask.option, ask.revision, |history| {
            let (at, ..) = history.extent();
            at.checked_sub(1).ok_or_else(|| nothing_to("undo"))
        })
    }

    /// Takes the last undo back.
    pub fn redo(&self, ask: &Redo) -> Result<Applied, Problem> {
        self.go(ask.document, &ask.option, ask.revision, |history| {
            let (at, total, _) = history.extent();
            (at < total)
                .then_some(at + 1)
                .ok_or_else(|| nothing_to("redo"))
        })
    }

    /// Takes steps back or does them again until so many are done.
    pub fn go_to_step(&self, ask: &GoToStep) -> Result<Applied, Problem> {
        self.go(ask.document, &ask.option, ask.revision, |history| {
            let (_, total, _) = history.extent();
            let at = ask.at as usize;
            (at <= total).then_some(at).ok_or_else(|| {
                Problem::new(
                    ProblemKind::NotFound,
                    format!("the history of edits has {total} steps, not {at}"),
                    "look at it again",
                )
            })
        })
    }

    /// A part of the history of edits.
    pub fn steps(&self, ask: AskSteps) -> Result<StepList, Problem> {
        self.with(ask.document, |open| {
            let (at, total, saved) = open.history.extent();
            let (from, count) = (ask.from as usize, ask.count.min(MOST_TOLD) as usize);
            let steps = open.history.steps().skip(from).take(count);
            Ok(StepList {
                total: total as u32,
                at: at as u32,
                saved: saved.map(|saved| saved as u32),
                from: ask.from,
                steps: steps.map(told).collect(),
            })
        })
    }

    fn go(
        &self,
        document: DocumentId,
        option: &OptionId,
        seen: u64,
        to: impl FnOnce(&History) -> Result<usize, Problem>,
    ) -> Result<Applied, Problem> {
        self.with(document, |open| {
            let at = to(&open.history)?;
            let made = open.go_to(at, self.host())?;
            let made = made.unwrap_or_else(|| Made {
                title: String::new(),
                option: option.clone(),
                change: None,
            });
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

fn nothing_to(what: &str) -> Problem {
    Problem::new(
        ProblemKind::Refused,
        format!("there is nothing to {what}"),
        "",
    )
}
