//! Slides, settings and pictures of templates; what goes with what a slide shows.

#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)]

mod support;

use serde_json::{Value, json};
use spinout_commands::protocol::ProblemKind;
use support::Desk;

fn edit(desk: &Desk, option: &str, edit: Value) -> Value {
    let seen = desk.get("view", json!({ "document": 1, "option": option }));
    let ask =
        json!({ "document": 1, "option": option, "revision": seen["revision"], "edit": edit });
    desk.get("apply", ask);
    desk.get("view", json!({ "document": 1 }))
}

fn slide(name: &str, option: &str) -> Value {
    json!({ "kind": "add_slide", "slide": { "name": name, "option": option, "scenario": "steady",
        "sight": { "x": 0, "y": 0, "width": 800, "height": 600 }, "selected": ["images"] } })
}

fn in_order(view: &Value) -> Vec<String> {
    let slides = view["presentation"].as_object().unwrap();
    let mut slides: Vec<_> = slides
        .iter()
        .map(|(id, slide)| (slide["order"].as_str().unwrap(), id.clone()))
        .collect();
    slides.sort();
    slides.into_iter().map(|(_, id)| id).collect()
}

#[test]
fn slides_stand_in_the_file_in_the_order_that_was_asked_for() {
    let desk = Desk::new();
    desk.example();
    let digests = desk.get("view", json!({ "document": 1 }))["scenarios"].clone();
    edit(&desk, "worker-spinout", slide("Where it hurts", "baseline"));
    edit(&desk, "baseline", slide("The worker", "worker-spinout"));
    let view = edit(&desk, "baseline", slide("The worker", "worker-spinout"));
    assert_eq!(
        in_order(&view),
        ["where-it-hurts", "the-worker", "the-worker-2"]
    );
    let before = json!({ "kind": "order_slide", "id": "the-worker-2", "before": "where-it-hurts" });
    let view = edit(&desk, "baseline", before);
    assert_eq!(
        in_order(&view),
        ["the-worker-2", "where-it-hurts", "the-worker"]
    );
    let last = json!({ "kind": "order_slide", "id": "the-worker-2" });
    let view = edit(&desk, "baseline", last);
    assert_eq!(
        in_order(&view),
        ["where-it-hurts", "the-worker", "the-worker-2"]
    );
    assert_eq!(view["scenarios"], digests, "a slide makes no result stale");
    let path = json!({ "document": 1, "path": "copy.spinout.json" });
    desk.get("save_as", path);
    let again = desk.get("open", json!({ "path": "copy.spinout.json" }));
    assert_eq!(again["view"]["presentation"], view["presentation"]);
    assert_eq!(again["view"]["file"]["unknown"], json!([]));
}

#[test]
fn a_slide_needs_a_name() {
    let desk = Desk::new();
    desk.example();
    let ask = json!({ "document": 1, "option": "baseline", "revision": 1, "edit": slide(" ", "baseline") });
    assert_eq!(desk.problem("apply", ask), ProblemKind::Refused);
}

