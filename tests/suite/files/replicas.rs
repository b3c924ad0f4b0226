//! Copies of stores that are behind.

use crate::locks::steady;
use crate::{assert_covers, simulate};

/// A store with copies, written and read by requests of their own.
fn elements(more: &str) -> String {
    format!(
        r#""app": {{"kind": "service", "process": {{"threads": 5000, "cores": 100}},
            "operations": {{"put": {{"demand": {{"exponential": {{"mean": "1ms"}}}}}},
                "get": {{"demand": {{"exponential": {{"mean": "1ms"}}}}}},
                "strict": {{"demand": {{"exponential": {{"mean": "1ms"}}}}}}}}}},
        "db": {{"kind": "store", "store": {{"cores": 1, "read_replicas": {{"count": 2{more}}}}},
            "operations": {{"row": {{"demand": {{"constant": "10ms"}}}}}}}}"#
    )
}

fn links() -> String {
    let link = |id: &str, mode: &str, more: &str| {
        format!(
            r#""{id}": {{"from": "app/{id}", "to": "db/row", "mode": "{mode}", "latency": {{"constant": "0ms"}}{more}}}"#
        )
    };
    [
        link("put", "writes", ""),
        link("get", "reads", ""),
        link("strict", "reads", r#", "consistency": "primary""#),
    ]
    .join(",")
}

const JOURNEYS: &str = r#""put": {"entry": "app/put"}, "get": {"entry": "app/get", "share": 2},
    "strict": {"entry": "app/strict", "share": 1}"#;

fn run(more: &str) -> spinout_results::Run {
    simulate(
        &steady(&elements(more), &links(), JOURNEYS, 40.0),
        "baseline",
        "steady",
    )
}

#[test]
fn a_read_is_stale_if_its_row_was_written_within_the_lag() {
    // Ten writes a second. One row, a lag of 50 ms: 1 − e^−λL.
    let found = run(r#", "lag": {"constant": "50ms"}"#);
    let copies = found.elements["db"].read_replicas.as_ref().unwrap();
    assert_covers(copies.stale, 1.0 - (-0.5_f64).exp(), 0.03);
    // Twenty rows, an exponential lag of 1 s: λL ÷ (1 + λL) with λ = .5/s for each.
    let found = run(r#", "lag": {"exponential": {"mean": "1s"}}, "keys": {"uniform": 20}"#);
    let copies = found.elements["db"].read_replicas.as_ref().unwrap();
    assert_covers(copies.stale, 0.5 / 1.5, 0.03);
}

#[test]
fn the_primary_has_the_writes_and_who_insists() {
    let found = run("");
    let db = &found.elements["db"];
    let copies = db.read_replicas.as_ref().unwrap();
    assert_eq!(copies.stale.unwrap().value, 0.0);
    assert_covers(copies.reads_per_s, 20.0, 0.02);
    assert_covers(
        Some(copies.resources["cores"].utilization),
        20.0 * 0.01 / 2.0,
        0.03,
    );
    // Ten writes and ten strict reads.
    assert_covers(db.throughput_per_s, 20.0, 0.02);
    assert_covers(Some(db.resources["cores"].utilization), 0.2, 0.03);
}

#[test]
fn a_copy_becomes_the_primary() {
    let text = format!(
        r#"{{"format": 1, "name": "data", "elements": {{{}}}, "relationships": {{{}}},
            "journeys": {{{JOURNEYS}}},
            "scenarios": {{"story": {{"kind": "terminating", "horizon": "100s", "load": {{"constant": "40/s"}},
                "faults": {{"lost": {{"element": "db", "at": "10s", "duration": "80s", "kind": {{"crash": null}}}}}}}}}}}}"#,
        elements(r#", "promotion": "20s""#),
        links(),
    );
    let found = simulate(&text, "baseline", "story");
    let success = |journey: &str| found.journeys[journey].success_rate.unwrap().value;
    // Only what the copy was doing when it became the primary is lost.
    assert!(success("get") > 0.999, "{}", success("get"));
    assert!((success("put") - 0.8).abs() < 0.02, "{}", success("put"));
    // The other copy has all reads for sixty seconds: two thirds of the capacity of two copies are there.
    let copies = found.elements["db"].read_replicas.as_ref().unwrap();
    let cores = &copies.resources["cores"];
    assert!((cores.capacity - 1.4).abs() < 0.02, "{}", cores.capacity);
}
