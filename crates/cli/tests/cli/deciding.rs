use std::fs;

use serde_json::{Value, json};

use crate::Folder;

#[test]
fn a_decision_names_its_rule_and_what_is_open() {
    let folder = Folder::new();
    let ask = "decide shop.spinout.json --scenario upload-spike --replications 20";
    let (_, decision) = folder.json(&format!("{ask} --json"));
    let worker = &decision["spinouts"][0];
    // The lesson of the worked example: the spike's tail, with a team to run what is taken out.
    assert_eq!(worker["verdict"], "spin_out");
    assert_eq!(worker["rule"], "D1");
    assert_eq!(worker["class"], "Spinout");
    let kept = worker["because"].to_string();
    assert!(kept.contains("Browse/fast"), "{kept}");
    let against = worker["against"].to_string();
    assert!(against.contains("a month costs"), "{against}");

    // Cards in an account of their own: less to audit.
    assert_eq!(folder.said("new u2 cards.spinout.json").0, 0);
    let ask = "decide cards.spinout.json --replications 20 --json";
    assert_eq!(folder.json(ask).1["spinouts"][0]["rule"], "D2");

    let text = fs::read_to_string(folder.path("shop.spinout.json")).unwrap();
    let mut model: Value = serde_json::from_str(&text).unwrap();
    let spin_out = &mut model["options"]["worker-spinout"]["changes"]["worker"]["do"]["spin_out"];
    spin_out["unit"]["on_call"] = json!({"is": "no"});
    fs::write(folder.path("orphan.json"), model.to_string()).unwrap();
    let ask = "decide orphan.json --scenario steady --replications 20 --json";
    let (code, decision) = folder.json(ask);
    let worker = &decision["spinouts"][0];
    assert_eq!(code, 1);
    assert_eq!(worker["class"], "T2");
    assert_ne!(worker["verdict"], "spin_out", "nobody can run it");
    let place = "options/worker-spinout/changes/worker/do/spin_out/unit/on_call";
    assert_eq!(worker["missing"][0]["place"], place);
}
