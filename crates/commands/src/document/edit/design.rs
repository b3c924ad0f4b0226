//! Changes of what a design consists of: in the baseline they are made to it, in an option they become
//! changes of the option.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use spinout_model::{
    Addition, Architecture, BASELINE, Change, Do, Element, Move, Path, Position, Relationship,
    derive,
};
use spinout_units::{ChangeId, ElementId, OptionId, RelationshipId, Severity};

use super::{Editing, Plan, json, label, refused};
use crate::protocol::{Problem, ProblemKind};

pub(super) type Values = Vec<(Path, Option<Value>)>;

/// What a person was asked about before: a journey may lose its entry, and is a finding from then on.
pub(crate) const WITHOUT_ENTRY: &str = "journey-without-entry";

impl Editing<'_> {
    /// Adds elements and relationships. A position makes an element stand there; the others find a place.
    pub(super) fn add(
        &self,
        elements: &BTreeMap<ElementId, Element>,
        relationships: &BTreeMap<RelationshipId, Relationship>,
        positions: &BTreeMap<ElementId, Position>,
    ) -> Result<Plan, Problem> {
        let first = elements
            .iter()
            .next()
            .map(|(id, element)| element.label(id));
        let title = match (first, elements.len(), relationships.len()) {
            (None, _, 0) => return Err(refused("there is nothing to add")),
            (None, _, 1) => "Add a link".to_owned(),
            (None, _, n) => format!("Add {n} links"),
            (Some(name), 1, _) => format!("Add {name}"),
            (Some(_), n, _) => format!("Add {n} elements"),
        };
        let addition = Addition {
            elements: elements.clone(),
            relationships: relationships.clone(),
        };
        let name = first.map_or_else(|| "link".to_owned(), |name| format!("add {name}"));
        let mut plan = self.carry_out(title, Vec::new(), vec![(name, Do::Add(addition))])?;
        for (id, position) in positions {
            if !elements.contains_key(id) {
                return Err(refused(format!("`{id}` is not among what is added")));
            }
            plan.values.push((self.place_of(id), Some(json(position))));
        }
        Ok(plan)
    }

    /// Puts elements into a boundary, components into a process; nothing for the top level.
    pub(super) fn move_into(
        &self,
        elements: &[ElementId],
        to: Option<&ElementId>,
    ) -> Result<Plan, Problem> {
        let architecture = self.architecture();
        let what = match elements {
            [] => return Err(refused("there is nothing to move")),
            [one] => label(&architecture, one),
            many => format!("{} elements", many.len()),
        };
        let place = to.map_or_else(|| "the top level".to_owned(), |to| label(&architecture, to));
        let changes = elements
            .iter()
            .map(|id| {
                let to = Move {
                    element: id.clone(),
                    to: to.cloned(),
                };
                (format!("move {id}"), Do::Move(to))
            })
            .collect();
        self.carry_out(format!("Put {what} into {place}"), Vec::new(), changes)
    }

    /// Makes the baseline what this option is, and takes the option away: it has been built.
    pub(super) fn merge(&self) -> Result<Plan, Problem> {
        let option = self.own()?;
        let after = self.architecture();
        if let Some(finding) = after
            .findings
            .iter()
            .find(|finding| finding.severity == Severity::Error)
        {
            return Err(Problem::new(
                ProblemKind::Refused,
                finding.why.clone(),
                finding.fix.clone(),
            )
            .at(finding.place.to_string()));
        }
        let baseline: OptionId = baseline_id();
        let mut values = difference(&derive(self.model, &baseline), &after);
        for id in after.elements.keys() {
            let stands = after.layout.get(id).map(json);
            values.push((Path::of(["layout", "elements", id.as_str()]), stands));
        }
        values.push((Path::of(["options", self.option.as_str()]), None));
        if self.model.layout.options.contains_key(self.option) {
            values.push((Path::of(["layout", "options", self.option.as_str()]), None));
        }
        for (id, note) in &self.model.notes {
            if note.option.as_ref() == Some(self.option) {
                values.push((Path::of(["notes", id.as_str(), "option"]), None));
            }
        }
        if self.model.chosen.as_ref() == Some(self.option) {
            values.push((Path::of(["chosen"]), None));
        }
        for (id, other) in &self.model.options {
            if other.on.as_ref() == Some(self.option) {
                values.push((Path::of(["options", id.as_str(), "on"]), None));
            }
        }
        Ok(Plan {
            title: format!("Merge {} into the baseline", option.name),
            option: baseline,
            values,
            change: None,
        })
    }

    /// A copy of this option.
    pub(super) fn duplicate(&self, name: &str) -> Result<Plan, Problem> {
        let name = name.trim();
        if name.is_empty() {
            return Err(refused("an option needs a name"));
        }
        let own = self.own()?;
        let id = self.free_option(name)?;
        // As it stands in the file, with words of a later version.
        let mut copy = Path::of(["options", self.option.as_str()])
            .get(self.content)
            .cloned()
            .unwrap_or_else(|| json(own));
        copy["name"] = Value::String(name.to_owned());
        let mut values = vec![(Path::of(["options", id.as_str()]), Some(copy))];
        if let Some(places) = self.model.layout.options.get(self.option) {
            values.push((
                Path::of(["layout", "options", id.as_str()]),
                Some(json(places)),
            ));
        }
        Ok(Plan {
            title: format!("Duplicate {}", own.name),
            values,
            option: id,
            change: None,
        })
    }

    /// Carries changes out: in the baseline at once, in an option as changes of it, once `own` changes of the
    /// option have become others or gone. Refused where one does not apply.
    pub(super) fn carry_out(
        &self,
        title: String,
        own: Vec<(ChangeId, Option<Change>)>,
        changes: Vec<(String, Do)>,
    ) -> Result<Plan, Problem> {
        let mut model = self.model.clone();
        let trial: OptionId = if self.is_baseline() {
            self.free_option("trial")?
        } else {
            self.option.clone()
        };
        let mut values = Values::new();
        let mut made = Vec::new();
        let option = model.options.entry(trial.clone()).or_default();
        for (id, change) in own {
            values.extend(self.rewritten(&id, change.as_ref()));
            match change {
                Some(change) => option.changes.insert(id, change),
                None => option.changes.remove(&id),
            };
        }
        for (name, what) in changes {
            let editing = Editing {
                model: &model,
                option: &trial,
                content: self.content,
            };
            let id = editing.free_change(&name)?;
            let change = Change {
                order: editing.last_order(),
                off: false,
                note: None,
                what,
            };
            values.push((editing.path(&id), Some(json(&change))));
            made.push(id.clone());
            if let Some(option) = model.options.get_mut(&trial) {
                option.changes.insert(id, change);
            }
        }
        let after = derive(&model, &trial);
        refuse_errors(&after, &trial, &made)?;
        if self.is_baseline() {
            values = difference(&self.architecture(), &after);
        }
        Ok(Plan {
            change: made.into_iter().next().filter(|_| !self.is_baseline()),
            ..self.result(title, values)
        })
    }

    fn place_of(&self, id: &ElementId) -> Path {
        if self.is_baseline() {
            Path::of(["layout", "elements", id.as_str()])
        } else {
            Path::of(["layout", "options", self.option.as_str(), id.as_str()])
        }
    }
}

