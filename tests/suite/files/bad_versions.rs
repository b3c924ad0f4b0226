//! Bad versions that are rolled out and noticed, and messages that nobody can read: traces by hand.

use serde_json::{Value, json};
use spinout_results::Run;

use crate::{assert_covers, simulate};

/// Requests at a rate to a service of so many instances that takes no time, with a fault from 100 s on.
fn story(replicas: u32, rate: f64, horizon: &str, fault: &Value) -> Value {
    json!({
        "format": 1,
        "name": "deploy",
        "elements": {"shop": {
            "kind": "service", "process": {"replicas": replicas}, "operations": {"default": {}}
        }},
        "journeys": {"request": {"entry": "shop"}},
        "scenarios": {"story": {
            "kind": "terminating", "horizon": horizon, "load": {"constant": format!("{rate}/s")},
            "faults": {"bad": {"element": "shop", "at": "100s", "duration": "400s", "kind": fault}}
        }}
    })
}

fn tell(model: &Value) -> Run {
    simulate(&model.to_string(), "baseline", "story")
}

#[track_caller]
fn is(found: Option<spinout_results::Estimate>, truth: f64) {
    let found = found.unwrap();
    assert!((found.value - truth).abs() < 1e-6, "{found:?}: {truth}");
}

#[test]
fn a_bad_version_fails_as_many_as_meet_it() {
    let deploy = json!({"deploy": {"errors": 1.0, "step": "10s", "detect": "150s"}});
    let run = tell(&story(10, 50.0, "500s", &deploy));
    // One instance more each 10 s from 100 s on, ten from 190 s to 250 s, one fewer each 10 s: in instance
    // seconds 450 + 600 + 450, of 5000.
    let request = &run.journeys["request"];
    assert_covers(request.success_rate, 0.7, 0.02);
    let deploy = &run.deploys["bad"];
    is(deploy.instances, 10.0);
    is(deploy.noticed_s, 250.0);
    is(deploy.over_s, 340.0);
    // Failures a second over time: 5 more with each instance.
    let failures = &run.series.journeys["request"].failures_per_s;
    let at = |time: f64| {
        let step = run
            .series
            .time_s
            .iter()
            .position(|middle| *middle > time)
            .unwrap();
        failures.value[step].unwrap()
    };
    assert!((at(220.0) - 50.0).abs() < 6.0, "{}", at(220.0));
    assert!(at(50.0) == 0.0 && at(400.0) == 0.0);
}

#[test]
fn a_gate_stops_a_canary() {
    let gate = json!({"errors": 0.3, "window": "20s", "min_requests": 10});
    let deploy = json!({"deploy": {"errors": 0.5, "share": 0.1, "gate": gate}});
    let run = tell(&story(10, 50.0, "500s", &deploy));
    // One of ten instances, for one window: half of a tenth of 20 s of 500 s.
    let deploy = &run.deploys["bad"];
    is(deploy.instances, 1.0);
    is(deploy.noticed_s, 120.0);
    is(deploy.over_s, 120.0);
    assert_eq!(deploy.noticed, 1.0);
    assert_covers(
        run.journeys["request"].success_rate,
        1.0 - 0.5 * 0.1 * 20.0 / 500.0,
        0.001,
    );
}

#[test]
fn a_gate_sees_who_gave_up_waiting_for_the_new_version() {
    let gate = json!({"errors": 0.5, "window": "20s", "min_requests": 10});
    let deploy = json!({"deploy": {"slow": 4.0, "share": 0.1, "gate": gate}});
    let mut model = story(10, 50.0, "500s", &deploy);
    model["elements"]["shop"]["operations"]["default"]["steps"] =
        json!([{"wait": {"constant": "500ms"}}]);
    model["elements"]["users"] = json!({"kind": "client", "operations": {"default": {}}});
    model["relationships"] = json!({"ask": {
        "from": "users", "to": "shop", "mode": "calls", "timeout": "1s"
    }});
    model["journeys"]["request"]["entry"] = json!("users");
    let run = tell(&model);
    is(run.deploys["bad"].noticed_s, 120.0);
    // What the instance was asked for from 100 s to 120 s, and the second before, is a tenth of all.
    let lost = 1.0 - run.journeys["request"].success_rate.unwrap().value;
    assert!((lost - 0.1 * 20.5 / 500.0).abs() < 0.001, "{lost}");
}

