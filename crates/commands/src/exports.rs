//! Files for other tools: what would be written, writing them, and comparing them with what is there.

mod target;

use std::collections::BTreeMap;

use spinout_export::{
    Action, Design, DriftKind, EXPORTERS, LOCK, Options, Permission, Plan, TEMPLATES, Writing,
};
use spinout_model::{Document, derive};
use spinout_results::Run;
use spinout_units::OptionId;

use crate::app::{App, not_open};
use crate::evidence;
use crate::findings::refuse_errors;
use crate::host::ArtifactChange;
use crate::problem::{of_artifact, of_host, of_storage};
use crate::protocol::{
    ApplyExport, ArtifactNote, ArtifactState, AskExportFolders, CheckExport, DocumentId,
    ExportFolders, ExportFormat, ExportInto, ExportPlan, ExportReport, HeldFolder, PlanExport,
    PlannedArtifact, Problem, ProblemKind,
};
use crate::view::{baseline, option_of};
use target::{Folder, MAX_BYTES, folders};

impl App {
    /// What an export would write, beside what is there.
    pub fn export_plan(&self, ask: &PlanExport) -> Result<ExportPlan, Problem> {
        let document = self.snapshot(ask.document)?;
        let (plan, notes) = plan(self, &document, ask.option.as_ref(), &ask.into)?;
        let mut made = ExportPlan {
            option: plan.option.clone(),
            formats: formats(),
            artifacts: Vec::new(),
            others: Vec::new(),
            held: Vec::new(),
            notes,
        };
        let may = Permission {
            force: false,
            replace: true,
        };
        for folder in folders(self, &ask.into) {
            let plan = plan.of(&folder.targets);
            let actions = folder.actions(&plan, may)?;
            let held = folder.held(&plan)?;
            made.held.extend(held.map(|(model, option)| HeldFolder {
                dir: folder.dir.unwrap_or_default().to_owned(),
                model,
                option,
            }));
            let planned = |path: &str| {
                path == LOCK || plan.artifacts.iter().any(|artifact| artifact.path == path)
            };
            let others = actions.iter().filter(|action| !planned(path_of(action)));
            made.others
                .extend(others.map(|action| note(&folder, action)));
            for artifact in &plan.artifacts {
                let action = actions
                    .iter()
                    .find(|action| path_of(action) == artifact.path);
                let note = action.map(|action| note(&folder, action));
                let state = note.as_ref().map_or(ArtifactState::Same, |note| note.state);
                made.artifacts.push(PlannedArtifact {
                    path: artifact.path.clone(),
                    target: artifact.target,
                    dir: folder.dir.map(str::to_owned),
                    about: artifact.about.clone(),
                    accepted_by: artifact.accepted_by.clone(),
                    text: match action {
                        Some(Action::Write { text, .. }) => text.clone(),
                        _ => artifact.text.clone(),
                    },
                    existing: match state {
                        ArtifactState::New | ArtifactState::Same => None,
                        _ => folder.read(&artifact.path),
                    },
                    state,
                    why: note.map(|note| note.why).filter(|why| !why.is_empty()),
                });
            }
            folder.failure()?;
        }
        made.artifacts
            .sort_by(|a, b| (a.target, &a.path).cmp(&(b.target, &b.path)));
        Ok(made)
    }

    /// Writes the exported files: all of them, or none where something goes wrong.
    pub fn export_apply(&self, ask: &ApplyExport) -> Result<ExportReport, Problem> {
        let document = self.snapshot(ask.document)?;
        let (plan, notes) = plan(self, &document, ask.option.as_ref(), &ask.into)?;
        let may = Permission {
            force: ask.force,
            replace: ask.replace,
        };
        let folders = named(folders(self, &ask.into))?;
        let mut files = Vec::new();
        let mut all = Vec::new();
        for folder in &folders {
            let plan = plan.of(&folder.targets);
            let actions = folder.actions(&plan, may)?;
            folder.failure()?;
            files.extend(said(
                folder,
                &plan,
                actions.iter().map(|action| note(folder, action)).collect(),
            ));
            all.push((folder.dir.unwrap_or_default(), actions));
        }
        let changes: Vec<ArtifactChange<'_>> = all
            .iter()
            .flat_map(|(dir, actions)| actions.iter().filter_map(|action| change(dir, action)))
            .collect();
        self.host()
            .change_artifacts(&changes)
            .map_err(|error| of_artifact(&error))?;
        self.keep_folders(ask.document, &ask.into)?;
        Ok(ExportReport {
            format: 1,
            option: plan.option,
            files,
            notes,
        })
    }

