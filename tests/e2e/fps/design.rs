//! A design of a given size, drawn as a person would: boundaries side by side, services and stores in
//! them in rows, each called by the one before it and some by another.

use serde_json::{Map, Value, json};

/// Elements in a boundary, the boundary not counted.
const PER_BOUNDARY: usize = 24;
const COLUMNS: usize = 4;
/// Pixels of the drawing.
pub(crate) const WIDTH: usize = 176;
const HEIGHT: usize = 56;
const GAP: usize = 40;

/// A box or a line: left, top and width, height or the other end, in pixels of the drawing.
pub(crate) type Figure = [f64; 4];

/// A design of some size.
pub(crate) struct Design {
    /// The model file.
    pub(crate) text: String,
    /// Where its elements stand.
    pub(crate) boxes: Vec<Figure>,
    /// From middle to middle of those that a relationship joins.
    pub(crate) lines: Vec<Figure>,
}

/// `count` elements that all have a place.
pub(crate) fn design(count: usize) -> Design {
    let mut elements = Map::new();
    let mut places = Map::new();
    let mut relationships = Map::new();
    elements.insert(
        "people".into(),
        json!({"kind": "client", "operations": {"go": {}}}),
    );
    places.insert("people".into(), place(0, 0, WIDTH, HEIGHT));
    let boundaries = count.div_ceil(PER_BOUNDARY + 1);
    let across = 1 + (boundaries as f64).sqrt() as usize;
    let step_x = COLUMNS * (WIDTH + GAP) + 2 * GAP;
    let step_y = PER_BOUNDARY / COLUMNS * (HEIGHT + GAP) + 3 * GAP;
    let mut leaves: Vec<String> = Vec::new();
    for boundary in 0..boundaries {
        let name = format!("group-{boundary}");
        let left = WIDTH + 2 * GAP + boundary % across * step_x;
        let top = boundary / across * step_y;
        elements.insert(
            name.clone(),
            json!({"kind": "boundary", "name": format!("Group {boundary}")}),
        );
        places.insert(name.clone(), place(left, top, step_x - GAP, step_y - GAP));
        for number in 0..PER_BOUNDARY {
            if elements.len() >= count {
                break;
            }
            let id = format!("service-{boundary}-{number}");
            elements.insert(
                id.clone(),
                json!({
                    "kind": "service",
                    "name": format!("Service {boundary}.{number}"),
                    "in": name,
                    "process": {"cores": 1 + number % 4},
                    "operations": {"do": {"demand": {"exponential": {"mean": format!("{}ms", 1 + leaves.len() % 9)}}}},
                }),
            );
            let x = left + GAP + number % COLUMNS * (WIDTH + GAP);
            let y = top + GAP + number / COLUMNS * (HEIGHT + GAP);
            places.insert(id.clone(), place(x, y, WIDTH, HEIGHT));
            leaves.push(id);
        }
    }
    // A tree of calls, so that no call comes back to who made it: each is called by one before it.
    for (number, id) in leaves.iter().enumerate() {
        let from = match number {
            0 => "people/go".to_owned(),
            _ => format!("{}/do", leaves[(number - 1) / 2]),
        };
        relationships.insert(
            format!("call-{number}"),
            json!({"from": from, "to": format!("{id}/do"), "mode": "calls"}),
        );
    }
    let boxes = places.values().map(figure).collect();
    let middle = |operation: &str| {
        let element = operation.split('/').next().unwrap_or_default();
        let [x, y, width, height] = figure(&places[element]);
        (x + width / 2.0, y + height / 2.0)
    };
    let lines = relationships.values().map(|call| {
        let [from, to] = ["from", "to"].map(|end| middle(call[end].as_str().unwrap()));
        [from.0, from.1, to.0, to.1]
    });
    let lines = lines.collect();
    let text = json!({
        "format": 1,
        "name": format!("{count} elements"),
        "elements": elements,
        "relationships": relationships,
        "journeys": {"all": {"entry": "people/go"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "1/s"}}},
        "layout": {"elements": places},
    })
    .to_string();
    Design { text, boxes, lines }
}

fn figure(place: &Value) -> Figure {
    ["x", "y", "width", "height"].map(|key| place[key].as_f64().unwrap())
}

fn place(x: usize, y: usize, width: usize, height: usize) -> Value {
    json!({"x": x, "y": y, "width": width, "height": height})
}
