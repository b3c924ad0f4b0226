//! Locks over steps and over writes, and relays that load their store.

use crate::{assert_covers, simulate};

/// Elements and relationships under a steady load of each journey.
pub(crate) fn steady(elements: &str, relationships: &str, journeys: &str, rate: f64) -> String {
    format!(
        r#"{{"format": 1, "name": "data", "elements": {{{elements}}},
            "relationships": {{{relationships}}}, "journeys": {{{journeys}}},
            "scenarios": {{"steady": {{"kind": "steady", "load": {{"constant": "{rate}/s"}}}}}}}}"#
    )
}

const SECOND: &str = r#"{"exponential": {"mean": "1s"}}"#;

#[test]
fn a_lock_is_held_over_its_steps_only() {
    let elements = format!(
        r#""guarded": {{"kind": "service", "process": {{"threads": 5000, "cores": 100}},
            "locks": {{"rows": {{}}}}}},
        "part": {{"kind": "component", "in": "guarded", "operations": {{"default": {{"steps": [
            {{"wait": {{"constant": "1s"}}}},
            {{"lock": {{"name": "rows", "steps": [{{"compute": {SECOND}}}]}}}},
            {{"wait": {{"constant": "1s"}}}}]}}}}}}"#
    );
    let text = steady(&elements, "", r#""ask": {"entry": "part"}"#, 0.5);
    let run = simulate(&text, "baseline", "steady");
    // M/M/1 with ρ = .5, and the two seconds outside the lock.
    assert_covers(run.journeys["ask"].response_s.mean, 4.0, 0.03);
    let lock = &run.elements["guarded"].resources["lock:rows"];
    assert_covers(Some(lock.utilization), 0.5, 0.03);
    assert_covers(lock.wait_s, 1.0, 0.08);
}

#[test]
fn who_writes_holds_the_lock_of_the_store_and_who_reads_does_not() {
    let elements = format!(
        r#""app": {{"kind": "service", "process": {{"threads": 5000}},
            "operations": {{"put": {{}}, "get": {{}}}}}},
        "db": {{"kind": "store", "locks": {{"table": {{}}}},
            "operations": {{"default": {{"demand": {SECOND}}}}}}}"#
    );
    let links = r#""put": {"from": "app/put", "to": "db", "mode": "writes", "lock": "table",
            "latency": {"constant": "0ms"}},
        "get": {"from": "app/get", "to": "db", "mode": "reads", "latency": {"constant": "0ms"}}"#;
    let journeys = r#""put": {"entry": "app/put"}, "get": {"entry": "app/get"}"#;
    let run = simulate(
        &steady(&elements, links, journeys, 1.0),
        "baseline",
        "steady",
    );
    assert_covers(run.journeys["put"].response_s.mean, 2.0, 0.04);
    assert_covers(run.journeys["get"].response_s.mean, 1.0, 0.02);
    let lock = &run.elements["db"].resources["lock:table"];
    assert_covers(Some(lock.utilization), 0.5, 0.03);
}

#[test]
fn locks_taken_in_two_orders_end_in_a_deadlock() {
    let steps = |first: &str, second: &str| {
        format!(
            r#"{{"steps": [{{"lock": {{"name": "{first}", "steps": [{{"compute": {SECOND}}},
                {{"lock": {{"name": "{second}", "steps": [{{"compute": {SECOND}}}]}}}}]}}}}]}}"#
        )
    };
    let file = |other: String| {
        let elements = format!(
            r#""bank": {{"kind": "service", "process": {{"threads": 5000, "cores": 100}},
                "locks": {{"a": {{}}, "b": {{}}}},
                "operations": {{"there": {}, "back": {other}}}}}"#,
            steps("a", "b"),
        );
        let journeys = r#""there": {"entry": "bank/there"}, "back": {"entry": "bank/back"}"#;
        steady(&elements, "", journeys, 0.2)
    };
    let run = simulate(&file(steps("b", "a")), "baseline", "steady");
    let overload = run.overload.unwrap();
    assert_eq!(overload.element.as_str(), "bank");
    assert_eq!(overload.resource, "deadlock");
    // In one order there is none.
    let run = simulate(&file(steps("a", "b")), "baseline", "steady");
    assert_eq!(run.overload, None);
}

#[test]
fn a_relay_that_looks_loads_its_store() {
    let elements = r#""app": {"kind": "service", "operations": {"default": {}}},
        "db": {"kind": "store", "store": {"cores": 1}, "operations": {
            "insert": {"demand": {"constant": "0s"}},
            "poll": {"demand": {"constant": "100ms"}}}},
        "orders": {"kind": "queue"},
        "billing": {"kind": "service", "operations": {"default": {}}}"#;
    let links = r#""put": {"from": "app", "to": "orders", "mode": "publishes", "latency": {"constant": "0ms"},
            "outbox": {"store": "db/insert", "interval": "500ms", "poll": "db/poll"}},
        "take": {"from": "billing", "to": "orders", "mode": "consumes", "latency": {"constant": "0ms"}}"#;
    let text = steady(elements, links, r#""order": {"entry": "app"}"#, 2.0);
    let run = simulate(&text, "baseline", "steady");
    // Two looks a second of .1 s each, whether there is something to publish or not.
    let cores = run.elements["db"].resources["cores"].utilization;
    assert!((cores.value - 0.2).abs() < 1e-3, "{cores:?}");
    // Half an interval until the look, the network of a zone to the store, and the look itself.
    let order = &run.journeys["order"];
    let waits = order.completion_s.mean.unwrap().value - order.response_s.mean.unwrap().value;
    assert!((0.34..0.37).contains(&waits), "{waits}");
    assert_eq!(order.messages.unwrap().lost, 0.0);
}