    /// Compares the exported files with what is there.
    pub fn export_check(&self, ask: &CheckExport) -> Result<ExportReport, Problem> {
        let document = self.snapshot(ask.document)?;
        let (plan, mut notes) = plan(self, &document, ask.option.as_ref(), &ask.into)?;
        let mut files = Vec::new();
        for folder in named(folders(self, &ask.into))? {
            let plan = plan.of(&folder.targets);
            let drifts = folder.drifts(&plan)?;
            let dir = folder.dir.unwrap_or_default();
            notes.extend(folder.held(&plan)?.map(|(model, option)| {
                format!("{dir} holds option {option} of the model {model}.")
            }));
            folder.failure()?;
            let found = drifts.into_iter().map(|drift| ArtifactNote {
                path: drift.path,
                dir: dir.to_owned(),
                state: match drift.kind {
                    DriftKind::Missing => ArtifactState::New,
                    DriftKind::Differs => ArtifactState::Changed,
                    DriftKind::Edited | DriftKind::Foreign | DriftKind::EditedOrphan => {
                        ArtifactState::Kept
                    }
                    DriftKind::Conflict => ArtifactState::Conflict,
                    DriftKind::Orphan => ArtifactState::Removed,
                },
                why: drift.why,
            });
            files.extend(said(&folder, &plan, found.collect()));
        }
        Ok(ExportReport {
            format: 1,
            option: plan.option,
            files,
            notes,
        })
    }

