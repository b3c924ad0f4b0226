use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use spinout_units::ChangeId;

use super::Design;
use crate::file::{part, whole_numbers};
use crate::{Architecture, Element, Path, Relationship, Set};

/// Why a value was not set, or what a reviewer should know though it was.
enum Outcome {
    /// It stands there now; what stood there before is given.
    Set { before: Value, moved: bool },
    /// What holds the value is not there any more.
    Lost(String),
    /// The value does not belong there.
    Misfit { why: String, fix: String },
}

/// Sets one value of an element, a relationship, a journey, a team, a data set, a contract or a unit.
pub(super) fn apply(design: &mut Design, id: &ChangeId, set: &Set) {
    let path = Path::from(set.path.as_str());
    match put(&mut design.architecture, &path, set) {
        Outcome::Set { before, moved } => {
            if moved {
                say_moved(design, &path, set, &before);
            }
            design.claimed.insert(path, (id.clone(), set.value.clone()));
        }
        Outcome::Lost(what) => design.lost(&what),
        Outcome::Misfit { why, fix } => {
            let why = format!("`{path}` cannot be set to {}: {why}", set.value);
            design.error("cannot-set", why, &fix);
        }
    }
}

fn say_moved(design: &mut Design, path: &Path, set: &Set, before: &Value) {
    let earlier = design.claimed.get(path).map(|(earlier, _)| earlier.clone());
    match earlier {
        Some(earlier) => design.warn(
            "claimed-twice",
            format!(
                "the change `{earlier}` has set `{path}` to {before} already; this one sets it to {} instead",
                set.value
            ),
            "keep one of the two changes",
        ),
        None => design.warn(
            "base-moved",
            format!(
                "`{path}` was {} when the change was made and is {before} now; the change sets it to {}",
                set.base, set.value
            ),
            "look whether the change is still meant, and make it anew",
        ),
    }
}

fn put(architecture: &mut Architecture, path: &Path, set: &Set) -> Outcome {
    let Some((collection, keys)) = path.keys().split_first() else {
        return misfit("a path must name a value");
    };
    let Some((key, inner)) = keys.split_first() else {
        return misfit("a path must name an entry of the collection");
    };
    let inner = Path::of(inner.iter().cloned());
    match collection.as_str() {
        "elements" => put_entry(&mut architecture.elements, key, &inner, set, keep_element),
        "relationships" => put_entry(&mut architecture.relationships, key, &inner, set, keep_link),
        "journeys" => put_entry(&mut architecture.journeys, key, &inner, set, keep_nothing),
        "teams" => put_entry(&mut architecture.teams, key, &inner, set, keep_nothing),
        "data" => put_entry(&mut architecture.data, key, &inner, set, keep_nothing),
        "contracts" => put_entry(&mut architecture.contracts, key, &inner, set, keep_nothing),
        "units" => put_entry(&mut architecture.units, key, &inner, set, keep_nothing),
        _ => misfit(
            "only elements, relationships, journeys, teams, data, contracts and units differ between options",
        ),
    }
}

fn misfit(why: &str) -> Outcome {
    Outcome::Misfit {
        why: why.to_owned(),
        fix: "write a path such as `elements/shop/process/threads`".to_owned(),
    }
}

/// Sets what `inner` names in the entry `key`, or the entry itself where `inner` is the root. `keep`
/// carries over what the file does not say.
fn put_entry<K, T>(
    entries: &mut BTreeMap<K, T>,
    key: &str,
    inner: &Path,
    set: &Set,
    keep: impl Fn(&T, &mut T),
) -> Outcome
where
    K: Ord + FromStr,
    T: Serialize + DeserializeOwned + PartialEq,
{
    let Ok(id) = key.parse::<K>() else {
        return misfit(&format!("`{key}` is not an identifier"));
    };
    let Some(found) = entries.get(&id) else {
        return put_new(entries, id, key, inner, set);
    };
    let now = written(found);
    let before = inner.get(&now).cloned().unwrap_or(Value::Null);
    if lost(&now, inner, &before, &set.base) {
        return Outcome::Lost(format!("`{}`", set.path));
    }
    let moved = !same(&now, inner, &set.base, found);
    if inner.keys().is_empty() && set.value.is_null() {
        entries.remove(&id);
        return Outcome::Set { before, moved };
    }
    match changed::<T>(now, inner, &set.value) {
        Ok(mut new) => {
            keep(found, &mut new);
            entries.insert(id, new);
            Outcome::Set { before, moved }
        }
        Err(outcome) => outcome,
    }
}

/// Is what holds the value gone? A value that was there must have a holder, and no operation, objective,
/// example or error comes to be by setting something within it.
fn lost(now: &Value, inner: &Path, before: &Value, base: &Value) -> bool {
    let held = inner.parent().is_none_or(|at| at.get(now).is_some());
    if before.is_null() && !base.is_null() && !held {
        return true;
    }
    match inner.keys() {
        [list, entry, _, ..] => {
            ["operations", "objectives", "examples", "errors"].contains(&list.as_str())
                && Path::of([list, entry]).get(now).is_none()
        }
        _ => false,
    }
}

fn put_new<K: Ord, T: DeserializeOwned>(
    entries: &mut BTreeMap<K, T>,
    id: K,
    key: &str,
    inner: &Path,
    set: &Set,
) -> Outcome {
    if !inner.keys().is_empty() || set.value.is_null() {
        return Outcome::Lost(format!("`{key}`"));
    }
    match changed::<T>(Value::Null, inner, &set.value) {
        Ok(new) => {
            entries.insert(id, new);
            Outcome::Set {
                before: Value::Null,
                moved: !set.base.is_null(),
            }
        }
        Err(outcome) => outcome,
    }
}

fn written<T: Serialize>(entry: &T) -> Value {
    let mut value = serde_json::to_value(entry).unwrap_or(Value::Null);
    whole_numbers(&mut value);
    value
}

/// The entry with `value` at `inner`; `null` takes away what is there.
fn changed<T: DeserializeOwned>(mut now: Value, inner: &Path, value: &Value) -> Result<T, Outcome> {
    if inner.keys().is_empty() {
        now = value.clone();
    } else if value.is_null() {
        inner.remove(&mut now);
    } else if let Err(error) = inner.set(&mut now, value.clone()) {
        return Err(misfit(&error.to_string()));
    }
    match part::<T>(&now) {
        Ok((new, unknown)) if unknown.is_empty() => Ok(new),
        Ok(_) => Err(misfit("there is no such field")),
        Err(error) => Err(Outcome::Misfit {
            why: error.why,
            fix: error.fix,
        }),
    }
}

/// Does the entry say what it would say with `base` in place? So a default that is left out is the same
/// as one that is written, and `1 GiB` the same as `1GiB`.
fn same<T: DeserializeOwned + PartialEq + Serialize>(
    now: &Value,
    inner: &Path,
    base: &Value,
    found: &T,
) -> bool {
    changed::<T>(now.clone(), inner, base)
        .is_ok_and(|with_base| written(&with_base) == written(found))
}

fn keep_element(old: &Element, new: &mut Element) {
    for (id, operation) in &mut new.operations {
        if let Some(before) = old.operations.get(id) {
            operation.origin.clone_from(&before.origin);
        }
    }
}

fn keep_link(old: &Relationship, new: &mut Relationship) {
    new.origin.clone_from(&old.origin);
}

fn keep_nothing<T>(_: &T, _: &mut T) {}
