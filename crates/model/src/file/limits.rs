//! What a file may contain at most. It is untrusted, and everything after it relies on these.

use serde_json::Value;

use super::error::{FileError, FileErrorKind};
use crate::Path;

/// The largest file that is read, in bytes. A host looks at the size before it reads.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// The deepest nesting of objects and lists that is read.
pub const MAX_DEPTH: usize = 100;
/// The most elements of a model.
pub const MAX_ELEMENTS: usize = 20_000;
/// The most relationships of a model, and the most entries of any other collection.
pub const MAX_RELATIONSHIPS: usize = 100_000;
/// The most counts of a recorded series, and the most items of any list.
pub const MAX_SERIES: usize = 1_000_000;
/// The longest key or name, in bytes.
pub const MAX_NAME_BYTES: usize = 300;
/// The longest other text, in bytes.
pub const MAX_TEXT_BYTES: usize = 100_000;

pub(super) fn check_size(bytes: u64) -> Result<(), Box<FileError>> {
    if bytes <= MAX_FILE_BYTES {
        return Ok(());
    }
    Err(FileError::new(
        FileErrorKind::Limit,
        &Path::root(),
        format!(
            "the file has {:.0} MB, and at most {:.0} MB are read",
            bytes as f64 / 1e6,
            MAX_FILE_BYTES as f64 / 1e6
        ),
        "split the model, or shorten its recorded series",
    ))
}

pub(super) fn check(value: &Value) -> Result<(), Box<FileError>> {
    walk(value, &mut Vec::new())
}

fn walk<'v>(value: &'v Value, place: &mut Vec<&'v str>) -> Result<(), Box<FileError>> {
    match value {
        Value::Object(object) => {
            let most = if place.as_slice() == ["elements"] {
                MAX_ELEMENTS
            } else {
                MAX_RELATIONSHIPS
            };
            limit(object.len(), most, "entries", place)?;
            for (key, inner) in object {
                limit(key.len(), MAX_NAME_BYTES, "bytes in a key", place)?;
                place.push(key);
                walk(inner, place)?;
                place.pop();
            }
            Ok(())
        }
        Value::Array(items) => {
            limit(items.len(), MAX_SERIES, "items", place)?;
            items.iter().try_for_each(|inner| walk(inner, place))
        }
        Value::String(text) => {
            let most = if place.last() == Some(&"name") {
                MAX_NAME_BYTES
            } else {
                MAX_TEXT_BYTES
            };
            limit(text.len(), most, "bytes", place)
        }
        _ => Ok(()),
    }
}

fn limit(found: usize, most: usize, what: &str, place: &[&str]) -> Result<(), Box<FileError>> {
    if found <= most {
        return Ok(());
    }
    Err(FileError::new(
        FileErrorKind::Limit,
        &Path::of(place.iter().copied()),
        format!("{found} {what}, and at most {most} are allowed here"),
        "shorten it, or split the model",
    ))
}
