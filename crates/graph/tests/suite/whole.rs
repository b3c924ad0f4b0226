use spinout_graph::OperationGraph;
use spinout_model::{ElementKind, Mode, OperationRef};

use crate::architecture::Drawing;

fn chance(drawing: &Drawing, broken: &[(&str, &str)]) -> f64 {
    let architecture = &drawing.0;
    let entry: OperationRef = "front/default".parse().unwrap();
    OperationGraph::of(architecture).chance_of_whole(
        &entry,
        |id| {
            let link = &architecture.relationships[id];
            let ends = (link.from.element.as_str(), link.to.element.as_str());
            !broken.contains(&ends)
        },
        |operation| {
            let sound = !broken.contains(&(operation.element.as_str(), ""));
            f64::from(u8::from(sound))
        },
    )
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

/// The front asks `often` 2.5 times, `often` asks `deep` with a chance of 0.4, and publishes to a queue that
/// two workers share.
fn drawing() -> Drawing {
    let mut drawing = Drawing::new();
    for id in ["front", "often", "deep", "left", "right"] {
        drawing.service(id, 1);
        drawing.operation(&format!("{id}/default"));
    }
    drawing.queue("jobs", None);
    drawing.link("front/default", Mode::Calls, "often/default", 2.5, 1);
    drawing.link("often/default", Mode::Calls, "deep/default", 0.4, 1);
    drawing.link("front/default", Mode::Publishes, "jobs", 1.0, 1);
    drawing.link("left/default", Mode::Consumes, "jobs", 1.0, 1);
    drawing.link("right/default", Mode::Consumes, "jobs", 1.0, 1);
    drawing
}

#[test]
fn a_request_is_whole_where_it_takes_no_broken_link() {
    let drawing = drawing();
    near(chance(&drawing, &[]), 1.0);
    near(chance(&drawing, &[("front", "often")]), 0.0);
    // Each of two visits misses the link with 0.6, and half of all requests make a third.
    near(chance(&drawing, &[("often", "deep")]), 0.6 * 0.6 * 0.8);
    near(chance(&drawing, &[("deep", "")]), 0.6 * 0.6 * 0.8);
    near(chance(&drawing, &[("front", "jobs")]), 0.0);
    near(chance(&drawing, &[("left", "jobs")]), 0.5);
    near(
        chance(&drawing, &[("left", "jobs"), ("often", "deep")]),
        0.144,
    );
}

#[test]
fn a_circle_is_as_whole_as_the_rounds_that_are_made() {
    let mut drawing = Drawing::new();
    for id in ["front", "back"] {
        drawing.service(id, 1);
        drawing.operation(&format!("{id}/default"));
    }
    drawing.element("shaky", ElementKind::Service, "");
    drawing.operation("shaky/default");
    drawing.link("front/default", Mode::Calls, "back/default", 0.5, 1);
    drawing.link("back/default", Mode::Calls, "front/default", 0.5, 1);
    drawing.link("back/default", Mode::Calls, "shaky/default", 0.2, 1);
    // x = 1/2 + 1/2 y, y = 0.8 (1/2 + 1/2 x): x = 0.7 + 0.2 x.
    near(chance(&drawing, &[("shaky", "")]), 0.875);
}
