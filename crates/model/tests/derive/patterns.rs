//! What each of the patterns makes, and that folding back takes it away again.

use serde_json::{Value, json};
use spinout_model::{Architecture, BoundaryOf, ElementKind, Layer, Mode, NetworkClass};

use crate::{changed, found, option, shop, spin_out};

const PATTERNS: [&str; 6] = [
    "event_driven_worker",
    "api_facade",
    "namespace",
    "account",
    "function",
    "data_pipeline",
];

fn to(architecture: &Architecture, id: &str) -> String {
    architecture.relationships[id].to.to_string()
}

fn by(pattern: &str, mut more: Value) -> Value {
    more["pattern"] = json!(pattern);
    spin_out(more)
}

#[test]
fn a_facade_is_the_one_door_for_all_that_calls() {
    let facade = by(
        "api_facade",
        json!({"gateway": {"replicas": 3}, "team": "media"}),
    );
    let document = shop(&[
        (
            "elements/admin",
            json!({"kind": "service", "operations": {"default": {}}}),
        ),
        (
            "relationships/redo",
            json!({"from": "admin", "to": "images/resize", "mode": "calls"}),
        ),
        (
            "contracts/resize",
            json!({"of": "images/resize", "http": {"method": "POST", "path": "/sizes"}}),
        ),
        ("options/x", json!({"name": "X", "changes": {"w": facade}})),
    ]);
    let facade = option(&document, "x");
    for call in ["shrink", "redo"] {
        assert_eq!(to(&facade, call), "w--gateway/resize");
        let (before, after) = (
            &document.model().relationships[call],
            &facade.relationships[call],
        );
        assert_eq!((after.mode, after.timeout), (Mode::Calls, before.timeout));
    }
    assert_eq!(to(&facade, "w--forward"), "images/resize");
    let promised = &facade.contracts["w--resize"];
    assert_eq!(promised.of.to_string(), "w--gateway/resize");
    assert_eq!(promised.http, facade.contracts["resize"].http);
    let gateway = &facade.elements["w--gateway"];
    assert_eq!(gateway.kind, ElementKind::Gateway);
    assert_eq!(gateway.process.as_ref().unwrap().replicas, 3);
    assert_eq!(gateway.operations.len(), 1);
    assert_eq!(facade.units["w--gateway"].layer, Some(Layer::Gateway));
    assert_eq!(
        facade.elements["images"].parent.as_ref().unwrap().as_str(),
        "w--service"
    );
    assert!(facade.spinouts["w"].queues.is_empty());
}

#[test]
fn a_namespace_has_a_quota_and_lies_where_the_old_one_does() {
    let boundary = |of: &str, inside: Option<&str>| {
        let mut boundary = json!({"kind": "boundary", "boundary": {"of": of}});
        if let Some(inside) = inside {
            boundary["in"] = json!(inside);
        }
        boundary
    };
    let change = by(
        "namespace",
        json!({"quota": {"cores": 8, "pods": 10}, "name": "Media"}),
    );
    let document = shop(&[
        ("elements/k8s", boundary("cluster", Some("eu"))),
        ("elements/web", boundary("namespace", Some("k8s"))),
        ("elements/shop/in", json!("web")),
        ("options/x", json!({"name": "X", "changes": {"w": change}})),
    ]);
    let made = option(&document, "x");
    let namespace = &made.elements["w--namespace"];
    let says = namespace.boundary.as_ref().unwrap();
    assert_eq!(says.of, BoundaryOf::Namespace);
    assert_eq!(says.quota.as_ref().unwrap().pods, Some(10));
    assert_eq!(namespace.parent.as_ref().unwrap().as_str(), "k8s");
    let service = made.elements["w--service"].parent.as_ref().unwrap();
    assert_eq!(service.as_str(), "w--namespace");
    assert_eq!(to(&made, "shrink"), "images/resize");
    assert!(
        made.findings
            .iter()
            .all(|f| f.id != "namespace-without-cluster")
    );
    let (_, findings) = changed(json!({"w": by("namespace", json!({}))}));
    assert!(found(&findings, "namespace-without-cluster"));
}

#[test]
fn a_gateway_waits_no_longer_than_the_most_impatient_of_its_callers() {
    let wait = |shrink: Value, redo: Value| {
        let document = shop(&[
            (
                "elements/admin",
                json!({"kind": "service", "operations": {"default": {}}}),
            ),
            ("relationships/shrink/timeout", shrink),
            (
                "relationships/redo",
                json!({"from": "admin", "to": "images/resize", "mode": "calls", "timeout": redo}),
            ),
            (
                "options/x",
                json!({"name": "X", "changes": {"w": by("api_facade", json!({}))}}),
            ),
        ]);
        let forward = &option(&document, "x").relationships["w--forward"];
        forward.timeout.map(|timeout| timeout.base())
    };
    assert_eq!(wait(json!("3s"), json!("800ms")), Some(0.8));
    assert_eq!(wait(json!("3s"), Value::Null), None);
}

#[test]
fn who_waits_without_a_timeout_is_told_unless_a_later_change_gives_one() {
    let calls = |later: Value| {
        let mut changes = json!({"a": by("namespace", json!({}))});
        if !later.is_null() {
            changes["b"] = json!({"do": {"set": {
                "path": "relationships/shrink/timeout", "value": later}}});
        }
        let document = shop(&[
            ("relationships/shrink/timeout", Value::Null),
            ("options/x", json!({"name": "X", "changes": changes})),
        ]);
        let findings = option(&document, "x").findings;
        findings.iter().any(|f| f.id == "calls-without-timeout")
    };
    assert!(calls(Value::Null));
    assert!(!calls(json!("2s")));
}