fn baseline_id() -> OptionId {
    BASELINE
        .parse()
        .unwrap_or_else(|_| unreachable!("the baseline's name is an identifier"))
}

/// A change that a person makes now must apply.
fn refuse_errors(
    after: &Architecture,
    option: &OptionId,
    made: &[ChangeId],
) -> Result<(), Problem> {
    let places: Vec<Path> = made
        .iter()
        .map(|id| Path::of(["options", option.as_str(), "changes", id.as_str()]))
        .collect();
    let error = after.findings.iter().find(|finding| {
        let at = Path::from(finding.place.as_str());
        finding.severity == Severity::Error
            && finding.id != WITHOUT_ENTRY
            && places.iter().any(|place| place.contains(&at))
    });
    match error {
        None => Ok(()),
        Some(finding) => Err(Problem::new(
            ProblemKind::Refused,
            finding.why.clone(),
            finding.fix.clone(),
        )),
    }
}

/// The parts of a design that stand in a model.
fn parts(architecture: &Architecture) -> [(&'static str, Value); 7] {
    [
        ("elements", json(&architecture.elements)),
        ("relationships", json(&architecture.relationships)),
        ("journeys", json(&architecture.journeys)),
        ("teams", json(&architecture.teams)),
        ("data", json(&architecture.data)),
        ("contracts", json(&architecture.contracts)),
        ("units", json(&architecture.units)),
    ]
}

/// The values to set so that a model's baseline becomes `after`, as deep down as they differ: what the
/// model holds beside, such as words of a later version, stays.
fn difference(before: &Architecture, after: &Architecture) -> Values {
    let mut values = Values::new();
    for ((key, before), (_, after)) in parts(before).into_iter().zip(parts(after)) {
        deeper(&Path::of([key]), Some(&before), Some(&after), &mut values);
    }
    values
}

fn deeper(path: &Path, before: Option<&Value>, after: Option<&Value>, values: &mut Values) {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            for key in keys {
                deeper(
                    &path.child(key.as_str()),
                    before.get(key),
                    after.get(key),
                    values,
                );
            }
        }
        (before, after) if before != after => values.push((path.clone(), after.cloned())),
        _ => {}
    }
}
