use std::collections::BTreeMap;

use serde_json::Value;
use spinout_model::{Change, Do, Path, Set};

use super::design::Values;
use super::{Editing, Plan, json, label, refused};
use crate::protocol::Problem;

/// What is part of a design: in an option, it is set by a change.
const DESIGN: [&str; 7] = [
    "elements",
    "relationships",
    "journeys",
    "teams",
    "data",
    "contracts",
    "units",
];

impl Editing<'_> {
    /// Sets one value: in the model, or in an option by a `set` change where it is part of the design.
    pub(super) fn set(&self, path: &str, value: &Value) -> Result<Plan, Problem> {
        let path = Path::from(path);
        let Some(top) = path.keys().first() else {
            return Err(refused("a path must name at least one key"));
        };
        let title = self.title(&path, value);
        if self.is_baseline() || !DESIGN.contains(&top.as_str()) {
            let value = Some(value.clone()).filter(|value| !value.is_null());
            let mut values = Values::new();
            if value.is_none() {
                values.extend(self.forgotten_with(&path));
            }
            values.push((path, value));
            return Ok(self.result(title, values));
        }
        self.set_in_option(title, &path, value)
    }

    /// Sets several values, each for itself, in one step.
    pub(super) fn set_all(
        &self,
        title: &str,
        values: &BTreeMap<String, Value>,
    ) -> Result<Plan, Problem> {
        let mut all = Vec::new();
        for (path, value) in values {
            all.extend(self.set(path, value)?.values);
        }
        Ok(self.result(title, all))
    }

    /// One change for each value that is set, which goes again when the value is what it was.
    fn set_in_option(&self, title: String, path: &Path, value: &Value) -> Result<Plan, Problem> {
        let text = path.to_string();
        let known = self.own()?.changes.iter().find_map(|(id, change)| {
            let Do::Set(set) = &change.what else {
                return None;
            };
            (set.path == text && !change.off).then_some((id, change, set))
        });
        let (id, change) = if let Some((id, change, set)) = known {
            let change = (set.base != *value).then(|| Change {
                what: Do::Set(Set {
                    value: value.clone(),
                    ..set.clone()
                }),
                ..change.clone()
            });
            (id.clone(), change)
        } else {
            let base = path.get(&json(&self.architecture())).cloned();
            let keys = path.keys();
            let name = keys[1..].join("-");
            let change = Change {
                order: self.last_order(),
                off: false,
                note: None,
                what: Do::Set(Set {
                    path: text,
                    value: value.clone(),
                    base: base.unwrap_or(Value::Null),
                }),
            };
            (self.free_change(&name)?, Some(change))
        };
        let values = vec![(self.path(&id), change.as_ref().map(json))];
        Ok(Plan {
            change: Some(id),
            ..self.result(title, values)
        })
    }

    fn title(&self, path: &Path, value: &Value) -> String {
        let keys: Vec<&str> = path.keys().iter().map(String::as_str).collect();
        let verb = if value.is_null() { "Clear" } else { "Set" };
        match keys.as_slice() {
            ["elements", id, "name"] => match value.as_str() {
                Some(name) => format!("Rename {id} to {name}"),
                None => format!("Clear the name of {id}"),
            },
            ["elements", id, .., last] => {
                let name = id
                    .parse()
                    .map_or_else(|_| (*id).to_owned(), |id| label(&self.architecture(), &id));
                format!("{verb} {} of {name}", last.replace('_', " "))
            }
            ["name"] => "Rename the model".to_owned(),
            [.., owner, last] => format!("{verb} {} of {owner}", last.replace('_', " ")),
            [last] => format!("{verb} {}", last.replace('_', " ")),
            [] => verb.to_owned(),
        }
    }
}
