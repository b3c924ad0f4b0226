//! What the screen shows of an option.

use std::collections::BTreeMap;

use serde_json::Value;
use spinout_model::{Architecture, BASELINE, Change, Do, Document, Model, Remove, derive, notes};
use spinout_units::{EvidenceId, NoteId, OptionId, ScenarioId};

use crate::document::{OpenDocument, Step, changes_in_order, unknown_option};
use crate::findings::{digests, findings};
use crate::protocol::{
    ChangeView, EvidenceView, FileView, NoteView, OptionView, PatchOperation, Problem,
    ScenarioView, UndoStep, View,
};

/// The id of the baseline.
pub(crate) fn baseline() -> OptionId {
    OptionId::new(BASELINE).unwrap_or_else(|_| unreachable!("a literal identifier"))
}

/// The option that was decided for, or the baseline.
pub(crate) fn chosen(model: &Model) -> OptionId {
    model
        .chosen
        .clone()
        .filter(|id| model.options.contains_key(id))
        .unwrap_or_else(baseline)
}

/// The option `asked`, or the chosen one.
pub(crate) fn option_of(model: &Model, asked: Option<&OptionId>) -> Result<OptionId, Problem> {
    match asked {
        None => Ok(chosen(model)),
        Some(id) if id.as_str() == BASELINE || model.options.contains_key(id) => Ok(id.clone()),
        Some(id) => Err(unknown_option(id)),
    }
}

/// The scenario that is run when none is named: the named default, or else the first.
pub(crate) fn default_scenario(model: &Model) -> Option<ScenarioId> {
    let named = model.default_scenario.as_ref();
    named
        .filter(|id| model.scenarios.contains_key(*id))
        .or_else(|| model.scenarios.keys().next())
        .cloned()
}

/// Everything that the screen shows of `option`, which must be one of the model's.
pub(crate) fn view(open: &OpenDocument, option: &OptionId) -> View {
    let document: &Document = &open.document;
    let model = document.model();
    let architecture = derive(model, option);
    View {
        document: open.id,
        revision: open.revision,
        name: model.name.clone(),
        description: model.description.clone(),
        file: FileView {
            path: open.file.path.clone(),
            dirty: open.history.is_dirty(),
            normalises: open.file.source.is_some(),
            unknown: document.unknown().keys().map(ToString::to_string).collect(),
        },
        option: option.clone(),
        options: options(model),
        chosen: chosen(model),
        scenarios: scenarios(document, &architecture),
        default_scenario: default_scenario(model),
        findings: findings(document, &architecture),
        undo: open.history.next_undo().map(told),
        redo: open.history.next_redo().map(told),
        basis: model.basis.clone(),
        notes: notes_of(model, &architecture),
        presentation: model.presentation.clone(),
        evidence: evidence(model),
        architecture,
    }
}

fn notes_of(model: &Model, architecture: &Architecture) -> BTreeMap<NoteId, NoteView> {
    let shown = notes(model, architecture).into_iter();
    shown
        .map(|(id, (note, position))| {
            let view = NoteView {
                text: note.text.clone(),
                element: note.element.clone(),
                option: note.option.clone(),
                position,
            };
            (id, view)
        })
        .collect()
}

fn evidence(model: &Model) -> BTreeMap<EvidenceId, EvidenceView> {
    let all = model.evidence.iter();
    all.map(|(id, kept)| {
        let view = EvidenceView {
            option: kept.option.clone(),
            scenario: kept.scenario.clone(),
            seed: kept.seed,
            engine: kept.engine.clone(),
            replications: kept.replications,
            digest: kept.model_digest.clone(),
        };
        (id.clone(), view)
    })
    .collect()
}

/// A step as the client is told of it.
pub(crate) fn told(step: &Step) -> UndoStep {
    UndoStep {
        title: step.title.clone(),
        option: step.option.clone(),
    }
}

fn scenarios(
    document: &Document,
    architecture: &Architecture,
) -> BTreeMap<ScenarioId, ScenarioView> {
    let views = digests(document, architecture).into_iter();
    let views = views.filter_map(|(id, digest)| {
        let scenario = document.model().scenarios.get(&id)?.clone();
        Some((id, ScenarioView { scenario, digest }))
    });
    views.collect()
}

fn options(model: &Model) -> Vec<OptionView> {
    let first = OptionView {
        id: baseline(),
        name: "Baseline".to_owned(),
        description: None,
        on: None,
        changes: Vec::new(),
    };
    let others = model.options.iter().map(|(id, option)| OptionView {
        id: id.clone(),
        name: option.name.clone(),
        description: option.description.clone(),
        on: Some(option.on.clone().unwrap_or_else(baseline)),
        changes: changes_in_order(option)
            .map(|(id, change)| ChangeView {
                id: id.clone(),
                title: title(model, change),
                change: change.clone(),
            })
            .collect(),
    });
    std::iter::once(first).chain(others).collect()
}

/// What a change does, in a few words.
fn title(model: &Model, change: &Change) -> String {
    let name = |id: &spinout_units::ElementId| match model.elements.get(id) {
        Some(element) => element.label(id).to_owned(),
        None => id.to_string(),
    };
    match &change.what {
        Do::SpinOut(spin_out) => {
            let components: Vec<String> = spin_out.components.iter().map(name).collect();
            format!("Spin out {}", components.join(", "))
        }
        Do::FoldBack(fold) => format!("Fold {} back into {}", name(&fold.unit), name(&fold.into)),
        Do::Add(addition) => {
            let (elements, links) = (addition.elements.len(), addition.relationships.len());
            match elements {
                0 => format!("Add {links} relationships"),
                1 => format!(
                    "Add {}",
                    addition.elements.keys().map(name).collect::<String>()
                ),
                _ => format!("Add {elements} elements"),
            }
        }
        Do::Set(set) => match set.value {
            Value::Null => format!("Clear {}", set.path),
            Value::Object(_) | Value::Array(_) => format!("Set {}", set.path),
            ref value => format!("Set {} to {}", set.path, plain(value)),
        },
        Do::Remove(Remove::Element(id)) => format!("Remove {}", name(id)),
        Do::Remove(Remove::Relationship(id)) => format!("Remove the relationship {id}"),
        Do::Move(change) => match &change.to {
            Some(to) => format!("Move {} into {}", name(&change.element), name(to)),
            None => format!("Move {} out", name(&change.element)),
        },
        Do::Cutover(cutover) => format!("Cut over to {}", cutover.of),
    }
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// What turns one view into another. Objects are compared key by key, everything else as a whole.
pub(crate) fn difference(before: &Value, after: &Value) -> Vec<PatchOperation> {
    let mut operations = Vec::new();
    walk(before, after, &mut Vec::new(), &mut operations);
    operations
}

fn walk(
    before: &Value,
    after: &Value,
    path: &mut Vec<String>,
    operations: &mut Vec<PatchOperation>,
) {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        if before != after {
            operations.push(PatchOperation {
                path: path.clone(),
                value: Some(after.clone()),
            });
        }
        return;
    };
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        let mut path = path.clone();
        path.push(key.clone());
        operations.push(PatchOperation { path, value: None });
    }
    for (key, value) in new {
        path.push(key.clone());
        match old.get(key) {
            Some(known) => walk(known, value, path, operations),
            None => operations.push(PatchOperation {
                path: path.clone(),
                value: Some(value.clone()),
            }),
        }
        path.pop();
    }
}
