use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use spinout_model::{Architecture, BASELINE, Model, derive};
use spinout_results::Run;

use spinout_units::Severity;

use crate::check::{Check, Find, Found};
use crate::design::Design;
use crate::{CHECKS, manual, model, run};

/// A shop that nothing can be said against: users, two instances, a database, a bank, a worker behind a
/// queue.
fn base() -> Value {
    json!({
        "format": 1, "name": "Sample",
        "elements": {
            "users": { "kind": "client", "operations": { "default": {} } },
            "shop": { "kind": "monolith", "team": "core", "operations": { "default": {
                "demand": { "exponential": { "mean": "20ms" } } } },
                "process": { "instance": "ec2/m6i.large", "replicas": 2, "cores": 2 } },
            "database": { "kind": "store", "operations": { "default": {} } },
            "bank": { "kind": "external", "operations": { "default": {} } },
            "jobs": { "kind": "queue", "queue": { "retention": "4d",
                "dead_letter": { "to": "dead", "max_receives": 5 } } },
            "dead": { "kind": "queue" },
            "worker": { "kind": "service", "team": "core", "operations": { "default": {} },
                "process": { "replicas": 2 } }
        },
        "relationships": {
            "ask": { "from": "users", "to": "shop", "mode": "calls", "auth_required": true },
            "look": { "from": "shop", "to": "database", "mode": "reads" },
            "ask-bank": { "from": "shop", "to": "bank", "mode": "calls", "timeout": "2s",
                "trace_context": true },
            "send": { "from": "shop", "to": "jobs", "mode": "publishes", "trace_context": true },
            "take": { "from": "worker", "to": "jobs", "mode": "consumes", "trace_context": true }
        },
        "journeys": { "order": { "entry": "users", "objectives": {
            "works": { "sli": "success", "target": 0.999 },
            "fast": { "sli": { "response": "300ms" }, "target": 0.99 },
            "done": { "sli": { "completion": "1min" }, "target": 0.99 } } } },
        "scenarios": { "steady": { "kind": "steady", "load": { "constant": "10/s" } } },
        "teams": { "core": { "name": "Core", "on_call": "#core" } },
        "contracts": { "job": { "of": "jobs" } }
    })
}

/// A run of the base in which nothing is remarkable.
fn base_run() -> Value {
    json!({
        "format": 1, "model": "Sample", "option": "baseline", "scenario": "steady", "kind": "steady",
        "seed": 1, "engine": "0", "digest": "", "confidence": 0.95, "replications": 20, "requests": 1000,
        "events": 0, "warm_up_s": 0.0, "horizon_s": 100.0, "stop": "precise",
        "journeys": { "order": { "name": "Order", "entry": "users", "response_s": {}, "completion_s": {},
            "success_response_s": {}, "throughput_per_s": null, "success_rate": null, "requests": 1000,
            "censored": 0, "objectives": [], "where_it_goes": [] } },
        "elements": {}, "series": { "time_s": [], "journeys": {}, "elements": {} }, "cost": null,
        "blast_radius": null, "overload": null, "notes": []
    })
}

/// Lays `patch` over `target` (RFC 7396): null takes away.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    for (key, value) in patch {
        if value.is_null() {
            target.as_object_mut().unwrap().remove(key);
            if key == "overload" {
                target[key] = Value::Null;
            }
        } else {
            merge(&mut target[key], value);
        }
    }
}

fn design(patch: &Value) -> (Model, Architecture) {
    let mut file = base();
    merge(&mut file, patch);
    let model: Model = serde_json::from_value(file).unwrap();
    let option = if model.options.is_empty() {
        BASELINE
    } else {
        "option"
    };
    let architecture = derive(&model, &option.parse().unwrap());
    (model, architecture)
}

/// How often `check` finds something in a sample of its manual.
fn findings(check: &Check, sample: &str) -> usize {
    let patch: Value = serde_json::from_str(sample).unwrap_or_else(|e| panic!("{}: {e}", check.id));
    let mut found = Found::new(check);
    match check.find {
        Find::Design(find) | Find::Both(find, _) => {
            let (model, architecture) = design(&patch);
            find(&Design::new(&model, &architecture, None), &mut found);
        }
        Find::Run(find) => {
            let (model, architecture) = design(&json!({}));
            let mut file = base_run();
            merge(&mut file, &patch);
            let run: Run =
                serde_json::from_value(file).unwrap_or_else(|e| panic!("{}: {e}", check.id));
            find(&Design::new(&model, &architecture, None), &run, &mut found);
        }
    }
    let findings = found.into_findings();
    // What nobody has said is a note of its own: a sample that mends one answer leaves the others open.
    findings
        .iter()
        .filter(|f| f.severity >= check.severity)
        .count()
}

