use serde_json::Value;
use spinout_model::{Change, Cutover, CutoverPhase, DesignOption, Do, Path, SpinOut};
use spinout_units::ChangeId;

use super::{Editing, Plan, free_slug, json, label, refused};
use crate::document::order;
use crate::protocol::{Problem, ProblemKind};

impl Editing<'_> {
    /// A spinout in this option, with its cutover; in the baseline's tab, in a new option on the baseline.
    pub(super) fn spin_out(
        &self,
        option_name: Option<&str>,
        spin_out: &SpinOut,
        phases: &[CutoverPhase],
    ) -> Result<Plan, Problem> {
        let architecture = self.architecture();
        let what = match (&spin_out.name, spin_out.components.first()) {
            (Some(name), _) => name.clone(),
            (None, Some(first)) => label(&architecture, first),
            (None, None) => return Err(refused("select the components to take out")),
        };
        let id = self.free_change(&what)?;
        let order = self.last_order();
        let mut changes = vec![(id.clone(), Do::SpinOut(Box::new(spin_out.clone())))];
        if !phases.is_empty() {
            let cutover = Cutover {
                of: id.clone(),
                phases: phases.to_vec(),
                remove_flag: None,
            };
            changes.push((
                self.free_change(&format!("{id} cutover"))?,
                Do::Cutover(cutover),
            ));
        }
        let keys = std::iter::successors(Some(order), |key| Some(order::last(Some(key))));
        let changes = changes.into_iter().zip(keys).map(|((id, what), order)| {
            let change = Change {
                order,
                off: false,
                note: None,
                what,
            };
            (id, change)
        });
        let title = format!("Spin out {what}");
        if !self.is_baseline() {
            let values = changes.map(|(id, change)| (self.path(&id), Some(json(&change))));
            return Ok(Plan {
                change: Some(id),
                ..self.result(title, values.collect())
            });
        }
        let name = option_name
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map_or_else(|| format!("{what} spinout"), str::to_owned);
        let option = self.free_option(&name)?;
        let new = DesignOption {
            name,
            changes: changes.collect(),
            ..DesignOption::default()
        };
        Ok(Plan {
            title,
            values: vec![(Path::of(["options", option.as_str()]), Some(json(&new)))],
            option,
            change: Some(id),
        })
    }

    pub(super) fn put_change(&self, id: &ChangeId, change: &Change) -> Result<Plan, Problem> {
        let option = self.own()?;
        let mut change = change.clone();
        let verb = if let Some(known) = option.changes.get(id) {
            change.order.clone_from(&known.order);
            "Edit"
        } else {
            change.order = self.last_order();
            "Add"
        };
        let values = vec![(self.path(id), Some(json(&change)))];
        Ok(Plan {
            change: Some(id.clone()),
            ..self.result(format!("{verb} change {id}"), values)
        })
    }

    pub(super) fn remove_change(&self, id: &ChangeId) -> Result<Plan, Problem> {
        self.known(id)?;
        Ok(self.result(format!("Remove change {id}"), vec![(self.path(id), None)]))
    }

    pub(super) fn switch_change(&self, id: &ChangeId, off: bool) -> Result<Plan, Problem> {
        self.known(id)?;
        let value = off.then_some(Value::Bool(true));
        let verb = if off { "Switch off" } else { "Switch on" };
        let values = vec![(self.path(id).child("off"), value)];
        Ok(Plan {
            change: Some(id.clone()),
            ..self.result(format!("{verb} change {id}"), values)
        })
    }

    /// Puts a change before another, or at the end.
    pub(super) fn order_change(
        &self,
        id: &ChangeId,
        before: Option<&ChangeId>,
    ) -> Result<Plan, Problem> {
        self.known(id)?;
        let others: Vec<(&str, &str)> = in_order(self.own()?)
            .filter(|(other, _)| *other != id)
            .map(|(other, change)| (other.as_str(), change.order.as_str()))
            .collect();
        let keys = order::placed(&others, id.as_str(), before.map(ChangeId::as_str));
        let keys = keys.ok_or_else(|| unknown_change(before.unwrap_or(id)))?;
        let changes = Path::of(["options", self.option.as_str(), "changes"]);
        let values = keys.into_iter().map(|(id, key)| {
            let path = changes.child(id.as_str()).child("order");
            (path, Some(Value::String(key)))
        });
        let values = values.collect();
        Ok(self.result(format!("Reorder change {id}"), values))
    }

    /// The option itself, which the baseline has none of.
    pub(super) fn own(&self) -> Result<&DesignOption, Problem> {
        self.model
            .options
            .get(self.option)
            .ok_or_else(|| refused("the baseline has no changes; it is changed itself"))
    }

    fn known(&self, id: &ChangeId) -> Result<(), Problem> {
        if self.own()?.changes.contains_key(id) {
            Ok(())
        } else {
            Err(unknown_change(id))
        }
    }

    pub(super) fn path(&self, id: &ChangeId) -> Path {
        Path::of(["options", self.option.as_str(), "changes", id.as_str()])
    }

    /// A key after those of all changes of the option.
    pub(super) fn last_order(&self) -> String {
        let option = self.model.options.get(self.option);
        let last = option.and_then(|option| in_order(option).last());
        order::last(last.map(|(_, change)| change.order.as_str()))
    }

    /// An id for a change of this name that no option uses: what a change makes is called after it.
    pub(super) fn free_change(&self, name: &str) -> Result<ChangeId, Problem> {
        let used = |option: &DesignOption, slug: &str| option.changes.contains_key(slug);
        free_slug(name, |slug| {
            self.model.options.values().any(|option| used(option, slug))
                || self.model.elements.contains_key(slug)
        })
        .parse()
        .map_err(|_| refused("the name gives no identifier"))
    }
}

fn unknown_change(id: &ChangeId) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("there is no change `{id}` in this option"),
        "name a change of the option",
    )
}

/// An option's changes, in the order in which they are applied.
pub(crate) fn in_order(option: &DesignOption) -> impl Iterator<Item = (&ChangeId, &Change)> {
    let mut changes: Vec<_> = option.changes.iter().collect();
    changes.sort_by(|a, b| (&a.1.order, a.0).cmp(&(&b.1.order, b.0)));
    changes.into_iter()
}