#[test]
fn nothing_goes_back_while_the_pipeline_is_broken() {
    let deploy = json!({"deploy": {"errors": 1.0, "detect": "50s"}});
    let mut model = story(1, 20.0, "500s", &deploy);
    let faults = &mut model["scenarios"]["story"]["faults"];
    faults["pipeline"] = json!({
        "element": "shop", "at": "120s", "duration": "180s", "kind": {"failed_runs": 1.0}
    });
    let run = tell(&model);
    is(run.deploys["bad"].noticed_s, 150.0);
    is(run.deploys["bad"].over_s, 300.0);
    assert_covers(
        run.journeys["request"].success_rate,
        1.0 - 200.0 / 500.0,
        0.01,
    );
    // And nothing comes out either.
    model["scenarios"]["story"]["faults"]["pipeline"]["at"] = json!("90s");
    let run = tell(&model);
    is(run.deploys["bad"].noticed_s, 320.0);
    assert_covers(
        run.journeys["request"].success_rate,
        1.0 - 50.0 / 500.0,
        0.01,
    );
}

#[test]
fn a_gate_that_is_too_tolerant_sees_nothing() {
    let gate = json!({"errors": 0.9});
    let deploy = json!({"deploy": {"errors": 0.5, "share": 0.2, "gate": gate}});
    let run = tell(&story(10, 20.0, "600s", &deploy));
    let deploy = &run.deploys["bad"];
    assert_eq!(deploy.noticed, 0.0);
    is(deploy.instances, 2.0);
    // The second has it 30 s after the first, and both until the fault is over.
    is(deploy.over_s, 500.0);
    let bad = 0.5 * (400.0 + 370.0) / 10.0 / 600.0;
    assert_covers(run.journeys["request"].success_rate, 1.0 - bad, 0.01);
}

#[test]
fn an_instance_that_nobody_stands_in_for_is_missed() {
    let deploy =
        json!({"deploy": {"slow": 1.5, "max_surge": 0, "max_unavailable": 1, "start_up": "20s"}});
    let run = tell(&story(1, 20.0, "500s", &deploy));
    assert_covers(run.elements["shop"].refused, 20.0 / 500.0, 0.05);
}

#[test]
fn a_slow_version_is_slow_where_it_is() {
    let deploy = json!({"deploy": {"slow": 3.0, "share": 0.5}});
    let mut model = story(2, 1.0, "500s", &deploy);
    model["elements"]["shop"]["operations"]["default"]["demand"] = json!({"constant": "1ms"});
    model["elements"]["shop"]["operations"]["default"]["steps"] =
        json!([{"wait": {"constant": "9ms"}}]);
    let fault = &mut model["scenarios"]["story"]["faults"]["bad"];
    fault["at"] = json!("0s");
    fault["duration"] = json!("500s");
    let run = tell(&model);
    assert_covers(run.journeys["request"].response_s.mean, 0.02, 0.02);
}

#[test]
fn poison_comes_while_the_fault_is_on() {
    let model = json!({
        "format": 1,
        "name": "poison",
        "elements": {
            "shop": {"kind": "service", "operations": {"default": {}}},
            "orders": {"kind": "queue", "queue": {"dead_letter": {"to": "dead", "max_receives": 3}}},
            "dead": {"kind": "queue"},
            "billing": {"kind": "service", "operations": {"default": {}}}
        },
        "relationships": {
            "publish": {"from": "shop", "to": "orders", "mode": "publishes", "latency": {"constant": "0s"}},
            "bill": {"from": "billing", "to": "orders", "mode": "consumes", "latency": {"constant": "0s"}}
        },
        "journeys": {"order": {"entry": "shop"}},
        "scenarios": {"story": {
            "kind": "terminating", "horizon": "1000s", "load": {"constant": "20/s"},
            "faults": {"schema": {"element": "orders", "at": "200s", "duration": "500s", "kind": {"poison": 0.2}}}
        }}
    });
    let run = tell(&model);
    // 20/s × 500 s × 0.2, each delivered three times.
    let orders = &run.elements["orders"];
    let dead = orders.queue.as_ref().unwrap().dead_letters;
    let error = 4.5 * (2000.0 / f64::from(run.replications)).sqrt();
    assert!((dead - 2000.0).abs() < error, "{dead}");
    let again = orders.messages.as_ref().unwrap().redelivered;
    assert!((again - 2.0 * dead).abs() < 1e-6, "{again}");
    // The size of the dead-letter queue over time: none before, all of it after.
    let size = |element: &str, time: f64| {
        let step = run
            .series
            .time_s
            .iter()
            .position(|middle| *middle > time)
            .unwrap();
        run.series.elements[element].dead_letters.value[step].unwrap()
    };
    assert_eq!(size("orders", 150.0), 0.0);
    assert!((size("orders", 800.0) - dead).abs() < 1e-6);
    let half = size("orders", 450.0) / dead;
    assert!((half - 0.51).abs() < 0.02, "{half}");
}
