//! F1 to F8: each is said in a model file, simulated, and seen by its signal, as docs/failure-modes.md has it.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use support::Desk;

/// Users ask a shop, which asks a bank and leaves orders in a queue for billing; 500 s at 20/s.
fn model(faults: Value) -> Value {
    let link = |from: &str, to: &str, mode: &str| {
        json!({
            "from": from, "to": to, "mode": mode, "latency": {"constant": "0s"}, "trace_context": true
        })
    };
    json!({
        "format": 1,
        "name": "Failure modes",
        "elements": {
            "users": {"kind": "client", "operations": {"default": {}}},
            "shop": {"kind": "service", "operations": {"default": {}}},
            "bank": {"kind": "service", "operations": {"default": {}}},
            "orders": {"kind": "queue", "queue": {"dead_letter": {"to": "dead", "max_receives": 2}}},
            "dead": {"kind": "queue"},
            "billing": {"kind": "service", "operations": {"default": {}}}
        },
        "relationships": {
            "ask": link("users", "shop", "calls"),
            "pay": link("shop", "bank", "calls"),
            "put": link("shop", "orders", "publishes"),
            "take": link("billing", "orders", "consumes")
        },
        "journeys": {"order": {"entry": "users"}},
        "scenarios": {"story": {
            "kind": "terminating", "horizon": "500s", "load": {"constant": "20/s"}, "faults": faults
        }}
    })
}

fn run(model: &Value) -> Value {
    let desk = Desk::new();
    desk.get(
        "open_text",
        json!({ "name": "modes", "text": model.to_string() }),
    );
    let done = desk.get(
        "simulate",
        json!({ "document": 1, "run": 1, "options": [], "scenarios": [], "settings": { "precision": 0.05 } }),
    );
    done["runs"][0]["run"].clone()
}

/// A fault from 100 s for 200 s.
fn fault(element: &str, kind: Value) -> Value {
    json!({"it": {"element": element, "at": "100s", "duration": "200s", "kind": kind}})
}

/// What is seen of the only failure mode that shows: of whom, before, at worst.
#[track_caller]
fn only(run: &Value, id: &str) -> (String, f64, f64) {
    let modes = run["failure_modes"].as_object().unwrap();
    let ids: Vec<&String> = modes.keys().collect();
    assert_eq!(ids, [id]);
    let seen = modes[id]["seen"].as_array().unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
    let before = seen[0]["before"].as_f64().unwrap_or(0.0);
    (
        seen[0]["name"].as_str().unwrap().to_owned(),
        before,
        seen[0]["worst"].as_f64().unwrap(),
    )
}

/// The figure of a series in the step at a time.
fn at(run: &Value, series: &Value, time_s: f64) -> f64 {
    let steps = run["series"]["time_s"].as_array().unwrap();
    let step = steps.iter().position(|t| t.as_f64().unwrap() >= time_s);
    series[step.unwrap()].as_f64().unwrap()
}

#[test]
fn nothing_shows_where_nothing_goes_wrong() {
    let run = run(&model(json!({})));
    assert!(
        run.get("failure_modes").is_none(),
        "{}",
        run["failure_modes"]
    );
}

#[test]
fn f1_a_release_whose_contract_does_not_match_is_a_spike_until_it_goes_back() {
    let kind = json!({"deploy": {"errors": 1.0, "detect": "60s"}});
    let run = run(&model(fault("bank", kind)));
    let (name, before, worst) = only(&run, "F1");
    assert_eq!((name.as_str(), before), ("order", 0.0));
    // Everybody meets it, and the highest of the steps is above the mean of 20/s.
    assert!((19.0..30.0).contains(&worst), "{worst}");
    let failures = &run["series"]["journeys"]["order"]["failures_per_s"]["value"];
    assert_eq!(at(&run, failures, 50.0), 0.0);
    assert_eq!(at(&run, failures, 180.0), 0.0, "rolled back at 160 s");
}

#[test]
fn f2_a_lost_trace_context_lowers_the_join_rate_while_it_lasts() {
    let run = run(&model(fault("bank", json!({"lost_traces": 0.25}))));
    let (name, before, worst) = only(&run, "F2");
    assert_eq!((name.as_str(), before, worst), ("order", 1.0, 0.75));
    let rate = &run["series"]["journeys"]["order"]["trace_join_rate"];
    assert_eq!(at(&run, rate, 350.0), 1.0);
    // Two fifths of the requests at three quarters.
    let m9 = run["metrics"]["M9"]["values"][0]["value"]["value"]
        .as_f64()
        .unwrap();
    assert!((m9 - 0.9).abs() < 0.005, "{m9}");
}

#[test]
fn f3_an_autoscaler_that_works_off_a_backlog_is_a_cost_shock_and_a_budget_stops_it() {
    let mut model = model(json!({}));
    let scenario = &mut model["scenarios"]["story"];
    scenario["load"] =
        json!({"spike": {"base": "4/s", "peak": "60/s", "at": "100s", "duration": "100s"}});
    let billing = &mut model["elements"]["billing"];
    billing["operations"]["default"]["demand"] = json!({"constant": "100ms"});
    billing["process"] = json!({
        "replicas": 1, "threads": 1, "instance": "ours",
        "autoscaler": {
            "min": 1, "max": 40, "target": {"lag": 5}, "start_up": "1s", "rule": {"keda": {}}
        }
    });
    model["prices"] = json!({"ours": "0.5USD/h"});
    let free = run(&model);
    let (_, before, worst) = only(&free, "F3");
    assert!((before - 0.5).abs() < 1e-6, "{before}");
    assert!(worst > 4.0, "{worst}");
    model["elements"]["billing"]["process"]["autoscaler"]["budget"] = json!({"spend": "1USD/h"});
    let stopped = run(&model);
    let (_, _, worst) = only(&stopped, "F3");
    // What 1 USD pays for: two instances.
    assert!((worst - 1.0).abs() < 1e-6, "{worst}");
    let held = &stopped["elements"]["billing"]["scaling"]["by_budget"]["value"];
    assert!(held.as_f64().unwrap() > 0.1, "{held}");
}

