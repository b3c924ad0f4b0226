//! Files for other tools: what would be written, writing them, and comparing them with what is there.

use std::cell::RefCell;

use spinout_export::{Action, Design, DriftKind, EXPORTERS, LOCK, LockError, Options};
use spinout_model::{Document, derive};
use spinout_results::Run;
use spinout_units::OptionId;

use crate::app::App;
use crate::evidence;
use crate::findings::refuse_errors;
use crate::problem::of_host;
use crate::protocol::{
    ApplyExport, ArtifactNote, ArtifactState, CheckExport, ExportFormat, ExportPlan, ExportReport,
    PlanExport, PlannedArtifact, Problem, ProblemKind,
};
use crate::view::{baseline, option_of};

/// The largest file of a target that is read, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

impl App {
    /// What an export would write, beside what is there.
    pub fn export_plan(&self, ask: &PlanExport) -> Result<ExportPlan, Problem> {
        let document = self.snapshot(ask.document)?;
        let (option, plan) = plan(&document, ask.option.as_ref())?;
        let target = Target::new(self, ask.dir.as_deref());
        let actions = target.actions(&plan, false)?;
        let artifacts = plan.artifacts.iter().map(|artifact| {
            let action = actions
                .iter()
                .find(|action| path_of(action) == artifact.path);
            let note = action.map(note);
            let state = note.as_ref().map_or(ArtifactState::Same, |note| note.state);
            PlannedArtifact {
                path: artifact.path.clone(),
                about: artifact.about.clone(),
                accepted_by: artifact.accepted_by.clone(),
                text: match action {
                    Some(Action::Write { text, .. }) => text.clone(),
                    _ => artifact.text.clone(),
                },
                existing: match state {
                    ArtifactState::New | ArtifactState::Same => None,
                    _ => target.read(&artifact.path),
                },
                state,
                why: note.map(|note| note.why).filter(|why| !why.is_empty()),
            }
        });
        let artifacts: Vec<PlannedArtifact> = artifacts.collect();
        let planned = |path: &str| path == LOCK || artifacts.iter().any(|a| a.path == path);
        let others = actions
            .iter()
            .filter(|action| !planned(path_of(action)))
            .map(note)
            .collect();
        target.failure()?;
        Ok(ExportPlan {
            option,
            formats: formats(),
            others,
            artifacts,
        })
    }

    /// Writes the exported files.
    pub fn export_apply(&self, ask: &ApplyExport) -> Result<ExportReport, Problem> {
        let document = self.snapshot(ask.document)?;
        let (option, plan) = plan(&document, ask.option.as_ref())?;
        let target = Target::new(self, Some(&ask.dir));
        let actions = target.actions(&plan, ask.force)?;
        target.failure()?;
        for action in &actions {
            let done = match action {
                Action::Write { path, text, .. } => {
                    self.host().write_artifact(&ask.dir, path, text.as_bytes())
                }
                Action::Remove { path } => self.host().remove_artifact(&ask.dir, path),
                Action::Keep { .. } => Ok(()),
            };
            let place = format!("{}/{}", ask.dir, path_of(action));
            done.map_err(|error| of_host(&error, &place, "write the file"))?;
        }
        let notes = actions.iter().map(note).collect();
        Ok(report(option, &plan, notes))
    }

    /// Compares the exported files with what is there.
    pub fn export_check(&self, ask: &CheckExport) -> Result<ExportReport, Problem> {
        let document = self.snapshot(ask.document)?;
        let (option, plan) = plan(&document, ask.option.as_ref())?;
        let target = Target::new(self, Some(&ask.dir));
        let drifts = spinout_export::check(&plan, &|path| target.read(path));
        let drifts = drifts.map_err(|error| of_lock(&error, &ask.dir))?;
        target.failure()?;
        let notes = drifts.into_iter().map(|drift| ArtifactNote {
            path: drift.path,
            state: match drift.kind {
                DriftKind::Missing => ArtifactState::New,
                DriftKind::Differs => ArtifactState::Changed,
                DriftKind::Edited | DriftKind::Foreign | DriftKind::EditedOrphan => {
                    ArtifactState::Kept
                }
                DriftKind::Orphan => ArtifactState::Removed,
            },
            why: drift.why,
        });
        Ok(report(option, &plan, notes.collect()))
    }
}

