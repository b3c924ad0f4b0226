use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{place}{why}")]
pub struct Problem {
    /// What sort of problem it is.
    pub kind: ProblemKind,
    /// Where it lies.
    pub place: Place,
    /// What is wrong, for a person.
    pub why: String,
    /// What to do about it, for a person; may be empty.
    pub fix: String,
}

/// The sorts of problems. A client decides by this, never by the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// What was given is malformed, out of bounds or of a newer version.
    BadInput,
    /// A file, document, option, scenario or run that does not exist.
    NotFound,
    /// A file that cannot be read or written.
    File,
    /// The file was changed by somebody else since it was read.
    ChangedOnDisk,
    /// There is unsaved work.
    Unsaved,
    /// The command was made for a state that has moved on.
    Stale,
    /// The change cannot be made to this model.
    Refused,
    /// The model has errors that must be mended first.
    HasErrors,
    /// A choice has to be named, such as the option of an export.
    ChoiceNeeded,
    /// The run was stopped by its user.
    Cancelled,
    /// The history or the journal cannot be used.
    Storage,
    /// A fault of the program.
    Internal,
}

/// Where a problem lies, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Place {
    /// The file.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
    /// The place in the model, such as `elements/shop/process`.
    pub path: Option<String>,
}

impl std::fmt::Display for Place {
    /// `file:line:column: path: `, without what is not known.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}:")?;
            if let Some(line) = self.line {
                write!(f, "{line}:{}:", self.column.unwrap_or(1))?;
            }
            write!(f, " ")?;
        } else if let Some(line) = self.line {
            write!(f, "{line}:{}: ", self.column.unwrap_or(1))?;
        }
        match &self.path {
            Some(path) if !path.is_empty() => write!(f, "{path}: "),
            _ => Ok(()),
        }
    }
}

impl Problem {
    /// A problem without a place.
    #[must_use]
    pub fn new(kind: ProblemKind, why: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            kind,
            place: Place::default(),
            why: why.into(),
            fix: fix.into(),
        }
    }

    /// The same problem in `file`.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.place.file = Some(file.to_owned());
        self
    }

    /// The same problem at `path` in the model.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.place.path = Some(path.into());
        self
    }
}
