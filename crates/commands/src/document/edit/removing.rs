//! Taking things away, with what they hold, their links, and what was said of them.

use std::collections::BTreeSet;

use spinout_model::{Addition, Architecture, Change, Do, Path, Remove};
use spinout_units::{ChangeId, ElementId, RelationshipId};

use super::design::Values;
use super::{Editing, Plan, json, label, refused};
use crate::protocol::Problem;

impl Editing<'_> {
    /// Takes elements, with what they hold and every link of theirs, and relationships away. What this option
    /// has added itself it adds no more; what it did to that goes too.
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
        let gone = Gone::of(&architecture, elements, relationships);
        let own = self.without(&gone);
        let made = |id: &ElementId| self.additions().any(|own| own.elements.contains_key(id));
        let linked = |id: &RelationshipId| {
            self.additions()
                .any(|own| own.relationships.contains_key(id))
        };
        let outermost = |id: &&ElementId| {
            let mut around = holders(&architecture, id);
            !made(id) && !around.any(|outer| gone.elements.contains(outer) && !made(outer))
        };
        let mut changes: Vec<(String, Do)> = gone
            .elements
            .iter()
            .filter(outermost)
            .map(|id| {
                (
                    format!("remove {id}"),
                    Do::Remove(Remove::Element(id.clone())),
                )
            })
            .collect();
        for id in relationships.iter().filter(|id| !linked(id)) {
            let link = architecture.relationships.get(id);
            let ends = link.map(|link| [&link.from.element, &link.to.element]);
            if ends.is_none_or(|ends| !ends.iter().any(|end| gone.elements.contains(*end))) {
                changes.push((
                    format!("remove {id}"),
                    Do::Remove(Remove::Relationship(id.clone())),
                ));
            }
        }
        let mut plan = self.carry_out(title, own, changes)?;
        plan.values.extend(self.forgotten(&gone));
        Ok(plan)
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

    /// The changes of this option that do something to what it has added itself and that goes now.
    fn without(&self, gone: &Gone) -> Vec<(ChangeId, Option<Change>)> {
        let changes = self
            .model
            .options
            .get(self.option)
            .map(|option| &option.changes);
        let made = |id: &ElementId| {
            gone.elements.contains(id) && self.additions().any(|own| own.elements.contains_key(id))
        };
        let linked = |id: &str| {
            gone.relationships.iter().any(|link| link.as_str() == id)
                && self
                    .additions()
                    .any(|own| own.relationships.keys().any(|link| link.as_str() == id))
        };
        let mut own = Vec::new();
        for (id, change) in changes.into_iter().flatten() {
            match &change.what {
                Do::Add(addition) => {
                    let mut left = addition.clone();
                    left.elements.retain(|id, _| !gone.elements.contains(id));
                    left.relationships
                        .retain(|id, _| !gone.relationships.contains(id));
                    let empty = left.elements.is_empty() && left.relationships.is_empty();
                    if left != *addition {
                        let what = Do::Add(left);
                        let change = (!empty).then(|| Change {
                            what,
                            ..change.clone()
                        });
                        own.push((id.clone(), change));
                    }
                }
                Do::Set(set) => {
                    let path = Path::from(set.path.as_str());
                    let lost = match path.keys() {
                        [part, id, ..] if part == "relationships" => linked(id),
                        [part, id, ..] if part == "elements" || part == "units" => {
                            id.parse().is_ok_and(|id| made(&id))
                        }
                        _ => false,
                    };
                    if lost {
                        own.push((id.clone(), None));
                    }
                }
                Do::Move(to) if made(&to.element) || to.to.as_ref().is_some_and(made) => {
                    own.push((id.clone(), None));
                }
                _ => {}
            }
        }
        own
    }

    /// How a change of this option becomes another: of an addition only what goes is taken away, so that
    /// words of a later version in the rest of it stay.
    pub(super) fn rewritten(&self, id: &ChangeId, change: Option<&Change>) -> Values {
        let before = self
            .model
            .options
            .get(self.option)
            .and_then(|option| option.changes.get(id));
        let (Some(Do::Add(before)), Some(Do::Add(after))) =
            (before.map(|c| &c.what), change.map(|c| &c.what))
        else {
            return vec![(self.path(id), change.map(json))];
        };
        let added = self.path(id).child("do").child("add");
        let elements = before
            .elements
            .keys()
            .filter(|id| !after.elements.contains_key(*id));
        let links = before
            .relationships
            .keys()
            .filter(|id| !after.relationships.contains_key(*id));
        elements
            .map(|id| added.child("elements").child(id.as_str()))
            .chain(links.map(|id| added.child("relationships").child(id.as_str())))
            .map(|path| (path, None))
            .collect()
    }

    /// Places, and where figures come from, of what goes.
    fn forgotten(&self, gone: &Gone) -> Values {
        let layout = &self.model.layout;
        let mut values = Values::new();
        for id in &gone.elements {
            if self.is_baseline() && layout.elements.contains_key(id) {
                values.push((Path::of(["layout", "elements", id.as_str()]), None));
            }
            for (option, places) in &layout.options {
                if (self.is_baseline() || option == self.option) && places.contains_key(id) {
                    let path = ["layout", "options", option.as_str(), id.as_str()];
                    values.push((Path::of(path), None));
                }
            }
        }
        for (id, note) in &self.model.notes {
            let about = note.element.as_ref();
            let mine = self.is_baseline() || note.option.as_ref() == Some(self.option);
            if mine && about.is_some_and(|element| gone.elements.contains(element)) {
                values.push((Path::of(["notes", id.as_str(), "element"]), None));
            }
        }
        if self.is_baseline() {
            for place in self.model.basis.keys() {
                let path = Path::from(place.to_string().as_str());
                let lost = match path.keys() {
                    [part, id, ..] if part == "relationships" => {
                        gone.relationships.iter().any(|link| link.as_str() == id)
                    }
                    [part, id, ..] if part == "elements" || part == "units" => {
                        gone.elements.iter().any(|element| element.as_str() == id)
                    }
                    _ => false,
                };
                if lost {
                    values.push((Path::of(["basis".to_owned(), place.to_string()]), None));
                }
            }
        }
        values
    }
}

/// What goes: elements with what they hold, and every link of theirs.
struct Gone {
    elements: BTreeSet<ElementId>,
    relationships: BTreeSet<RelationshipId>,
}

impl Gone {
    fn of(
        architecture: &Architecture,
        elements: &[ElementId],
        relationships: &[RelationshipId],
    ) -> Self {
        let named: BTreeSet<&ElementId> = elements.iter().collect();
        let mut gone: BTreeSet<ElementId> = elements.iter().cloned().collect();
        for id in architecture.elements.keys() {
            if holders(architecture, id).any(|outer| named.contains(outer)) {
                gone.insert(id.clone());
            }
        }
        let of_those = architecture.relationships.iter().filter(|(_, link)| {
            gone.contains(&link.from.element) || gone.contains(&link.to.element)
        });
        let relationships = of_those
            .map(|(id, _)| id)
            .chain(relationships)
            .cloned()
            .collect();
        Self {
            elements: gone,
            relationships,
        }
    }
}

/// What an element stands in, from the inside out.
fn holders<'a>(
    architecture: &'a Architecture,
    id: &ElementId,
) -> impl Iterator<Item = &'a ElementId> {
    let parent = |id: &ElementId| {
        architecture
            .elements
            .get(id)
            .and_then(|e| e.parent.as_ref())
    };
    std::iter::successors(parent(id), move |id| parent(id)).take(architecture.elements.len())
}