/// What is to be exported. It depends on the model alone, so that a check elsewhere comes to the same.
fn plan(
    document: &Document,
    asked: Option<&OptionId>,
) -> Result<(OptionId, spinout_export::Plan), Problem> {
    let model = document.model();
    if asked.is_none() && model.chosen.is_none() && !model.options.is_empty() {
        let options = model.options.keys().map(OptionId::as_str);
        let names: Vec<&str> = std::iter::once(spinout_model::BASELINE)
            .chain(options)
            .collect();
        return Err(Problem::new(
            ProblemKind::ChoiceNeeded,
            "the model has several options and none is chosen",
            format!("name the option to export, one of: {}", names.join(", ")),
        ));
    }
    let option = option_of(model, asked)?;
    let architecture = derive(model, &option);
    refuse_errors(document, &architecture, None)?;
    let baseline = derive(model, &baseline());
    let mut runs = evidence::runs(model, &architecture);
    if baseline.option != option {
        runs.extend(evidence::runs(model, &baseline));
    }
    let runs: Vec<&Run> = runs.iter().collect();
    let design = Design {
        model: &model.name,
        architecture: &architecture,
        baseline: &baseline,
        runs: &runs,
    };
    Ok((option, spinout_export::plan(&design, &Options::default())))
}

/// A folder that is exported into; one that nothing is in where none is named.
struct Target<'a> {
    app: &'a App,
    dir: Option<&'a str>,
    /// The first thing that went wrong while reading.
    failed: RefCell<Option<Problem>>,
}

impl<'a> Target<'a> {
    fn new(app: &'a App, dir: Option<&'a str>) -> Self {
        Self {
            app,
            dir,
            failed: RefCell::new(None),
        }
    }

    fn read(&self, path: &str) -> Option<String> {
        let dir = self.dir?;
        let place = format!("{dir}/{path}");
        let bytes = self.app.host().read_artifact(dir, path, MAX_BYTES);
        match bytes {
            // What is not text is not ours: the lossy text differs from anything that we write.
            Ok(bytes) => bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => {
                let problem = of_host(&error, &place, "read the file");
                self.failed.borrow_mut().get_or_insert(problem);
                None
            }
        }
    }

    fn actions(&self, plan: &spinout_export::Plan, force: bool) -> Result<Vec<Action>, Problem> {
        spinout_export::apply_plan(plan, &|path| self.read(path), force)
            .map_err(|error| of_lock(&error, self.dir.unwrap_or_default()))
    }

    fn failure(&self) -> Result<(), Problem> {
        match self.failed.borrow_mut().take() {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }
}

fn of_lock(error: &LockError, dir: &str) -> Problem {
    Problem::new(ProblemKind::BadInput, error.to_string(), "").in_file(&format!("{dir}/{LOCK}"))
}

fn path_of(action: &Action) -> &str {
    match action {
        Action::Write { path, .. } | Action::Remove { path } | Action::Keep { path, .. } => path,
    }
}

fn note(action: &Action) -> ArtifactNote {
    let (state, why) = match action {
        Action::Write { new: true, .. } => (ArtifactState::New, ""),
        Action::Write { new: false, .. } => (ArtifactState::Changed, ""),
        Action::Remove { .. } => (
            ArtifactState::Removed,
            "nothing in the model stands for it any more",
        ),
        Action::Keep { why, .. } => (ArtifactState::Kept, why.as_str()),
    };
    ArtifactNote {
        path: path_of(action).to_owned(),
        state,
        why: why.to_owned(),
    }
}

/// What is said of each file, without the lock file, which is no artifact.
fn report(
    option: OptionId,
    plan: &spinout_export::Plan,
    mut files: Vec<ArtifactNote>,
) -> ExportReport {
    for artifact in &plan.artifacts {
        if !files.iter().any(|file| file.path == artifact.path) {
            files.push(ArtifactNote {
                path: artifact.path.clone(),
                state: ArtifactState::Same,
                why: String::new(),
            });
        }
    }
    files.retain(|file| file.path != LOCK);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    ExportReport {
        format: 1,
        option,
        files,
    }
}

fn formats() -> Vec<ExportFormat> {
    EXPORTERS
        .iter()
        .map(|exporter| ExportFormat {
            id: exporter.id.to_owned(),
            about: exporter.about.to_owned(),
            accepted_by: exporter
                .accepted_by
                .iter()
                .map(|&tool| tool.to_owned())
                .collect(),
        })
        .collect()
}
