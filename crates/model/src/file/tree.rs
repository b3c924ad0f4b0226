use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::{FileError, FileErrorKind};
use super::limits::MAX_DEPTH;
use super::locate::in_characters;
use crate::Path;

const TWICE: &str = "the key is there twice: ";
const DEEP: &str = "nested deeper than ";

/// Reads JSON into a tree. A key that stands twice in an object is refused: a bad merge would
/// otherwise lose an element without a word.
pub(super) fn read(text: &str) -> Result<Value, Box<FileError>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Tree { depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| explain(text, &error))
}

fn explain(text: &str, error: &serde_json::Error) -> Box<FileError> {
    let (line, column) = in_characters(text, error.line(), error.column());
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let (kind, fix) = if message.starts_with(TWICE) {
        (
            FileErrorKind::DuplicateKey,
            "keep one of the two, or give one another id; a merge may have brought both",
        )
    } else if message.starts_with(DEEP) || message.starts_with("recursion limit") {
        (FileErrorKind::Limit, "flatten it")
    } else {
        (
            FileErrorKind::NotJson,
            "mend the JSON here or just before; no comments, no trailing commas, keys in double quotes",
        )
    };
    FileError::new(kind, &Path::root(), message.to_owned(), fix).at(line, column)
}

#[derive(Clone, Copy)]
struct Tree {
    depth: usize,
}

impl Tree {
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!("{DEEP}{MAX_DEPTH} levels")));
        }
        Ok(Self {
            depth: self.depth + 1,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("the number is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut object = Map::new();
        while let Some(key) = map.next_key_seed(Key(&object))? {
            let value = map.next_value_seed(inner)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// A key that must not be in the object yet; refused while the reader stands on it.
struct Key<'o>(&'o Map<String, Value>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        let key = String::deserialize(deserializer)?;
        if self.0.contains_key(&key) {
            let short: String = key.chars().take(80).collect();
            return Err(D::Error::custom(format_args!("{TWICE}`{short}`")));
        }
        Ok(key)
    }
}
