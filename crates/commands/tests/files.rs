//! Opening, saving, and what survives a crash.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use std::sync::Arc;

use serde_json::{Value, json};
use spinout_commands::protocol::ProblemKind;
use support::Desk;

fn rename(revision: u64, name: &str) -> Value {
    json!({
        "document": 1, "option": "baseline", "revision": revision,
        "edit": { "kind": "set", "path": "elements/shop/name", "value": name },
    })
}

#[test]
fn open_and_save_changes_no_byte_and_an_edit_only_its_line() {
    let desk = Desk::new();
    desk.example();
    let before = desk.host.get("shop.spinout.json").unwrap();
    desk.get("save", json!({ "document": 1 }));
    assert_eq!(desk.host.get("shop.spinout.json").unwrap(), before);
    desk.get("apply", rename(1, "Store front"));
    let saved = desk.get("save", json!({ "document": 1 }));
    assert_eq!(saved["view"]["file"]["dirty"], false);
    let after = desk.host.get("shop.spinout.json").unwrap();
    let lines = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (before, after) = (lines(&before), lines(&after));
    assert_eq!(before.len(), after.len());
    let changed = before.iter().zip(&after).filter(|(a, b)| a != b).count();
    assert_eq!(changed, 1);
}

#[test]
fn a_file_that_somebody_else_changed_is_not_overwritten_unasked() {
    let desk = Desk::new();
    desk.example();
    desk.get("apply", rename(1, "Store front"));
    desk.host.put(
        "shop.spinout.json",
        b"{\"format\": 1, \"name\": \"theirs\"}",
    );
    assert_eq!(
        desk.problem("save", json!({ "document": 1 })),
        ProblemKind::ChangedOnDisk
    );
    assert!(
        desk.host
            .get("shop.spinout.json")
            .unwrap()
            .ends_with(b"\"theirs\"}")
    );
    desk.get("save", json!({ "document": 1, "overwrite": true }));
    assert!(desk.host.get("shop.spinout.json").unwrap().len() > 1000);
    desk.host.put("there.spinout.json", b"something");
    let there = json!({ "document": 1, "path": "there.spinout.json" });
    assert_eq!(desk.problem("save_as", there), ProblemKind::ChangedOnDisk);
}

#[test]
fn unknown_fields_survive_and_are_told() {
    let desk = Desk::new();
    let text = "{\"format\":1,\"name\":\"x\",\"later\":{\"a\":[1,2]},\"elements\":{\"c\":{\"kind\":\"client\",\"shade\":\"blue\"}}}";
    let opened = desk.get("open_text", json!({ "name": "x.json", "text": text }));
    let file = &opened["view"]["file"];
    assert_eq!(file["unknown"], json!(["elements/c/shade", "later"]));
    assert_eq!(file["normalises"], true);
    desk.get("save_as", json!({ "document": 1, "path": "x.json" }));
    let saved: Value = serde_json::from_slice(&desk.host.get("x.json").unwrap()).unwrap();
    assert_eq!(saved["later"], json!({ "a": [1, 2] }));
    assert_eq!(saved["elements"]["c"]["shade"], "blue");
}

