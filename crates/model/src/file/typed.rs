//! From a tree of JSON to the words, keeping what is not understood.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::error::{FileError, FileErrorKind};
use crate::{FORMAT, Model, Path};

/// The model in `value`, and the places of fields in it that no word knows.
pub(super) fn read(value: &Value) -> Result<(Model, Vec<Path>), Box<FileError>> {
    check_format(value)?;
    part(value)
}

/// The part of a model that `value` says, and the places of fields in it that no word knows.
pub(crate) fn part<T: DeserializeOwned>(value: &Value) -> Result<(T, Vec<Path>), Box<FileError>> {
    let mut ignored = Vec::new();
    let mut note = |path: serde_ignored::Path<'_>| ignored.push(keys(&path));
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_ignored::Deserializer::new(value, &mut note);
    let deserializer = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let part = T::deserialize(deserializer).map_err(|e| explain(&track.path(), &e))?;
    Ok((part, ignored.iter().map(|p| resolve(value, p)).collect()))
}

/// Refuses what is not a model of a format that this program reads, before its fields are looked at.
fn check_format(value: &Value) -> Result<(), Box<FileError>> {
    let field = Path::of(["format"]);
    let fail = |kind, why: String, fix: &str| Err(FileError::new(kind, &field, why, fix));
    if !value.is_object() {
        return Err(FileError::new(
            FileErrorKind::Field,
            &Path::root(),
            "a model file holds one JSON object".to_owned(),
            "begin with {\"format\": 1, \"name\": …}",
        ));
    }
    match value.get("format") {
        None => fail(
            FileErrorKind::Field,
            "the field `format` is missing, so this may not be a Spinout model".to_owned(),
            "add \"format\": 1 at the top",
        ),
        Some(found) => match found.as_u64() {
            Some(format) if format == u64::from(FORMAT) => Ok(()),
            Some(format) if format > u64::from(FORMAT) => fail(
                FileErrorKind::NewerFormat,
                format!("the file is of format {format}, and this program reads format {FORMAT}"),
                "open it with a newer version of Spinout",
            ),
            _ => fail(
                FileErrorKind::Field,
                format!("{found} is not a version of the format"),
                "write \"format\": 1",
            ),
        },
    }
}

/// The place of an ignored field, without the names of enum variants: `serde_ignored` leaves them out.
fn keys(path: &serde_ignored::Path<'_>) -> Vec<String> {
    use serde_ignored::Path as P;
    match path {
        P::Root => Vec::new(),
        P::Seq { parent, index } => with(parent, index.to_string()),
        P::Map { parent, key } => with(parent, key.clone()),
        P::Some { parent } | P::NewtypeStruct { parent } | P::NewtypeVariant { parent } => {
            keys(parent)
        }
    }
}

fn with(parent: &serde_ignored::Path<'_>, key: String) -> Vec<String> {
    let mut all = keys(parent);
    all.push(key);
    all
}

/// Puts the names of variants back: where a key is not in an object that has a single member, that
/// member is the variant.
fn resolve(root: &Value, keys: &[String]) -> Path {
    let mut path = Path::root();
    let mut at = Some(root);
    for key in keys {
        while let Some(Value::Object(object)) = at {
            match object.iter().next() {
                Some((variant, inner)) if object.len() == 1 && !object.contains_key(key) => {
                    path = path.child(variant);
                    at = Some(inner);
                }
                _ => break,
            }
        }
        path = path.child(key);
        at = at.and_then(|value| Path::of([key]).get(value));
    }
    path
}

fn explain(path: &serde_path_to_error::Path, error: &serde_json::Error) -> Box<FileError> {
    let field = Path::of(path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { variant } => Some(variant.clone()),
        Segment::Unknown => None,
    }));
    let (why, fix) = split(&error.to_string());
    FileError::new(FileErrorKind::Field, &field, why, &fix)
}

/// Divides serde's message into what is wrong and what to do.
fn split(message: &str) -> (String, String) {
    if let Some(field) = message.strip_prefix("missing field `") {
        let field = field.trim_end_matches('`');
        return (
            format!("the field `{field}` is missing"),
            format!("add \"{field}\""),
        );
    }
    if let Some((found, expected)) = message.split_once(", expected ") {
        let found = ["invalid type: ", "invalid value: ", "unknown variant "]
            .iter()
            .find_map(|prefix| found.strip_prefix(prefix))
            .unwrap_or(found);
        return (
            format!("{} does not belong here", plain(found)),
            format!("write {}", plain(expected)),
        );
    }
    for separator in ["; write ", ": add ", ": use "] {
        if let Some((why, fix)) = message.rsplit_once(separator) {
            return (why.to_owned(), format!("{}{fix}", &separator[2..]));
        }
    }
    (
        message.to_owned(),
        "compare with the schema that `spinout schema` prints".to_owned(),
    )
}

/// Says Rust's and serde's words in everybody's.
fn plain(message: &str) -> String {
    let message = match message {
        "u32" | "u64" | "usize" => "a whole number, zero or more",
        "f32" | "f64" => "a number",
        "a map" | "map" => "an object",
        "map with a single key" => "an object with exactly one key",
        "a sequence" | "sequence" => "a list",
        "a string" | "string" => "a text",
        "a boolean" => "true or false",
        "string or map" => "a name, or an object with exactly one key",
        "null" | "unit value" => "nothing (null)",
        other => other,
    };
    for (serde, ours) in [
        ("struct variant ", "the object of "),
        ("struct ", "an object: a "),
        ("string ", "the text "),
        ("integer ", "the number "),
        ("floating point ", "the number "),
        ("boolean ", ""),
    ] {
        if let Some(rest) = message.strip_prefix(serde) {
            return format!("{ours}{rest}");
        }
    }
    message.to_owned()
}
