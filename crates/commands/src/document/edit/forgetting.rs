//! What goes with an option or a scenario: it would name something that is not there.

use spinout_model::Path;
use spinout_units::ChangeId;

use super::Editing;
use super::design::Values;

impl Editing<'_> {
    /// Evidence and slides of this option, the times of its cutovers, and that it was chosen.
    pub(super) fn forgotten_with_option(&self) -> Values {
        let mut values = self.forgotten_where(
            |evidence| evidence.option == *self.option,
            |slide| slide.option == *self.option,
        );
        for (id, scenario) in &self.model.scenarios {
            for change in scenario.cutovers.keys() {
                if self.alone_has(change) {
                    let path = ["scenarios", id.as_str(), "cutovers", change.as_str()];
                    values.push((Path::of(path), None));
                }
            }
        }
        if self.model.chosen.as_ref() == Some(self.option) {
            values.push((Path::of(["chosen"]), None));
        }
        values
    }

    /// What goes with the value at `path`: with a scenario its evidence, its slides, and that it is the default.
    pub(super) fn forgotten_with(&self, path: &Path) -> Values {
        let [part, id] = path.keys() else {
            return Values::new();
        };
        if part != "scenarios" {
            return Values::new();
        }
        let mut values = self.forgotten_where(
            |evidence| evidence.scenario.as_str() == id,
            |slide| slide.scenario.as_ref().is_some_and(|of| of.as_str() == id),
        );
        let default = self.model.default_scenario.as_ref();
        if default.is_some_and(|default| default.as_str() == id) {
            values.push((Path::of(["default_scenario"]), None));
        }
        values
    }

    /// Is this option the only one with such a change?
    fn alone_has(&self, change: &ChangeId) -> bool {
        let mut having = (self.model.options.iter())
            .filter(|(_, option)| option.changes.contains_key(change))
            .map(|(id, _)| id);
        having.next() == Some(self.option) && having.next().is_none()
    }

    fn forgotten_where(
        &self,
        evidence: impl Fn(&spinout_model::Evidence) -> bool,
        slide: impl Fn(&spinout_model::Slide) -> bool,
    ) -> Values {
        let kept = self
            .model
            .evidence
            .iter()
            .filter(|(_, kept)| evidence(kept));
        let shown = self
            .model
            .presentation
            .iter()
            .filter(|(_, shown)| slide(shown));
        let kept = kept.map(|(id, _)| Path::of(["evidence", id.as_str()]));
        let shown = shown.map(|(id, _)| Path::of(["presentation", id.as_str()]));
        kept.chain(shown).map(|path| (path, None)).collect()
    }
}
