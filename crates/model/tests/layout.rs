//! Where things stand.
#![allow(clippy::unwrap_used)] // helpers of tests

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spinout_model::{Architecture, Document, Path, Position, derive, load};
use spinout_units::{ElementId, OptionId};

const SHOP: &str = include_str!("samples/shop.spinout.json");

fn shop(option: &str, edits: &[(&str, Value)]) -> Architecture {
    let mut value = load(SHOP, "shop").unwrap().document.value().clone();
    for (path, new) in edits {
        Path::from(*path).set(&mut value, new.clone()).unwrap();
    }
    let document = Document::from_value(value).unwrap();
    derive(document.model(), &OptionId::new(option).unwrap())
}

fn holds(outer: &Position, inner: &Position) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && outer.x + outer.width >= inner.x + inner.width
        && outer.y + outer.height >= inner.y + inner.height
}

fn overlap(a: &Position, b: &Position) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Everything has a place, within what holds it and clear of what stands beside it.
fn is_legible(architecture: &Architecture) {
    let layout = &architecture.layout;
    for (id, element) in &architecture.elements {
        let here = layout
            .get(id)
            .unwrap_or_else(|| panic!("{id} has no place"));
        if let Some(parent) = &element.parent {
            let room = &layout[parent];
            assert!(holds(room, here), "{id} {here:?} leaves {parent} {room:?}");
        }
        for (other, element_of_other) in &architecture.elements {
            if other < id && element_of_other.parent == element.parent {
                assert!(!overlap(here, &layout[other]), "{id} covers {other}");
            }
        }
    }
}

fn automatic() -> BTreeMap<ElementId, Position> {
    shop("baseline", &[("layout", json!({}))]).layout
}

#[test]
fn a_model_without_positions_is_laid_out_whole() {
    let architecture = shop("baseline", &[("layout", json!({}))]);
    is_legible(&architecture);
    let left = |id: &str| architecture.layout[id].x;
    assert!(left("users") < left("shop") && left("shop") < left("catalogue"));
}

#[test]
fn an_option_keeps_the_places_of_a_baseline_that_was_laid_out_whole() {
    let architecture = shop("worker-spinout", &[("layout", json!({}))]);
    is_legible(&architecture);
    for (id, position) in automatic() {
        if !["images", "eu"].contains(&id.as_str()) {
            assert_eq!(architecture.layout[&id], position, "{id}");
        }
    }
}

#[test]
fn what_is_given_stays_and_what_is_new_stands_beside_it() {
    let given = automatic();
    let architecture = shop("worker-spinout", &[("layout", json!({"elements": given}))]);
    is_legible(&architecture);
    for (id, position) in &given {
        // The component moved with its change, and the boundary may have grown around what is new.
        if !["images", "eu"].contains(&id.as_str()) {
            assert_eq!(&architecture.layout[id], position, "{id}");
        }
    }
    let distance = |a: &str, b: &str| {
        let (a, b) = (&architecture.layout[a], &architecture.layout[b]);
        (a.x - b.x).abs() + (a.y - b.y).abs()
    };
    assert!(distance("worker--dead-letters", "worker--queue") < 400.0);
}

#[test]
fn an_option_may_say_positions_of_its_own() {
    let own = json!({"x": 3000, "y": 40, "width": 300, "height": 200});
    let layout =
        json!({"elements": automatic(), "options": {"worker-spinout": {"worker--service": own}}});
    let architecture = shop("worker-spinout", &[("layout", layout)]);
    let service = &architecture.layout["worker--service"];
    assert_eq!((service.x, service.width), (3000.0, 300.0));
    assert!(holds(service, &architecture.layout["images"]));
}

#[test]
fn boxes_are_drawn_around_what_stands_already() {
    let layout = json!({"elements": {
        "images": {"x": 500, "y": 300, "width": 176, "height": 64},
        "catalogue": {"x": 900, "y": 300, "width": 176, "height": 64},
    }});
    let architecture = shop("baseline", &[("layout", layout)]);
    let images = &architecture.layout["images"];
    assert_eq!((images.x, images.y), (500.0, 300.0));
    is_legible(&architecture);
}

/// A boundary that is full, with a neighbour on every side but one.
#[test]
fn a_boundary_grows_to_where_it_covers_no_neighbour() {
    let here = |x: i32, y: i32| json!({"x": x, "y": y, "width": 176, "height": 64});
    for free in ["right", "below", "left", "above"] {
        let mut elements = json!({
            "net": {"kind": "boundary"},
            "first": {"kind": "service", "in": "net"},
            "second": {"kind": "service", "in": "net"},
        });
        let mut places = json!({
            "net": {"x": 0, "y": 0, "width": 224, "height": 128},
            "first": here(24, 40),
        });
        for (side, x, y) in [
            ("right", 260, 40),
            ("below", 24, 160),
            ("left", -212, 40),
            ("above", 24, -100),
        ] {
            if side != free {
                elements[side] = json!({"kind": "external"});
                places[side] = here(x, y);
            }
        }
        let architecture = shop(
            "baseline",
            &[
                ("elements", elements),
                ("relationships", json!({})),
                ("layout", json!({"elements": places})),
            ],
        );
        is_legible(&architecture);
        let first = &architecture.layout["first"];
        assert_eq!((first.x, first.y), (24.0, 40.0), "{free}: nothing moves");
    }
}

#[test]
fn places_are_found_for_many_and_for_circles() {
    let mut elements = json!({});
    for n in 0..300 {
        elements[format!("e{n}")] =
            json!({"kind": "service", "in": "eu", "operations": {"default": {}}});
    }
    elements["a"] = json!({"kind": "boundary", "in": "b"});
    elements["b"] = json!({"kind": "boundary", "in": "a"});
    elements["eu"] = json!({"kind": "boundary"});
    elements["stray"] = json!({"kind": "service", "in": "nowhere"});
    let given = json!({"elements": {"eu": {"x": 0, "y": 0, "width": 300, "height": 200}}});
    for layout in [json!({}), given] {
        let edits = [
            ("elements", elements.clone()),
            ("relationships", json!({})),
            ("layout", layout),
        ];
        let architecture = shop("baseline", &edits);
        assert_eq!(architecture.layout.len(), architecture.elements.len());
        let eu = &architecture.layout["eu"];
        for n in 0..300 {
            assert!(holds(eu, &architecture.layout[format!("e{n}").as_str()]));
        }
    }
}
