//! How soon a run of a design with 5,000 elements is over once it is cancelled, whenever that is: from the
//! command to its answer. And how long the steps before the first event take, and all after the last one.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use spinout_commands::protocol::{Request, Response};
use spinout_commands::{App, Host};
use spinout_host::SystemHost;

/// Elements of the design, but for its clients.
const ELEMENTS: usize = 5_000;
/// Of those, one in so many has components, that many.
const COMPONENTS: usize = 10;
const LAYERS: usize = 10;
const JOURNEYS: usize = 40;

/// A number that looks random, below a bound.
fn pick(seed: usize, below: usize) -> usize {
    let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33) as usize % below
}

/// Layers of services, some with components, each of which calls two of the next layer; the
/// last one reads from stores.
fn design() -> String {
    let mut elements = Vec::new();
    let mut relationships = Vec::new();
    // Stores are the last layer, where nobody calls anybody.
    let mut layers: Vec<Vec<String>> = vec![Vec::new(); LAYERS + 1];
    let mut count = 0;
    while count < ELEMENTS {
        let id = format!("e{count}");
        let layer = pick(count, LAYERS);
        let kind = pick(count + 7_919, 20);
        count += 1;
        match kind {
            0 | 1 => {
                let process = r#""process": {"cores": 8, "threads": 200, "replicas": 2}"#;
                elements.push(format!(r#""{id}": {{"kind": "monolith", {process}}}"#));
                for number in 0..COMPONENTS {
                    let part = format!("{id}c{number}");
                    let demand = r#"{"exponential": {"mean": "2ms"}}"#;
                    elements.push(format!(
                        r#""{part}": {{"kind": "component", "in": "{id}", "operations": {{"do": {{"demand": {demand}}}}}}}"#
                    ));
                    layers[(layer + number) % LAYERS].push(part);
                }
                count += COMPONENTS;
            }
            2 | 3 => {
                let store = r#""store": {"cores": 4, "connections": 100}"#;
                let demand = r#"{"exponential": {"mean": "1ms"}}"#;
                elements.push(format!(
                    r#""{id}": {{"kind": "store", {store}, "operations": {{"do": {{"demand": {demand}}}}}}}"#
                ));
                layers[LAYERS].push(id);
            }
            _ => {
                let process = r#""process": {"cores": 4, "threads": 100}"#;
                let demand = r#"{"lognormal": {"mean": "3ms", "p95": "9ms"}}"#;
                elements.push(format!(
                    r#""{id}": {{"kind": "service", {process}, "operations": {{"do": {{"demand": {demand}}}}}}}"#
                ));
                layers[layer].push(id);
            }
        }
    }
    for layer in 0..LAYERS {
        let guard = r#""timeout": "2s", "retry": {"attempts": 2}"#;
        let mode = if layer + 1 == LAYERS {
            "reads"
        } else {
            "calls"
        };
        for (number, from) in layers[layer].iter().enumerate() {
            for call in 0..2 {
                let to = &layers[layer + 1];
                let to = &to[pick(31 * number + 17 * call + layer, to.len())];
                relationships.push(format!(
                    r#""r-{from}-{call}": {{"from": "{from}/do", "to": "{to}/do", "mode": "{mode}", "order": "{call}", {guard}}}"#
                ));
            }
        }
    }
    let mut journeys = Vec::new();
    for number in 0..JOURNEYS {
        let client = format!("client{number}");
        elements.push(format!(
            r#""{client}": {{"kind": "client", "operations": {{"go": {{}}}}}}"#
        ));
        let to = &layers[0][pick(number, layers[0].len())];
        relationships.push(format!(
            r#""r-{client}": {{"from": "{client}/go", "to": "{to}/do", "mode": "calls"}}"#
        ));
        journeys.push(format!(r#""j{number}": {{"entry": "{client}/go"}}"#));
    }
    let mut text = String::from("{\"format\": 1, \"name\": \"Large\", ");
    let (elements, relationships) = (elements.join(", "), relationships.join(", "));
    let journeys = journeys.join(", ");
    let load = r#""steady": {"kind": "steady", "load": {"constant": "1000/s"}}"#;
    write!(
        text,
        r#""elements": {{{elements}}}, "relationships": {{{relationships}}}, "journeys": {{{journeys}}}, "scenarios": {{{load}}}}}"#
    )
    .unwrap();
    text
}

fn command(fields: serde_json::Value) -> Request {
    serde_json::from_value(fields).unwrap()
}

fn steps(text: &str) {
    let mut last = Instant::now();
    let mut step = |what: &str| {
        println!("{what}: {:.0} ms", last.elapsed().as_secs_f64() * 1e3);
        last = Instant::now();
    };
    let document = spinout_model::load(text, "large.spinout.json")
        .unwrap()
        .document;
    step("load");
    let model = document.model();
    let baseline = "baseline".parse().unwrap();
    let architecture = spinout_model::derive(model, &baseline);
    step("derive");
    let scenario = "steady".parse().unwrap();
    let error = spinout_check::first_error(model, &architecture, Some(&scenario));
    step("check for errors");
    assert_eq!(error, None);
    let priced = spinout_cost::with_prices(model, &architecture);
    step("price");
    let lowered = spinout_lower::lower(&priced, &model.scenarios[&scenario]).unwrap();
    step("lower");
    let mut simulation = spinout_sim::Simulation::new(
        &lowered.network,
        &spinout_sim::RunConfig {
            detail: true,
            ..spinout_sim::RunConfig::new(1, 0, 0.0, 100.0)
        },
    )
    .unwrap();
    step("make a replication ready");
    simulation.advance(1 << 16);
    step("run a slice of events");
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        let begun = Instant::now();
        simulation.advance(1 << 16);
        longest = longest.max(begun.elapsed());
    }
    step("run 20 slices");
    println!("longest slice: {:.0} ms", longest.as_secs_f64() * 1e3);
    let report = simulation.report();
    step("report a replication");
    drop((report, simulation));
    step("drop it");
}

fn main() {
    let text = design();
    steps(&text);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.spinout.json");
    std::fs::write(&path, &text).unwrap();
    let host = Arc::new(SystemHost::open(None, |_| ()));
    let app = Arc::new(App::new(host as Arc<dyn Host>));
    let open = serde_json::json!({ "command": "open", "path": path });
    let Ok(Response::Opened(_)) = app.handle(command(open)) else {
        return println!("the design cannot be opened");
    };
    let mut worst = Duration::ZERO;
    for run in 1..=40_u32 {
        let other = Arc::clone(&app);
        let simulate = serde_json::json!({ "command": "simulate", "document": 1, "run": run });
        let going = thread::spawn(move || {
            let answer = other.handle(command(simulate));
            (Instant::now(), answer.is_err())
        });
        // More often early, where the steps differ.
        thread::sleep(Duration::from_millis(u64::from(run * run) * 3));
        let cancelled = Instant::now();
        let cancel = serde_json::json!({ "command": "cancel", "run": run });
        app.handle(command(cancel)).unwrap();
        let (ended, refused) = going.join().unwrap();
        let took = ended - cancelled;
        println!(
            "cancelled after {} ms: answered in {:.1} ms{}",
            run * run * 3,
            took.as_secs_f64() * 1e3,
            if refused { "" } else { ", with results" }
        );
        worst = worst.max(took);
    }
    println!("at worst: {:.1} ms", worst.as_secs_f64() * 1e3);
}
