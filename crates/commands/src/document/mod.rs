//! An open model: its content, its file, its one history of steps, and the journal of unsaved work.

mod edit;
mod history;
mod journal;
mod order;
mod patch;
mod touched;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use spinout_model::{Document, Path, derive};
use spinout_units::{ChangeId, OptionId, Severity};

pub(crate) use edit::{WITHOUT_ENTRY, changes_in_order, free_slug, unknown_option};
pub(crate) use history::{History, Step};
pub(crate) use journal::Entry;
use journal::EntryKind;

use edit::{Editing, Plan};
use patch::Patch;
use touched::Touched;

use crate::host::Host;
use crate::problem::of_file;
use crate::protocol::{DocumentId, Edit, Problem, ProblemKind};
use crate::view::chosen;

/// Where an open model came from and goes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct File {
    /// Its path; none before the first save.
    pub(crate) path: Option<String>,
    /// The digest of what stood in it when it was last read or written; none if that is not known.
    pub(crate) digest: Option<String>,
    /// The text that was read, where it is not in canonical form: the next save brings it there.
    pub(crate) source: Option<String>,
}

/// An open model.
#[derive(Debug)]
pub(crate) struct OpenDocument {
    pub(crate) id: DocumentId,
    pub(crate) document: Arc<Document>,
    pub(crate) file: File,
    pub(crate) revision: u64,
    pub(crate) history: History,
    /// The views that the client has, by option, with their revision.
    pub(crate) shown: BTreeMap<OptionId, (u64, Value)>,
    /// The option that was shown last.
    pub(crate) option: OptionId,
    touched: Touched,
    journal: journal::Journal,
}

/// A change that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) title: String,
    pub(crate) option: OptionId,
    pub(crate) change: Option<ChangeId>,
}

impl OpenDocument {
    pub(crate) fn new(id: DocumentId, document: Document, file: File, option: OptionId) -> Self {
        Self {
            id,
            document: Arc::new(document),
            file,
            revision: 1,
            history: History::new(),
            shown: BTreeMap::new(),
            option,
            touched: Touched::default(),
            journal: journal::Journal::default(),
        }
    }

    /// An open model again as its journal tells it. `unsaved`: does `base` hold work that the file does not?
    pub(crate) fn recovered(
        id: DocumentId,
        base: &Document,
        unsaved: bool,
        entries: Vec<Entry>,
        file: File,
        key: String,
    ) -> Result<Self, Problem> {
        let mut content = base.value().clone();
        let mut open = Self::new(id, base.clone(), file, chosen(base.model()));
        if unsaved {
            open.history.mark_unsaved();
        }
        open.journal = journal::Journal::going_on(key, &entries);
        for Entry { kind, step } in entries {
            open.option.clone_from(&step.option);
            open.history
                .replay(kind, step, &mut content)
                .map_err(|error| {
                    Problem::new(
                        ProblemKind::Storage,
                        format!("the unsaved work does not fit its model: {error}"),
                        "open the file itself; discard the unsaved work",
                    )
                })?;
        }
        let document = Document::from_value(content).map_err(|error| of_file(&error))?;
        open.document = Arc::new(document);
        Ok(open)
    }

    /// Makes an edit in `option`.
    pub(crate) fn apply(
        &mut self,
        option: &OptionId,
        seen: u64,
        gesture: Option<&str>,
        edit: &Edit,
        host: &dyn Host,
    ) -> Result<Made, Problem> {
        let plan = self.plan(option, edit)?;
        let paths: Vec<Path> = plan.values.iter().map(|(path, _)| path.clone()).collect();
        self.touched
            .refuse_stale(seen, self.revision, gesture, &paths)?;
        let (document, patches) = self.with(plan.values)?;
        if let Some(change) = &plan.change {
            refuse_errors(&document, &plan.option, change)?;
        }
        let made = Made {
            title: plan.title.clone(),
            option: plan.option.clone(),
            change: plan.change,
        };
        if document.value() == self.document.value() {
            return Ok(made);
        }
        let step = Step {
            title: plan.title,
            option: plan.option,
            gesture: gesture.map(str::to_owned),
            patches,
        };
        let start = self.journal_base(host);
        self.move_on(document, gesture, paths);
        let merged = self.history.push(step);
        if let Some(step) = self.history.next_undo().cloned() {
            self.journal.write(EntryKind::Do, step, merged, start, host);
        }
        Ok(made)
    }

