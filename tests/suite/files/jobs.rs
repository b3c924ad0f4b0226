//! Jobs: scheduled work, as traces worked out by hand and as load on what it shares.

use serde_json::{Value, json};
use spinout_results::{JobResult, Run};

use crate::{assert_covers, simulate};

fn nightly(job: &Value, process: &Value, demand: &str) -> Value {
    json!({"kind": "job", "job": job, "process": process,
        "operations": {"default": {"demand": {"constant": demand}}}})
}

/// A story of 1000 s in which nothing else happens.
fn story(job: &Value, process: &Value, demand: &str) -> Run {
    let file = json!({
        "format": 1, "name": "jobs", "elements": {"nightly": nightly(job, process, demand)},
        "scenarios": {"story": {"kind": "terminating", "horizon": "1000s", "load": {"constant": "0/s"}}},
    });
    simulate(&file.to_string(), "baseline", "story")
}

fn found(run: &Run) -> &JobResult {
    run.elements["nightly"].job.as_ref().unwrap()
}

/// The runs of a job: started, finished, missed, replaced.
fn runs(run: &Run) -> [f64; 4] {
    let job = found(run);
    [job.started, job.finished, job.missed, job.replaced]
}

#[track_caller]
fn takes(run: &Run, seconds: f64) {
    let duration = found(run).duration_s.unwrap().value;
    assert!((duration - seconds).abs() < 1e-6, "{duration}");
}

#[test]
fn items_are_shared_by_the_instances() {
    // ⌈10 ÷ 4⌉ rounds of 7 s each.
    let run = story(
        &json!({"at": "100s", "items": 10, "parallelism": 4}),
        &json!({}),
        "7s",
    );
    assert_eq!(runs(&run), [1.0, 1.0, 0.0, 0.0]);
    takes(&run, 21.0);
    // Four over two rounds, two over the last: instances go when nothing is left for them.
    let replicas = run.elements["nightly"].replicas.unwrap().value;
    assert!((replicas - 70.0 / 1000.0).abs() < 1e-9, "{replicas}");
    assert_eq!(run.elements["nightly"].replicas_max, 4);
    // With a start-up of 5 s.
    let run = story(
        &json!({"items": 10, "parallelism": 4}),
        &json!({"start_up": "5s"}),
        "7s",
    );
    takes(&run, 26.0);
    // Half a core takes twice as long.
    let run = story(&json!({"items": 3}), &json!({"cores": 0.5}), "7s");
    takes(&run, 42.0);
}

#[test]
fn runs_that_overlap() {
    // Due every 100 s from 50 s on: ten times in 1000 s; each has 30 s × 5 items = 150 s of work.
    let job = |overlap: &str| {
        let job = json!({"at": "50s", "every": "100s", "items": 5, "overlap": overlap});
        story(&job, &json!({}), "30s")
    };
    // Side by side, each on its own.
    let run = job("allow");
    assert_eq!(runs(&run), [10.0, 10.0, 0.0, 0.0]);
    takes(&run, 150.0);
    assert_eq!(run.elements["nightly"].replicas_max, 2);
    // From 50, 250, 450, … to 200, 400, …: every other one.
    let run = job("forbid");
    assert_eq!(runs(&run), [5.0, 5.0, 5.0, 0.0]);
    takes(&run, 150.0);
    // None is done before the next one ends it, but the last.
    let run = job("replace");
    assert_eq!(runs(&run), [10.0, 1.0, 0.0, 9.0]);
    takes(&run, 150.0);
    // Three items of each that was ended, and the last one's five.
    assert_eq!(found(&run).items, 32.0);
}

#[test]
fn what_fails_is_tried_again_so_often() {
    let mut file = json!({
        "format": 1, "name": "jobs",
        "elements": {"nightly": nightly(&json!({"items": 5, "retries": 3}), &json!({}), "10s")},
        "scenarios": {"story": {"kind": "terminating", "horizon": "1000s", "load": {"constant": "0/s"}}},
    });
    file["elements"]["nightly"]["operations"]["default"]["failure_rate"] = json!(1.0);
    let run = simulate(&file.to_string(), "baseline", "story");
    let job = found(&run);
    assert_eq!((job.items, job.failed, job.retried), (0.0, 5.0, 3.0));
    takes(&run, 80.0);
}

#[test]
fn a_job_loads_what_it_shares_with_others() {
    // Every 20 s 10 items read for 400 ms each: .2 of the one connection; users take .5/s × .6 s = .3.
    let read = |id: &str, time: &str| json!({"from": id, "to": format!("db/{time}"), "mode": "reads", "latency": {"constant": "0ms"}});
    let file = json!({
        "format": 1, "name": "jobs",
        "elements": {
            "nightly": {"kind": "job", "job": {"every": "20s", "items": {"min": 5, "max": 15}, "parallelism": 3},
                "operations": {"default": {}}},
            "shop": {"kind": "service", "operations": {"default": {}}},
            "db": {"kind": "store", "store": {"connections": 1, "cores": 1}, "operations": {
                "slow": {"demand": {"constant": "400ms"}},
                "fast": {"demand": {"exponential": {"mean": "600ms"}}}}},
        },
        "relationships": {"scan": read("nightly", "slow"), "look": read("shop", "fast")},
        "journeys": {"browse": {"entry": "shop"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "0.5/s"}}},
    });
    let run = simulate(&file.to_string(), "baseline", "steady");
    assert_covers(run.elements["db"].utilization, 0.5, 0.03);
    // Alone they would take .6 ÷ (1 − .3) s.
    let response = run.journeys["browse"].response_s.mean.unwrap();
    assert!(response.low > 0.6 / 0.7, "{response:?}");
    assert_eq!(run.journeys.len(), 1);
}

#[test]
fn a_job_takes_nodes_for_its_runs_only() {
    // No node at first. At 100 s three items for three instances of 2 cores on nodes of 4: two nodes after 60 s.
    // One has two of them. They work 100 s; the nodes go 30 s later.
    let job = nightly(
        &json!({"at": "100s", "items": 3, "parallelism": 3}),
        &json!({"cores": 2}),
        "100s",
    );
    let mut elements = json!({
        "batch": {"kind": "boundary", "boundary": {"of": "cluster", "nodes": {
            "cores": 4, "max": 5, "provision": "60s", "scale_down_delay": "30s"}}},
        "nightly": job,
    });
    elements["nightly"]["in"] = json!("batch");
    let file = json!({
        "format": 1, "name": "jobs", "elements": elements,
        "scenarios": {"story": {"kind": "terminating", "horizon": "1000s", "load": {"constant": "0/s"}}},
    });
    let run = simulate(&file.to_string(), "baseline", "story");
    takes(&run, 160.0);
    let nodes = run.elements["batch"].nodes.as_ref().unwrap();
    assert_eq!(nodes.count_max, 2);
    let count = nodes.count.unwrap().value;
    assert!((count - 2.0 * 190.0 / 1000.0).abs() < 1e-9, "{count}");
}
