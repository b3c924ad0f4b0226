use serde::{Deserialize, Serialize};
use spinout_export::Target;
use spinout_units::OptionId;
use ts_rs::TS;

use super::DocumentId;

/// Asks what an export would write.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PlanExport {
    /// The model.
    pub document: DocumentId,
    /// The option. Where left out and the model has several and none is chosen, the problem is
    /// `choice_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The folders to compare with; what has none is shown as new.
    #[serde(default)]
    pub into: ExportInto,
}

/// Where an export goes and what it is to say that the model does not.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct ExportInto {
    /// The folder of whatever has none of its own; made where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub dir: Option<String>,
    /// The folders of kinds of repository; those without one, here or in `dir`, are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<TargetFolder>>")]
    pub targets: Vec<TargetFolder>,
    /// The folder of the team's own templates of documents; the built-in ones where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub templates: Option<String>,
    /// The address under which runbooks stand, one by the name of each service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub runbooks: Option<String>,
    /// The address of the dashboards, one by the name of each service.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub dashboards: Option<String>,
    /// Where callers get their tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token_url: Option<String>,
}

/// The folder of a kind of repository on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TargetFolder {
    /// The kind.
    pub target: Target,
    /// The folder.
    pub dir: String,
}

/// Asks where a model was exported to last on this machine.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskExportFolders {
    /// The model.
    pub document: DocumentId,
}

/// Where a model was exported to last on this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportFolders {
    /// The folder of whatever has none of its own.
    pub dir: Option<String>,
    /// The folders of kinds of repository.
    pub targets: Vec<TargetFolder>,
}

/// What an export would write.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExportPlan {
    /// The option.
    pub option: OptionId,
    /// The formats there are.
    pub formats: Vec<ExportFormat>,
    /// The files, by path.
    pub artifacts: Vec<PlannedArtifact>,
    /// Files that an earlier export wrote and that this one would remove or leave behind.
    pub others: Vec<ArtifactNote>,
    /// Folders that hold another design, each with what it holds: writing must be told to take its place.
    pub held: Vec<HeldFolder>,
    /// What a reader should know of the figures in the files, such as evidence that is stale.
    pub notes: Vec<String>,
}

/// A folder that holds another design.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct HeldFolder {
    /// The folder.
    pub dir: String,
    /// The model whose design it holds.
    pub model: String,
    /// Its option.
    pub option: String,
}

/// A format that can be exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ExportFormat {
    /// Names it, such as `openapi`.
    pub id: String,
    /// What it gives.
    pub about: String,
    /// The tools that accept its files.
    pub accepted_by: Vec<String>,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PlannedArtifact {
    /// Its path within the folder, with slashes.
    pub path: String,
    /// The kind of repository that it goes to.
    pub target: Target,
    /// Its folder; none where none is named for its kind.
    pub dir: Option<String>,
    /// What it is, in a line.
    pub about: String,
    /// The tools that accept it.
    pub accepted_by: Vec<String>,
    /// What would be written.
    pub text: String,
    /// How it stands to what is in the folder.
    pub state: ArtifactState,
    /// For a file that would be left as it is: why, and what a person can do.
    pub why: Option<String>,
    /// What is in the folder, where it differs.
    pub existing: Option<String>,
}

/// How an artifact stands to what is in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactState {
    /// It is not there, and would be written.
    New,
    /// It is there and says what the model says.
    Same,
    /// It is there and would be written anew.
    Changed,
    /// Somebody changed it by hand, or it is not ours: it would be left as it is, unless forced.
    Kept,
    /// Somebody changed it by hand and the model has changed too: both would be in it.
    Merged,
    /// Somebody changed it by hand where the model has changed: both stand between marks, for a person to
    /// choose.
    Conflict,
    /// An earlier export wrote it, and nothing in the model stands for it any more: it would go.
    Removed,
}

/// A file and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema, TS)]
pub struct ArtifactNote {
    /// Its path within the folder, with slashes.
    pub path: String,
    /// Its folder.
    pub dir: String,
    /// What was or would be done with it.
    pub state: ArtifactState,
    /// What that means, for a person; empty where there is no more to say.
    pub why: String,
}

/// Asks to write the files of an export.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ApplyExport {
    /// The model.
    pub document: DocumentId,
    /// The option. Where left out and the model has several and none is chosen, the problem is
    /// `choice_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The folders to write into.
    #[serde(default)]
    pub into: ExportInto,
    /// Also take the place of another design that a folder holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replace: bool,
    /// Also write what somebody changed by hand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
}

/// Asks to compare the files of an export with what is there.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CheckExport {
    /// The model.
    pub document: DocumentId,
    /// The option. Where left out and the model has several and none is chosen, the problem is
    /// `choice_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The folders to compare with.
    #[serde(default)]
    pub into: ExportInto,
}

/// What an export did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema, TS)]
pub struct ExportReport {
    /// The version of this shape, 1.
    pub format: u32,
    /// The option.
    pub option: OptionId,
    /// The files, by folder and path; those that are the same too.
    pub files: Vec<ArtifactNote>,
    /// What a reader should know of the figures in the files, such as evidence that is stale.
    pub notes: Vec<String>,
}
