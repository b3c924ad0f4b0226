//! The history of edits: jumps, its bounds, and what is there again after a crash.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use spinout_commands::protocol::ProblemKind;
use support::{Desk, patch};

fn rename(desk: &Desk, revision: u64, name: &str) -> Value {
    desk.get(
        "apply",
        json!({ "document": 1, "option": "baseline", "revision": revision,
            "edit": { "kind": "set", "path": "name", "value": name } }),
    )
}

fn go(desk: &Desk, revision: u64, at: usize) -> Value {
    desk.get(
        "go_to_step",
        json!({ "document": 1, "option": "baseline", "revision": revision, "at": at }),
    )
}

fn name(desk: &Desk) -> Value {
    desk.get("view", json!({ "document": 1, "option": "baseline" }))["name"].clone()
}

fn steps(desk: &Desk, from: u32, count: u32) -> Value {
    desk.get(
        "steps",
        json!({ "document": 1, "from": from, "count": count }),
    )
}

fn titles(list: &Value) -> Vec<&str> {
    let steps = list["steps"].as_array().unwrap();
    steps
        .iter()
        .map(|step| step["title"].as_str().unwrap())
        .collect()
}

#[test]
fn a_jump_leads_where_as_many_single_steps_would() {
    let desk = Desk::new();
    desk.example();
    let mut view = desk.get("view", json!({ "document": 1, "option": "baseline" }));
    for (path, value) in [
        ("elements/shop/process/threads", json!(32)),
        ("elements/shop/name", json!("Store")),
        ("name", json!("A shop")),
    ] {
        let revision = &view["revision"];
        let edit = json!({ "kind": "set", "path": path, "value": value });
        desk.get(
            "apply",
            json!({ "document": 1, "option": "baseline", "revision": revision, "edit": edit }),
        );
        view = desk.get("view", json!({ "document": 1, "option": "baseline" }));
    }
    let list = steps(&desk, 0, 500);
    assert_eq!(
        titles(&list),
        [
            "Set threads of Shop",
            "Rename shop to Store",
            "Rename the model"
        ]
    );
    assert_eq!(
        (&list["at"], &list["total"], &list["saved"]),
        (&json!(3), &json!(3), &json!(0))
    );
    let revision = view["revision"].as_u64().unwrap();
    let back = go(&desk, revision, 1);
    patch(&mut view, &back["patch"]);
    assert_eq!(
        view,
        desk.get("view", json!({ "document": 1, "option": "baseline" }))
    );
    assert_eq!(view["architecture"]["elements"]["shop"]["name"], "Shop");
    assert_eq!(
        view["architecture"]["elements"]["shop"]["process"]["threads"],
        32
    );
    assert_eq!(
        (&view["undo"]["title"], &view["redo"]["title"]),
        (
            &json!("Set threads of Shop"),
            &json!("Rename shop to Store")
        )
    );
    assert_eq!(titles(&steps(&desk, 1, 1)), ["Rename shop to Store"]);
    go(&desk, revision + 1, 3);
    assert_eq!(name(&desk), "A shop");
    let too_far = json!({ "document": 1, "option": "baseline", "revision": revision + 2, "at": 4 });
    assert_eq!(desk.problem("go_to_step", too_far), ProblemKind::NotFound);
}

#[test]
fn ten_thousand_steps_go_back_and_forth_and_no_more_are_kept() {
    const MOST: usize = 10_000;
    let desk = Desk::new();
    desk.get("new", json!({}));
    for n in 0..=MOST {
        rename(&desk, 1 + n as u64, &format!("m{n}"));
    }
    let list = steps(&desk, MOST as u32 - 1, 9);
    assert_eq!((&list["at"], &list["total"]), (&json!(MOST), &json!(MOST)));
    assert_eq!(
        list["saved"],
        Value::Null,
        "what the file held is further back"
    );
    assert_eq!(list["steps"].as_array().unwrap().len(), 1);
    let revision = MOST as u64 + 2;
    go(&desk, revision, 0);
    assert_eq!(
        name(&desk),
        "m0",
        "the first step is older than what is kept"
    );
    go(&desk, revision + 1, MOST);
    assert_eq!(name(&desk), format!("m{MOST}"));

    // What is written for after a crash grows with what was done, not with the size of the model.
    let work = desk.get("recoverable", json!({}));
    assert_eq!(work["documents"], json!([]), "it is open");
    let after = Desk::over(desk.host);
    let work = after.get("recoverable", json!({}));
    assert_eq!(work["documents"][0]["changes"], 3 * MOST + 1);
    after.get("recover", json!({ "key": work["documents"][0]["key"] }));
    assert_eq!(name(&after), format!("m{MOST}"));
    assert_eq!(steps(&after, 0, 1)["at"], MOST);
}

#[test]
fn a_jump_is_there_again_after_a_crash() {
    let desk = Desk::new();
    desk.example();
    for (n, name) in ["a", "b", "c", "d"].into_iter().enumerate() {
        rename(&desk, 1 + n as u64, name);
    }
    go(&desk, 5, 1);
    let after = Desk::over(desk.host);
    let work = after.get("recoverable", json!({}));
    after.get("recover", json!({ "key": work["documents"][0]["key"] }));
    assert_eq!(name(&after), "a");
    let list = steps(&after, 0, 9);
    assert_eq!((&list["at"], &list["total"]), (&json!(1), &json!(4)));
    go(&after, 1, 4);
    assert_eq!(name(&after), "d");
}
