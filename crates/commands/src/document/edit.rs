//! From an edit to the values of the model's content that it changes.

mod changes;
mod design;
mod forgetting;
mod options;
mod removing;
mod set;
mod slides;

pub(crate) use changes::in_order as changes_in_order;
pub(crate) use design::WITHOUT_ENTRY;

use serde_json::Value;
use spinout_model::{Architecture, BASELINE, Model, Path, derive};
use spinout_units::{ChangeId, ElementId, OptionId};

use crate::protocol::{Edit, Problem, ProblemKind};

/// What an edit does to the content.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What it does, for a person.
    pub(crate) title: String,
    /// The option that it touches.
    pub(crate) option: OptionId,
    /// The values to set (or take away), in order.
    pub(crate) values: Vec<(Path, Option<Value>)>,
    /// The change of the option that it makes or replaces.
    pub(crate) change: Option<ChangeId>,
}

/// What an edit is made to.
pub(crate) struct Editing<'a> {
    pub(crate) model: &'a Model,
    pub(crate) option: &'a OptionId,
    /// The model as it stands in its file, with words of a later version.
    pub(crate) content: &'a Value,
}

impl Editing<'_> {
    /// What `edit` does.
    pub(crate) fn plan(&self, edit: &Edit) -> Result<Plan, Problem> {
        self.require_option()?;
        match edit {
            Edit::Place { positions } => self.place(positions),
            Edit::Set { path, value } => self.set(path, value),
            Edit::SetAll { title, values } => self.set_all(title, values),
            Edit::SpinOut {
                option_name,
                spin_out,
                cutover,
            } => self.spin_out(option_name.as_deref(), spin_out, cutover),
            Edit::PutChange { id, change } => self.put_change(id, change),
            Edit::RemoveChange { id } => self.remove_change(id),
            Edit::SwitchChange { id, off } => self.switch_change(id, *off),
            Edit::OrderChange { id, before } => self.order_change(id, before.as_ref()),
            Edit::Add {
                elements,
                relationships,
                positions,
            } => self.add(elements, relationships, positions),
            Edit::Remove {
                elements,
                relationships,
            } => self.remove(elements, relationships),
            Edit::MoveInto { elements, to } => self.move_into(elements, to.as_ref()),
            Edit::Merge {} => self.merge(),
            Edit::Duplicate { name } => self.duplicate(name),
            Edit::AddOption { name } => self.add_option(name),
            Edit::RemoveOption {} => self.remove_option(),
            Edit::AddSlide { slide } => self.add_slide(slide),
            Edit::OrderSlide { id, before } => self.order_slide(id, before.as_ref()),
        }
    }

    fn require_option(&self) -> Result<(), Problem> {
        if self.is_baseline() || self.model.options.contains_key(self.option) {
            Ok(())
        } else {
            Err(unknown_option(self.option))
        }
    }

    fn is_baseline(&self) -> bool {
        self.option.as_str() == BASELINE
    }

    fn architecture(&self) -> Architecture {
        derive(self.model, self.option)
    }

    fn result(&self, title: impl Into<String>, values: Vec<(Path, Option<Value>)>) -> Plan {
        Plan {
            title: title.into(),
            option: self.option.clone(),
            values,
            change: None,
        }
    }

    fn place(
        &self,
        positions: &std::collections::BTreeMap<ElementId, spinout_model::Position>,
    ) -> Result<Plan, Problem> {
        let architecture = self.architecture();
        let mut values = Vec::new();
        for (id, position) in positions {
            if !architecture.elements.contains_key(id) {
                return Err(refused(format!(
                    "there is no element `{id}` in this option"
                )));
            }
            let finite = [position.x, position.y, position.width, position.height]
                .into_iter()
                .all(f64::is_finite);
            if !finite || position.width <= 0.0 || position.height <= 0.0 {
                return Err(refused(format!("`{id}` cannot stand there")));
            }
            let path = if self.is_baseline() {
                Path::of(["layout", "elements", id.as_str()])
            } else {
                Path::of(["layout", "options", self.option.as_str(), id.as_str()])
            };
            values.push((path, Some(json(position))));
        }
        let title = match positions.keys().next() {
            Some(id) if positions.len() == 1 => {
                format!("Move {}", label(&architecture, id))
            }
            _ => format!("Move {} elements", positions.len()),
        };
        Ok(self.result(title, values))
    }
}

/// What an element is called.
fn label(architecture: &Architecture, id: &ElementId) -> String {
    architecture
        .elements
        .get(id)
        .map_or_else(|| id.to_string(), |element| element.label(id).to_owned())
}

fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value)
        .unwrap_or_else(|error| unreachable!("words can always be written: {error}"))
}

fn refused(why: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Refused, why, "")
}

/// There is no such option.
pub(crate) fn unknown_option(option: &OptionId) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no option `{option}`"),
        "name an option of the model, or `baseline`",
    )
}

/// The identifier nearest to `name` that is not taken.
pub(crate) fn free_slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "new" } else { slug };
    if !taken(slug) {
        return slug.to_owned();
    }
    (2_u32..)
        .map(|n| format!("{slug}-{n}"))
        .find(|candidate| !taken(candidate))
        .unwrap_or_else(|| unreachable!("a model has fewer identifiers than there are numbers"))
}
