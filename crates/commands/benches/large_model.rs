//! How long models of 5,000 elements take from their file to a run that is ready, whatever their shape.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::{fmt::Write, time::Instant};

use spinout_lower::lower;
use spinout_model::{derive, load};
use spinout_sim::{RunConfig, Simulation};

const SERVICES: usize = 4_000;
const STORES: usize = 999;
const JOURNEYS: usize = 50;
/// Services that a call goes on to, one after the other.
const DEPTH: usize = 12;

/// How the services of a model call each other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// In layers, each one of the next.
    Layers,
    /// Each any two others, now and then.
    Web,
    /// Each the next one.
    Chain,
    /// In layers, as components of one process.
    Monolith,
}

/// Services behind users, stores of their own, and what is said of each as something operated.
fn file(shape: Shape) -> String {
    let mut elements = String::from(
        r#""users": {"kind": "client", "operations": {"ask": {}}},
           "region": {"kind": "boundary", "boundary": {"of": "region"}},
           "whole": {"kind": "monolith", "in": "region"}"#,
    );
    let mut relationships = String::from(
        r#""users-s0": {"from": "users/ask", "to": "s0/work", "mode": "calls", "timeout": "2s"}"#,
    );
    let mut units = String::new();
    let width = SERVICES / DEPTH;
    for n in 0..SERVICES {
        let kind = match shape {
            Shape::Monolith => r#""kind": "component", "in": "whole""#,
            _ => r#""kind": "service", "in": "region", "process": {"cores": 2, "threads": 50}"#,
        };
        write!(
            elements,
            r#", "s{n}": {{{kind}, "operations": {{"work": {{"demand": {{"exponential": {{"mean": "3ms"}}}}}}}}}}"#
        )
        .unwrap();
        if shape != Shape::Monolith {
            let comma = if n == 0 { "" } else { ", " };
            write!(units, r#"{comma}"s{n}": {{"team": "team"}}"#).unwrap();
        }
        let mut to = |target: usize, kind: &str, mode: &str, share: f64| {
            write!(
                relationships,
                r#", "s{n}-{kind}{target}": {{"from": "s{n}/work", "to": "{kind}{target}/work", "mode": "{mode}", "per_request": {share}}}"#
            )
            .unwrap();
        };
        to(n % STORES, "d", "reads", 2.0);
        match shape {
            Shape::Layers | Shape::Monolith => {
                let next = (n / width + 1) * width + (7 * n + 3) % width;
                if next < SERVICES {
                    to(next, "s", "calls", 3.0);
                }
            }
            Shape::Web => {
                let one = (n * 7919 + 13) % SERVICES;
                to(one, "s", "calls", 0.3);
                to((one + 1 + n % 77) % SERVICES, "s", "calls", 0.3);
            }
            Shape::Chain if n + 1 < SERVICES => to(n + 1, "s", "calls", 0.5),
            Shape::Chain => {}
        }
    }
    for n in 0..STORES {
        write!(
            elements,
            r#", "d{n}": {{"kind": "store", "store": {{"technology": "relational", "cores": 2}},
                "operations": {{"work": {{"demand": {{"exponential": {{"mean": "1ms"}}}}}}}}}}"#
        )
        .unwrap();
    }
    let mut journeys = String::from(r#""ask": {"entry": "users/ask"}"#);
    for n in 1..JOURNEYS {
        write!(
            journeys,
            r#", "j{n}": {{"entry": "s{n}/work", "objectives": {{"fast": {{"sli": {{"response": "300ms"}}, "target": 0.99}}}}}}"#
        )
        .unwrap();
    }
    format!(
        r#"{{"format": 1, "name": "Large", "elements": {{{elements}}}, "relationships": {{{relationships}}},
            "journeys": {{{journeys}}}, "teams": {{"team": {{"name": "Team"}}}}, "units": {{{units}}},
            "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "100/s"}}}}}}}}"#
    )
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let answer = run();
    println!("{what}: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    answer
}

fn main() {
    for shape in [Shape::Layers, Shape::Monolith, Shape::Chain, Shape::Web] {
        println!("{shape:?}");
        measure(&file(shape));
    }
}

fn measure(text: &str) {
    let loaded = timed("load", || load(text, "large.spinout.json").unwrap());
    let model = loaded.document.model();
    let option = "baseline".parse().unwrap();
    let design = timed("derive", || derive(model, &option));
    let findings = timed("check", || spinout_check::model(model, &design, None));
    println!("{} findings", findings.len());
    for error in findings
        .iter()
        .filter(|f| f.severity == spinout_units::Severity::Error)
        .take(2)
    {
        println!("{error:?}");
    }
    let scenario = &model.scenarios["steady"];
    let lowered = match timed("lower", || lower(&design, scenario)) {
        Ok(lowered) => lowered,
        Err(error) => return println!("{error}"),
    };
    let network = &lowered.network;
    timed("predict", || {
        spinout_queueing::preview::preview(network, 0.0)
            .elements
            .len()
    });
    let config = RunConfig::new(1, 0, 0.0, 1.0);
    let mut simulation = timed("make ready", || Simulation::new(network, &config).unwrap());
    timed("first events", || simulation.advance(1 << 16));
    timed("report", || simulation.report());
}
