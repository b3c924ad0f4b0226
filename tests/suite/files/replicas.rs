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
        "db": {{"kind": "store", "store": {{"cores": 1, "read_replicas": {{"count": 2, "apply": 0{more}}}}},
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

/// Requests that write, wait for half a second and read what they have written, of copies like these.
fn own_writes(copies: &str) -> spinout_results::Run {
    let elements = format!(
        r#""app": {{"kind": "service", "process": {{"threads": 5000, "cores": 100}}, "operations": {{
            "default": {{"steps": [{{"follow": "put"}}, {{"wait": {{"constant": "500ms"}}}}, {{"follow": "get"}}]}}}}}},
        "db": {{"kind": "store", "store": {{"read_replicas": {{"count": 2, "keys": {{"uniform": 1000000}},
                "lag": {{"exponential": {{"mean": "1s"}}}}{copies}}}}},
            "operations": {{"row": {{}}}}}}"#
    );
    let link = |id: &str, mode: &str, more: &str| {
        format!(
            r#""{id}": {{"from": "app", "to": "db/row", "mode": "{mode}", "latency": {{"constant": "0ms"}}{more}}}"#
        )
    };
    let links = [
        link("put", "writes", ""),
        link("get", "reads", r#", "consistency": "read_your_writes""#),
    ];
    let journeys = r#""save": {"entry": "app"}"#;
    let text = steady(&elements, &links.join(","), journeys, 20.0);
    simulate(&text, "baseline", "steady")
}

#[test]
fn a_read_finds_what_its_request_has_written_as_the_store_sees_to_it() {
    let copies = |run: &spinout_results::Run| run.elements["db"].read_replicas.clone().unwrap();
    let response = |run: &spinout_results::Run| run.journeys["save"].response_s.mean;
    // An exponential lag of 1 s is longer than the half second in e^−½ of the cases.
    let missed = (-0.5_f64).exp();
    let run = own_writes(r#", "own_writes": "nothing""#);
    assert_covers(copies(&run).own_missed, missed, 0.03);
    assert_covers(response(&run), 0.5, 0.01);
    // It goes to the primary for longer than it waits before it reads, or not any more.
    for (time, expected) in [("600ms", 0.0), ("400ms", missed)] {
        let run = own_writes(&format!(r#", "own_writes": {{"primary": "{time}"}}"#));
        let reads = copies(&run).reads_per_s.unwrap().value;
        if expected > 0.0 {
            assert_covers(copies(&run).own_missed, expected, 0.03);
            assert!((reads - 20.0).abs() < 0.5, "{reads}");
        } else {
            assert_eq!(copies(&run).own_missed.unwrap().value, 0.0);
            assert_eq!(reads, 0.0);
        }
    }
    // Or it waits for what is left of the lag: E(L − ½)⁺ = e^−½.
    let run = own_writes(r#", "own_writes": "wait""#);
    assert_eq!(copies(&run).own_missed.unwrap().value, 0.0);
    assert_covers(response(&run), 0.5 + missed, 0.02);
}

#[test]
fn copies_do_the_work_of_writes_and_fall_behind_where_it_is_too_much() {
    let run = |apply: f64, reads: f64| {
        let elements = format!(
            r#""app": {{"kind": "service", "process": {{"threads": 5000, "cores": 100}},
                "operations": {{"put": {{}}, "get": {{}}}}}},
            "db": {{"kind": "store", "store": {{"cores": 1, "read_replicas": {{"count": 2, "apply": {apply}}}}},
                "operations": {{"row": {{"demand": {{"exponential": {{"mean": "50ms"}}}}}}}}}}"#
        );
        let links = r#""put": {"from": "app/put", "to": "db/row", "mode": "writes", "latency": {"constant": "0ms"}},
            "get": {"from": "app/get", "to": "db/row", "mode": "reads", "latency": {"constant": "0ms"}}"#;
        let journeys = format!(
            r#""put": {{"entry": "app/put", "share": 10}}, "get": {{"entry": "app/get", "share": {reads}}}"#
        );
        let text = steady(&elements, links, &journeys, 10.0 + reads);
        simulate(&text, "baseline", "steady")
    };
    // What leaves the primary, an M/M/1 with processor sharing, is Poisson again, and each copy shares its core
    // among the writes alike: ρ = .5 there and .4 here, a mean of .04 ÷ (1 − .4).
    let found = run(0.8, 0.01);
    let copies = found.elements["db"].read_replicas.as_ref().unwrap();
    assert_covers(Some(copies.resources["cores"].utilization), 0.4, 0.03);
    assert_covers(copies.apply_s, 0.04 / 0.6, 0.06);
    // With reads: twenty a second on two copies are as much work once more.
    let found = run(0.8, 10.0);
    let copies = found.elements["db"].read_replicas.as_ref().unwrap();
    assert_covers(
        Some(copies.resources["cores"].utilization),
        0.4 + 0.25,
        0.03,
    );
    assert_covers(copies.reads_per_s, 10.0, 0.03);
    // And without applying there is nothing to tell of.
    let found = run(0.0, 10.0);
    let copies = found.elements["db"].read_replicas.as_ref().unwrap();
    assert_covers(Some(copies.resources["cores"].utilization), 0.25, 0.03);
    assert_eq!(copies.apply_s, None);
}
