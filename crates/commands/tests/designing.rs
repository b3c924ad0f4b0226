//! Adding, removing, moving and merging: in the baseline and in options, undone in one step.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use support::Desk;

/// Applies an edit to what is there now; answers the view afterwards.
fn edit(desk: &Desk, option: &str, edit: Value) -> Value {
    let revision = view(desk, option)["revision"].clone();
    desk.get(
        "apply",
        json!({ "document": 1, "option": option, "revision": revision, "edit": edit }),
    );
    view(desk, option)
}

fn view(desk: &Desk, option: &str) -> Value {
    desk.get("view", json!({ "document": 1, "option": option }))
}

fn undo(desk: &Desk, option: &str) {
    let revision = view(desk, option)["revision"].clone();
    desk.get(
        "undo",
        json!({ "document": 1, "option": option, "revision": revision }),
    );
}

fn design(view: &Value) -> Value {
    let mut design = view["architecture"].clone();
    design.as_object_mut().unwrap().remove("findings");
    design
}

fn cache_and_link() -> Value {
    json!({
        "kind": "add",
        "elements": { "hot": { "kind": "store", "name": "Hot data", "operations": { "default": {} } } },
        "relationships": { "shop-hot": { "from": "images", "to": "hot", "mode": "reads" } },
        "positions": { "hot": { "x": 900, "y": 40, "width": 176, "height": 64 } }
    })
}

#[test]
fn what_is_added_and_removed_again_leaves_the_design_as_it_was() {
    for option in ["baseline", "worker-spinout"] {
        let desk = Desk::new();
        desk.example();
        let before = view(&desk, option);
        let operation = before["architecture"]["elements"]["images"]["operations"]
            .as_object()
            .and_then(|operations| operations.keys().next().cloned())
            .unwrap();
        let mut adding = cache_and_link();
        adding["relationships"]["shop-hot"]["from"] = json!(format!("images/{operation}"));
        let added = edit(&desk, option, adding);
        assert_eq!(added["architecture"]["elements"]["hot"]["name"], "Hot data");
        assert_eq!(added["architecture"]["layout"]["hot"]["x"], 900.0);
        assert!(added["architecture"]["relationships"]["shop-hot"].is_object());
        let removed = edit(
            &desk,
            option,
            json!({ "kind": "remove", "elements": ["hot"] }),
        );
        assert_eq!(design(&removed), design(&before), "{option}");
        undo(&desk, option);
        assert_eq!(design(&view(&desk, option)), design(&added), "{option}");
        undo(&desk, option);
        assert_eq!(design(&view(&desk, option)), design(&before), "{option}");
    }
}

#[test]
fn an_element_goes_with_what_it_holds_and_with_its_links() {
    let desk = Desk::new();
    desk.example();
    let after = edit(
        &desk,
        "baseline",
        json!({ "kind": "remove", "elements": ["images"] }),
    );
    let text = after["architecture"]["relationships"].to_string();
    assert!(!text.contains("\"images/"), "{text}");
    assert!(after["architecture"]["elements"]["images"].is_null());
}

#[test]
fn what_cannot_stand_somewhere_stays_and_says_why() {
    let desk = Desk::new();
    desk.example();
    let before = view(&desk, "baseline");
    let problem = desk
        .ask(
            "apply",
            json!({ "document": 1, "option": "baseline", "revision": before["revision"],
                "edit": { "kind": "move_into", "elements": ["images"] } }),
        )
        .unwrap_err();
    assert!(
        problem.why.contains("cannot be put into"),
        "{}",
        problem.why
    );
    assert_eq!(design(&view(&desk, "baseline")), design(&before));
}

/// What a design is, apart from what it is called and how it came about.
fn parts(view: &Value) -> Value {
    let design = &view["architecture"];
    json!([
        design["elements"],
        design["relationships"],
        design["journeys"],
        design["units"],
        design["contracts"],
        design["data"],
        design["layout"]
    ])
}

#[test]
fn a_merged_option_is_the_baseline_afterwards() {
    let desk = Desk::new();
    desk.example();
    let option = view(&desk, "worker-spinout");
    let before = view(&desk, "baseline");
    desk.get(
        "apply",
        json!({ "document": 1, "option": "worker-spinout", "revision": before["revision"],
            "edit": { "kind": "merge" } }),
    );
    let merged = view(&desk, "baseline");
    assert_eq!(parts(&merged), parts(&option));
    assert!(!merged["options"].to_string().contains("worker-spinout"));
    undo(&desk, "baseline");
    assert_eq!(design(&view(&desk, "baseline")), design(&before));
    assert_eq!(design(&view(&desk, "worker-spinout")), design(&option));
}

