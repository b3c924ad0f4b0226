//! `unknown-reference` and `reserved-id`: the option that was chosen, the scenario that is run, what
//! evidence is of, what a note is about.

use spinout_units::{ElementId, OptionId};

use crate::derive::{BASELINE, derive};
use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Model, Note, Path};

pub(super) fn check(model: &Model, report: &mut Report) {
    option(model, report, Path::of(["chosen"]), model.chosen.as_ref());
    if let Some(id) = &model.default_scenario
        && !model.scenarios.contains_key(id)
    {
        report.unknown(Path::of(["default_scenario"]), "scenario", id.as_str());
    }
    for (id, evidence) in &model.evidence {
        let at = Path::of(["evidence", id.as_str()]);
        option(model, report, at.child("option"), Some(&evidence.option));
        if !model.scenarios.contains_key(&evidence.scenario) {
            let scenario = evidence.scenario.as_str();
            report.unknown(at.child("scenario"), "scenario", scenario);
        }
    }
    for (id, note) in &model.notes {
        let at = Path::of(["notes", id.as_str()]);
        option(model, report, at.child("option"), note.option.as_ref());
        if let Some(element) = &note.element
            && !anywhere(model, note, element)
        {
            report.unknown(at.child("element"), "element", element.as_str());
        }
    }
    for (id, own) in &model.options {
        let at = Path::of(["options", id.as_str()]);
        if id.as_str() == BASELINE {
            report.error(Says {
                id: "reserved-id",
                at: at.clone(),
                why: "`baseline` is the design that the file's own elements are, not an option"
                    .to_owned(),
                fix: "give the option another id",
            });
        }
        option(model, report, at.child("on"), own.on.as_ref());
        let mut next = own.on.as_ref();
        for _ in 0..=model.options.len() {
            if next == Some(id) {
                report.error(Says {
                    id: "option-stands-on-itself",
                    at: at.child("on"),
                    why: format!("the option `{id}` stands on itself"),
                    fix: "let one option of the circle stand on the baseline",
                });
                break;
            }
            next = next.and_then(|id| model.options.get(id)?.on.as_ref());
        }
    }
}

/// Is the element in the design that the note is shown in, or, where it is shown everywhere, in any?
fn anywhere(model: &Model, note: &Note, element: &ElementId) -> bool {
    let shown_in = note.option.as_ref();
    let baseline = shown_in.is_none_or(|option| option.as_str() == BASELINE);
    if baseline && model.elements.contains_key(element) {
        return true;
    }
    let options = model.options.keys();
    options
        .filter(|id| shown_in.is_none_or(|option| option == *id))
        .any(|id| derive(model, id).elements.contains_key(element))
}

fn option(model: &Model, report: &mut Report, at: Path, id: Option<&OptionId>) {
    if let Some(id) = id
        && id.as_str() != BASELINE
        && !model.options.contains_key(id)
    {
        report.unknown(at, "option", id.as_str());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn what_is_chosen_is_there() {
        says("chosen", json!("nothing"), &["unknown-reference at chosen"]);
        says("chosen", json!("baseline"), &[]);
        says(
            "default_scenario",
            json!("never"),
            &["unknown-reference at default_scenario"],
        );
        says(
            "evidence/june/option",
            json!("no"),
            &["unknown-reference at evidence/june/option"],
        );
        says(
            "evidence/june/scenario",
            json!("no"),
            &["unknown-reference at evidence/june/scenario"],
        );
    }

    #[test]
    fn a_note_is_about_something_that_is_drawn() {
        let note = |what: serde_json::Value| json!({"try": what});
        says("notes", note(json!({"text": "x", "element": "shop"})), &[]);
        says(
            "notes",
            note(json!({"text": "x", "element": "attic"})),
            &["unknown-reference at notes/try/element"],
        );
        says(
            "notes",
            note(json!({"text": "x", "option": "no"})),
            &["unknown-reference at notes/try/option"],
        );
    }

    #[test]
    fn options_stand_on_something_else() {
        says(
            "options/baseline",
            json!({"name": "x"}),
            &["reserved-id at options/baseline"],
        );
        says(
            "options/x",
            json!({"name": "x", "on": "y"}),
            &["unknown-reference at options/x/on"],
        );
        let ring = [
            ("options/x", json!({"name": "x", "on": "y"})),
            ("options/y", json!({"name": "y", "on": "x"})),
        ];
        assert_eq!(found(&ring).len(), 2);
    }
}
