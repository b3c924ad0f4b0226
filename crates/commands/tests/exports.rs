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
    desk.get(
        "export_apply",
        json!({ "document": 1, "into": { "dir": "out" } }),
    );
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
    let plan = desk.get(
        "export_plan",
        json!({ "document": 1, "into": { "dir": "out" } }),
    );
    assert_eq!(state(&plan, owned), "kept");
    assert_eq!(state(&plan, "monitoring/openslo.yaml"), "changed");
    let report = desk.get(
        "export_check",
        json!({ "document": 1, "into": { "dir": "out" } }),
    );
    let differing = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["state"] != "same");
    assert!(differing.count() >= 2);
    desk.get(
        "export_apply",
        json!({ "document": 1, "into": { "dir": "out" }, "force": true }),
    );
    let plan = desk.get(
        "export_plan",
        json!({ "document": 1, "into": { "dir": "out" } }),
    );
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

#[test]
fn evidence_travels_with_the_file_until_the_model_moves_on() {
    let desk = Desk::new();
    desk.example();
    let ask = json!({
        "document": 1, "run": 1, "options": ["worker-spinout"], "scenarios": ["steady"],
        "settings": { "replications": 20, "precision": 0.5 },
    });
    let stored = desk.get("simulate", ask)["runs"][0].clone();
    let good = &stored["run"]["journeys"]["upload"]["objectives"][0]["good"];
    let keep = |revision: u64| json!({ "document": 1, "option": "worker-spinout", "revision": revision, "run": stored["history"] });
    desk.get("keep_evidence", keep(1));
    desk.get("save", json!({ "document": 1 }));

    // Whoever opens the file elsewhere exports what was simulated here.
    let elsewhere = Desk::new();
    let file = desk.host.get("shop.spinout.json").unwrap();
    elsewhere.host.put("shop.spinout.json", &file);
    elsewhere.get("open", json!({ "path": "shop.spinout.json" }));
    let saved: Value = serde_json::from_slice(&file).unwrap();
    let evidence = &saved["evidence"]["worker-spinout-steady"];
    assert_eq!(evidence["model_digest"], stored["run"]["digest"]);
    assert_eq!(evidence["replications"], stored["run"]["replications"]);
    let share = good["value"].as_f64().unwrap();
    let figures = evidence["figures"].as_object().unwrap();
    let of_objective = figures
        .iter()
        .filter(|(name, _)| name.starts_with("journeys/upload/good/"));
    let shares: Vec<f64> = of_objective
        .map(|(_, f)| f["value"].as_f64().unwrap())
        .collect();
    assert!(shares.contains(&share), "{shares:?} against {share}");
    let told = |desk: &Desk| {
        let plan = desk.get("export_plan", json!({ "document": 1 }));
        plan["artifacts"]
            .to_string()
            .contains("replications, seed 1")
    };
    assert!(told(&elsewhere));
    let stale = |desk: &Desk| {
        let found = desk.get("check", json!({ "document": 1 }));
        found.to_string().contains("stale-evidence")
    };
    assert!(!stale(&elsewhere));

    let faster = json!({
        "document": 1, "option": "worker-spinout", "revision": 1,
        "edit": { "kind": "set", "path": "elements/shop/process/cores", "value": 7 },
    });
    elsewhere.get("apply", faster);
    assert!(stale(&elsewhere));
    assert!(!told(&elsewhere));
    // A run of the model as it was is no evidence for it as it is.
    let edit = json!({ "kind": "set", "path": "elements/shop/process/cores", "value": 7 });
    desk.get(
        "apply",
        json!({ "document": 1, "option": "worker-spinout", "revision": 2, "edit": edit }),
    );
    assert_eq!(desk.problem("keep_evidence", keep(3)), ProblemKind::Refused);
}
