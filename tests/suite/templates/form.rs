use std::path::Path;

use spinout_commands::templates;
use spinout_model::{derive, load, notes};
use spinout_units::OptionId;

use super::{Opened, ask, complaints};
use serde_json::json;

/// The files of the templates are as the program writes them, and called what the gallery calls them.
#[test]
fn every_template_is_canonical() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".spinout.json"))
        .collect();
    files.sort();
    assert_eq!(
        files.len(),
        templates().templates.len(),
        "each file is a template"
    );
    let mut names = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let loaded =
            load(&text, "template").unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        assert!(
            loaded.document.to_text() == text,
            "{} is not canonical",
            path.display()
        );
        assert!(loaded.document.unknown().is_empty(), "{}", path.display());
        names.push(loaded.document.model().name.clone());
    }
    for template in templates().templates {
        assert!(
            names.contains(&template.name),
            "no model is called {}",
            template.name
        );
    }
}

/// What is drawn of a design overlaps nothing but what it is in, or what is in it.
#[test]
fn nothing_is_drawn_over_something_else() {
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../models")).unwrap()
    {
        let path = file.unwrap().path();
        if !path.to_string_lossy().ends_with(".spinout.json") {
            continue;
        }
        let loaded = load(&std::fs::read_to_string(&path).unwrap(), "template").unwrap();
        let model = loaded.document.model();
        let baseline = OptionId::new("baseline").unwrap();
        for option in std::iter::once(&baseline).chain(model.options.keys()) {
            let architecture = derive(model, option);
            let around = |id: &spinout_units::ElementId| {
                let mut at = architecture.elements[id].parent.clone();
                let mut all = Vec::new();
                while let Some(id) = at {
                    at = architecture.elements[&id].parent.clone();
                    all.push(id);
                }
                all
            };
            let boxes: Vec<_> = architecture.layout.iter().collect();
            for (n, (a, p)) in boxes.iter().enumerate() {
                for (b, q) in &boxes[n + 1..] {
                    let nested = around(a).contains(b) || around(b).contains(a);
                    let apart = p.x + p.width <= q.x
                        || q.x + q.width <= p.x
                        || p.y + p.height <= q.y
                        || q.y + q.height <= p.y;
                    assert!(
                        nested || apart,
                        "{}: {option}: {a} over {b}",
                        path.display()
                    );
                }
            }
            for (note, (_, at)) in notes(model, &architecture) {
                let free = architecture.layout.values().all(|p| {
                    p.x + p.width <= at.x
                        || at.x + at.width <= p.x
                        || p.y + p.height <= at.y
                        || at.y + at.height <= p.y
                });
                assert!(
                    free,
                    "{}: {option}: the note {note} lies over something",
                    path.display()
                );
            }
        }
    }
}

/// A gallery is to be read: who opens a template is told what to try.
#[test]
fn every_template_says_what_to_try() {
    for template in templates().templates {
        if template.id == "image-processing" {
            continue;
        }
        let opened = Opened::new(&template.id);
        let view = opened.ask("view", json!({"option": "baseline"}));
        let tried = view["notes"]["try"]["text"].as_str().unwrap_or_default();
        assert!(tried.starts_with("Try: "), "{}", template.id);
        let options = view["options"].as_array().unwrap();
        assert!(options.len() > 1 && !view["scenarios"].as_object().unwrap().is_empty());
        let basis = view["basis"].as_object().unwrap();
        assert!(
            basis.len() > 2,
            "{} says where its figures come from",
            template.id
        );
    }
}

/// Warnings are part of the lesson; these are all.
#[test]
fn no_template_has_a_finding_beside_its_lesson() {
    let expected: &[(&str, &[&str])] = &[
        ("s1", &["A2", "shared-store"]),
        ("s2", &["Q7"]),
        ("s3", &["A2", "A5"]),
        ("s4", &["B2"]),
        ("s5", &[]),
        ("u1", &[]),
        ("u2", &[]),
        ("u3", &["B2", "B7"]),
        ("u4", &[]),
        ("u5", &[]),
        ("u6", &[]),
        ("u7", &[]),
        ("u8", &["A12", "A14", "A18", "A20", "A5", "A9"]),
        ("u9", &[]),
        ("u10", &[]),
    ];
    let mut wrong = Vec::new();
    for (template, ids) in expected {
        let found: Vec<String> = complaints(template).into_keys().collect();
        if found != *ids {
            wrong.push(format!("{template}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(expected.len() + 1, templates().templates.len());
}

/// Whoever writes S3 means s3.
#[test]
fn a_template_is_found_in_either_case() {
    let opened = Opened::new("S3");
    let view = ask(
        &opened.app,
        json!({"command": "view", "document": opened.document}),
    );
    assert_eq!(view["name"], "A new billing service loses invoices");
    assert!(view["notes"]["try"]["position"]["width"].as_f64().unwrap() > 0.0);
}
