//! Which notes an option shows, and where.

use std::collections::BTreeMap;

use spinout_units::NoteId;

use super::{ROW_GAP, chain};
use crate::{Architecture, Model, Note, Position};

/// Width of a note without a place of its own.
const WIDTH: f64 = 320.0;
/// Letters that fit into a line of it.
const LINE: usize = 46;
/// Height of a line.
const LINE_HEIGHT: f64 = 20.0;
/// Room above and below its text, together.
const MARGIN: f64 = 24.0;

/// The notes that an architecture of `model` shows: those of its option or of one that it stands on, and those of
/// no option, unless they are about an element that it has not. A note without a place stands below the drawing,
/// beside the others.
#[must_use]
pub fn notes<'m>(
    model: &'m Model,
    architecture: &Architecture,
) -> BTreeMap<NoteId, (&'m Note, Position)> {
    let option = &architecture.option;
    let chain = chain(model, option);
    let shown = model.notes.iter().filter(|(_, note)| {
        let here = |of| of == option || chain.contains(&of);
        note.option.as_ref().is_none_or(here)
            && (note.element.as_ref()).is_none_or(|id| architecture.elements.contains_key(id))
    });
    let below = architecture.layout.values();
    let below = below.map(|p| p.y + p.height).fold(0.0, f64::max) + ROW_GAP;
    let left = architecture.layout.values().map(|p| p.x);
    let mut x = left.fold(f64::INFINITY, f64::min);
    if !x.is_finite() {
        x = 0.0;
    }
    shown
        .map(|(id, note)| {
            let drawable = |p: &&Position| {
                [p.x, p.y].iter().all(|n| n.is_finite()) && p.width > 0.0 && p.height > 0.0
            };
            let given = model.layout.notes.get(id).filter(drawable);
            let place = given.copied().unwrap_or_else(|| {
                let place = Position {
                    x,
                    y: below,
                    width: WIDTH,
                    height: height(&note.text),
                };
                x += WIDTH + ROW_GAP;
                place
            });
            (id.clone(), (note, place))
        })
        .collect()
}

fn height(text: &str) -> f64 {
    let lines: usize = text
        .lines()
        .map(|line| line.chars().count().div_ceil(LINE).max(1))
        .sum();
    lines as f64 * LINE_HEIGHT + MARGIN
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use spinout_units::OptionId;

    use super::notes;
    use crate::{Document, derive};

    fn shown(option: &str) -> Value {
        let document = Document::from_value(json!({
            "format": 1, "name": "Notes",
            "elements": {"shop": {"kind": "service", "operations": {"default": {}}}},
            "options": {
                "two": {"name": "Two", "changes": {"a": {"do": {"add": {"elements": {"mail": {"kind": "store"}}}}}}},
                "three": {"name": "Three", "on": "two"}
            },
            "notes": {
                "all": {"text": "everywhere"},
                "first": {"text": "before", "option": "baseline"},
                "mail": {"text": "about what is added", "element": "mail"},
                "second": {"text": "of two", "option": "two"}
            },
            "layout": {
                "elements": {"shop": {"x": 10, "y": 20, "width": 100, "height": 50}},
                "notes": {"all": {"x": 1, "y": 2, "width": 3, "height": 4}}
            }
        }))
        .unwrap();
        let model = document.model();
        let architecture = derive(model, &OptionId::new(option).unwrap());
        let shown = notes(model, &architecture);
        let at = shown
            .iter()
            .map(|(id, (_, at))| (id.to_string(), json!([at.x, at.y])));
        Value::Object(at.collect())
    }

    #[test]
    fn a_note_is_shown_where_it_belongs() {
        assert_eq!(
            shown("baseline"),
            json!({"all": [1.0, 2.0], "first": [10.0, 110.0]})
        );
        for option in ["two", "three"] {
            let shown = shown(option);
            let names: Vec<&String> = shown.as_object().unwrap().keys().collect();
            assert_eq!(names, ["all", "mail", "second"], "{option}");
        }
    }

    #[test]
    fn notes_without_a_place_stand_beside_each_other_below() {
        let shown = shown("two");
        assert_eq!(shown["mail"][1], shown["second"][1]);
        assert!(shown["mail"][0].as_f64() < shown["second"][0].as_f64());
    }
}
