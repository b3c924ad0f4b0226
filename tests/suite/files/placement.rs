//! Quotas, nodes and machines that are taken back, as traces worked out by hand.

#![allow(
    clippy::needless_pass_by_value,
    reason = "`json!` makes a value where it is handed over"
)]

use serde_json::{Value, json};
use spinout_results::{Estimate, PlacementResult, Run};

use crate::{assert_covers, simulate};

/// A model of these elements under a terminating scenario of so many seconds and no load to speak of.
fn story(elements: Value, journeys: Value, load: Value, horizon: &str) -> Run {
    let file = json!({
        "format": 1, "name": "placement", "elements": elements, "journeys": journeys,
        "scenarios": {"story": {"kind": "terminating", "horizon": horizon, "load": load}},
    });
    simulate(&file.to_string(), "baseline", "story")
}

/// A service in `parent`, of which the schedule wants `wanted` instances after 100 s.
fn wanted(parent: &str, cores: f64, replicas: u32, wanted: u32, start_up: &str) -> Value {
    json!({
        "kind": "service", "in": parent,
        "process": {"replicas": replicas, "cores": cores, "autoscaler": {
            "min": replicas, "max": 100, "rule": "scheduled", "start_up": start_up,
            "schedule": [{"at": "100s", "replicas": wanted}]}},
        "operations": {"default": {"demand": {"constant": "1ms"}}}
    })
}

fn boundary(parent: Option<&str>, boundary: Value) -> Value {
    json!({"kind": "boundary", "in": parent, "boundary": boundary})
}

#[track_caller]
fn exactly(found: Option<Estimate>, truth: f64) {
    let found = found.unwrap().value;
    assert!((found - truth).abs() < 1e-6, "{found} against {truth}");
}

fn placement<'a>(run: &'a Run, element: &str) -> &'a PlacementResult {
    run.elements[element].placement.as_ref().unwrap()
}

fn ask() -> Value {
    json!({"ask": {"entry": "one"}})
}

#[test]
fn a_quota_holds_instances_back_of_every_boundary_around_them() {
    // After 100 s of 400 both want four more of 1 and 1.5 cores. Of the namespace's ten cores 2.5 are taken;
    // the first gets its four (6.5), the second two (9.5), and no third.
    let two = |team: &str| {
        json!({
            "cluster": boundary(None, json!({"of": "cluster", "quota": {"cores": 10}})),
            "team": boundary(Some("cluster"), json!({"of": "namespace"})),
            "one": wanted("cluster", 1.0, 1, 5, "10s"),
            "two": wanted(team, 1.5, 1, 5, "10s"),
        })
    };
    let load = json!({"constant": "1/s"});
    for team in ["cluster", "team"] {
        let run = story(two(team), ask(), load.clone(), "400s");
        exactly(run.elements["one"].replicas, 1.0 + 4.0 * 0.75);
        exactly(run.elements["two"].replicas, 1.0 + 2.0 * 0.75);
        exactly(placement(&run, "one").at_quota, 0.0);
        exactly(placement(&run, "two").at_quota, 0.75);
    }
    // A quota of its own namespace of four instances, of which one is there, counts as well.
    let mut both = two("team");
    both["team"]["boundary"]["quota"] = json!({"pods": 2});
    let run = story(both, ask(), load, "400s");
    exactly(run.elements["two"].replicas, 1.0 + 0.75);
}

#[test]
fn what_becomes_free_goes_to_who_waits() {
    // Four pods: `one` has three until 200 s and one from then on; `two` wants four from 100 s on, gets none
    // at first, and two more when they are free.
    let mut one = wanted("team", 1.0, 3, 3, "0s");
    one["process"]["autoscaler"]["min"] = json!(1);
    one["process"]["autoscaler"]["schedule"] = json!([{"at": "200s", "replicas": 1}]);
    let elements = json!({
        "team": boundary(None, json!({"of": "namespace", "quota": {"pods": 4}})),
        "one": one,
        "two": wanted("team", 1.0, 1, 4, "0s"),
    });
    // The requests are over before 200 s, so that nothing is drained.
    let load = json!({"spike": {"base": "0/s", "peak": "1/s", "at": "10s", "duration": "10s"}});
    let run = story(elements, ask(), load, "400s");
    exactly(run.elements["one"].replicas, 2.0);
    exactly(run.elements["two"].replicas, 2.0);
    exactly(placement(&run, "two").at_quota, 0.75);
}

fn nodes(nodes: Value) -> Value {
    boundary(None, json!({"of": "cluster", "nodes": nodes}))
}

#[test]
fn instances_wait_for_nodes() {
    // A node has room for two of 1.5 cores. One is there; five more at 100 s: one takes the first node at
    // once and is ready at 110 s, the other four wait 60 s for two nodes.
    let elements = json!({
        "pool": nodes(json!({"cores": 4, "max": 3, "provision": "60s", "instance": "ec2/m6i.large"})),
        "one": wanted("pool", 1.5, 1, 6, "10s"),
    });
    let load = json!({"constant": "1/s"});
    let run = story(elements, ask(), load, "400s");
    let pool = run.elements["pool"].nodes.as_ref().unwrap();
    exactly(pool.count, 1.0 + 2.0 * 0.75);
    assert_eq!(pool.count_max, 3);
    exactly(placement(&run, "one").pending, 4.0 * 60.0 / 400.0);
    // They exist from the moment at which they have a node: one over 300 s, four over 240 s.
    exactly(
        run.elements["one"].replicas,
        1.0 + (300.0 + 4.0 * 240.0) / 400.0,
    );
    // Cores are there from readiness on: one after 290 s, four after 230 s.
    let cores = &run.elements["one"].resources["cores"];
    let ready = 1.0 + (290.0 + 4.0 * 230.0) / 400.0;
    assert!((cores.capacity - 1.5 * ready).abs() < 1e-6, "{cores:?}");
}