    /// Where the model was exported to last on this machine.
    pub fn export_folders(&self, ask: &AskExportFolders) -> Result<ExportFolders, Problem> {
        let kept = self
            .host()
            .storage()
            .setting(&self.folders_setting(ask.document)?)
            .map_err(|error| of_storage(&error))?;
        // What another version kept is no reason to fail: the folders are chosen anew.
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    fn keep_folders(&self, document: DocumentId, into: &ExportInto) -> Result<(), Problem> {
        let folders = ExportFolders {
            dir: into.dir.clone(),
            targets: into.targets.clone(),
        };
        let text = serde_json::to_string(&folders)
            .unwrap_or_else(|error| unreachable!("folders are plain JSON: {error}"));
        self.host()
            .storage()
            .keep_setting(&self.folders_setting(document)?, &text)
            .map_err(|error| of_storage(&error))
    }

    /// The setting's name: by the model's file, or by its name before the first save.
    fn folders_setting(&self, id: DocumentId) -> Result<String, Problem> {
        let documents = self.documents();
        let open = documents.get(&id).ok_or_else(|| not_open(id))?;
        let which = match &open.file.path {
            Some(path) => path.clone(),
            None => open.document.model().name.clone(),
        };
        Ok(format!("export folders of {which}"))
    }
}

/// What is to be exported, and what is to be said of it. It depends on the model alone, so that a check
/// elsewhere comes to the same.
fn plan(
    app: &App,
    document: &Document,
    asked: Option<&OptionId>,
    into: &ExportInto,
) -> Result<(Plan, Vec<String>), Problem> {
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
    let mut stale = evidence::stale(model, &architecture);
    if baseline.option != option {
        runs.extend(evidence::runs(model, &baseline));
        stale.extend(evidence::stale(model, &baseline));
    }
    let runs: Vec<&Run> = runs.iter().collect();
    let design = Design {
        model: &model.name,
        architecture: &architecture,
        baseline: &baseline,
        runs: &runs,
        stale: &stale,
    };
    let options = options(app, into)?;
    if let Some(fault) = spinout_export::template_faults(&design, &options).first() {
        return Err(Problem::new(
            ProblemKind::BadInput,
            format!("a template cannot be used: {fault}"),
            "mend it, or take it out of the folder: the built-in one is used then",
        )
        .in_file(into.templates.as_deref().unwrap_or_default()));
    }
    Ok((spinout_export::plan(&design, &options), stale))
}

/// What the export is told beside the model, with the team's own templates.
fn options(app: &App, into: &ExportInto) -> Result<Options, Problem> {
    let mut templates = BTreeMap::new();
    if let Some(dir) = &into.templates {
        for template in TEMPLATES {
            let text = app
                .host()
                .read_artifact(dir, template.name, MAX_BYTES)
                .map_err(|error| {
                    of_host(
                        &error,
                        &format!("{dir}/{}", template.name),
                        "read the template",
                    )
                })?;
            let text = text.map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
            templates.extend(text.map(|text| (template.name.to_owned(), text)));
        }
    }
    Ok(Options {
        templates,
        runbooks: into.runbooks.clone(),
        dashboards: into.dashboards.clone(),
        token_url: into.token_url.clone(),
    })
}

/// The folders that are named; at least one must be.
fn named(folders: Vec<Folder<'_>>) -> Result<Vec<Folder<'_>>, Problem> {
    let named: Vec<Folder<'_>> = folders
        .into_iter()
        .filter(|folder| folder.dir.is_some())
        .collect();
    if named.is_empty() {
        return Err(Problem::new(
            ProblemKind::BadInput,
            "no folder is named",
            "name one folder for everything, or one for each kind of repository",
        ));
    }
    Ok(named)
}

fn change<'a>(dir: &'a str, action: &'a Action) -> Option<ArtifactChange<'a>> {
    let (path, bytes) = match action {
        Action::Write { path, text, .. } => (path, Some(text.as_bytes())),
        Action::Remove { path } => (path, None),
        Action::Keep { .. } => return None,
    };
    Some(ArtifactChange { dir, path, bytes })
}

fn path_of(action: &Action) -> &str {
    match action {
        Action::Write { path, .. } | Action::Remove { path } | Action::Keep { path, .. } => path,
    }
}

fn note(folder: &Folder<'_>, action: &Action) -> ArtifactNote {
    let (state, why) = match action {
        Action::Write { how, .. } => match how {
            Writing::New => (ArtifactState::New, ""),
            Writing::Anew => (ArtifactState::Changed, ""),
            Writing::Merged => (
                ArtifactState::Merged,
                "the edit by hand and the change of the model are both in it",
            ),
            Writing::Conflict => (
                ArtifactState::Conflict,
                "an edit by hand and a change of the model meet: choose between the marks in the file",
            ),
        },
        Action::Remove { .. } => (
            ArtifactState::Removed,
            "nothing in the model stands for it any more",
        ),
        Action::Keep { why, .. } => (ArtifactState::Kept, why.as_str()),
    };
    ArtifactNote {
        path: path_of(action).to_owned(),
        dir: folder.dir.unwrap_or_default().to_owned(),
        state,
        why: why.to_owned(),
    }
}

/// What is said of each file of a folder, without the lock file, which is no artifact.
fn said(folder: &Folder<'_>, plan: &Plan, notes: Vec<ArtifactNote>) -> Vec<ArtifactNote> {
    let mut files: BTreeMap<String, ArtifactNote> = notes
        .into_iter()
        .filter(|file| file.path != LOCK)
        .map(|file| (file.path.clone(), file))
        .collect();
    for artifact in &plan.artifacts {
        files
            .entry(artifact.path.clone())
            .or_insert_with(|| ArtifactNote {
                path: artifact.path.clone(),
                dir: folder.dir.unwrap_or_default().to_owned(),
                state: ArtifactState::Same,
                why: String::new(),
            });
    }
    files.into_values().collect()
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