#[test]
fn unsaved_work_stops_closing_and_survives_a_crash_with_its_undo() {
    let desk = Desk::new();
    desk.example();
    desk.get("apply", rename(1, "One"));
    desk.get("apply", rename(2, "Two"));
    desk.get(
        "undo",
        json!({ "document": 1, "option": "baseline", "revision": 3 }),
    );
    assert_eq!(
        desk.problem("close", json!({ "document": 1 })),
        ProblemKind::Unsaved
    );

    let again = Desk::over(Arc::clone(&desk.host));
    let offered = again.get("recoverable", json!({}));
    let offered = &offered["documents"][0];
    assert_eq!(offered["path"], "shop.spinout.json");
    let opened = again.get("recover", json!({ "key": offered["key"] }));
    let view = &opened["view"];
    assert_eq!(view["file"]["dirty"], true);
    let name = |view: &Value| view["architecture"]["elements"]["shop"]["name"].clone();
    assert_eq!(name(view), "One");
    assert_eq!(
        again.get("recoverable", json!({}))["documents"],
        json!([]),
        "it is open now"
    );
    let step = json!({ "document": 1, "option": "baseline", "revision": view["revision"] });
    let redone = again.get("redo", step);
    assert_eq!(redone["title"], "Rename shop to Two");
    let view = again.get("view", json!({ "document": 1, "option": "baseline" }));
    assert_eq!(name(&view), "Two");
    again.get(
        "undo",
        json!({ "document": 1, "option": "baseline", "revision": 2 }),
    );
    let undone = again.get(
        "undo",
        json!({ "document": 1, "option": "baseline", "revision": 3 }),
    );
    assert_eq!(undone["revision"], 4);
    let view = again.get("view", json!({ "document": 1, "option": "baseline" }));
    assert_eq!(view["file"]["dirty"], false, "back at what the file holds");
    assert_eq!(name(&view), "Shop");
    again.get("save", json!({ "document": 1 }));
    let third = Desk::over(Arc::clone(&desk.host));
    assert_eq!(third.get("recoverable", json!({}))["documents"], json!([]));
}

#[test]
fn an_undo_past_the_last_save_survives_a_crash() {
    let desk = Desk::new();
    desk.example();
    desk.get("apply", rename(1, "One"));
    desk.get("save", json!({ "document": 1 }));
    desk.get(
        "undo",
        json!({ "document": 1, "option": "baseline", "revision": 2 }),
    );
    let again = Desk::over(Arc::clone(&desk.host));
    let offered = again.get("recoverable", json!({}));
    let opened = again.get("recover", json!({ "key": offered["documents"][0]["key"] }));
    let view = again.get("view", json!({ "document": 1, "option": "baseline" }));
    assert_eq!(view["architecture"]["elements"]["shop"]["name"], "Shop");
    assert_eq!(opened["view"]["file"]["dirty"], true);
    let redone = again.get(
        "redo",
        json!({ "document": 1, "option": "baseline", "revision": 1 }),
    );
    assert_eq!(redone["title"], "Rename shop to One");
}

#[test]
fn recovered_work_of_a_file_in_another_form_is_saved_without_a_question() {
    let desk = Desk::new();
    desk.host.put(
        "x.json",
        br#"{"name":"x","format":1,"elements":{"shop":{"kind":"client"}}}"#,
    );
    desk.get("open", json!({ "path": "x.json" }));
    desk.get("apply", rename(1, "One"));

    let again = Desk::over(Arc::clone(&desk.host));
    let key = again.get("recoverable", json!({}))["documents"][0]["key"].clone();
    again.get("recover", json!({ "key": key }));
    again.get("save", json!({ "document": 1 }));
    let saved: Value = serde_json::from_slice(&desk.host.get("x.json").unwrap()).unwrap();
    assert_eq!(saved["elements"]["shop"]["name"], "One");
}

#[test]
fn recovered_work_does_not_overwrite_what_somebody_else_wrote_since() {
    let desk = Desk::new();
    desk.example();
    desk.get("apply", rename(1, "One"));
    desk.host.put("shop.spinout.json", b"theirs");
    let again = Desk::over(Arc::clone(&desk.host));
    let key = again.get("recoverable", json!({}))["documents"][0]["key"].clone();
    again.get("recover", json!({ "key": key }));
    assert_eq!(
        again.problem("save", json!({ "document": 1 })),
        ProblemKind::ChangedOnDisk
    );
}