#[test]
fn an_account_is_a_hop_away() {
    let at_home = json!({"kind": "boundary", "boundary": {"of": "account"}, "in": "eu"});
    let document = shop(&[
        ("elements/home", at_home),
        ("elements/shop/in", json!("home")),
        (
            "options/x",
            json!({"name": "X", "changes": {"w": by("account", json!({}))}}),
        ),
    ]);
    let made = option(&document, "x");
    let account = &made.elements["w--account"];
    assert_eq!(account.boundary.as_ref().unwrap().of, BoundaryOf::Account);
    assert_eq!(account.parent.as_ref().unwrap().as_str(), "eu");
    let call = &made.relationships["shrink"];
    assert_eq!(made.network_between(call), Some(NetworkClass::Region));
}

#[test]
fn a_function_has_environments_and_no_process() {
    let change = by(
        "function",
        json!({"function": {"concurrency": 50}, "reached_by": "messages"}),
    );
    let (made, _) = changed(json!({"w": change}));
    let function = &made.elements["w--service"];
    assert_eq!(
        (function.kind, &function.process),
        (ElementKind::Function, &None)
    );
    assert_eq!(function.function.as_ref().unwrap().concurrency, 50);
    assert_eq!(made.units["w--service"].layer, Some(Layer::Serverless));
    assert_eq!(to(&made, "shrink"), "w--queue");
    let (called, _) = changed(json!({"w": by("function", json!({}))}));
    assert_eq!(to(&called, "shrink"), "images/resize");
}

#[test]
fn a_pipeline_reads_a_copy_that_a_stream_keeps() {
    let (made, findings) = changed(json!({"w": by("data_pipeline", json!({}))}));
    // `original` reads the bucket, and the shop goes on writing to it by `keep`.
    assert_eq!(to(&made, "original"), "w--store");
    assert_eq!(to(&made, "keep"), "bucket");
    let change = &made.relationships["w--change-keep"];
    assert_eq!(
        (change.mode, change.from.to_string(), change.to.to_string()),
        (
            Mode::Publishes,
            "shop/receive".to_owned(),
            "w--stream".to_owned()
        )
    );
    assert!(
        change
            .outbox
            .as_ref()
            .is_some_and(|outbox| outbox.store.is_none())
    );
    assert_eq!(
        made.relationships["w--apply-take"].from.element.as_str(),
        "w--apply"
    );
    assert_eq!(to(&made, "w--apply-write"), "w--store");
    assert_eq!(
        made.elements["w--apply"].parent.as_ref().unwrap().as_str(),
        "w--service"
    );
    let steps = serde_json::to_string(&made.elements["shop"].operations["receive"].steps).unwrap();
    assert!(
        steps.contains(r#"{"follow":"keep"},{"follow":"w--change-keep"}"#),
        "{steps}"
    );
    assert!(found(&findings, "replica-lags"));
    assert_eq!(made.units["w--service"].layer, Some(Layer::Data));
    // By an outbox the old store has the rows, too.
    let data = json!({"bucket": {"strategy": "replica", "migration": "outbox"}});
    let (made, _) = changed(json!({"w": by("data_pipeline", json!({"data": data}))}));
    let outbox = made.relationships["w--change-keep"]
        .outbox
        .as_ref()
        .unwrap();
    assert_eq!(outbox.store.as_ref().unwrap().to_string(), "bucket/outbox");
    assert!(made.elements["bucket"].operations.contains_key("outbox"));
}

#[test]
fn every_pattern_is_sound_and_folds_back() {
    for pattern in PATTERNS {
        let back =
            json!({"order": "z", "do": {"fold_back": {"unit": "w--service", "into": "shop"}}});
        let (made, _) = changed(json!({"w": by(pattern, json!({}))}));
        let errors: Vec<_> = spinout_model::validate_architecture(&made)
            .into_iter()
            .filter(|finding| finding.severity == spinout_units::Severity::Error)
            .collect();
        assert_eq!(errors, [], "{pattern}");
        let (folded, findings) = changed(json!({"w": by(pattern, json!({})), "z": back}));
        assert!(
            !found(&findings, "change-lost-target"),
            "{pattern}: {findings:?}"
        );
        let mut baseline = option(&shop(&[]), "baseline");
        if pattern == "event_driven_worker" {
            let shrink = baseline.relationships.get_mut("shrink").unwrap();
            (shrink.timeout, shrink.retry) = (None, None);
        }
        let mut folded_links = folded.relationships.clone();
        for link in folded_links.values_mut() {
            link.origin = None;
        }
        assert_eq!(folded.elements, baseline.elements, "{pattern}");
        assert_eq!(folded_links, baseline.relationships, "{pattern}");
        assert_eq!(folded.units, baseline.units, "{pattern}");
        assert_eq!(folded.journeys, baseline.journeys, "{pattern}");
    }
}

#[test]
fn what_a_pattern_cannot_be_is_refused() {
    for (pattern, by_what) in [("event_driven_worker", "calls"), ("api_facade", "messages")] {
        let (made, findings) = changed(json!({"w": by(pattern, json!({"reached_by": by_what}))}));
        assert!(found(&findings, "cannot-spin-out"), "{pattern}");
        assert_eq!(made.elements, option(&shop(&[]), "baseline").elements);
    }
}
