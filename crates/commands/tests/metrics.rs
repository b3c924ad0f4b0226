//! The metrics M1 to M12 of runs, against what is computed by hand.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use support::Desk;

/// A client asks a service, which asks another three times in ten.
fn model(units: Value, scenario: Value) -> String {
    json!({
        "format": 1,
        "name": "Two services",
        "elements": {
            "users": {"kind": "client", "operations": {"ask": {}}},
            "front": {
                "kind": "service",
                "process": {"threads": 1, "accept_queue": 1_000_000},
                "operations": {"answer": {"demand": {"exponential": {"mean": "100ms"}}}}
            },
            "back": {"kind": "service", "operations": {"look": {"demand": {"constant": "1ms"}}}}
        },
        "relationships": {
            "ask": {
                "from": "users/ask", "to": "front/answer", "mode": "calls", "network": "local",
                "auth_required": true
            },
            "look": {
                "from": "front/answer", "to": "back/look", "mode": "calls", "network": "local",
                "per_request": 0.3, "trace_context": false
            }
        },
        "journeys": {"ask": {
            "entry": "users/ask",
            "objectives": {"works": {"sli": "success", "target": 0.999}}
        }},
        "units": units,
        "scenarios": {"it": scenario}
    })
    .to_string()
}

fn metrics(units: Value, scenario: Value) -> Value {
    let desk = Desk::new();
    let text = model(units, scenario);
    desk.get("open_text", json!({ "name": "two", "text": text }));
    let done = desk.get(
        "simulate",
        json!({ "document": 1, "run": 1, "options": [], "scenarios": [], "settings": { "precision": 0.05 } }),
    );
    done["runs"][0]["run"]["metrics"].clone()
}

fn of<'a>(metrics: &'a Value, id: &str, name: &str) -> &'a Value {
    let values = metrics[id]["values"].as_array().unwrap();
    let found = values.iter().find(|value| value["name"] == name);
    found.unwrap_or_else(|| panic!("no {id} of {name} in {}", metrics[id]))
}

fn figure(metrics: &Value, id: &str, name: &str) -> f64 {
    of(metrics, id, name)["value"]["value"].as_f64().unwrap()
}

fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "{found} {expected}"
    );
}

#[test]
fn every_metric_comes_out_of_a_run_with_its_target() {
    let metrics = metrics(
        json!({}),
        json!({ "kind": "steady", "load": {"constant": "4/s"} }),
    );
    let ids: Vec<&String> = metrics.as_object().unwrap().keys().collect();
    assert_eq!(
        ids,
        [
            "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "M12"
        ]
    );
    assert!(figure(&metrics, "M1", "ask") > 0.3);
    assert_eq!(of(&metrics, "M1", "ask")["met"], false);
    near(figure(&metrics, "M2", "ask"), 1.0);
    assert_eq!(of(&metrics, "M2", "ask")["met"], true);
    near(figure(&metrics, "M12", "ask: works"), 0.0);
    near(figure(&metrics, "M10", "front"), 0.0);
    // Seven requests in ten do not take the link that loses the trace.
    near(figure(&metrics, "M9", "ask"), 0.7);
    let unknown = of(&metrics, "M7", "front");
    assert!(unknown["value"].is_null() && unknown["met"].is_null());
    assert_eq!(
        unknown["missing"],
        json!([
            "units/front/changes_per_week",
            "units/front/pipeline/stages"
        ])
    );
}

#[test]
fn a_shared_pipeline_is_a_queue_that_its_units_share() {
    let stages = json!([
        {"name": "build", "duration": "30min", "failure_rate": 0.5},
        {"name": "test", "duration": "30min"}
    ]);
    let unit = |changes: f64| {
        json!({
            "changes_per_week": changes, "pipeline": {"shared": true, "stages": stages}
        })
    };
    let scenario = json!({ "kind": "steady", "load": {"constant": "1/s"} });
    // A run takes 45 min in the mean, and each change two: 90 min of the 40 h of a week.
    let follows = metrics(
        json!({"front": unit(5.0), "back": unit(15.0)}),
        scenario.clone(),
    );
    near(figure(&follows, "M7", "front"), 5.0);
    let too_much = metrics(
        json!({"front": unit(10.0), "back": unit(30.0)}),
        scenario.clone(),
    );
    near(figure(&too_much, "M7", "front"), 10.0 / 1.5);
    near(figure(&too_much, "M7", "back"), 30.0 / 1.5);
    // A fix that goes first waits for what is left of a run, (900 + 3600) ÷ (2 × 90) = 25 min, with each of its
    // two runs.
    let idle = metrics(
        json!({"front": unit(0.0), "back": unit(0.0)}),
        scenario.clone(),
    );
    let later = figure(&too_much, "M8", "front") - figure(&idle, "M8", "front");
    near(later, 2.0 * 25.0 * 60.0);
    let how = of(&too_much, "M8", "front")["how"].as_str().unwrap();
    assert!(how.contains("cannot follow"), "{how}");
    let broken = json!([{"name": "build", "duration": "30min", "failure_rate": 1}]);
    let unit = json!({"changes_per_week": 5, "pipeline": {"stages": broken}});
    let none = metrics(json!({"front": unit}), scenario);
    near(figure(&none, "M7", "front"), 0.0);
    assert_eq!(of(&none, "M7", "front")["met"], false);
    // What cannot be released is not mended.
    assert!(of(&none, "M8", "front")["value"].is_null());
}

#[test]
fn recovery_is_alert_acknowledgement_diagnosis_and_way_back() {
    let yes = json!({"is": "yes"});
    let unit = json!({
        "on_call": yes, "alerts": yes, "runbook": yes, "trace_sampling": 0.5,
        "pipeline": {"rollback": yes},
        "recovery": {"acknowledge": "2min", "diagnose": "10min", "roll_back": "3min"}
    });
    let incident = json!({
        "kind": "terminating", "load": {"constant": "4/s"}, "horizon": "20min",
        "faults": {"bad": {
            "element": "front", "at": "5min", "duration": "15min", "kind": {"denial": 1}
        }}
    });
    let metrics = metrics(json!({"front": unit}), incident);
    // Everything fails, so that 14.4 × 0.1 % of an hour, 52 s, are enough for a page; steps of the series
    // are no longer than 10 s. The trace is lost on the way to the back, so the diagnosis takes 20 min.
    let found = figure(&metrics, "M8", "front") - 60.0 * (2.0 + 20.0 + 3.0);
    assert!((40.0..=75.0).contains(&found), "{found}");
    near(figure(&metrics, "M9", "ask"), 0.35);
    let denied = figure(&metrics, "M10", "front");
    assert!(
        (denied - 0.75).abs() < 0.02,
        "{denied}: three quarters of the time"
    );
    assert_eq!(of(&metrics, "M10", "front")["met"], false);
}