#[test]
fn an_edit_that_the_journal_could_not_take_leaves_no_gap() {
    let desk = Desk::new();
    desk.example();
    let shop = |view: &Value| view["architecture"]["elements"]["shop"].clone();
    let set = |revision: u64, path: &str, value: &str| {
        json!({
            "document": 1, "option": "baseline", "revision": revision,
            "edit": { "kind": "set", "path": path, "value": value },
        })
    };
    desk.get("apply", set(1, "elements/shop/name", "One"));
    desk.host.take_events();
    desk.host.fill_storage(true);
    desk.get("apply", set(2, "elements/shop/name", "Two"));
    let told = serde_json::to_value(desk.host.take_events()).unwrap();
    assert_eq!(told[0]["problem"]["kind"], "storage", "{told}");

    // Work up to the gap is offered, nothing beyond it.
    let before = Desk::over(Arc::clone(&desk.host));
    let key = before.get("recoverable", json!({}))["documents"][0]["key"].clone();
    let opened = before.get("recover", json!({ "key": key }));
    assert_eq!(shop(&opened["view"])["name"], "One");

    // With room again, everything is, though the journal never saw the second edit.
    desk.host.fill_storage(false);
    desk.get("apply", set(3, "elements/shop/description", "sells"));
    let after = Desk::over(Arc::clone(&desk.host));
    let offered = after.get("recoverable", json!({}));
    assert_eq!(offered["documents"].as_array().unwrap().len(), 1);
    let key = offered["documents"][0]["key"].clone();
    let opened = after.get("recover", json!({ "key": key }));
    let found = shop(&opened["view"]);
    assert_eq!(
        (&found["name"], &found["description"]),
        (&json!("Two"), &json!("sells"))
    );
    let step = json!({ "document": 1, "option": "baseline", "revision": 1 });
    after.get("undo", step);
    let view = after.get("view", json!({ "document": 1, "option": "baseline" }));
    assert_eq!(shop(&view)["name"], "Two");
    assert_eq!(view["file"]["dirty"], true, "the file holds neither edit");
}

#[test]
fn bad_input_names_its_place() {
    let desk = Desk::new();
    let cases: [(&str, &str, Option<u32>); 4] = [
        ("{\n  \"format\": 1,\n  \"name\": \"x\",,\n}", "", Some(3)),
        (
            "{\n  \"format\": 99,\n  \"name\": \"x\"\n}",
            "format",
            Some(2),
        ),
        (
            "{\n  \"format\": 1,\n  \"name\": \"x\",\n  \"elements\": {\n    \"a\": {\"kind\": \"client\"},\n    \"a\": {\"kind\": \"client\"}\n  }\n}",
            "",
            Some(6),
        ),
        (
            "{\n  \"format\": 1,\n  \"name\": \"x\",\n  \"elements\": {\n    \"a\": {\"kind\": \"service\", \"process\": {\"cores\": \"two\"}}\n  }\n}",
            "elements/a/process/cores",
            Some(5),
        ),
    ];
    for (text, path, line) in cases {
        desk.host.put("bad.json", text.as_bytes());
        let problem = desk.ask("open", json!({ "path": "bad.json" })).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::BadInput, "{text}");
        assert_eq!(problem.place.file.as_deref(), Some("bad.json"));
        assert_eq!(problem.place.line, line, "{problem:?}");
        assert_eq!(
            problem.place.path.as_deref().unwrap_or_default(),
            path,
            "{problem:?}"
        );
        assert!(!problem.fix.is_empty());
    }
    assert_eq!(
        desk.problem("open", json!({ "path": "missing.json" })),
        ProblemKind::NotFound
    );
    desk.host.put("huge.json", &vec![b' '; 100_000_000]);
    assert_eq!(
        desk.problem("open", json!({ "path": "huge.json" })),
        ProblemKind::BadInput
    );
}

#[test]
fn every_template_opens_without_an_error() {
    let desk = Desk::new();
    let templates = desk.get("templates", json!({}));
    for template in templates["templates"].as_array().unwrap() {
        let opened = desk.get("new", json!({ "template": template["id"] }));
        let findings = opened["view"]["findings"].as_array().unwrap();
        let errors: Vec<&Value> = findings
            .iter()
            .filter(|f| f["severity"] == "error")
            .collect();
        assert_eq!(errors, Vec::<&Value>::new(), "{}", template["id"]);
        for scenario in opened["view"]["scenarios"].as_object().unwrap().values() {
            assert!(scenario["digest"].is_string());
        }
    }
    desk.get("new", json!({}));
    assert_eq!(
        desk.problem("new", json!({ "template": "no" })),
        ProblemKind::NotFound
    );
}