fn samples(manual: &str) -> Vec<String> {
    let blocks = manual.split("```json\n").skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_check_has_a_name_of_its_own() {
    let ids: BTreeSet<_> = CHECKS.iter().map(|c| c.id).collect();
    assert_eq!(ids.len(), CHECKS.len());
}

#[test]
fn every_manual_page_says_what_why_and_how_to_mend_it() {
    for check in CHECKS {
        let page = check.manual();
        let title = check.title();
        assert!(
            title.ends_with('.') && title.len() < 100,
            "{}: {title}",
            check.id
        );
        let paragraphs = page.split("\n\n").count();
        assert!(paragraphs >= 4, "{} has too little to say", check.id);
        assert!(
            page.contains("\n# Fix\n"),
            "{} does not say how to mend it",
            check.id
        );
        assert_eq!(
            samples(&page).len(),
            2,
            "{} needs an example and a mended one",
            check.id
        );
    }
}

#[test]
fn every_check_finds_its_example_and_not_the_mended_one() {
    for check in CHECKS {
        let samples = samples(&check.manual());
        assert!(
            findings(check, &samples[0]) > 0,
            "{} does not find its example",
            check.id
        );
        assert_eq!(
            findings(check, &samples[1]),
            0,
            "{} finds its mended example",
            check.id
        );
    }
}

/// What is said of a run of the base with this over it, by the ids of the checks.
fn said_of_run(over_design: &Value, over_run: &Value) -> Vec<String> {
    let (model, architecture) = design(over_design);
    let mut file = base_run();
    merge(&mut file, over_run);
    let found: Run = serde_json::from_value(file).unwrap();
    let findings = run(&model, &architecture, &found);
    findings.into_iter().map(|finding| finding.id).collect()
}

/// An element of a run with these figures.
fn ran(figures: &Value) -> Value {
    let mut element = json!({ "name": "Shop", "resource": null, "utilization": null,
        "throughput_per_s": null, "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
        "replicas": null, "replicas_max": 2 });
    merge(&mut element, figures);
    json!({ "elements": { "shop": element } })
}

#[test]
fn a_run_says_what_scaling_and_sharing_came_to() {
    let scaled = json!({ "elements": { "shop": { "process": { "autoscaler": {
        "min": 2, "max": 12, "target": { "cpu": 0.6 } } } } } });
    let budget = json!({ "elements": { "shop": { "process": { "autoscaler": {
        "min": 2, "max": 12, "target": { "cpu": 0.6 }, "budget": { "spend": "1USD/h" } } } } } });
    let surge = ran(&json!({ "replicas_max": 12 }));
    assert_eq!(said_of_run(&scaled, &surge), ["A3"]);
    assert!(said_of_run(&budget, &surge).is_empty());
    assert!(said_of_run(&scaled, &ran(&json!({ "replicas_max": 6 }))).is_empty());
    let held = |share: f64| {
        let at_quota = json!({ "value": share, "low": share, "high": share });
        ran(&json!({ "placement": { "at_quota": at_quota, "pending": null, "lost": 0.0 } }))
    };
    assert_eq!(said_of_run(&json!({}), &held(0.2)), ["A8"]);
    assert!(said_of_run(&json!({}), &held(0.0)).is_empty());
}

#[test]
fn nothing_is_said_against_a_sound_design() {
    let (sound, architecture) = design(&json!({}));
    let findings = model(&sound, &architecture, None);
    assert!(findings.is_empty(), "{findings:#?}");
    let quiet: Run = serde_json::from_value(base_run()).unwrap();
    assert!(run(&sound, &architecture, &quiet).is_empty());
}

#[test]
fn the_worst_comes_first_and_what_derive_found_is_among_it() {
    let (broken, architecture) = design(&json!({
        "journeys": { "order": { "entry": "nowhere" } },
        "elements": { "shop": { "process": { "replicas": 1 } } },
        "options": { "option": { "name": "Option", "changes": {
            "away": { "do": { "remove": { "element": "nothing" } } } } } }
    }));
    let findings = model(&broken, &architecture, None);
    assert!(
        findings.is_sorted_by(|a, b| a.severity >= b.severity),
        "{findings:#?}"
    );
    assert_eq!(findings[0].severity, Severity::Error);
    let of_entry = findings
        .iter()
        .filter(|f| f.place == "journeys/order/entry");
    assert_eq!(of_entry.count(), 1, "{findings:#?}");
    assert!(!architecture.findings.is_empty());
    assert!(architecture.findings.iter().all(|f| findings.contains(f)));
}

#[test]
fn the_worked_example_can_be_simulated_and_says_what_is_open() {
    let text = include_str!("../../../models/image-processing.spinout.json");
    let example: Model = serde_json::from_str(text).unwrap();
    for option in ["baseline", "worker-spinout"] {
        let architecture = derive(&example, &option.parse().unwrap());
        for finding in model(&example, &architecture, None) {
            assert!(finding.severity < Severity::Error, "{option}: {finding:#?}");
        }
    }
}

#[test]
fn the_manual_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, manual()).unwrap();
    }
    assert!(
        std::fs::read_to_string(&file).unwrap_or_default() == manual(),
        "docs/checks.md is stale: run UPDATE=1 cargo test -p spinout-check"
    );
}
