//! No validator of OpenSLO is packaged: what its specification demands stands here, and each rule has a
//! broken twin.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use crate::samples::{samples, worked};

fn documents(text: &str) -> Vec<Value> {
    serde_norway::Deserializer::from_str(text)
        .map(|document| Value::deserialize(document).unwrap())
        .collect()
}

/// What is wrong with a set of documents, one sentence each.
fn faults(documents: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names = BTreeSet::new();
    for document in documents {
        let kind = document["kind"].as_str().unwrap_or_default();
        let name = document["metadata"]["name"].as_str().unwrap_or_default();
        let mut fault = |text: &str| faults.push(format!("{kind} {name}: {text}"));
        if document["apiVersion"] != "openslo/v1" {
            fault("unknown version");
        }
        if !is_dns_label(name) {
            fault("the name is no DNS label");
        }
        if !names.insert((kind.to_owned(), name.to_owned())) {
            fault("twice");
        }
        if document["spec"]["description"]
            .as_str()
            .is_some_and(|text| text.chars().count() > 1050)
        {
            fault("the description is too long");
        }
        match kind {
            "Service" => {}
            "SLI" => {
                let ratio = &document["spec"]["ratioMetric"];
                for part in ["good", "total"] {
                    if !ratio[part]["metricSource"]["spec"]["query"].is_string() {
                        fault("a ratio without a query");
                    }
                }
                if !ratio["counter"].is_boolean() {
                    fault("a ratio must say whether it counts");
                }
            }
            "SLO" => slo(&document["spec"], &mut fault),
            _ => fault("unknown kind"),
        }
    }
    for document in documents
        .iter()
        .filter(|document| document["kind"] == "SLO")
    {
        for (kind, field) in [("Service", "service"), ("SLI", "indicatorRef")] {
            let name = document["spec"][field].as_str().unwrap_or_default();
            if !names.contains(&(kind.to_owned(), name.to_owned())) {
                faults.push(format!("no {kind} {name:?}"));
            }
        }
    }
    faults
}

fn slo(spec: &Value, fault: &mut dyn FnMut(&str)) {
    let windows = spec["timeWindow"].as_array().map_or(&[][..], Vec::as_slice);
    if windows.len() != 1 {
        fault("not exactly one window");
    }
    for window in windows {
        if !window["duration"].as_str().is_some_and(is_duration) {
            fault("no duration shorthand");
        }
        if window["isRolling"] != true && window.get("calendar").is_none() {
            fault("a window that does not roll needs a calendar");
        }
    }
    if !["Occurrences", "Timeslices"]
        .contains(&spec["budgetingMethod"].as_str().unwrap_or_default())
    {
        fault("unknown budgeting method");
    }
    let objectives = spec["objectives"].as_array().map_or(&[][..], Vec::as_slice);
    if objectives.is_empty() {
        fault("no objective");
    }
    for objective in objectives {
        if objective.get("op").is_some() || objective.get("value").is_some() {
            fault("a ratio takes no op or value");
        }
        match (
            objective.get("target").and_then(Value::as_f64),
            objective.get("targetPercent"),
        ) {
            (Some(target), None) if target > 0.0 && target < 1.0 => {}
            _ => fault("a target is a share above 0 and below 1"),
        }
    }
}

fn is_dns_label(name: &str) -> bool {
    let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty()
        && name.len() <= 63
        && name.chars().all(inside)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

fn is_duration(text: &str) -> bool {
    let number = text.trim_end_matches(['m', 'h', 'd', 'w', 'M', 'Q', 'Y']);
    text.len() == number.len() + 1
        && number
            .parse::<u32>()
            .is_ok_and(|n| n > 0 && !number.starts_with('0'))
}

#[test]
fn every_document_keeps_the_rules() {
    for sample in samples() {
        let documents = documents(&sample.text("openslo.yaml"));
        assert_eq!(faults(&documents), Vec::<String>::new(), "{}", sample.name);
        assert!(documents.len() >= 3, "{}", sample.name);
    }
}

#[test]
fn broken_twins_are_found() {
    let text = worked().text("openslo.yaml");
    let twins = [
        ("target: 0.999", "target: 99.9", "a target is a share"),
        ("target: 0.999", "target: 0.999\n    op: lte", "takes no op"),
        (
            "duration: 30d",
            "duration: 30 days",
            "no duration shorthand",
        ),
        ("isRolling: true", "isRolling: false", "needs a calendar"),
        (
            "indicatorRef: upload-works",
            "indicatorRef: upload-work",
            "no SLI",
        ),
        ("name: upload-works", "name: Upload_Works", "no DNS label"),
        (
            "counter: true",
            "countr: true",
            "must say whether it counts",
        ),
    ];
    for (from, to, why) in twins {
        let twin = text.replace(from, to);
        assert_ne!(twin, text, "{from}");
        let faults = faults(&documents(&twin));
        assert!(
            faults.iter().any(|fault| fault.contains(why)),
            "{why}: {faults:?}"
        );
    }
}

#[test]
fn targets_are_written_without_noise() {
    let text = worked().text("openslo.yaml");
    assert!(
        text.contains("target: 0.999\n") && text.contains("target: 0.95\n"),
        "{text}"
    );
}

#[test]
fn objectives_are_those_of_the_model() {
    let documents = documents(&worked().text("openslo.yaml"));
    let targets: Vec<(&str, f64)> = documents
        .iter()
        .filter(|document| document["kind"] == "SLO")
        .map(|document| {
            let target = document["spec"]["objectives"][0]["target"]
                .as_f64()
                .unwrap();
            (document["metadata"]["name"].as_str().unwrap(), target)
        })
        .collect();
    assert_eq!(
        targets,
        [
            ("browse-fast", 0.99),
            ("browse-works", 0.999),
            ("upload-answered", 0.95),
            ("upload-processed", 0.99),
            ("upload-works", 0.999)
        ]
    );
}
