//! Changing a model: patches, one linear history, what is refused.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use spinout_commands::protocol::ProblemKind;
use support::{Desk, patch};

fn apply(option: &str, revision: u64, edit: Value) -> Value {
    json!({ "document": 1, "option": option, "revision": revision, "edit": edit })
}

fn text(desk: &Desk) -> String {
    desk.get(
        "save_as",
        json!({ "document": 1, "path": "copy.spinout.json", "overwrite": true }),
    );
    String::from_utf8(desk.host.get("copy.spinout.json").unwrap()).unwrap()
}

#[test]
fn a_patch_turns_the_view_into_the_one_that_would_be_asked_for() {
    let desk = Desk::new();
    desk.example();
    let mut view = desk.get("view", json!({ "document": 1, "option": "baseline" }));
    let edits = [
        json!({ "kind": "set", "path": "elements/shop/name", "value": "Store front" }),
        json!({ "kind": "set", "path": "elements/shop/process/threads", "value": 32 }),
        json!({ "kind": "set", "path": "elements/shop/description", "value": null }),
        json!({ "kind": "place", "positions": { "shop": { "x": 10, "y": 20.5, "width": 400, "height": 300 } } }),
    ];
    for edit in edits {
        let revision = view["revision"].as_u64().unwrap();
        let applied = desk.get("apply", apply("baseline", revision, edit));
        assert_eq!(applied["view"], Value::Null);
        patch(&mut view, &applied["patch"]);
        let whole = desk.get("view", json!({ "document": 1, "option": "baseline" }));
        assert_eq!(view, whole);
    }
    assert_eq!(
        view["architecture"]["elements"]["shop"]["name"],
        "Store front"
    );
    assert_eq!(
        view["architecture"]["elements"]["shop"]["process"]["threads"],
        32
    );
    assert_eq!(view["file"]["dirty"], true);
}

#[test]
fn undoing_everything_gives_the_file_back_byte_for_byte() {
    let desk = Desk::new();
    let opened = desk.example();
    let before = text(&desk);
    assert_eq!(opened["view"]["option"], "worker-spinout");
    let edits = [
        (
            "baseline",
            json!({ "kind": "set", "path": "elements/shop/name", "value": "Store front" }),
        ),
        (
            "worker-spinout",
            json!({ "kind": "set", "path": "elements/shop-db/store/connections", "value": 50 }),
        ),
        (
            "worker-spinout",
            json!({ "kind": "set", "path": "elements/shop-db/store/connections", "value": 60 }),
        ),
        (
            "worker-spinout",
            json!({ "kind": "place", "positions": { "shop": { "x": 1, "y": 2, "width": 300, "height": 200 } } }),
        ),
        (
            "baseline",
            json!({ "kind": "spin_out", "spin_out": { "components": ["images"], "pattern": "event_driven_worker" } }),
        ),
        (
            "worker-spinout",
            json!({ "kind": "add_option", "name": "Cheaper" }),
        ),
        (
            "baseline",
            json!({ "kind": "set", "path": "scenarios/steady/hours_per_month", "value": 3 }),
        ),
    ];
    for (at, (option, edit)) in edits.iter().enumerate() {
        desk.get("apply", apply(option, at as u64 + 1, edit.clone()));
    }
    let after = text(&desk);
    assert_ne!(before, after);
    let mut revision = edits.len() as u64 + 1;
    for _ in &edits {
        desk.get(
            "undo",
            json!({ "document": 1, "option": "baseline", "revision": revision }),
        );
        revision += 1;
    }
    assert_eq!(text(&desk), before);
    for _ in &edits {
        desk.get(
            "redo",
            json!({ "document": 1, "option": "baseline", "revision": revision }),
        );
        revision += 1;
    }
    assert_eq!(text(&desk), after);
    let nothing = json!({ "document": 1, "option": "baseline", "revision": revision });
    assert_eq!(desk.problem("redo", nothing), ProblemKind::Refused);
}

#[test]
fn a_gesture_is_one_step() {
    let desk = Desk::new();
    desk.example();
    let before = text(&desk);
    for (revision, x) in (1..=50).enumerate() {
        let mut ask = apply(
            "baseline",
            revision as u64 + 1,
            json!({ "kind": "place", "positions": { "shop": { "x": x, "y": 0, "width": 300, "height": 200 } } }),
        );
        ask["gesture"] = json!("drag-1");
        desk.get("apply", ask);
    }
    let undone = desk.get(
        "undo",
        json!({ "document": 1, "option": "baseline", "revision": 51 }),
    );
    assert_eq!(undone["title"], "Move Shop");
    assert_eq!(text(&desk), before);
}

