use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use spinout_export::Ownership;

use crate::samples::{HOSTILE, hostile, hostile_names, samples};

/// Every text in a document, keys among them.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(object) => {
            for (key, value) in object {
                found.push(key.clone());
                texts(value, found);
            }
        }
        _ => {}
    }
}

/// The texts of a file that is YAML or JSON; none of another.
fn parsed(path: &str, text: &str) -> Option<Vec<String>> {
    let documents: Vec<Value> = if path.contains("/templates/") {
        // A template of Helm is YAML once it is rendered.
        return None;
    } else if path.ends_with(".json") {
        vec![serde_json::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"))]
    } else if path.ends_with(".yaml") {
        serde_norway::Deserializer::from_str(text)
            .map(|one| {
                Value::deserialize(one).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"))
            })
            .collect()
    } else {
        return None;
    };
    let mut found = Vec::new();
    documents
        .iter()
        .for_each(|document| texts(document, &mut found));
    Some(found)
}

/// What a name becomes where it is shown: itself, or for a blank one the id.
fn shown(name: &str) -> Option<&str> {
    (!name.trim().is_empty()).then_some(name)
}

fn survives(name: &str) {
    let sample = hostile("one name", &mut || name.to_owned());
    let baseline: Vec<String> = paths(&hostile("plain", &mut || "plain".to_owned()).plan());
    let plan = sample.plan();
    assert_eq!(paths(&plan), baseline, "names do not change paths");
    for artifact in &plan.artifacts {
        let Some(found) = parsed(&artifact.path, &artifact.text) else {
            let marks = artifact.text.matches("\n<!-- END spinout ").count();
            let managed = artifact.ownership == Ownership::Managed;
            assert_eq!(marks, usize::from(managed), "the block has one end");
            continue;
        };
        let Some(name) = shown(name) else { continue };
        let escaped = name.replace('{', "{{\"{\"}}");
        let rules = artifact.path.ends_with("rules.yaml");
        let there = found
            .iter()
            .any(|text| text.contains(if rules { &escaped } else { name }));
        assert!(
            there
                || [".slow.", "alertmanager", "/values.", "/collector/"]
                    .iter()
                    .any(|part| artifact.path.contains(part)),
            "{} lost {name:?}:\n{}",
            artifact.path,
            artifact.text
        );
    }
}

fn paths(plan: &spinout_export::Plan) -> Vec<String> {
    plan.artifacts
        .iter()
        .map(|artifact| artifact.path.clone())
        .collect()
}

#[test]
fn names_that_try_to_leave_their_place_stay_whole() {
    for name in HOSTILE {
        survives(name);
    }
    survives(&"x".repeat(300));
    survives(&"long ".repeat(60));
}

#[test]
fn hostile_names_are_in_the_sample() {
    let plan = hostile_names().plan();
    let all: Vec<String> = plan
        .artifacts
        .iter()
        .filter_map(|artifact| parsed(&artifact.path, &artifact.text))
        .flatten()
        .collect();
    for name in HOSTILE {
        assert!(all.iter().any(|text| text.contains(name)), "{name:?}");
    }
}

#[test]
fn markdown_shows_names_without_markup() {
    for sample in samples() {
        for artifact in sample
            .plan()
            .artifacts
            .iter()
            .filter(|artifact| artifact.path.ends_with(".md"))
        {
            assert!(
                !artifact.text.contains("<b>") && !artifact.text.contains('\u{202e}'),
                "{}",
                artifact.text
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_name_stays_whole(name in any::<String>()) {
        survives(&name);
    }

    #[test]
    fn names_of_marks_stay_whole(name in "[-#:{}\\[\\],&*?|>'\"%@`!\\\\\n\t ~=<a0.]{0,24}") {
        survives(&name);
    }
}