#[test]
fn slides_and_evidence_go_with_their_option_and_their_scenario_and_that_is_told_before() {
    let desk = Desk::new();
    desk.example();
    edit(&desk, "baseline", slide("The worker", "worker-spinout"));
    edit(&desk, "baseline", slide("Where it hurts", "baseline"));
    let dangling = |view: &Value| {
        let findings = view["findings"].as_array().unwrap();
        let places = findings.iter().filter(|f| f["severity"] == "error");
        let places = places.map(|f| f["place"].as_str().unwrap().to_owned());
        let left = ["presentation", "evidence", "chosen", "default_scenario"];
        let left = |place: &String| {
            place.contains("/cutovers") || left.iter().any(|part| place.starts_with(part))
        };
        places.filter(left).collect::<Vec<_>>()
    };
    let told = |removal: &Value| -> Vec<String> {
        let also = removal["also"].as_array().unwrap();
        let of = |line: &Value| {
            format!(
                "{}: {}",
                line["what"].as_str().unwrap(),
                line["name"].as_str().unwrap()
            )
        };
        also.iter().map(of).collect()
    };
    let ask = |option: &str, edit: Value| json!({ "document": 1, "option": option, "edit": edit });
    let option = json!({ "kind": "remove_option" });
    let removal = desk.get("removal", ask("worker-spinout", option.clone()));
    assert!(
        told(&removal).contains(&"slide: The worker".to_owned()),
        "{removal}"
    );
    let view = edit(&desk, "worker-spinout", option);
    assert_eq!(in_order(&view), ["where-it-hurts"]);
    assert_eq!(dangling(&view), Vec::<String>::new());

    let scenario = json!({ "kind": "set", "path": "scenarios/steady", "value": null });
    let removal = desk.get("removal", ask("baseline", scenario.clone()));
    assert!(
        told(&removal).contains(&"slide: Where it hurts".to_owned()),
        "{removal}"
    );
    let view = edit(&desk, "baseline", scenario);
    assert_eq!(in_order(&view), Vec::<String>::new());
    assert_eq!(dangling(&view), Vec::<String>::new());
}

#[test]
fn a_journey_that_a_gate_names_is_told_of_before_it_goes() {
    let desk = Desk::new();
    desk.example();
    let gate = json!([{ "share": 1.0, "gate": [{ "journey": "browse", "objective": "fast" }] }]);
    let cutover = json!({ "kind": "put_change", "id": "cutover",
        "change": { "do": { "cutover": { "of": "worker", "phases": gate } } } });
    let known = desk.get("view", json!({ "document": 1 }));
    let browse = &known["architecture"]["journeys"]["browse"]["objectives"];
    let objective = browse.as_object().unwrap().keys().next().unwrap();
    let text = cutover.to_string().replace("fast", objective);
    edit(
        &desk,
        "worker-spinout",
        serde_json::from_str(&text).unwrap(),
    );
    let ask = json!({ "document": 1, "option": "baseline",
        "edit": { "kind": "set", "path": "journeys/browse", "value": null } });
    let removal = desk.get("removal", ask);
    let also = removal["also"].as_array().unwrap();
    assert!(
        also.iter().any(
            |line| line["name"].as_str().unwrap().contains("changes/cutover")
                || line["what"] == "option"
        ),
        "{removal}"
    );
}

#[test]
fn settings_are_there_at_the_next_start() {
    let desk = Desk::new();
    let fresh = json!({ "used": false, "dismissed": [], "window": null });
    assert_eq!(desk.get("settings", json!({})), fresh);
    let kept = json!({ "used": true, "dismissed": ["pull-out"], "window": { "theme": "light" } });
    desk.get("keep_settings", kept.clone());
    let again = Desk::over(desk.host);
    assert_eq!(again.get("settings", json!({})), kept);
}

#[test]
fn every_template_has_a_drawing_of_its_baseline_and_says_what_it_teaches() {
    let desk = Desk::new();
    let list = desk.get("templates", json!({}));
    for template in list["templates"].as_array().unwrap() {
        assert!(
            template["description"].as_str().unwrap().len() > 20,
            "{template}"
        );
        let picture = desk.get("template_picture", json!({ "template": template["id"] }));
        let drawn = &picture["architecture"];
        assert_eq!(drawn["option"], "baseline");
        let elements = drawn["elements"].as_object().unwrap();
        let places = drawn["layout"].as_object().unwrap();
        assert!(
            elements.keys().all(|id| places.contains_key(id)),
            "{template}"
        );
    }
    let unknown = json!({ "template": "no" });
    assert_eq!(
        desk.problem("template_picture", unknown),
        ProblemKind::NotFound
    );
}

#[test]
fn every_template_says_on_its_canvas_what_to_try() {
    let desk = Desk::new();
    let list = desk.get("templates", json!({}));
    for template in list["templates"].as_array().unwrap() {
        let opened = desk.get("new", json!({ "template": template["id"] }));
        let notes = opened["view"]["notes"].as_object().unwrap();
        assert!(!notes.is_empty(), "{}", template["id"]);
    }
}