#[test]
fn an_edit_in_an_option_leaves_the_baseline_alone() {
    let desk = Desk::new();
    desk.example();
    let edit = json!({ "kind": "set", "path": "elements/shop-db/store/connections", "value": 50 });
    desk.get("apply", apply("worker-spinout", 1, edit));
    let connections = |option: &str| {
        let view = desk.get("view", json!({ "document": 1, "option": option }));
        view["architecture"]["elements"]["shop-db"]["store"]["connections"].clone()
    };
    assert_eq!(connections("baseline"), 100);
    assert_eq!(connections("worker-spinout"), 50);
    let back = json!({ "kind": "set", "path": "elements/shop-db/store/connections", "value": 100 });
    let changes = |view: &Value| view["options"][1]["changes"].as_array().unwrap().len();
    let before = changes(&desk.get("view", json!({ "document": 1, "option": "worker-spinout" })));
    desk.get("apply", apply("worker-spinout", 2, back));
    let after = changes(&desk.get("view", json!({ "document": 1, "option": "worker-spinout" })));
    assert_eq!(
        after,
        before - 1,
        "a value that is what it was needs no change"
    );
}

#[test]
fn spinning_out_in_the_baseline_makes_an_option() {
    let desk = Desk::new();
    desk.example();
    let spin_out = json!({ "components": ["images"], "pattern": "event_driven_worker" });
    let preview = desk.get(
        "preview_spin_out",
        json!({ "document": 1, "option": "baseline", "spin_out": spin_out }),
    );
    assert_eq!(preview["applies"], true, "{preview:#}");
    let shared = json!({ "strategy": "shared" });
    assert_eq!(
        preview["stores"],
        json!({ "originals": shared, "renditions": shared })
    );
    let pipeline = json!({ "components": ["images"], "pattern": "data_pipeline" });
    let piped = desk.get(
        "preview_spin_out",
        json!({ "document": 1, "option": "baseline", "spin_out": pipeline }),
    );
    // Others write the originals, and nobody but the images the renditions.
    assert_eq!(
        piped["stores"],
        json!({ "originals": { "strategy": "replica", "migration": "cdc" }, "renditions": shared })
    );
    let edit = json!({ "kind": "spin_out", "option_name": "Pictures apart", "spin_out": spin_out });
    let applied = desk.get("apply", apply("baseline", 1, edit));
    assert_eq!(applied["option"], "pictures-apart");
    let change = applied["change"].as_str().unwrap();
    let service = &applied["view"]["architecture"]["elements"][format!("{change}--service")];
    assert_eq!(service["kind"], "service");
    let marks = |marks: &Value| {
        let marks = marks.as_object().unwrap();
        marks.values().filter(|mark| **mark == "new").count()
    };
    assert_eq!(
        marks(&preview["elements"]),
        marks(&applied["view"]["architecture"]["marks"])
    );
    let undone = desk.get(
        "undo",
        json!({ "document": 1, "option": "pictures-apart", "revision": 2 }),
    );
    assert_eq!(
        undone["option"], "baseline",
        "the option is gone, so the baseline is shown"
    );
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let desk = Desk::new();
    desk.example();
    let before = text(&desk);
    let refused = [
        (
            "baseline",
            json!({ "kind": "set", "path": "elements/shop/process/threads", "value": "many" }),
        ),
        ("baseline", json!({ "kind": "set", "path": "", "value": 1 })),
        (
            "baseline",
            json!({ "kind": "set", "path": "elements/shop/name/deeper", "value": 1 }),
        ),
        ("baseline", json!({ "kind": "remove_option" })),
        (
            "baseline",
            json!({ "kind": "place", "positions": { "nobody": { "x": 1, "y": 2, "width": 3, "height": 4 } } }),
        ),
        (
            "baseline",
            json!({ "kind": "place", "positions": { "shop": { "x": 1, "y": 2, "width": -3, "height": 4 } } }),
        ),
        (
            "worker-spinout",
            json!({ "kind": "set", "path": "elements/shop/process/threads", "value": "many" }),
        ),
        (
            "baseline",
            json!({ "kind": "spin_out", "spin_out": { "components": ["nobody"], "pattern": "event_driven_worker" } }),
        ),
        (
            "baseline",
            json!({ "kind": "spin_out", "spin_out": { "components": [], "pattern": "event_driven_worker" } }),
        ),
    ];
    for (option, edit) in refused {
        let kind = desk.problem("apply", apply(option, 1, edit.clone()));
        assert_eq!(kind, ProblemKind::Refused, "{edit}");
    }
    let unknown = apply("nowhere", 1, json!({ "kind": "remove_option" }));
    assert_eq!(desk.problem("apply", unknown), ProblemKind::NotFound);
    assert_eq!(text(&desk), before);
}

