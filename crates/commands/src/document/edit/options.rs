use spinout_model::{BASELINE, Path};
use spinout_units::OptionId;

use super::{Editing, Plan, free_slug, json, refused};
use crate::protocol::Problem;

impl Editing<'_> {
    /// A new option on this one.
    pub(super) fn add_option(&self, name: &str) -> Result<Plan, Problem> {
        let name = name.trim();
        if name.is_empty() {
            return Err(refused("an option needs a name"));
        }
        let id = self.free_option(name)?;
        let mut option = serde_json::json!({ "name": name });
        if !self.is_baseline() {
            option["on"] = json(self.option);
        }
        Ok(Plan {
            title: format!("Add option {name}"),
            values: vec![(Path::of(["options", id.as_str()]), Some(option))],
            option: id,
            change: None,
        })
    }

    /// Takes this option away, and what only it needs.
    pub(super) fn remove_option(&self) -> Result<Plan, Problem> {
        if self.is_baseline() {
            return Err(refused("the baseline cannot be taken away"));
        }
        let stands_on = |on: Option<&OptionId>| on == Some(self.option);
        if let Some((_, other)) = self
            .model
            .options
            .iter()
            .find(|(_, other)| stands_on(other.on.as_ref()))
        {
            return Err(refused(format!("the option {} stands on it", other.name)));
        }
        let id = self.option.as_str();
        let mut values = vec![(Path::of(["options", id]), None)];
        if self.model.layout.options.contains_key(self.option) {
            values.push((Path::of(["layout", "options", id]), None));
        }
        for (note, _) in
            (self.model.notes.iter()).filter(|(_, note)| stands_on(note.option.as_ref()))
        {
            values.push((Path::of(["notes", note.as_str()]), None));
            if self.model.layout.notes.contains_key(note) {
                values.push((Path::of(["layout", "notes", note.as_str()]), None));
            }
        }
        values.extend(self.forgotten_with_option());
        let name = self
            .model
            .options
            .get(self.option)
            .map_or(id, |option| option.name.as_str());
        Ok(self.result(format!("Remove option {name}"), values))
    }

    /// An id for an option of this name.
    pub(super) fn free_option(&self, name: &str) -> Result<OptionId, Problem> {
        let slug = free_slug(name, |slug| {
            slug == BASELINE || self.model.options.contains_key(slug)
        });
        slug.parse()
            .map_err(|_| refused("the option's name gives no identifier"))
    }
}
