use serde::{Deserialize, Serialize};
use spinout_units::OptionId;
use ts_rs::TS;

use super::DocumentId;

/// Asks what an export would write.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PlanExport {
    /// The model.
    pub document: DocumentId,
    /// The option. Where left out and the model has several, the problem is `choice_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The targets, by id; all where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// The folder to compare with; nothing is compared where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<String>,
}

/// What an export would write.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExportPlan {
    /// The option.
    pub option: OptionId,
    /// All targets there are.
    pub targets: Vec<ExportTarget>,
    /// The files, by path.
    pub artifacts: Vec<PlannedArtifact>,
}

/// A format that can be exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ExportTarget {
    /// Names it, such as `openapi`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub description: String,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PlannedArtifact {
    /// Its path within the folder, with slashes.
    pub path: String,
    /// The target that it belongs to.
    pub target: String,
    /// What would be written.
    pub text: String,
    /// How it stands to what is in the folder.
    pub state: ArtifactState,
    /// What is in the folder, where it differs.
    pub existing: Option<String>,
}

/// How an artifact stands to what is in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactState {
    /// It is not there.
    New,
    /// It is there and the same.
    Same,
    /// It is there and differs.
    Changed,
}

/// Asks to write the files of an export.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ApplyExport {
    /// The model.
    pub document: DocumentId,
    /// The option. Where left out and the model has several, the problem is `choice_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The targets, by id; all where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// The folder to write into; made where it is missing.
    pub dir: String,
}

/// Asks to compare the files of an export with what is there.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CheckExport {
    /// The model.
    pub document: DocumentId,
    /// The option. Where left out and the model has several, the problem is `choice_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The targets, by id; all where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// The folder to compare with.
    pub dir: String,
}

/// What an export did, or would do: paths by their state before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS, schemars::JsonSchema)]
pub struct ExportReport {
    /// The option.
    pub option: OptionId,
    /// Files that were missing.
    pub new: Vec<String>,
    /// Files that differed.
    pub changed: Vec<String>,
    /// Files that were the same.
    pub same: Vec<String>,
}
