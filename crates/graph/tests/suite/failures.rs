use spinout_graph::{Blast, Failure, Structure};
use spinout_model::{Architecture, ElementKind, Mode, Technology};

use crate::architecture::{Drawing, shop};

fn failure<'a>(blast: &'a Blast, id: &str) -> &'a Failure {
    let found = blast.failures.iter().find(|f| f.element.as_str() == id);
    found.unwrap_or_else(|| panic!("no failure of {id}"))
}

#[track_caller]
fn expect(architecture: &Architecture, id: &str, lost: f64, degraded: f64) {
    let blast = Structure::of(architecture).blast();
    let found = failure(&blast, id);
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    assert!(
        near(found.value_lost, lost) && near(found.value_degraded, degraded),
        "{id}: lost {} degraded {}",
        found.value_lost,
        found.value_degraded
    );
}

/// `browse` is worth 9 and `upload` 3 of 12.
#[test]
fn a_component_of_a_monolith_takes_everything_with_it() {
    expect(&shop(false), "images", 1.0, 0.0);
    expect(&shop(false), "shop", 1.0, 0.0);
    expect(&shop(false), "bucket", 0.25, 0.0);
}

#[test]
fn a_spun_out_component_only_delays_what_is_behind_its_queue() {
    expect(&shop(true), "images", 0.0, 0.25);
    expect(&shop(true), "worker", 0.0, 0.25);
    expect(&shop(true), "bucket", 0.0, 0.25);
    expect(&shop(true), "catalogue", 1.0, 0.0);
}

#[test]
fn a_publisher_needs_its_broker() {
    expect(&shop(true), "jobs", 0.25, 0.0);
}

#[test]
fn a_boundary_fails_with_all_inside() {
    expect(&shop(true), "zone", 1.0, 0.0);
}

#[test]
fn dead_letters_matter_as_often_as_messages_fail() {
    let mut architecture = shop(true);
    expect(&architecture, "dead", 0.0, 0.0);
    let images = architecture.elements.get_mut("images").unwrap();
    for operation in images.operations.values_mut() {
        operation.failure_rate = 0.5;
    }
    expect(&architecture, "dead", 0.0, 0.25 * 0.5_f64.powi(5));
}

#[test]
fn what_a_request_needs_by_chance_is_lost_by_chance() {
    let mut d = Drawing::new();
    d.service("a", 2);
    d.service("b", 2);
    d.link("a", Mode::Calls, "b", 1.25, 1);
    d.link("b", Mode::Calls, "a", 0.5, 1);
    d.journey("j", "a", 1.0, 1.0);
    expect(&d.0, "b", 1.0, 0.0);
    d.service("c", 1);
    d.link("b", Mode::Reads, "c", 0.5, 1);
    // With a request to `b` lost with chance x: 1 − x = ½ (1 − ½ y), 1 − y = (1 − x)(1 − ¼ x).
    let blast = Structure::of(&d.0).blast();
    let y = failure(&blast, "c").value_lost;
    let x = 1.0 - 0.5 * (1.0 - 0.5 * y);
    assert!(
        ((1.0 - y) - (1.0 - x) * (1.0 - 0.25 * x)).abs() < 1e-12,
        "{y}"
    );
    assert!(y > 0.5 && y < 1.0, "{y}");
}

#[test]
fn a_path_leads_from_the_entry_to_what_failed() {
    let blast = Structure::of(&shop(true)).blast();
    let path = |id: &str, journey: usize| {
        let impact = &failure(&blast, id).journeys[journey];
        let ids: Vec<_> = impact.path.iter().map(|e| e.as_str()).collect();
        ids.join(" ")
    };
    assert_eq!(path("bucket", 0), "shop jobs images bucket");
    assert_eq!(path("database", 0), "users shop catalogue database");
    assert_eq!(path("database", 1), "shop database");
}

#[test]
fn single_points_are_alone_and_always_needed() {
    let ids = |architecture: &Architecture| -> Vec<String> {
        let points = Structure::of(architecture).blast().single_points;
        points.iter().map(|p| p.element.to_string()).collect()
    };
    let mut architecture = shop(true);
    assert_eq!(ids(&architecture), ["shop"]);
    let database = architecture.elements.get_mut("database").unwrap();
    database.store = Some(spinout_model::Store {
        cores: Some(2.0),
        ..Default::default()
    });
    assert_eq!(ids(&architecture), ["database", "shop"]);
    let store = architecture
        .elements
        .get_mut("database")
        .unwrap()
        .store
        .as_mut()
        .unwrap();
    store.technology = Technology::Object;
    architecture.elements.get_mut("shop").unwrap().process = Some(spinout_model::Process {
        replicas: 3,
        ..Default::default()
    });
    assert!(ids(&architecture).is_empty());
}

#[test]
fn steps_say_what_is_followed() {
    let mut d = Drawing::new();
    d.service("a", 1);
    d.element("b", ElementKind::External, "");
    d.link("a", Mode::Calls, "b", 1.0, 1);
    d.operation("a").steps = vec![spinout_model::Step::Wait(
        spinout_model::Distribution::Constant("1ms".parse().unwrap()),
    )];
    d.journey("j", "a", 1.0, 1.0);
    expect(&d.0, "b", 0.0, 0.0);
}
