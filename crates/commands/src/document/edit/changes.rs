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
        let keys = std::iter::successors(Some(order), |key| Some(following(key)));
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
        let mut ids: Vec<(&ChangeId, &str)> = in_order(self.own()?)
            .filter(|(other, _)| *other != id)
            .map(|(other, change)| (other, change.order.as_str()))
            .collect();
        let at = match before {
            Some(before) => ids
                .iter()
                .position(|(other, _)| *other == before)
                .ok_or_else(|| unknown_change(before))?,
            None => ids.len(),
        };
        let low = at.checked_sub(1).map(|low| ids[low].1);
        let high = ids.get(at).map(|high| high.1);
        let order_path = |id: &ChangeId| self.path(id).child("order");
        let values = if let Some(key) = order::between(low, high) {
            vec![(order_path(id), Some(Value::String(key)))]
        } else {
            ids.insert(at, (id, ""));
            let keys = order::fresh(ids.len());
            ids.iter()
                .zip(keys)
                .map(|((id, _), key)| (order_path(id), Some(Value::String(key))))
                .collect()
        };
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
        let last = self.model.options.get(self.option).and_then(|option| {
            let last = in_order(option).last()?;
            Some(last.1.order.clone())
        });
        match last {
            None => order::fresh(1).remove(0),
            Some(last) => following(&last),
        }
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

/// A key after this one. After a key of another make the key itself and the id decide: `~` sorts after
/// both.
fn following(key: &str) -> String {
    order::between(Some(key).filter(|key| !key.is_empty()), None)
        .filter(|next| next.as_str() > key)
        .unwrap_or_else(|| format!("{key}~"))
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
