use serde::{Deserialize, Serialize};
use spinout_model::Architecture;
use spinout_units::OptionId;
use ts_rs::TS;

use super::View;

/// Names an open model until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct DocumentId(pub u32);

/// Nothing more to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Done {}

/// Asks for the templates.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct ListTemplates {}

/// The templates.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TemplateList {
    /// The templates, the worked example first.
    pub templates: Vec<Template>,
}

/// A model that a new one can start from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Template {
    /// Names it, such as `image-processing` or `u3`; upper and lower case are the same.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it shows.
    pub description: String,
}

/// Asks for the drawing of a template.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskTemplatePicture {
    /// The template.
    pub template: String,
}

/// The drawing of a template.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TemplatePicture {
    /// Its baseline, with where everything stands.
    pub architecture: Architecture,
}

/// Asks for a new model.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct NewDocument {
    /// The template; a blank model where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

/// Asks to open a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct OpenFile {
    /// Its path.
    pub path: String,
}

/// Asks to open a model from its text.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct OpenText {
    /// What the text is called in messages, such as the name of the dropped file.
    pub name: String,
    /// The text of a model file.
    pub text: String,
}

/// An opened model.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Opened {
    /// Names it from now on.
    pub document: DocumentId,
    /// The chosen option, or the baseline.
    pub view: View,
}

/// Asks to write a model to its file.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct SaveFile {
    /// The model.
    pub document: DocumentId,
    /// Write even if the file was changed by somebody else since it was read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overwrite: bool,
}

/// Asks to write a model to another file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SaveFileAs {
    /// The model.
    pub document: DocumentId,
    /// The file.
    pub path: String,
    /// Write even if the file is there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overwrite: bool,
}

/// A model was written.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Saved {
    /// The file.
    pub path: String,
    /// The option whose view follows: that of the last `view` or `apply`.
    pub option: OptionId,
    /// The view after saving.
    pub view: View,
}

/// Asks to let go of a model.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct CloseDocument {
    /// The model.
    pub document: DocumentId,
    /// Throw unsaved work away; without it, unsaved work is a problem of kind `unsaved`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub discard: bool,
}

/// Asks for the files opened lately.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct ListRecent {}

/// The files opened lately.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecentList {
    /// The latest first.
    pub files: Vec<Recent>,
}

/// A file opened lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Recent {
    /// Its path.
    pub path: String,
    /// What the model was called.
    pub name: String,
    /// When it was opened, milliseconds since 1970 UTC.
    pub at_ms: u64,
}

/// Asks for unsaved work.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct ListRecoverable {}

/// Unsaved work.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RecoverableList {
    /// The latest first.
    pub documents: Vec<Recoverable>,
}

/// A model with work that was not saved when the application ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Recoverable {
    /// Names it for `recover` and `discard_recovery`.
    pub key: String,
    /// Its file, if it had one.
    pub path: Option<String>,
    /// What the model was called.
    pub name: String,
    /// The number of unsaved changes.
    pub changes: u32,
    /// When the last one was made, milliseconds since 1970 UTC.
    pub at_ms: u64,
}

/// Asks to open unsaved work again.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecoverDocument {
    /// Which.
    pub key: String,
}

/// Asks to throw unsaved work away.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DiscardRecovery {
    /// Which.
    pub key: String,
}
