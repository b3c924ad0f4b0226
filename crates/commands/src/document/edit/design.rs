//! Changes of what a design consists of: in the baseline they are made to it, in an option they become
//! changes of the option.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use spinout_model::{
    Addition, Architecture, BASELINE, Change, DesignOption, Do, Element, Move, Path, Position,
    Relationship, Remove, derive,
};
use spinout_units::{ChangeId, ElementId, OptionId, RelationshipId, Severity};

use super::{Editing, Plan, json, label, refused};
use crate::protocol::{Problem, ProblemKind};

type Values = Vec<(Path, Option<Value>)>;

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
        let mut plan = self.carry_out(title, vec![(name, Do::Add(addition))])?;
        for (id, position) in positions {
            if !elements.contains_key(id) {
                return Err(refused(format!("`{id}` is not among what is added")));
            }
            plan.values.push((self.place_of(id), Some(json(position))));
        }
        Ok(plan)
    }

    /// Takes elements, with what they hold and every link of theirs, and relationships away.
    pub(super) fn remove(
        &self,
        elements: &[ElementId],
        relationships: &[RelationshipId],
    ) -> Result<Plan, Problem> {
        let architecture = self.architecture();
        let title = match (elements, relationships) {
            ([], []) => return Err(refused("there is nothing to take away")),
            ([one], _) => format!("Remove {}", label(&architecture, one)),
            ([], [_]) => "Remove a link".to_owned(),
            ([], many) => format!("Remove {} links", many.len()),
            (many, _) => format!("Remove {} elements", many.len()),
        };
        let mut own = self.without_own(elements, relationships);
        let made = |id: &ElementId| self.additions().any(|own| own.elements.contains_key(id));
        let linked = |id: &RelationshipId| {
            self.additions()
                .any(|own| own.relationships.contains_key(id))
        };
        let changes = elements
            .iter()
            .filter(|id| !made(id))
            .map(|id| {
                (
                    format!("remove {id}"),
                    Do::Remove(Remove::Element(id.clone())),
                )
            })
            .chain(relationships.iter().filter(|id| !linked(id)).map(|id| {
                (
                    format!("remove {id}"),
                    Do::Remove(Remove::Relationship(id.clone())),
                )
            }))
            .collect::<Vec<_>>();
        let mut plan = self.carry_out(title, changes)?;
        plan.values.append(&mut own);
        for id in elements {
            plan.values.extend(self.forget_place(id));
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
        self.carry_out(format!("Put {what} into {place}"), changes)
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
        let copy = DesignOption {
            name: name.to_owned(),
            ..own.clone()
        };
        let mut values = vec![(Path::of(["options", id.as_str()]), Some(json(&copy)))];
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

    /// Carries changes out: in the baseline at once, in an option as changes of it. Refused where one does
    /// not apply.
    fn carry_out(&self, title: String, changes: Vec<(String, Do)>) -> Result<Plan, Problem> {
        let mut model = self.model.clone();
        let trial: OptionId = if self.is_baseline() {
            self.free_option("trial")?
        } else {
            self.option.clone()
        };
        model.options.entry(trial.clone()).or_default();
        let mut values = Values::new();
        let mut made = Vec::new();
        for (name, what) in changes {
            let editing = Editing {
                model: &model,
                option: &trial,
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

    fn forget_place(&self, id: &ElementId) -> Option<(Path, Option<Value>)> {
        let known = if self.is_baseline() {
            self.model.layout.elements.contains_key(id)
        } else {
            let own = self.model.layout.options.get(self.option);
            own.is_some_and(|own| own.contains_key(id))
        };
        known.then(|| (self.place_of(id), None))
    }

    /// What this option adds by itself.
    fn additions(&self) -> impl Iterator<Item = &Addition> {
        let option = self.model.options.get(self.option);
        option
            .into_iter()
            .flat_map(|option| option.changes.values())
            .filter_map(|change| match &change.what {
                Do::Add(addition) if !change.off => Some(addition),
                _ => None,
            })
    }

    /// What this option has added itself is not removed by a change of its own, but added no more.
    fn without_own(&self, elements: &[ElementId], relationships: &[RelationshipId]) -> Values {
        let Some(option) = self.model.options.get(self.option) else {
            return Values::new();
        };
        let mut values = Values::new();
        for (id, change) in &option.changes {
            let Do::Add(addition) = &change.what else {
                continue;
            };
            let mut left = addition.clone();
            let gone = |element: &ElementId| elements.contains(element);
            left.elements.retain(|id, _| !gone(id));
            left.relationships.retain(|id, link| {
                !relationships.contains(id) && !gone(&link.from.element) && !gone(&link.to.element)
            });
            if left == *addition {
                continue;
            }
            let empty = left.elements.is_empty() && left.relationships.is_empty();
            let change = (!empty).then(|| {
                json(&Change {
                    what: Do::Add(left),
                    ..change.clone()
                })
            });
            values.push((self.path(id), change));
        }
        values
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
        finding.severity == Severity::Error && places.iter().any(|place| place.contains(&at))
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