    /// The model as an edit in `option` would make it. Changes nothing.
    pub(crate) fn would_be(&self, option: &OptionId, edit: &Edit) -> Result<Document, Problem> {
        Ok(self.with(self.plan(option, edit)?.values)?.0)
    }

    fn plan(&self, option: &OptionId, edit: &Edit) -> Result<Plan, Problem> {
        let model = self.document.model();
        let content = self.document.value();
        Editing {
            model,
            option,
            content,
        }
        .plan(edit)
    }

    /// The content with some values set or taken away, and how to get there and back.
    fn with(&self, values: Vec<(Path, Option<Value>)>) -> Result<(Document, Vec<Patch>), Problem> {
        let mut content = self.document.value().clone();
        let mut patches = Vec::with_capacity(values.len());
        for (path, value) in values {
            let place = path.to_string();
            let patch = Patch::make(&mut content, path, value).map_err(|error| {
                Problem::new(ProblemKind::Refused, error.to_string(), "").at(place)
            })?;
            patches.push(patch);
        }
        let document = Document::from_value(content).map_err(|error| {
            let mut problem = of_file(&error);
            problem.kind = ProblemKind::Refused;
            problem
        })?;
        Ok((document, patches))
    }

    /// Takes steps back, or does them again, until `at` of them are done. None where that is so already.
    pub(crate) fn go_to(&mut self, at: usize, host: &dyn Host) -> Result<Option<Made>, Problem> {
        let mut content = self.document.value().clone();
        let internal = |why: String| Problem::new(ProblemKind::Internal, why, "save and reopen");
        let (kind, way) = self.history.way(at);
        let way: Vec<Step> = way.into_iter().cloned().collect();
        let Some(last) = way.last() else {
            return Ok(None);
        };
        for step in &way {
            let done = step.carry_out(kind, &mut content);
            done.map_err(|error| internal(error.to_string()))?;
        }
        let document =
            Document::from_value(content).map_err(|error| internal(error.why.clone()))?;
        let made = Made {
            title: last.title.clone(),
            option: last.option.clone(),
            change: None,
        };
        let start = self.journal_base(host);
        self.history.go(at);
        self.move_on(document, None, way.iter().flat_map(Step::paths).collect());
        self.journal.append(kind, way, start, host);
        Ok(Some(made))
    }

    /// The file holds everything now.
    pub(crate) fn saved(&mut self, path: String, digest: String, host: &dyn Host) {
        self.file = File {
            path: Some(path),
            digest: Some(digest),
            source: None,
        };
        self.history.mark_saved();
        self.journal.end(host);
    }

    /// Throws unsaved work away.
    pub(crate) fn discard(&mut self, host: &dyn Host) {
        self.journal.end(host);
    }

    /// The key of the journal, if there is one.
    pub(crate) fn journal_key(&self) -> Option<&str> {
        self.journal.key()
    }

    /// The text that places in the model are told in: that of the file, until there are edits.
    pub(crate) fn text(&self) -> String {
        match &self.file.source {
            Some(source) if self.revision == 1 => source.clone(),
            _ => self.document.to_text(),
        }
    }

    fn move_on(&mut self, document: Document, gesture: Option<&str>, paths: Vec<Path>) {
        self.document = Arc::new(document);
        self.revision += 1;
        self.touched.add(self.revision, gesture, paths);
    }
}

/// A change that a person makes now must apply; one that stopped applying later is a finding.
fn refuse_errors(document: &Document, option: &OptionId, change: &ChangeId) -> Result<(), Problem> {
    let place = Path::of(["options", option.as_str(), "changes", change.as_str()]);
    let error = derive(document.model(), option)
        .findings
        .into_iter()
        .find(|finding| {
            finding.severity == Severity::Error
                && finding.id != WITHOUT_ENTRY
                && place.contains(&Path::from(finding.place.as_str()))
        });
    match error {
        None => Ok(()),
        Some(finding) => {
            Err(Problem::new(ProblemKind::Refused, finding.why, finding.fix).at(finding.place))
        }
    }
}