#[test]
fn a_command_for_a_state_that_moved_on_is_refused() {
    let desk = Desk::new();
    desk.example();
    let name = |value: &str| json!({ "kind": "set", "path": "elements/shop/name", "value": value });
    desk.get("apply", apply("baseline", 1, name("One")));
    assert_eq!(
        desk.problem("apply", apply("baseline", 1, name("Two"))),
        ProblemKind::Stale
    );
    let elsewhere = json!({ "kind": "set", "path": "elements/shop-db/name", "value": "Rows" });
    let applied = desk.get("apply", apply("baseline", 1, elsewhere));
    assert!(
        applied["view"].is_object(),
        "the client's view is old, so it gets a whole one"
    );
}

#[test]
fn changes_can_be_ordered_switched_off_and_taken_away() {
    let desk = Desk::new();
    desk.example();
    let mut revision = 1;
    let mut edit = |edit: Value| {
        let applied = desk.get("apply", apply("worker-spinout", revision, edit));
        revision = applied["revision"].as_u64().unwrap();
        let view = desk.get("view", json!({ "document": 1, "option": "worker-spinout" }));
        let changes = view["options"][1]["changes"].as_array().unwrap();
        changes
            .iter()
            .map(|change| change["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let set = |n: u32| json!({ "path": format!("elements/shop-db/store/{}", if n == 1 { "connections" } else { "cores" }), "value": 7, "base": if n == 1 { 100 } else { 2 } });
    edit(json!({ "kind": "put_change", "id": "x-one", "change": { "do": { "set": set(1) } } }));
    let ids =
        edit(json!({ "kind": "put_change", "id": "a-two", "change": { "do": { "set": set(2) } } }));
    assert_eq!(
        ids[ids.len() - 2..],
        ["x-one", "a-two"],
        "a new change goes last"
    );
    let first = ids[0].clone();
    let ids = edit(json!({ "kind": "order_change", "id": "a-two", "before": first }));
    assert_eq!(ids[0], "a-two");
    let ids = edit(json!({ "kind": "order_change", "id": "a-two", "before": "x-one" }));
    assert_eq!(ids[ids.len() - 2..], ["a-two", "x-one"]);
    edit(json!({ "kind": "switch_change", "id": "x-one", "off": true }));
    let view = desk.get("view", json!({ "document": 1, "option": "worker-spinout" }));
    assert_eq!(
        view["architecture"]["elements"]["shop-db"]["store"]["connections"],
        100
    );
    let ids = edit(json!({ "kind": "remove_change", "id": "x-one" }));
    assert!(!ids.contains(&"x-one".to_owned()));
}

#[test]
fn a_spinout_with_its_cutover_is_one_step() {
    let desk = Desk::new();
    desk.example();
    let edit = json!({
        "kind": "spin_out", "option_name": "Images as a service",
        "spin_out": { "components": ["images"], "pattern": "api_facade" },
        "cutover": [{ "share": 0 }, { "share": 0.1 }, { "share": 1 }],
    });
    let applied = desk.get("apply", apply("baseline", 1, edit));
    let architecture = &applied["view"]["architecture"];
    let change = applied["change"].as_str().unwrap();
    assert_eq!(
        architecture["elements"][format!("{change}--gateway")]["kind"],
        "gateway"
    );
    assert_eq!(
        architecture["cutovers"][change]["phases"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let option = applied["option"].as_str().unwrap();
    let undone = desk.get(
        "undo",
        json!({ "document": 1, "option": option, "revision": 2 }),
    );
    assert_eq!(undone["option"], "baseline");
}

#[test]
fn a_spinout_is_weighed_before_it_is_made() {
    let desk = Desk::new();
    desk.example();
    let before = text(&desk);
    let ask = json!({
        "document": 1, "option": "baseline", "month": true,
        "spin_out": { "components": ["images"], "pattern": "event_driven_worker",
            "process": { "replicas": 2, "cores": 2, "instance": "ec2/m6i.large" } },
    });
    let weights = desk.get("weigh_spin_out", ask);
    let month = |side: &str| weights[side]["per_month"].as_f64().unwrap();
    // The monolith stays as it was, so two machines come on top.
    assert!(month("after") > month("before"), "{weights:#}");
    assert_eq!(weights["before"]["preview"]["option"], "baseline");
    assert!(weights["after"]["preview"]["levels"].is_array());
    assert_eq!(text(&desk), before);
}
