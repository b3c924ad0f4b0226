use std::fmt;

use serde::Serialize;

use super::locate::locate;
use crate::Path;

/// Why a file cannot be read as a model, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileError {
    /// The sort of fault.
    pub kind: FileErrorKind,
    /// The file, as the host calls it.
    pub file: String,
    /// The line, from 1; nothing where the fault is the file as a whole.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// The place in the model, such as `elements/shop/process/cores`; empty for the file as a whole.
    pub field: String,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub fix: String,
}

/// Sorts of faults of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileErrorKind {
    /// Larger, deeper or longer than allowed.
    Limit,
    /// Not text in UTF-8.
    NotText,
    /// Not JSON.
    NotJson,
    /// The same key twice in one object.
    DuplicateKey,
    /// Written by a newer program.
    NewerFormat,
    /// A field is missing, or its value is not what belongs there.
    Field,
}

impl FileError {
    pub(super) fn new(kind: FileErrorKind, field: &Path, why: String, fix: &str) -> Box<Self> {
        Box::new(Self {
            kind,
            file: String::new(),
            line: None,
            column: None,
            field: field.to_string(),
            why,
            fix: fix.to_owned(),
        })
    }

    pub(super) fn not_text() -> Box<Self> {
        Self::new(
            FileErrorKind::NotText,
            &Path::root(),
            "a byte here is not text in UTF-8".to_owned(),
            "save the file as UTF-8; if it is packed or binary, it is not a model",
        )
    }

    pub(super) fn at(mut self: Box<Self>, line: usize, column: usize) -> Box<Self> {
        (self.line, self.column) = (Some(line), Some(column));
        self
    }

    /// Fills in the file, and the position of the field where none is known yet.
    pub(super) fn within(mut self: Box<Self>, file: &str, text: &str) -> Box<Self> {
        file.clone_into(&mut self.file);
        if self.line.is_none()
            && !self.field.is_empty()
            && let Some((line, column)) = locate(text, &self.field)
        {
            self = self.at(line, column);
        }
        self
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}; fix: {}", self.why, self.fix)
    }
}

impl std::error::Error for FileError {}
