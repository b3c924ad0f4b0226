//! Every kind of element goes the whole way: check, run, bill, blast, export.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use spinout_model::{ElementKind, Mode, describe};
use support::Desk;

/// A service between users and something of a kind, with every mode by which that can be reached.
fn model(kind: ElementKind) -> Value {
    let mut thing = json!({"kind": kind});
    let mut elements = json!({
        "users": {"kind": "client", "operations": {"default": {}}},
        "web": {"kind": "service", "process": {"instance": "ec2/m6i.large"},
                "operations": {"default": {"demand": {"exponential": {"mean": "5ms"}}}}},
    });
    let mut links = json!({"ask": {"from": "users", "to": "web", "mode": "calls"}});
    let described = describe()
        .kinds
        .into_iter()
        .find(|k| k.kind == kind)
        .unwrap();
    if described.operations {
        thing["operations"] = json!({"default": {"demand": {"exponential": {"mean": "10ms"}}}});
    }
    match kind {
        ElementKind::Component => thing["in"] = json!("web"),
        ElementKind::Boundary => {
            thing["boundary"] = json!({"of": "cluster"});
            elements["web"]["in"] = json!("thing");
        }
        ElementKind::Job => thing["job"] = json!({"every": "1h"}),
        _ => {}
    }
    for mode in [Mode::Calls, Mode::Publishes, Mode::Reads, Mode::Writes] {
        let word = serde_json::to_value(mode).unwrap();
        let name = word.as_str().unwrap().to_owned();
        if mode.ends_at(kind) {
            links[name] = json!({"from": "web", "to": "thing", "mode": word, "timeout": "5s"});
        }
    }
    // What asks others asks somebody, as a front end asks what serves it.
    if !matches!(kind, ElementKind::Job | ElementKind::Component) && Mode::Calls.begins_at(kind) {
        elements["origin"] =
            json!({"kind": "external", "operations": {"default": {"demand": {"constant": "3ms"}}}});
        links["on"] = json!({"from": "thing", "to": "origin", "mode": "calls", "timeout": "5s"});
    }
    elements["thing"] = thing;
    json!({
        "format": 1, "name": "Kinds", "elements": elements, "relationships": links,
        "journeys": {"visit": {"entry": "users",
            "objectives": {"fast": {"sli": {"response": "1s"}, "target": 0.9}}}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "20/s"}}}
    })
}

#[test]
fn every_kind_goes_the_whole_way() {
    for kind in describe().kinds.into_iter().map(|each| each.kind) {
        let desk = Desk::new();
        let text = model(kind).to_string();
        desk.get("open_text", json!({"name": "kinds", "text": text}));
        let checked = desk.get("check", json!({"document": 1}));
        let findings = checked["findings"].as_array().unwrap();
        let errors: Vec<_> = findings
            .iter()
            .filter(|f| f["severity"] == "error")
            .collect();
        assert!(errors.is_empty(), "{kind:?}: {errors:?}");
        let settings = json!({"replications": 20, "precision": 0.5});
        let asked = json!({"document": 1, "run": 1, "options": ["baseline"], "scenarios": ["steady"],
                           "settings": settings});
        let runs = desk.get("simulate", asked);
        let visit = &runs["runs"][0]["run"]["journeys"]["visit"];
        assert!(
            visit["response_s"]["mean"]["value"].as_f64().unwrap() > 0.0,
            "{kind:?}"
        );
        desk.get("bill", json!({"document": 1, "option": "baseline"}));
        desk.get("blast", json!({"document": 1, "option": "baseline"}));
        let planned = desk.get("export_plan", json!({"document": 1, "option": "baseline"}));
        assert!(
            !planned["artifacts"].as_array().unwrap().is_empty(),
            "{kind:?}"
        );
    }
}

/// M/M/∞ has no waiting: what a front end and an edge add is their own time and the missed share of the origin's.
#[test]
fn a_front_end_and_an_edge_take_time_and_no_capacity() {
    let desk = Desk::new();
    let model = json!({
        "format": 1, "name": "Edge",
        "elements": {
            "users": {"kind": "client", "operations": {"default": {}}},
            "page": {"kind": "frontend", "operations": {"default": {"demand": {"constant": "100ms"}}}},
            "cdn": {"kind": "edge", "operations": {"default": {"demand": {"constant": "10ms"}}}},
            "origin": {"kind": "external", "operations": {"default": {"demand": {"constant": "200ms"}}}}
        },
        "relationships": {
            "open": {"from": "users", "to": "page", "mode": "calls"},
            "load": {"from": "page", "to": "cdn", "mode": "calls"},
            "fetch": {"from": "cdn", "to": "origin", "mode": "calls", "cache": {"hit_ratio": 0.9}}
        },
        "journeys": {"visit": {"entry": "users"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "500/s"}}}
    });
    desk.get(
        "open_text",
        json!({"name": "edge", "text": model.to_string()}),
    );
    let asked = json!({"document": 1, "run": 1, "options": ["baseline"], "scenarios": ["steady"],
                       "settings": {"replications": 20, "precision": 0.5}});
    let runs = desk.get("simulate", asked);
    let mean = &runs["runs"][0]["run"]["journeys"]["visit"]["response_s"]["mean"];
    let (low, high) = (
        mean["low"].as_f64().unwrap(),
        mean["high"].as_f64().unwrap(),
    );
    let truth = 0.1 + 0.01 + 0.1 * 0.2;
    assert!(
        low <= truth * 1.001 && truth * 0.999 <= high,
        "{mean} is not {truth}"
    );
}
