//! What else goes when something is taken away.

use std::collections::BTreeMap;

use spinout_model::{Architecture, BASELINE, Model, derive};
use spinout_units::{ElementId, OptionId, Severity};

use crate::app::App;
use crate::document::WITHOUT_ENTRY;
use crate::protocol::{Also, AlsoKind, AskRemoval, Edit, Problem, Removal};

impl App {
    /// What else goes with what is asked about, and what no longer fits.
    pub fn removal(&self, ask: &AskRemoval) -> Result<Removal, Problem> {
        let edit = Edit::Remove {
            elements: ask.elements.clone(),
            relationships: ask.relationships.clone(),
        };
        let (old, new) = self.with(ask.document, |open| {
            let new = open.would_be(&ask.option, &edit)?;
            Ok((open.document.model().clone(), new.model().clone()))
        })?;
        let (before, after) = (derive(&old, &ask.option), derive(&new, &ask.option));
        let mut also = of_design(ask, &before, &after);
        also.extend(of_options(ask, &old, &new));
        also.extend(of_scenarios(&old, &before, &after));
        also.sort();
        Ok(Removal { also })
    }
}

fn line(what: AlsoKind, name: impl Into<String>, why: Option<String>) -> Also {
    Also {
        what,
        name: name.into(),
        why,
    }
}

/// The keys of `before` that `after` lacks.
fn gone<'a, K: Ord, V>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = (&'a K, &'a V)> {
    before.iter().filter(|(id, _)| !after.contains_key(id))
}

fn of_design(ask: &AskRemoval, before: &Architecture, after: &Architecture) -> Vec<Also> {
    let label = |id: &ElementId| match before.elements.get(id) {
        Some(element) => element.label(id).to_owned(),
        None => id.to_string(),
    };
    let mut also: Vec<Also> = gone(&before.elements, &after.elements)
        .filter(|(id, _)| !ask.elements.contains(id))
        .map(|(id, element)| line(AlsoKind::Element, element.label(id), None))
        .collect();
    also.extend(
        gone(&before.relationships, &after.relationships)
            .filter(|(id, _)| !ask.relationships.contains(id))
            .map(|(_, link)| {
                let (from, to) = (label(&link.from.element), label(&link.to.element));
                line(AlsoKind::Relationship, format!("{from} → {to}"), None)
            }),
    );
    also.extend(
        after
            .journeys
            .iter()
            .filter(|(_, journey)| {
                let entry = &journey.entry.element;
                before.elements.contains_key(entry) && !after.elements.contains_key(entry)
            })
            .map(|(id, journey)| {
                let name = journey.name.clone().unwrap_or_else(|| id.to_string());
                line(
                    AlsoKind::Journey,
                    name,
                    Some("has no entry any more".to_owned()),
                )
            }),
    );
    also.extend(
        gone(&before.data, &after.data).map(|(_, data)| line(AlsoKind::Data, &data.name, None)),
    );
    also.extend(
        gone(&before.contracts, &after.contracts)
            .map(|(id, _)| line(AlsoKind::Contract, id.to_string(), None)),
    );
    also.extend(
        gone(&before.units, &after.units)
            .filter(|(id, _)| !ask.elements.contains(id))
            .map(|(id, _)| line(AlsoKind::Unit, label(id), None)),
    );
    also
}

/// Changes of other options that applied before and do no more.
fn of_options(ask: &AskRemoval, old: &Model, new: &Model) -> Vec<Also> {
    let mut also = Vec::new();
    for (id, option) in &new.options {
        let affected =
            *id == ask.option || ask.option.as_str() == BASELINE || stands_on(new, id, &ask.option);
        if !affected {
            continue;
        }
        let known = derive(old, id).findings;
        for finding in derive(new, id).findings {
            let told = finding.id == WITHOUT_ENTRY || known.contains(&finding);
            if finding.severity == Severity::Error && !told {
                also.push(line(AlsoKind::Option, &option.name, Some(finding.why)));
            }
        }
    }
    also
}

fn stands_on(model: &Model, option: &OptionId, base: &OptionId) -> bool {
    let mut at = model
        .options
        .get(option)
        .and_then(|option| option.on.as_ref());
    for _ in 0..model.options.len() {
        match at {
            Some(id) if id == base => return true,
            Some(id) => at = model.options.get(id).and_then(|option| option.on.as_ref()),
            None => return false,
        }
    }
    false
}

fn of_scenarios(old: &Model, before: &Architecture, after: &Architecture) -> Vec<Also> {
    let lost =
        |id: &ElementId| before.elements.contains_key(id) && !after.elements.contains_key(id);
    let mut also = Vec::new();
    for (id, scenario) in &old.scenarios {
        let name = scenario.name.clone().unwrap_or_else(|| id.to_string());
        for (fault, what) in &scenario.faults {
            if lost(&what.element) {
                let why = format!("its fault `{fault}` hits nothing any more");
                also.push(line(AlsoKind::Scenario, name.clone(), Some(why)));
            }
        }
        for (replay, what) in &scenario.replays {
            if lost(&what.to) || what.from.as_ref().is_some_and(&lost) {
                let why = format!("its replay `{replay}` has no queue any more");
                also.push(line(AlsoKind::Scenario, name.clone(), Some(why)));
            }
        }
    }
    also
}
