use serde::{Deserialize, Serialize};
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
    /// The folder to compare with; every file is new where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<String>,
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
    /// An earlier export wrote it, and nothing in the model stands for it any more: it would go.
    Removed,
}

/// A file and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema, TS)]
pub struct ArtifactNote {
    /// Its path within the folder, with slashes.
    pub path: String,
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
    /// The folder to write into; made where it is missing.
    pub dir: String,
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
    /// The folder to compare with.
    pub dir: String,
}

/// What an export did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema, TS)]
pub struct ExportReport {
    /// The version of this shape, 1.
    pub format: u32,
    /// The option.
    pub option: OptionId,
    /// The files, by path; those that are the same too.
    pub files: Vec<ArtifactNote>,
}
