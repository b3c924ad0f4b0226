//! From what people know to figures of the model, and distributions by picture.

#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use spinout_commands::protocol::ProblemKind;
use support::Desk;

/// A service on two cores, one request to a core, that asks nobody; and one that asks a store.
fn desk() -> Desk {
    let desk = Desk::new();
    let model = json!({
        "format": 1, "name": "Known", "elements": {
            "api": {"kind": "service", "process": {"replicas": 1, "cores": 2, "threads": 2},
                    "operations": {"default": {}}},
            "web": {"kind": "service", "operations": {"default": {}}},
            "db": {"kind": "store", "operations": {"default": {}}},
            "q": {"kind": "queue"}
        },
        "relationships": {"ask": {"from": "web", "to": "db", "mode": "reads"}}
    });
    desk.get(
        "open_text",
        json!({"name": "known", "text": model.to_string()}),
    );
    desk
}

fn known(desk: &Desk, mut ask: Value) -> Value {
    ask["document"] = json!(1);
    desk.get("known", ask)
}

#[test]
fn the_utilisation_law_gives_the_demand_and_is_told() {
    let desk = desk();
    let found = known(
        &desk,
        json!({"element": "api", "rate": "100/s", "cpu": 0.8}),
    );
    let figure = &found["figures"][0];
    assert_eq!(figure["path"], "elements/api/operations/default/demand");
    assert_eq!(figure["value"], json!({"exponential": {"mean": "16ms"}}));
    let told = found["found"][0].as_str().unwrap();
    assert!(
        told.contains("D = U · c ÷ X: 80 % × 2 cores ÷ 100/s = 16 ms"),
        "{told}"
    );
    assert!(found["limits"][0].as_str().unwrap().contains("is a guess"));
    assert_eq!(found["source"], "100/s, CPU 80 %, 2 cores");
}

#[test]
fn what_contradicts_itself_gives_no_figures_and_says_why() {
    let desk = desk();
    let found = known(
        &desk,
        json!({"element": "api", "rate": "100/s", "cpu": 0.8, "p50": "5ms"}),
    );
    assert_eq!(found["figures"], json!([]));
    let why = found["conflicts"][0].as_str().unwrap();
    let begins = "CPU 80 % at 100/s on 2 cores is 16 ms a request; a P50 of 5 ms cannot be";
    assert!(why.starts_with(begins), "{why}");
    let falling = known(&desk, json!({"element": "db", "p50": "9ms", "p95": "5ms"}));
    assert_eq!(falling["conflicts"], json!(["P50 cannot be above P95."]));
}

#[test]
fn time_with_others_in_it_says_nothing_of_the_work() {
    let desk = desk();
    let found = known(
        &desk,
        json!({"element": "web", "p50": "20ms", "p95": "90ms"}),
    );
    assert_eq!(found["figures"], json!([]));
    assert!(
        found["limits"][0]
            .as_str()
            .unwrap()
            .contains("waiting for db")
    );
    // Its processor time does, with capacity that was not in the model yet.
    let found = known(
        &desk,
        json!({"element": "web", "rate": "50/s", "cpu": 0.5, "instances": 2, "cores": 4, "p50": "200ms"}),
    );
    let paths: Vec<&str> = found["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "elements/web/operations/default/demand",
            "elements/web/process/replicas",
            "elements/web/process/cores"
        ]
    );
    assert_eq!(
        found["figures"][0]["value"],
        json!({"exponential": {"mean": "80ms"}})
    );
}

#[test]
fn a_time_that_only_passes_is_its_quantiles() {
    let desk = desk();
    let found = known(&desk, json!({"element": "db", "p50": "4ms", "p95": "20ms"}));
    let value = &found["figures"][0]["value"];
    assert_eq!(*value, json!({"lognormal": {"p50": "4ms", "p95": "20ms"}}));
}

#[test]
fn nonsense_is_refused() {
    let desk = desk();
    for (ask, kind) in [
        (json!({"element": "nobody"}), ProblemKind::NotFound),
        (json!({"element": "q"}), ProblemKind::Refused),
        (json!({"element": "api", "cpu": 80}), ProblemKind::BadInput),
        (
            json!({"element": "api", "operation": "no"}),
            ProblemKind::NotFound,
        ),
    ] {
        let mut ask = ask;
        ask["document"] = json!(1);
        assert_eq!(desk.problem("known", ask), kind);
    }
}

#[test]
fn a_distribution_is_drawn_and_moved_in_the_words_of_the_file() {
    let desk = Desk::new();
    let drawn = json!({"lognormal": {"mean": "40ms", "p95": "120ms"}});
    let shown = desk.get("distribution", json!({"distribution": drawn}));
    assert_eq!(shown["distribution"], drawn);
    assert_eq!(shown["family"], "lognormal");
    assert!((shown["picture"]["p95"].as_f64().unwrap() - 0.12).abs() < 1e-9);
    let shares = shown["picture"]["shares"].as_array().unwrap();
    let sum: f64 = shares.iter().map(|share| share.as_f64().unwrap()).sum();
    assert!((0.99..=1.0).contains(&sum), "{sum}");
    let moved = desk.get("distribution", json!({"distribution": drawn, "p99": 0.3}));
    assert_eq!(
        moved["distribution"],
        json!({"lognormal": {"mean": "40ms", "p99": "300ms"}})
    );
    let other = desk.get(
        "distribution",
        json!({"distribution": drawn, "family": "exponential"}),
    );
    assert_eq!(
        other["distribution"],
        json!({"exponential": {"mean": "40ms"}})
    );
    let sizes = json!({"distribution": {"exponential": {"mean": "2MiB"}}, "sizes": true, "mean": 1_048_576.0});
    let size = desk.get("distribution", sizes);
    assert_eq!(
        size["distribution"],
        json!({"exponential": {"mean": "1MiB"}})
    );
    let none = json!({"distribution": {"lognormal": {"mean": "1ms", "p95": "1h"}}});
    assert_eq!(desk.problem("distribution", none), ProblemKind::BadInput);
}
