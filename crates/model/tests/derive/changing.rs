//! What the other changes do, and how options and changes stand on each other.

use serde_json::{Value, json};
use spinout_model::Mark;

use crate::{changed, found, option, shop};

#[test]
fn a_unit_that_works_itself_is_folded_into_a_component() {
    let document = shop(&[
        (
            "elements/mail",
            json!({"kind": "service", "operations": {"default": {}}, "process": {"cores": 4}}),
        ),
        (
            "relationships/send",
            json!({"from": "shop/receive", "to": "mail", "mode": "calls", "network": "zone"}),
        ),
        (
            "options/x",
            json!({"name": "X", "changes": {"back": {"do": {"fold_back": {"unit": "mail", "into": "shop"}}}}}),
        ),
    ]);
    let folded = option(&document, "x");
    let mail = serde_json::to_value(&folded.elements["mail"]).unwrap();
    assert_eq!(
        mail,
        json!({"kind": "component", "in": "shop", "operations": {"default": {}}})
    );
    assert!(folded.relationships["send"].network.is_none());
}

#[test]
fn a_set_reaches_every_word_that_options_may_differ_in() {
    let set = |path: &str, value: Value, base: Value| json!({"do": {"set": {"path": path, "value": value, "base": base}}});
    let (architecture, findings) = changed(json!({
        "a": set("elements/shop/process/threads", json!(64), json!(32)),
        "b": set("relationships/shrink/timeout", json!("5s"), json!("30s")),
        "c": set("journeys/browse/share", Value::Null, json!(9)),
        "d": set("teams/web/name", json!("Pages"), json!("Web")),
        "e": set("units/shop/pipeline/shared", json!(false), json!(true)),
        "f": set("elements/shop/process/accept_queue", json!(16), json!(4096)),
        "g": set("teams/new", json!({"name": "New"}), Value::Null),
        "h": set("elements/shop/process/autoscaler/target/cpu", json!(0.5), json!(0.6)),
    }));
    assert!(findings.is_empty(), "{:?}", architecture.findings);
    let process = architecture.elements["shop"].process.as_ref().unwrap();
    assert_eq!((process.threads, process.accept_queue), (64, 16));
    assert_eq!(
        architecture.relationships["shrink"]
            .timeout
            .unwrap()
            .to_string(),
        "5s"
    );
    assert_eq!(architecture.journeys["browse"].share, 1.0);
    assert_eq!(architecture.teams.len(), 3);
    assert_eq!(architecture.marks["shop"], Mark::Changed);
}

#[test]
fn a_set_that_does_not_fit_is_a_finding() {
    for (path, value, base, id) in [
        (
            "elements/shop/process/threads",
            json!(64),
            json!(16),
            "base-moved",
        ),
        (
            "elements/gone/process/threads",
            json!(64),
            json!(16),
            "change-lost-target",
        ),
        (
            "elements/shop/operations/gone/demand",
            json!({"constant": "1s"}),
            Value::Null,
            "change-lost-target",
        ),
        (
            "elements/shop/process/threads",
            json!("many"),
            json!(32),
            "cannot-set",
        ),
        (
            "elements/shop/process/thread",
            json!(3),
            Value::Null,
            "cannot-set",
        ),
        (
            "elements/shop/kind",
            Value::Null,
            json!("monolith"),
            "cannot-set",
        ),
        (
            "elements/Not An Id/kind",
            json!(3),
            Value::Null,
            "cannot-set",
        ),
        (
            "scenarios/steady/kind",
            json!("terminating"),
            Value::Null,
            "cannot-set",
        ),
        ("elements", json!({}), Value::Null, "cannot-set"),
        ("", json!({}), Value::Null, "cannot-set"),
    ] {
        let (_, findings) =
            changed(json!({"a": {"do": {"set": {"path": path, "value": value, "base": base}}}}));
        assert!(found(&findings, id), "{path}: {findings:?}");
    }
}

