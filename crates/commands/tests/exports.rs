//! Exports as the window sees them: planned beside what is there, written, checked.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use spinout_commands::protocol::ProblemKind;
use support::Desk;

fn state(plan: &Value, path: &str) -> Value {
    let artifacts = plan["artifacts"].as_array().unwrap();
    let found = artifacts.iter().find(|artifact| artifact["path"] == path);
    found.unwrap()["state"].clone()
}

#[test]
fn a_plan_says_what_would_become_of_each_file() {
    let desk = Desk::new();
    desk.example();
    let plan = desk.get("export_plan", json!({ "document": 1 }));
    assert_eq!(plan["option"], "worker-spinout");
    let artifacts = plan["artifacts"].as_array().unwrap().clone();
    assert!(artifacts.iter().all(|artifact| artifact["state"] == "new"));
    let paths: Vec<&str> = artifacts
        .iter()
        .map(|a| a["path"].as_str().unwrap())
        .collect();
    desk.get("export_apply", json!({ "document": 1, "dir": "out" }));
    for artifact in &artifacts {
        let path = format!("out/{}", artifact["path"].as_str().unwrap());
        let written = String::from_utf8(desk.host.get(&path).unwrap()).unwrap();
        assert_eq!(artifact["text"], written);
    }
    let owned = paths
        .iter()
        .find(|path| path.ends_with("asyncapi.yaml"))
        .unwrap();
    desk.host.put(&format!("out/{owned}"), b"by hand");
    let edit = json!({ "kind": "set", "path": "journeys/upload/objectives/answered/target", "value": 0.9 });
    desk.get(
        "apply",
        json!({ "document": 1, "option": "worker-spinout", "revision": 1, "edit": edit }),
    );
    let plan = desk.get("export_plan", json!({ "document": 1, "dir": "out" }));
    assert_eq!(state(&plan, owned), "kept");
    assert_eq!(state(&plan, "monitoring/openslo.yaml"), "changed");
    let report = desk.get("export_check", json!({ "document": 1, "dir": "out" }));
    let differing = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["state"] != "same");
    assert!(differing.count() >= 2);
    desk.get(
        "export_apply",
        json!({ "document": 1, "dir": "out", "force": true }),
    );
    let plan = desk.get("export_plan", json!({ "document": 1, "dir": "out" }));
    assert!(
        plan["artifacts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|a| a["state"] == "same")
    );
}

#[test]
fn an_option_must_be_named_where_there_is_a_choice() {
    let desk = Desk::new();
    desk.example();
    let edit = json!({ "kind": "set", "path": "chosen", "value": null });
    desk.get(
        "apply",
        json!({ "document": 1, "option": "baseline", "revision": 1, "edit": edit }),
    );
    let problem = desk
        .ask("export_plan", json!({ "document": 1 }))
        .unwrap_err();
    assert_eq!(problem.kind, ProblemKind::ChoiceNeeded);
    assert!(problem.fix.contains("worker-spinout"), "{problem}");
}
