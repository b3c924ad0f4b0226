use std::collections::BTreeMap;

use serde_json::{Number, Value};
use spinout_units::{Finding, Severity};

use super::error::FileError;
use super::{limits, tree, typed, write};
use crate::{Model, Path};

/// A model together with what its file says that this version does not understand, so that both can be
/// written back.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    model: Model,
    /// Fields that no word knows, by their place.
    unknown: BTreeMap<Path, Value>,
    /// The model as it stands in the file, unknown fields after the known ones.
    value: Value,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What it says.
    pub document: Document,
    /// Is the text byte for byte what would be written? If not, the first edit writes it anew, and a
    /// host says so.
    pub is_canonical: bool,
}

/// Reads the text of the file that the host calls `file`. The text is not trusted: whatever it holds,
/// the answer is a model of the words of this format or an error that names the place.
pub fn load(text: &str, file: &str) -> Result<Loaded, Box<FileError>> {
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    read(json)
        .map(|document| Loaded {
            is_canonical: document.to_text() == text,
            document,
        })
        .map_err(|error| error.within(file, json))
}

/// Reads the bytes of the file that the host calls `file`; see [`load`].
pub fn load_bytes(bytes: &[u8], file: &str) -> Result<Loaded, Box<FileError>> {
    let sized = limits::check_size(bytes.len() as u64);
    let text = sized.and_then(|()| {
        std::str::from_utf8(bytes).map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            let start = before
                .iter()
                .rposition(|b| *b == b'\n')
                .map_or(0, |n| n + 1);
            FileError::not_text().at(line, before.len() - start + 1)
        })
    });
    load(text.map_err(|error| error.within(file, ""))?, file)
}

/// Refuses a file of so many bytes if it is too large to be read; for hosts to ask before they read it.
pub fn check_file_size(bytes: u64, file: &str) -> Result<(), Box<FileError>> {
    limits::check_size(bytes).map_err(|error| error.within(file, ""))
}

fn read(text: &str) -> Result<Document, Box<FileError>> {
    limits::check_size(text.len() as u64)?;
    let value = tree::read(text)?;
    limits::check(&value)?;
    Document::from_value(value)
}

impl Document {
    /// The document of a model of which everything is understood.
    #[must_use]
    pub fn new(model: Model) -> Self {
        let value = canonical(&model, &BTreeMap::new());
        Self {
            model,
            unknown: BTreeMap::new(),
            value,
        }
    }

    /// The document that `value`, the content of a file, says.
    pub fn from_value(mut value: Value) -> Result<Self, Box<FileError>> {
        whole_numbers(&mut value);
        let (model, ignored) = typed::read(&value)?;
        let unknown = ignored
            .into_iter()
            .filter_map(|path| path.get(&value).cloned().map(|found| (path, found)))
            .collect();
        let value = canonical(&model, &unknown);
        Ok(Self {
            model,
            unknown,
            value,
        })
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The content of the file in canonical form, unknown fields included.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The fields that this version does not understand, by their place.
    #[must_use]
    pub fn unknown(&self) -> &BTreeMap<Path, Value> {
        &self.unknown
    }

    /// The text of the file, in its one canonical form.
    #[must_use]
    pub fn to_text(&self) -> String {
        write::text(&self.value)
    }

    /// A note for every field that is kept but not understood.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.unknown
            .keys()
            .map(|path| Finding {
                id: "unknown-field".to_owned(),
                severity: Severity::Note,
                place: path.to_string(),
                why: "this version does not understand the field; it is kept in the file, and changes no result".to_owned(),
                fix: "correct its name if it is misspelt, or open the file with the version that wrote it".to_owned(),
            })
            .collect()
    }
}

fn canonical(model: &Model, unknown: &BTreeMap<Path, Value>) -> Value {
    let mut value = serde_json::to_value(model).unwrap_or_else(|error| {
        unreachable!("words have text keys and finite numbers, so they can be written: {error}")
    });
    whole_numbers(&mut value);
    for (path, kept) in unknown {
        restore(&mut value, path, kept);
    }
    value
}

/// Puts an unknown field back, and with it what holds it, should that have been left out for being at
/// its default.
fn restore(value: &mut Value, path: &Path, kept: &Value) {
    if path.get(value).is_none() {
        // It cannot be blocked: what was read as an object or a list is written as one.
        let _ = path.set(value, kept.clone());
    }
}

/// Writes 2.0 as 2, as people do.
pub(crate) fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(float) = number.as_f64().filter(|_| number.is_f64())
                && float.fract() == 0.0
                && float.abs() < 9e15
            {
                *number = Number::from(float as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        Value::Object(object) => object.values_mut().for_each(whole_numbers),
        _ => {}
    }
}