#[test]
fn two_sets_of_one_value_are_told_apart_from_a_deliberate_override() {
    let set = |value: u32, base: u32| json!({"do": {"set": {"path": "elements/shop/process/threads", "value": value, "base": base}}});
    let (architecture, findings) = changed(json!({"a": set(64, 32), "b": set(16, 32)}));
    assert!(found(&findings, "claimed-twice"));
    assert_eq!(
        architecture.elements["shop"]
            .process
            .as_ref()
            .unwrap()
            .threads,
        16
    );
    let (_, findings) = changed(json!({"a": set(64, 32), "b": set(16, 64)}));
    assert!(findings.is_empty());
}

#[test]
fn removing_an_element_takes_what_stands_on_it() {
    let remove = json!({"do": {"remove": {"element": "catalogue"}}});
    let (architecture, findings) = changed(json!({"a": remove}));
    assert!(findings.is_empty());
    for id in ["look-up", "record"] {
        assert_eq!(architecture.relationship_marks[id], Mark::Gone);
    }
    assert!(!architecture.data.contains_key("products"));
    assert_eq!(architecture.marks["catalogue"], Mark::Gone);
    let remove = json!({"do": {"remove": {"relationship": "shrink"}}});
    let (architecture, _) = changed(json!({"a": remove}));
    assert_eq!(
        architecture.elements["shop"].operations["receive"]
            .steps
            .len(),
        2
    );
    let (architecture, findings) = changed(json!({"a": {"do": {"remove": {"element": "users"}}}}));
    assert!(found(&findings, "journey-without-entry"));
    assert_eq!(architecture.journeys.len(), 2);
}

#[test]
fn adding_moving_and_switching_off() {
    let (architecture, findings) = changed(json!({
        "a": {"do": {"add": {"elements": {"cache": {"kind": "store"}, "shop": {"kind": "store"}},
              "relationships": {"peek": {"from": "shop/page", "to": "cache", "mode": "reads"},
                                "lost": {"from": "shop/page", "to": "nothing", "mode": "reads"}}}}},
        "b": {"do": {"move": {"element": "cache", "to": "eu"}}},
        "c": {"do": {"move": {"element": "eu", "to": "eu"}}},
        "d": {"do": {"move": {"element": "images", "to": "eu"}}},
        "e": {"off": true, "do": {"remove": {"element": "shop"}}},
        "f": {"do": {"cutover": {"of": "nothing", "phases": []}}},
    }));
    assert_eq!(
        architecture.elements["cache"]
            .parent
            .as_ref()
            .unwrap()
            .as_str(),
        "eu"
    );
    assert_eq!(architecture.relationships["peek"].to.to_string(), "cache");
    assert!(!architecture.relationships.contains_key("lost"));
    let ids: Vec<&str> = architecture
        .findings
        .iter()
        .map(|f| f.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "id-taken",
            "change-lost-target",
            "cannot-move-there",
            "cannot-move-there",
            "change-lost-target"
        ]
    );
    assert_eq!(architecture.findings[4].place, "options/x/changes/f");
    assert!(found(&findings, "id-taken"));
}

#[test]
fn options_stand_on_options_and_changes_have_an_order() {
    let set = |value: u32, base: u32, order: &str| json!({"order": order, "do": {"set": {"path": "elements/shop/process/threads", "value": value, "base": base}}});
    let document = shop(&[
        (
            "options/low",
            json!({"name": "Low", "changes": {"a": set(8, 16, "2"), "b": set(16, 32, "1")}}),
        ),
        (
            "options/high",
            json!({"name": "High", "on": "low", "changes": {"a": set(4, 8, "")}}),
        ),
        ("options/ring", json!({"name": "Ring", "on": "gnir"})),
        ("options/gnir", json!({"name": "Gnir", "on": "ring"})),
    ]);
    let high = option(&document, "high");
    assert!(high.findings.is_empty(), "{:?}", high.findings);
    assert_eq!(high.elements["shop"].process.as_ref().unwrap().threads, 4);
    assert_eq!(
        option(&document, "ring").findings[0].id,
        "option-stands-on-itself"
    );
}
