use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A place in a model as keys from the top, written with slashes: `elements/shop/process/cores`. Items
/// of a list are named by their index. A slash within a key is written `~1` and a tilde `~0`, as in a
/// JSON Pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<String>);

impl Path {
    /// The model itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The place of these keys, from the top.
    pub fn of<K: Into<String>>(keys: impl IntoIterator<Item = K>) -> Self {
        Self(keys.into_iter().map(Into::into).collect())
    }

    /// The keys from the top.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.0
    }

    /// The place of `key` within this one.
    #[must_use]
    pub fn child(&self, key: impl Into<String>) -> Self {
        let mut keys = self.0.clone();
        keys.push(key.into());
        Self(keys)
    }

    /// The place around this one, unless it is the model itself.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, around) = self.0.split_last()?;
        Some(Self(around.to_vec()))
    }

    /// The last key.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// Is `other` this place or within it?
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// What stands there in `value`.
    #[must_use]
    pub fn get<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(value, |at, key| step(at, key))
    }

    /// Puts `new` there and gives what was there before. Objects that are missing on the way are made;
    /// an index one past the end of a list appends.
    pub fn set(&self, value: &mut Value, new: Value) -> Result<Option<Value>, PathError> {
        let (last, around) = self.0.split_last().ok_or(PathError::Root)?;
        let mut at = value;
        for key in around {
            at = step_or_make(at, key).ok_or_else(|| self.blocked(key))?;
        }
        match at {
            Value::Object(object) => Ok(object.insert(last.clone(), new)),
            Value::Array(items) => match last.parse::<usize>() {
                Ok(index) if index < items.len() => {
                    Ok(Some(std::mem::replace(&mut items[index], new)))
                }
                Ok(index) if index == items.len() => {
                    items.push(new);
                    Ok(None)
                }
                _ => Err(self.blocked(last)),
            },
            _ => Err(self.blocked(last)),
        }
    }

    /// Takes away what stands there in `value`, and gives it.
    pub fn remove(&self, value: &mut Value) -> Option<Value> {
        let (last, around) = self.0.split_last()?;
        let at = around.iter().try_fold(value, |at, key| step_mut(at, key))?;
        match at {
            Value::Object(object) => object.shift_remove(last),
            Value::Array(items) => {
                let index = index(last)?;
                (index < items.len()).then(|| items.remove(index))
            }
            _ => None,
        }
    }

    fn blocked(&self, key: &str) -> PathError {
        PathError::Blocked {
            path: self.clone(),
            key: key.to_owned(),
        }
    }
}

/// Why nothing can be put at a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The model as a whole is not a value to set.
    #[error("a path must name at least one key")]
    Root,
    /// Something on the way is neither an object nor a list with that item.
    #[error("`{path}` cannot be set: there is no `{key}` to go through")]
    Blocked {
        /// The path that was asked for.
        path: Path,
        /// The key at which it ends.
        key: String,
    },
}

/// An index of a list: digits only, so that one item has one name.
fn index(key: &str) -> Option<usize> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    canonical.then(|| key.parse().ok()).flatten()
}

fn step<'v>(at: &'v Value, key: &str) -> Option<&'v Value> {
    match at {
        Value::Object(object) => object.get(key),
        Value::Array(items) => items.get(index(key)?),
        _ => None,
    }
}

fn step_mut<'v>(at: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    match at {
        Value::Object(object) => object.get_mut(key),
        Value::Array(items) => items.get_mut(index(key)?),
        _ => None,
    }
}

fn step_or_make<'v>(at: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    match at {
        Value::Object(object) => Some(
            object
                .entry(key)
                .or_insert_with(|| Value::Object(Map::new())),
        ),
        other => step_mut(other, key),
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, key) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str("/")?;
            }
            f.write_str(&key.replace('~', "~0").replace('/', "~1"))?;
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

impl From<&str> for Path {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Self::root();
        }
        Self::of(
            text.split('/')
                .map(|key| key.replace("~1", "/").replace("~0", "~")),
        )
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(String::deserialize(deserializer)?.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_with_a_slash_keeps_its_name() {
        let path = Path::of(["basis", "elements/shop/~x"]);
        assert_eq!(path.to_string(), "basis/elements~1shop~1~0x");
        assert_eq!(Path::from(path.to_string().as_str()), path);
    }

    #[test]
    fn sets_makes_and_takes_away() {
        let mut value = json!({"a": {"list": [1, 2]}});
        assert_eq!(Path::from("a/b/c").set(&mut value, json!(3)), Ok(None));
        assert_eq!(
            Path::from("a/list/1").set(&mut value, json!(9)),
            Ok(Some(json!(2)))
        );
        assert_eq!(Path::from("a/list/2").set(&mut value, json!(4)), Ok(None));
        assert_eq!(value, json!({"a": {"list": [1, 9, 4], "b": {"c": 3}}}));
        assert_eq!(Path::from("a/list/0").remove(&mut value), Some(json!(1)));
        assert!(Path::from("a/list/7/x").set(&mut value, json!(0)).is_err());
        assert!(Path::from("a/b/c/d").set(&mut value, json!(0)).is_err());
        assert!(Path::root().set(&mut value, json!(0)).is_err());
        assert_eq!(Path::from("a/list/01").get(&value), None);
    }
}
