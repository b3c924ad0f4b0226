//! Access tokens that are too old or lost, against the wait of M/M/1; breakers of slow calls; deadlocks through
//! bulkheads.

use serde_json::{Value, json};
use spinout_results::Run;

use crate::{assert_covers, simulate};

const ARRIVALS: f64 = 0.8;
const LIFETIME: f64 = 3.0;

/// The share of requests to a single server with a mean of one second that would wait longer than the life time
/// of their tokens, if those who do are turned away when it is their turn, without any work: the offered wait of
/// M/M/1 + D (Barrer, Operations Research 5, 1957).
fn too_late() -> f64 {
    let left = (-(1.0 - ARRIVALS) * LIFETIME).exp();
    let idle = 1.0 / (1.0 + ARRIVALS * (1.0 - left) / (1.0 - ARRIVALS) + ARRIVALS * left);
    idle * ARRIVALS * left
}

fn element(kind: &str, threads: u32, demand: &Value) -> Value {
    json!({
        "kind": kind, "process": {"threads": threads, "accept_queue": 1_000_000},
        "operations": {"default": {"demand": demand}}
    })
}

fn run(elements: &Value, relationships: &Value) -> Run {
    let mut links = relationships.clone();
    for link in links.as_object_mut().unwrap().values_mut() {
        link["latency"] = json!({"constant": "0s"});
    }
    let model = json!({
        "format": 1,
        "name": "tokens",
        "elements": elements,
        "relationships": links,
        "journeys": {"ask": {"entry": "users"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "0.8/s"}}}
    });
    simulate(&model.to_string(), "baseline", "steady")
}

fn users() -> Value {
    json!({"kind": "client", "operations": {"default": {}}})
}

fn second() -> Value {
    json!({"exponential": {"mean": "1s"}})
}

#[test]
fn who_waits_longer_than_the_token_lives_is_denied() {
    let run = run(
        &json!({"users": users(), "server": element("service", 1, &second())}),
        &json!({"ask": {
            "from": "users", "to": "server", "mode": "calls", "auth_required": true, "token_lifetime": "3s"
        }}),
    );
    let server = &run.elements["server"];
    assert_covers(server.denied, too_late(), 0.06);
    assert_eq!(server.denied, server.with_old_token);
    assert_eq!(server.denied, server.refused);
    assert_eq!(server.without_token.unwrap().value, 0.0);
    assert_covers(run.journeys["ask"].success_rate, 1.0 - too_late(), 0.02);
    // Only who is let in works.
    assert_covers(server.utilization, ARRIVALS * (1.0 - too_late()), 0.03);
}

/// A front of one thread that works a second on average, and asks a back which takes no time.
fn through_a_front(token: Option<&str>) -> Run {
    let mut look = json!({
        "from": "front", "to": "back", "mode": "calls", "auth_required": true, "token_lifetime": "3s"
    });
    if let Some(token) = token {
        look["token"] = json!(token);
    }
    run(
        &json!({
            "users": users(),
            "front": element("service", 1, &second()),
            "back": {"kind": "service", "operations": {"default": {}}}
        }),
        &json!({"ask": {"from": "users", "to": "front", "mode": "calls"}, "look": look}),
    )
}

#[test]
fn a_token_ages_on_its_way_unless_it_is_renewed() {
    // The token is as old as the time in the front, which is exponential with mean 1 ÷ (1 − .8).
    let denied = (-(1.0 - ARRIVALS) * LIFETIME).exp();
    let run = through_a_front(None);
    assert_covers(run.elements["back"].denied, denied, 0.04);
    assert_covers(run.journeys["ask"].success_rate, 1.0 - denied, 0.04);
    let run = through_a_front(Some("renewed"));
    assert_eq!(run.elements["back"].denied.unwrap().value, 0.0);
    let run = through_a_front(Some("lost"));
    assert_eq!(run.elements["back"].without_token.unwrap().value, 1.0);
    assert_eq!(run.journeys["ask"].success_rate.unwrap().value, 0.0);
}

