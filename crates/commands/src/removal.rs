//! What else goes when something is taken away.

use std::collections::BTreeMap;

use spinout_model::{Architecture, BASELINE, Model, Path, derive, validate, validate_architecture};
use spinout_units::{ElementId, OptionId, RelationshipId, Severity};

use crate::app::App;
use crate::document::WITHOUT_ENTRY;
use crate::protocol::{Also, AlsoKind, AskRemoval, Edit, Problem, Removal};
use crate::view::baseline;

impl App {
    /// What else goes with what is asked about, and what no longer fits.
    pub fn removal(&self, ask: &AskRemoval) -> Result<Removal, Problem> {
        let (old, new) = self.with(ask.document, |open| {
            let new = open.would_be(&ask.option, &ask.edit)?;
            Ok((open.document.model().clone(), new.model().clone()))
        })?;
        let kept = |option: &OptionId| new.options.contains_key(option);
        let shown = if kept(&ask.option) {
            ask.option.clone()
        } else {
            baseline()
        };
        let (before, after) = (derive(&old, &shown), derive(&new, &shown));
        let asked = Asked::of(&ask.edit);
        let mut also = of_design(&asked, &before, &after);
        also.extend(of_options(&ask.option, &old, &new));
        also.extend(of_scenarios(&old, &new, &before, &after));
        also.extend(of_model(&old, &new));
        also.extend(of_form(&old, &new, &before, &after));
        also.sort();
        also.dedup();
        Ok(Removal { also })
    }
}

/// What is taken away on purpose, and so needs no telling.
#[derive(Default)]
struct Asked<'a> {
    elements: &'a [ElementId],
    relationships: &'a [RelationshipId],
    /// The entry of the model that is set to nothing: its part, and its id.
    entry: Option<(String, String)>,
}

impl<'a> Asked<'a> {
    fn of(edit: &'a Edit) -> Self {
        match edit {
            Edit::Remove {
                elements,
                relationships,
            } => Self {
                elements,
                relationships,
                entry: None,
            },
            Edit::Set { path, .. } => Self {
                entry: match Path::from(path.as_str()).keys() {
                    [part, id] => Some((part.clone(), id.clone())),
                    _ => None,
                },
                ..Self::default()
            },
            _ => Self::default(),
        }
    }

    fn is(&self, part: &str, id: &impl ToString) -> bool {
        (self.entry.as_ref()).is_some_and(|(of, named)| of == part && *named == id.to_string())
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

fn of_design(asked: &Asked<'_>, before: &Architecture, after: &Architecture) -> Vec<Also> {
    let label = |id: &ElementId| match before.elements.get(id) {
        Some(element) => element.label(id).to_owned(),
        None => id.to_string(),
    };
    let mut also: Vec<Also> = gone(&before.elements, &after.elements)
        .filter(|(id, _)| !asked.elements.contains(id))
        .map(|(id, element)| line(AlsoKind::Element, element.label(id), None))
        .collect();
    also.extend(
        gone(&before.relationships, &after.relationships)
            .filter(|(id, _)| !asked.relationships.contains(id))
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
        gone(&before.data, &after.data)
            .filter(|(id, _)| !asked.is("data", id))
            .map(|(_, data)| line(AlsoKind::Data, &data.name, None)),
    );
    also.extend(
        gone(&before.contracts, &after.contracts)
            .filter(|(id, _)| !asked.is("contracts", id))
            .map(|(id, _)| line(AlsoKind::Contract, id.to_string(), None)),
    );
    also.extend(
        gone(&before.units, &after.units)
            .filter(|(id, _)| !asked.elements.contains(id) && !asked.is("units", id))
            .map(|(id, _)| line(AlsoKind::Unit, label(id), None)),
    );
    also
}

/// Changes of other options that applied before and do no more.
fn of_options(at: &OptionId, old: &Model, new: &Model) -> Vec<Also> {
    let mut also = Vec::new();
    for (id, option) in &new.options {
        let affected = id == at || at.as_str() == BASELINE || stands_on(new, id, at);
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

fn of_scenarios(
    old: &Model,
    new: &Model,
    before: &Architecture,
    after: &Architecture,
) -> Vec<Also> {
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
        let kept = new.scenarios.get(id);
        for change in kept.into_iter().flat_map(|kept| {
            let times = scenario.cutovers.keys();
            times.filter(|change| !kept.cutovers.contains_key(*change))
        }) {
            let why = format!("its times for going over to `{change}` go");
            also.push(line(AlsoKind::Scenario, name.clone(), Some(why)));
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

/// What stands around the designs and goes too: notes, evidence, slides.
fn of_model(old: &Model, new: &Model) -> Vec<Also> {
    let notes = gone(&old.notes, &new.notes);
    let evidence = gone(&old.evidence, &new.evidence);
    let slides = gone(&old.presentation, &new.presentation);
    let lines = [
        notes
            .map(|(_, note)| line(AlsoKind::Note, note.text.clone(), None))
            .collect::<Vec<_>>(),
        evidence
            .map(|(id, _)| line(AlsoKind::Evidence, id.to_string(), None))
            .collect(),
        slides
            .map(|(_, slide)| line(AlsoKind::Slide, slide.name.clone(), None))
            .collect(),
    ];
    lines.concat()
}

/// What names something that is not there any more: errors of form that were none before.
fn of_form(old: &Model, new: &Model, before: &Architecture, after: &Architecture) -> Vec<Also> {
    let mut known = validate(old);
    known.extend(validate_architecture(before));
    let mut found = validate(new);
    found.extend(validate_architecture(after));
    found
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error && finding.id != WITHOUT_ENTRY)
        .filter(|finding| !known.contains(finding))
        .map(|finding| line(AlsoKind::Other, finding.place, Some(finding.why)))
        .collect()
}