#[test]
fn f4_dual_writes_that_are_tried_again_are_counted() {
    let mut model = model(json!({}));
    model["relationships"]["pay"]["dual_write_with"] = json!("put");
    model["relationships"]["ask"]["timeout"] = json!("10s");
    model["relationships"]["ask"]["retry"] = json!({"attempts": 2});
    model["elements"]["shop"]["operations"]["default"]["failure_rate"] = json!(0.1);
    let run = run(&model);
    let (name, _, worst) = only(&run, "F4");
    assert_eq!(name, "order");
    // A tenth of 10 000 requests is tried again, once both halves have taken effect: each happens twice.
    assert!((worst - 2000.0).abs() < 100.0, "{worst}");
}

#[test]
fn f5_messages_that_nobody_can_read_pile_up_as_dead_letters() {
    let run = run(&model(fault("orders", json!({"poison": 0.5}))));
    let (name, before, worst) = only(&run, "F5");
    assert_eq!((name.as_str(), before), ("orders", 0.0));
    assert!(
        (worst - 2000.0).abs() < 150.0,
        "half of 200 s at 20/s: {worst}"
    );
}

#[test]
fn f6_wrong_scopes_and_old_tokens_are_denials() {
    let denied = run(&model(fault("bank", json!({"denial": 1.0}))));
    let (name, before, worst) = only(&denied, "F6");
    assert_eq!((name.as_str(), before), ("bank", 0.0));
    assert!((19.0..30.0).contains(&worst), "{worst}");
    let series = &denied["series"]["elements"]["bank"]["denied_per_s"]["value"];
    assert_eq!(at(&denied, series, 350.0), 0.0);
    let mut model = model(json!({}));
    model["relationships"]["put"]["token"] = json!("lost");
    model["relationships"]["take"]["auth_required"] = json!(true);
    let lost = run(&model);
    let modes = &lost["failure_modes"];
    assert_eq!(modes["F6"]["seen"][0]["name"], "billing");
    assert_eq!(lost["elements"]["billing"]["without_token"]["value"], 1.0);
    assert_eq!(modes["F5"]["seen"][0]["name"], "orders", "denied twice");
}

#[test]
fn f7_telemetry_that_does_not_arrive_is_a_gap() {
    let run = run(&model(fault("bank", json!({"lost_telemetry": 1.0}))));
    let modes = run["failure_modes"].as_object().unwrap();
    assert_eq!(modes["F7"]["seen"][0]["name"], "bank");
    assert_eq!(modes["F7"]["seen"][0]["worst"], 1.0);
    assert_eq!(modes["F7"]["seen"][0]["before"], 0.0);
    // No trace is whole without its spans.
    assert_eq!(modes["F2"]["seen"][0]["worst"], 0.0);
    assert_eq!(modes.len(), 2);
}

#[test]
fn f8_a_broken_pipeline_releases_nothing_and_lengthens_the_recovery() {
    let yes = json!({"is": "yes"});
    let mut model = model(json!({
        "pipeline": {"element": "bank", "at": "100s", "duration": "200s", "kind": {"failed_runs": 1.0}},
        "bad": {"element": "bank", "at": "50s", "duration": "400s", "kind": {"deploy": {"errors": 1.0, "detect": "60s"}}}
    }));
    model["units"] = json!({"bank": {
        "changes_per_week": 10, "on_call": yes, "alerts": yes, "runbook": yes,
        "pipeline": {"rollback": yes, "stages": [{"name": "all", "duration": "1h", "failure_rate": 0.2}]},
        "recovery": {"acknowledge": "10s", "diagnose": "10s", "roll_back": "10s"}
    }});
    model["journeys"]["order"]["objectives"] =
        json!({"works": {"sli": "success", "target": 0.999}});
    let run = run(&model);
    let modes = &run["failure_modes"];
    let seen = &modes["F8"]["seen"][0];
    assert_eq!(seen["name"], "bank");
    // Ten changes take 12.5 runs of which 2.5 fail; then one run after the other fails, 40 in 40 hours.
    assert!((seen["before"].as_f64().unwrap() - 2.5).abs() < 1e-9);
    assert!((seen["worst"].as_f64().unwrap() - 40.0).abs() < 1e-6);
    let released = &run["series"]["units"]["bank"]["releases_per_week"];
    assert_eq!(at(&run, released, 200.0), 0.0);
    assert!((at(&run, released, 400.0) - 10.0).abs() < 1e-9);
    // The bad version cannot go back at 110 s, but only once something can be released.
    assert_eq!(run["deploys"]["bad"]["over_s"]["value"], 300.0);
    let m8 = run["metrics"]["M8"]["values"].as_array().unwrap();
    let bank = m8.iter().find(|value| value["name"] == "bank").unwrap();
    assert_eq!(bank["value"]["value"], 250.0, "from 50 s to 300 s: {bank}");
    assert_eq!(modes["F1"]["seen"][0]["name"], "order");
}
