use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::samples::{Sample, samples, without_a_word, worked};
use crate::tools::{Said, Written, script};

/// The entities of a sample, with the texts that they point at in their place.
fn entities(sample: &Sample) -> Vec<Value> {
    serde_norway::Deserializer::from_str(&sample.text("catalog-info.yaml"))
        .map(|one| {
            let mut entity = Value::deserialize(one).unwrap();
            if let Some(at) = entity["spec"]["definition"]["$text"].as_str() {
                let text = sample.text(at.trim_start_matches("./"));
                entity["spec"]["definition"] = json!(text);
            }
            entity
        })
        .collect()
}

fn taken(entities: &[Value]) -> Said {
    let file = Written::one("entities.json", &json!(entities).to_string());
    script("backstage.mjs", &file.files(".json"))
}

fn with_units() -> impl Iterator<Item = Sample> {
    samples()
        .into_iter()
        .filter(|sample| !sample.architecture.spinouts.is_empty())
}

#[test]
fn backstage_takes_every_entity() {
    let all: Vec<Value> = with_units().flat_map(|sample| entities(&sample)).collect();
    assert!(all.len() > 30);
    taken(&all).accepts();
}

#[test]
fn backstage_refuses_broken_twins() {
    let good = entities(&worked());
    let component = good
        .iter()
        .find(|entity| entity["kind"] == "Component")
        .unwrap();
    for (place, value, why) in [
        ("/metadata/name", json!("an unfit name"), "name"),
        ("/spec/lifecycle", json!(3), "lifecycle"),
        ("/spec/owner", Value::Null, "owner"),
    ] {
        let mut twin = component.clone();
        *twin.pointer_mut(place).unwrap() = value;
        taken(&[twin]).refuses(why);
    }
}

#[test]
fn every_reference_has_its_entity() {
    for sample in with_units() {
        let all = entities(&sample);
        let there: BTreeSet<String> = all
            .iter()
            .map(|entity| {
                let kind = entity["kind"].as_str().unwrap().to_lowercase();
                format!(
                    "{kind}:default/{}",
                    entity["metadata"]["name"].as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(there.len(), all.len(), "{}: each once", sample.name);
        for entity in &all {
            let spec = &entity["spec"];
            let mut needed: Vec<String> = spec["owner"]
                .as_str()
                .map(str::to_owned)
                .into_iter()
                .collect();
            needed.extend(
                spec["system"]
                    .as_str()
                    .map(|name| format!("system:default/{name}")),
            );
            for (list, kind) in [
                ("providesApis", "api:default/"),
                ("consumesApis", "api:default/"),
                ("dependsOn", ""),
            ] {
                let names = spec[list].as_array().into_iter().flatten();
                needed.extend(names.map(|name| format!("{kind}{}", name.as_str().unwrap())));
            }
            for reference in needed {
                assert!(there.contains(&reference), "{}: {reference}", sample.name);
            }
        }
    }
}

/// What GitHub would say of a line, had it a linter: nothing, or what is wrong.
fn fault(line: &str) -> Option<&'static str> {
    let (pattern, owners) = line.split_once(' ')?;
    if pattern.starts_with('!') || pattern.contains(['[', ']', '\\']) {
        return Some("a pattern that is not supported");
    }
    let owned = owners.split(' ').all(|owner| {
        owner.len() > 1
            && owner.strip_prefix('@').is_some_and(|name| {
                name.chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-/".contains(c))
            })
    });
    (!owned).then_some("an owner that is none")
}

#[test]
fn code_has_owners_and_contracts_have_both() {
    assert_eq!(fault("!/docs/ @a"), Some("a pattern that is not supported"));
    assert_eq!(fault("/docs/ media"), Some("an owner that is none"));
    for sample in samples() {
        let plan = sample.plan();
        let Some(file) = plan
            .artifacts
            .iter()
            .find(|artifact| artifact.path == "CODEOWNERS")
        else {
            continue;
        };
        for line in file
            .text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            assert_eq!(fault(line), None, "{}: {line}", sample.name);
        }
    }
    let text = worked().text("CODEOWNERS");
    // The last line that matches wins.
    let of = |path: &str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let last = lines
            .filter_map(|line| line.split_once(' '))
            .rfind(|(pattern, _)| {
                *pattern == "*" || path.starts_with(pattern.trim_start_matches('/'))
            });
        last.unwrap().1.to_owned()
    };
    assert_eq!(of("src/main.rs"), "@media");
    assert_eq!(
        of("contracts/worker/unit.openapi.yaml"),
        "@media @storefront"
    );
    let plan = without_a_word().plan();
    assert!(
        plan.artifacts
            .iter()
            .all(|artifact| artifact.path != "CODEOWNERS"),
        "nobody is named"
    );
}