/// Messages to one worker, each delivered once, which must show the token that they came with.
fn through_a_queue(publish: &Value, consume: &Value) -> Run {
    let link = |ends: Value, more: &Value| {
        let mut link = ends;
        let more = more.as_object().unwrap().clone();
        link.as_object_mut().unwrap().extend(more);
        link
    };
    run(
        &json!({
            "users": users(),
            "shop": {"kind": "service", "operations": {"default": {}}},
            "jobs": {"kind": "queue", "queue": {"dead_letter": {"to": "dead", "max_receives": 1}}},
            "dead": {"kind": "queue"},
            "worker": element("service", 1, &second()),
            "vault": {"kind": "service", "operations": {"default": {}}}
        }),
        &json!({
            "ask": {"from": "users", "to": "shop", "mode": "calls"},
            "put": link(json!({"from": "shop", "to": "jobs", "mode": "publishes"}), publish),
            "take": link(json!({"from": "worker", "to": "jobs", "mode": "consumes"}), consume),
            "open": {"from": "worker", "to": "vault", "mode": "calls", "auth_required": true}
        }),
    )
}

#[test]
fn a_message_that_waits_longer_than_its_token_lives_is_a_dead_letter() {
    let lives = json!({"auth_required": true, "token_lifetime": "3s"});
    let run = through_a_queue(&json!({}), &lives);
    let worker = &run.elements["worker"];
    assert_covers(worker.with_old_token, too_late(), 0.06);
    // Nobody who asked is told.
    assert_eq!(run.journeys["ask"].success_rate.unwrap().value, 1.0);
    let messages = run.elements["jobs"].messages.unwrap();
    let dead = messages.dead_letters / messages.published;
    assert!((dead - too_late()).abs() < 0.02, "{dead}: {}", too_late());
}

#[test]
fn a_token_that_is_not_copied_into_messages_is_lost() {
    let lost = json!({"token": "lost"});
    let run = through_a_queue(&lost, &json!({}));
    assert_eq!(run.elements["vault"].without_token.unwrap().value, 1.0);
    let run = through_a_queue(&lost, &json!({"token": "renewed"}));
    assert_eq!(run.elements["vault"].denied.unwrap().value, 0.0);
}

#[test]
fn a_breaker_opens_where_calls_are_slow_although_none_fails() {
    let model = json!({
        "format": 1,
        "name": "slow",
        "elements": {
            "shop": {"kind": "service", "operations": {"default": {}}},
            "bank": {"kind": "external", "operations": {"default": {"demand": {"constant": "500ms"}}}}
        },
        "relationships": {"pay": {
            "from": "shop", "to": "bank", "mode": "calls",
            "breaker": {"window": 4, "open": "1h", "slow_calls": {"longer_than": "1s", "ratio": 0.5}}
        }},
        "journeys": {"order": {"entry": "shop"}},
        "scenarios": {"story": {
            "kind": "terminating", "horizon": "1000s",
            "load": {"interarrival": {"constant": "100ms"}},
            "faults": {"slow": {"element": "bank", "at": "100s", "duration": "900s", "kind": {"slow": 5.0}}}
        }}
    });
    let run = simulate(&model.to_string(), "baseline", "story");
    let breaker = run.links["pay"].breaker.unwrap();
    assert_eq!(breaker.opened.unwrap().value, 1.0);
    assert_eq!(breaker.reopened.unwrap().value, 0.0);
    // What is left of a call when it begins takes five times as long: that with 200 ms left is the first to take
    // more than a second, until 101 s, and with the next, at 101.5 s, half of the last four are slow.
    let open = breaker.open.unwrap().value;
    assert!((open - 0.8985).abs() < 0.0006, "{open}");
}

#[test]
fn calls_that_wait_for_each_others_turns_are_a_deadlock() {
    // The bank asks back now and then, and the shop would need a second turn for its answer.
    let model = json!({
        "format": 1,
        "name": "turns",
        "elements": {
            "shop": {"kind": "service", "operations": {"default": {}}},
            "bank": {"kind": "service", "operations": {"default": {}}}
        },
        "relationships": {
            "pay": {
                "from": "shop", "to": "bank", "mode": "calls",
                "bulkhead": {"concurrent": 1, "unbounded_wait": true}
            },
            "check": {"from": "bank", "to": "shop", "mode": "calls", "per_request": 0.01}
        },
        "journeys": {"order": {"entry": "shop"}},
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "10/s"}}}
    });
    let run = simulate(&model.to_string(), "baseline", "steady");
    let overload = run.overload.unwrap();
    assert_eq!(overload.resource, "deadlock");
    assert_eq!(overload.element.as_str(), "shop");
}
