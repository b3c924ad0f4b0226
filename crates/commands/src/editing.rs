//! Views of open models, and changes to them.

use spinout_model::{BASELINE, Change, DesignOption, Do, Mode, Model, derive, marks};
use spinout_units::{ChangeId, ElementId, Finding, OptionId, Severity};

use crate::app::{App, not_open};
use crate::document::{EntryKind, Made, OpenDocument};
use crate::findings::in_order;
use crate::protocol::{
    Applied, Apply, AskView, DocumentId, PreviewSpinOut, Problem, ProblemKind, Redo,
    SpinOutPreview, Undo, View,
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

    /// What a spinout would change.
    pub fn preview_spin_out(&self, ask: &PreviewSpinOut) -> Result<SpinOutPreview, Problem> {
        let document = self.snapshot(ask.document)?;
        let model = document.model();
        option_of(model, Some(&ask.option))?;
        let now = derive(model, &ask.option);
        let (model, option) = with_spin_out(model, ask);
        let architecture = derive(&model, &option);
        let findings: Vec<Finding> = architecture
            .findings
            .iter()
            .filter(|finding| !now.findings.contains(finding))
            .cloned()
            .collect();
        let mut stores: Vec<ElementId> = now
            .relationships
            .values()
            .filter(|link| matches!(link.mode, Mode::Reads | Mode::Writes))
            .filter(|link| ask.spin_out.components.contains(&link.from.element))
            .map(|link| link.to.element.clone())
            .collect();
        stores.sort();
        stores.dedup();
        Ok(SpinOutPreview {
            elements: marks(&now.elements, &architecture.elements),
            relationships: marks(&now.relationships, &architecture.relationships),
            applies: findings.iter().all(|f| f.severity != Severity::Error),
            findings: in_order(findings),
            stores,
            architecture,
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

/// The model with the spinout in the option, or in a new option where that is the baseline.
fn with_spin_out(model: &Model, ask: &PreviewSpinOut) -> (Model, OptionId) {
    let mut model = model.clone();
    let taken = |id: &str| {
        let changes = |option: &DesignOption| option.changes.contains_key(id);
        model.options.contains_key(id) || model.options.values().any(changes)
    };
    let name = std::iter::once("spinout".to_owned())
        .chain((2_u32..).map(|n| format!("spinout-{n}")))
        .find(|id| !taken(id))
        .unwrap_or_else(|| unreachable!("there are more numbers than options"));
    let literal = "a literal with a number is an identifier";
    let change_id = ChangeId::new(&name).unwrap_or_else(|_| unreachable!("{literal}"));
    let option_id = if ask.option == baseline() {
        OptionId::new(&name).unwrap_or_else(|_| unreachable!("{literal}"))
    } else {
        ask.option.clone()
    };
    let option = model.options.entry(option_id.clone()).or_default();
    let change = Change {
        // After every other key: `~` is the last printable sign.
        order: "~".to_owned(),
        off: false,
        note: None,
        what: Do::SpinOut(Box::new(ask.spin_out.clone())),
    };
    option.changes.insert(change_id, change);
    (model, option_id)
}