#[test]
fn a_copy_of_an_option_is_the_same_design() {
    let desk = Desk::new();
    desk.example();
    let option = view(&desk, "worker-spinout");
    let applied = desk.get(
        "apply",
        json!({ "document": 1, "option": "worker-spinout", "revision": option["revision"],
            "edit": { "kind": "duplicate", "name": "Second thought" } }),
    );
    assert_eq!(applied["option"], "second-thought");
    assert_eq!(parts(&view(&desk, "second-thought")), parts(&option));
}

#[test]
fn what_else_goes_is_told_before_it_goes() {
    let desk = Desk::new();
    desk.example();
    let before = view(&desk, "baseline");
    let removal = desk.get(
        "removal",
        json!({ "document": 1, "option": "baseline", "edit": { "kind": "remove", "elements": ["images"] } }),
    );
    let also = removal["also"].as_array().unwrap();
    let of = |what: &str| also.iter().filter(|line| line["what"] == what).count();
    let links = |view: &Value| {
        view["architecture"]["relationships"]
            .as_object()
            .unwrap()
            .len()
    };
    assert_eq!(design(&view(&desk, "baseline")), design(&before));
    let after = edit(
        &desk,
        "baseline",
        json!({ "kind": "remove", "elements": ["images"] }),
    );
    assert_eq!(of("relationship"), links(&before) - links(&after));
    assert!(
        of("option") > 0,
        "the option that spins it out no longer applies: {removal}"
    );
}

/// A service with a part, added in one step.
fn service_with_a_part() -> Value {
    json!({
        "kind": "add",
        "elements": {
            "cart": { "kind": "service", "operations": { "default": {} } },
            "totals": { "kind": "component", "in": "cart", "operations": { "default": {} } }
        }
    })
}

#[test]
fn what_an_option_did_to_its_own_additions_goes_with_them() {
    let desk = Desk::new();
    desk.example();
    let option = "worker-spinout";
    let before = view(&desk, option);
    edit(&desk, option, service_with_a_part());
    edit(
        &desk,
        option,
        json!({ "kind": "set", "path": "elements/cart/process", "value": { "threads": 8 } }),
    );
    let after = edit(
        &desk,
        option,
        json!({ "kind": "remove", "elements": ["cart"] }),
    );
    assert_eq!(
        after["architecture"]["findings"],
        before["architecture"]["findings"]
    );
    assert_eq!(design(&after), design(&before));
}

#[test]
fn a_process_and_its_parts_are_removed_in_any_order() {
    let desk = Desk::new();
    desk.example();
    let after = edit(
        &desk,
        "baseline",
        json!({ "kind": "remove", "elements": ["images", "shop", "cluster"] }),
    );
    let elements = after["architecture"]["elements"].as_object().unwrap();
    assert!(!elements.contains_key("shop") && !elements.contains_key("images"));
}

#[test]
fn where_a_journey_begins_can_go_after_it_was_told() {
    let desk = Desk::new();
    desk.example();
    let entry = view(&desk, "baseline")["architecture"]["journeys"]
        .as_object()
        .and_then(|journeys| journeys.values().next())
        .and_then(|journey| journey["entry"].as_str())
        .map(|entry| entry.split('/').next().unwrap_or_default().to_owned())
        .unwrap();
    for option in ["baseline", "worker-spinout"] {
        let ask = json!({ "document": 1, "option": option, "edit": { "kind": "remove", "elements": [entry] } });
        let removal = desk.get("removal", ask);
        assert!(
            removal.to_string().contains("has no entry any more"),
            "{removal}"
        );
        let after = edit(
            &desk,
            option,
            json!({ "kind": "remove", "elements": [entry] }),
        );
        assert!(after["architecture"]["elements"][&entry].is_null());
        undo(&desk, option);
    }
}

#[test]
fn nothing_is_left_of_what_was_said_of_a_removed_element() {
    let desk = Desk::new();
    desk.example();
    let findings = |view: &Value| view["findings"].as_array().unwrap().len();
    let mut adding = cache_and_link();
    adding["relationships"] = json!({});
    edit(&desk, "baseline", adding);
    edit(
        &desk,
        "baseline",
        json!({ "kind": "set", "path": "basis/elements~1hot~1operations~1default~1demand", "value": { "kind": "guess" } }),
    );
    let before = view(&desk, "baseline");
    let after = edit(
        &desk,
        "baseline",
        json!({ "kind": "remove", "elements": ["hot"] }),
    );
    assert!(
        after["basis"]
            .get("elements/hot/operations/default/demand")
            .is_none()
    );
    assert!(findings(&after) <= findings(&before));
}