#[test]
fn the_most_nodes_are_a_bound_and_empty_ones_go() {
    // Six of 2 cores at 100 s need six nodes of 3; there may be three, so three wait. At 200 s one is wanted:
    // two nodes are empty and go after 50 s.
    let mut one = wanted("pool", 2.0, 1, 6, "0s");
    one["process"]["autoscaler"]["schedule"] =
        json!([{"at": "100s", "replicas": 6}, {"at": "200s", "replicas": 1}]);
    let elements = json!({
        "pool": nodes(json!({"cores": 3, "max": 3, "provision": "20s", "scale_down_delay": "50s"})),
        "one": one,
    });
    let load = json!({"spike": {"base": "0/s", "peak": "1/s", "at": "10s", "duration": "10s"}});
    let run = story(elements, ask(), load, "400s");
    let pool = run.elements["pool"].nodes.as_ref().unwrap();
    exactly(pool.count, 1.0 + 2.0 * 150.0 / 400.0);
    // Five over 20 s, then three over 80 s.
    exactly(
        placement(&run, "one").pending,
        (5.0 * 20.0 + 3.0 * 80.0) / 400.0,
    );
    exactly(run.elements["one"].replicas, 1.0 + 2.0 * 80.0 / 400.0);
}

#[test]
fn a_pool_may_begin_without_nodes() {
    let mut one = wanted("pool", 1.0, 0, 1, "30s");
    one["process"]["autoscaler"]["min"] = json!(0);
    let elements = json!({
        "pool": nodes(json!({"cores": 1, "max": 3, "provision": "90s"})),
        "one": one,
    });
    let load = json!({"spike": {"base": "0/s", "peak": "1/s", "at": "300s", "duration": "10s"}});
    let run = story(elements, ask(), load, "400s");
    exactly(run.elements["pool"].nodes.as_ref().unwrap().count, 0.75);
    exactly(run.elements["one"].replicas, 210.0 / 400.0);
    // Nobody is refused: it is ready at 220 s.
    exactly(run.journeys["ask"].success_rate, 1.0);
}

#[test]
fn a_machine_that_is_taken_back_loses_what_is_not_done_within_the_notice() {
    let refused = |notice: &str, demand: &str| {
        let elements = json!({
            "one": {"kind": "service",
                "process": {"threads": 1000, "cores": 1000, "start_up": "20s",
                    "spot": {"after": {"constant": "100s"}, "notice": notice}},
                "operations": {"default": {"demand": {"constant": demand}}}}
        });
        let run = story(elements, ask(), json!({"constant": "1/s"}), "400s");
        assert_eq!(placement(&run, "one").lost, 3.0);
        run.journeys["ask"].success_rate.unwrap()
    };
    // Notices at 100, 230 and 360 s; each time nothing new for 10 s, and for 20 s until another is there.
    assert_covers(Some(refused("10s", "1ms")), 1.0 - 90.0 / 400.0, 0.03);
    // Work of 10 s that was begun before a notice of 10 s is done.
    assert_covers(Some(refused("10s", "10s")), 1.0 - 90.0 / 400.0, 0.03);
    // Without notice: at 100, 220 and 340 s, each time from 10 s before to 20 s after.
    assert_covers(Some(refused("0s", "10s")), 1.0 - 90.0 / 400.0, 0.03);
}

#[test]
fn spot_instances_are_an_alternating_renewal_process() {
    let elements = json!({
        "pool": nodes(json!({"cores": 1, "max": 2, "provision": {"exponential": {"mean": "6s"}},
            "spot": {"after": {"exponential": {"mean": "60s"}}, "notice": "3s"}})),
        "one": {"kind": "service", "in": "pool", "process": {"cores": 1, "threads": 1000,
            "start_up": {"exponential": {"mean": "4s"}}},
            "operations": {"default": {"steps": []}}},
        "alone": {"kind": "service", "process": {"threads": 1000,
            "spot": {"after": {"exponential": {"mean": "30s"}}, "notice": "2s"},
            "start_up": {"erlang": {"mean": "8s", "stages": 2}}},
            "operations": {"default": {"steps": []}}},
    });
    let file = json!({
        "format": 1, "name": "spot", "elements": elements,
        "journeys": {"ask": {"entry": "one"}, "tell": {"entry": "alone"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "2/s"}}},
    });
    let run = simulate(&file.to_string(), "baseline", "steady");
    // Up ÷ (up + notice + until another takes visits).
    let on_nodes = 60.0 / (60.0 + 3.0 + 6.0 + 4.0);
    let alone = 30.0 / (30.0 + 2.0 + 8.0);
    assert_covers(run.journeys["ask"].success_rate, on_nodes, 0.03);
    assert_covers(run.journeys["tell"].success_rate, alone, 0.03);
}
