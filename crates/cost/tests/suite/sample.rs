use std::collections::BTreeMap;

use serde_json::{Value, json};
use spinout_model::{Architecture, BASELINE, Model, derive};
use spinout_results::{Bill, BillLine, Run};

/// A model from what its file would say beside format and name.
pub(crate) fn model(parts: &Value) -> Model {
    let mut file = json!({ "format": 1, "name": "Sample" });
    file.as_object_mut()
        .unwrap()
        .extend(parts.as_object().unwrap().clone());
    serde_json::from_value(file).unwrap()
}

/// The baseline as an architecture.
pub(crate) fn baseline(model: &Model) -> Architecture {
    derive(model, &BASELINE.parse().unwrap())
}

fn exact(value: f64) -> Value {
    json!({ "value": value, "low": value, "high": value })
}

/// A run of `scenario` in which each journey finishes so many requests a second, 90 % of them well.
pub(crate) fn run(scenario: &str, journeys: &[(&str, f64)]) -> Run {
    let of_journey = |rate: f64| {
        json!({
            "name": "J", "entry": "x", "response_s": {}, "completion_s": {}, "success_response_s": {},
            "throughput_per_s": exact(rate), "success_rate": exact(0.9), "requests": 0, "censored": 0,
            "objectives": [], "where_it_goes": []
        })
    };
    let journeys: BTreeMap<_, _> = journeys
        .iter()
        .map(|(id, r)| (*id, of_journey(*r)))
        .collect();
    serde_json::from_value(json!({
        "format": 1, "model": "Sample", "option": "baseline", "scenario": scenario, "kind": "steady",
        "seed": 1, "engine": "0", "digest": "", "confidence": 0.95, "replications": 20, "requests": 0,
        "events": 0, "warm_up_s": 0.0, "horizon_s": 100.0, "stop": "precise", "journeys": journeys,
        "elements": {}, "series": { "time_s": [], "journeys": {}, "elements": {} }, "cost": null,
        "blast_radius": null, "overload": null, "notes": []
    }))
    .unwrap()
}

/// Says what an element went through: mean instances, visits a second, and for a queue publications a
/// second and deliveries after the first in the whole run.
pub(crate) fn went(
    run: &mut Run,
    id: &str,
    instances: f64,
    visits: f64,
    queue: Option<(f64, f64)>,
) {
    let queue = queue.map(|(published, again)| {
        json!({
            "depth": null, "depth_max": 0.0, "published_per_s": exact(published),
            "redeliveries": again, "dead_letters": 0.0, "refused": 0.0
        })
    });
    let element = json!({
        "name": id, "resource": null, "utilization": null, "throughput_per_s": exact(visits),
        "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null,
        "replicas": exact(instances), "replicas_max": 9, "queue": queue
    });
    let element = serde_json::from_value(element).unwrap();
    run.elements.insert(id.parse().unwrap(), element);
}

/// The line of an element for a catalogue item.
#[track_caller]
pub(crate) fn line<'a>(bill: &'a Bill, element: &str, item: &str) -> &'a BillLine {
    let fits =
        |l: &&BillLine| l.item == item && l.element.as_ref().map_or("", |e| e.as_str()) == element;
    let items: Vec<_> = bill.lines.iter().map(|l| (&l.element, &l.item)).collect();
    let found = bill.lines.iter().find(fits);
    found.unwrap_or_else(|| panic!("no line of `{element}` for {item} among {items:?}"))
}

#[track_caller]
pub(crate) fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}
