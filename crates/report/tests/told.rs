//! What not each design has: told where it is modelled, and only there.

// A test that meets what is not there has failed.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use spinout_report::told::{Cell, topics};
use spinout_results::Run;

fn about(value: f64) -> Value {
    json!({ "value": value, "low": value * 0.9, "high": value * 1.1 })
}

fn run(elements: &Value) -> Run {
    serde_json::from_value(json!({
        "format": 1, "model": "m", "option": "baseline", "scenario": "steady", "kind": "steady",
        "seed": 1, "engine": "0.1.0", "digest": "d", "confidence": 0.95, "replications": 20,
        "requests": 1000, "events": 9, "warm_up_s": 1.0, "horizon_s": 600.0, "stop": "precise",
        "journeys": {}, "elements": elements,
        "series": { "time_s": [], "journeys": {}, "elements": {} },
        "cost": null, "blast_radius": null, "overload": null, "notes": []
    }))
    .unwrap()
}

fn plain(name: &str) -> Value {
    let latency =
        json!({ "mean": null, "p50": null, "p90": null, "p95": null, "p99": null, "p999": null });
    json!({ "name": name, "resource": null, "utilization": null, "throughput_per_s": about(10.0),
        "response_s": latency, "own_s": null, "wait_s": latency, "queue_length": null, "replicas": null,
        "replicas_max": 1, "resources": { "cores": { "utilization": about(0.5), "capacity": 2.0, "wait_s": null },
            "threads": { "utilization": about(0.2), "capacity": 8.0, "wait_s": about(0.0) } } })
}

fn with(key: &str, value: Value) -> Value {
    let mut element = plain("it");
    element[key] = value;
    element
}

#[test]
fn a_plain_design_has_nothing_more_to_tell() {
    assert!(topics(&run(&json!({ "shop": plain("Shop") }))).is_empty());
}

#[test]
fn each_thing_that_is_modelled_has_a_table_of_its_own() {
    let messages = json!({ "published": 100.0, "delivered": 110.0, "acknowledged": 95.0, "redelivered": 10.0,
        "dead_letters": 2.0, "expired": 0.0, "dropped": 0.0, "lost": 3.0, "duplicated": 0.0, "recognised": 0.0,
        "inconsistent": 0.0 });
    let gpu =
        json!({ "gpu": { "utilization": about(0.7), "capacity": 2.0, "wait_s": about(0.1) } });
    for (title, key, value) in [
        (
            "Caches",
            "caches",
            json!({ "shop-db": { "look_ups_per_s": about(9.0), "hit_ratio": about(0.8),
            "stale": about(0.01), "coalesced": about(0.1) } }),
        ),
        (
            "Read replicas",
            "read_replicas",
            json!({ "reads_per_s": about(5.0), "stale": about(0.1), "resources": gpu }),
        ),
        (
            "Functions",
            "function",
            json!({ "invocations_per_s": about(1.0), "cold_starts": about(0.1),
            "throttled": about(0.2), "timed_out": null, "billed_s_per_s": about(2.0) }),
        ),
        (
            "Jobs",
            "job",
            json!({ "started": 3.0, "finished": 2.0, "missed": 1.0, "replaced": 0.0, "items": 50.0,
            "failed": 1.0, "retried": 4.0, "duration_s": about(60.0), "duration_max_s": 90.0 }),
        ),
        (
            "Autoscalers",
            "scaling",
            json!({ "at_max": about(0.1), "by_budget": null }),
        ),
        (
            "Quotas and nodes of instances",
            "placement",
            json!({ "at_quota": about(0.1), "pending": about(1.0), "lost": 2.0 }),
        ),
        (
            "Nodes",
            "nodes",
            json!({ "count": about(3.0), "count_max": 5, "lost": 0.0 }),
        ),
        ("Locks, pools and devices", "resources", gpu),
        ("Messages lost or done again", "messages", messages),
        ("Turned away", "refused", about(0.1)),
    ] {
        let told = topics(&run(&json!({ "it": with(key, value) })));
        let titles: Vec<_> = told.iter().map(|topic| topic.title).collect();
        assert_eq!(titles, [title]);
        for row in &told[0].rows {
            assert_eq!(row.of, "it");
            assert_eq!(row.cells.len(), told[0].columns.len(), "{title}");
        }
    }
}

#[test]
fn a_job_that_was_never_done_has_no_longest_run() {
    let job = json!({ "started": 1.0, "finished": 0.0, "missed": 0.0, "replaced": 0.0, "items": 0.0,
        "failed": 0.0, "retried": 0.0, "duration_s": null, "duration_max_s": 0.0 });
    let told = topics(&run(&json!({ "it": with("job", job) })));
    let at = told[0]
        .columns
        .iter()
        .position(|title| *title == "longest")
        .unwrap();
    assert!(matches!(told[0].rows[0].cells[at], Cell::Figure(None, _)));
}
