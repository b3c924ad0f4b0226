//! What callers do about trouble, as files write it, against results that are known exactly.

use serde_json::{Value, json};
use spinout_results::{Estimate, LinkResult, Run};

use crate::{assert_covers, simulate};

/// A journey that enters `front`, whose operation asks `back` by the link `ask`. `back` is an external that
/// takes an exponential second, unless it says otherwise.
fn file(link: &Value, back: &Value, load: &Value) -> Value {
    let mut model = json!({
        "format": 1,
        "name": "trouble",
        "elements": {
            "back": {"kind": "external", "operations": {"default": {"demand": {"exponential": {"mean": "1s"}}}}},
            "front": {"kind": "service", "process": {"threads": 100_000}, "operations": {"default": {}}}
        },
        "relationships": {"ask": {"from": "front", "to": "back", "mode": "calls", "latency": {"constant": "0ms"}}},
        "journeys": {"request": {"entry": "front"}},
        "scenarios": {"steady": {"kind": "steady", "load": load}}
    });
    merge(&mut model["relationships"]["ask"], link);
    merge(&mut model["elements"]["back"], back);
    model
}

fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (key, value) in more {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, more) => *into = more.clone(),
    }
}

fn steady(model: &Value) -> Run {
    simulate(&model.to_string(), "baseline", "steady")
}

fn poisson(rate: f64) -> Value {
    json!({"constant": format!("{rate}/s")})
}

/// One user who asks each second, counted from the answer.
fn each_second(model: &mut Value) {
    model["elements"]["front"]["operations"]["default"]["steps"] =
        json!([{"wait": {"constant": "1s"}}, {"follow": "ask"}]);
    model["scenarios"]["steady"]["load"] = json!({"closed": {"population": 1, "think": "0s"}});
}

fn ask(run: &Run) -> &LinkResult {
    let link = run.links.get("ask").unwrap();
    let of = |rate: Option<Estimate>| rate.unwrap().value;
    let parts = of(link.calls_per_s) + of(link.retries_per_s) + of(link.hedges_per_s);
    assert!((of(link.attempts_per_s) - parts).abs() < 1e-9 * parts);
    link
}

/// One figure ÷ another.
fn per(part: Option<Estimate>, whole: Option<Estimate>) -> f64 {
    part.unwrap().value / whole.unwrap().value
}

#[track_caller]
fn near(found: f64, truth: f64, tolerance: f64) {
    assert!(
        (found - truth).abs() <= tolerance * truth.abs(),
        "{found} against {truth}"
    );
}

fn success(run: &Run) -> Option<Estimate> {
    run.journeys.values().next().unwrap().success_rate
}

#[test]
fn a_time_out_fails_what_takes_longer() {
    let run = steady(&file(
        &json!({"timeout": "1.5s"}),
        &json!({}),
        &poisson(10.0),
    ));
    let late = (-1.5_f64).exp();
    assert_covers(ask(&run).failure_rate, late, 0.03);
    assert_covers(success(&run), 1.0 - late, 0.02);
    near(
        per(ask(&run).timeouts_per_s, ask(&run).failed_per_s),
        1.0,
        1e-12,
    );
}

#[test]
fn retries_in_layers_multiply_to_the_attempt() {
    let retry = json!({"retry": {"attempts": 3}});
    let fails = json!({"operations": {"default": {"demand": null, "failure_rate": 1.0}}});
    let mut model = file(&retry, &fails, &poisson(5.0));
    model["elements"]["door"] = json!({"kind": "service", "operations": {"default": {}}});
    model["relationships"]["outer"] = json!({
        "from": "door", "to": "front", "mode": "calls", "latency": {"constant": "0ms"}, "retry": {"attempts": 4}
    });
    model["journeys"]["request"]["entry"] = json!("door");
    let run = steady(&model);
    // Each request is 4 attempts at the front, each of which makes 3 at the back.
    assert_eq!(
        run.links.get("outer").unwrap().amplification,
        Some(Estimate::exact(4.0))
    );
    assert_eq!(ask(&run).amplification, Some(Estimate::exact(3.0)));
    near(
        per(
            ask(&run).attempts_per_s,
            run.links.get("outer").unwrap().calls_per_s,
        ),
        12.0,
        1e-12,
    );
}

#[test]
fn a_budget_earns_a_fifth_of_a_retry_a_call() {
    let retry = json!({"retry": {"attempts": 4, "budget": {"ratio": 0.2}}});
    let fails = json!({"operations": {"default": {"demand": null, "failure_rate": 1.0}}});
    let mut model = file(&retry, &fails, &poisson(1.0));
    each_second(&mut model);
    let run = steady(&model);
    near(
        per(ask(&run).retries_per_s, ask(&run).calls_per_s),
        0.2,
        0.01,
    );
    // The first failure of each call finds the budget empty, but for one call in five; then the second does.
    near(
        per(ask(&run).out_of_budget_per_s, ask(&run).calls_per_s),
        1.0,
        1e-3,
    );
}

#[test]
fn a_breaker_opens_tries_and_closes_at_its_times() {
    let breaker = json!({"breaker": {"window": 10, "open": "10s", "trials": 2}});
    let mut model = file(
        &breaker,
        &json!({"operations": {"default": {"demand": null}}}),
        &poisson(1.0),
    );
    each_second(&mut model);
    let load = model["scenarios"]["steady"]["load"].clone();
    model["scenarios"]["story"] = json!({
        "kind": "terminating", "load": load, "horizon": "300s",
        "faults": {"bad": {"element": "back", "at": "100.5s", "duration": "55s", "kind": {"errors": 1.0}}}
    });
    let run = simulate(&model.to_string(), "baseline", "story");
    // A call a second. The window of ten is half bad after five failures. Then nine are refused and two
    // trials fail, four times over; of the next nine refused, three come after the fault; the trials
    // succeed.
    let count = |rate: Option<Estimate>| rate.unwrap().value * 300.0;
    let link = ask(&run);
    near(count(link.refused_by_breaker_per_s), 45.0, 1e-9);
    near(count(link.failed_per_s), 45.0 + 5.0 + 8.0, 1e-9);
    let breaker = link.breaker.unwrap();
    near(breaker.opened.unwrap().value, 1.0, 1e-12);
    near(breaker.reopened.unwrap().value, 4.0, 1e-12);
    near(breaker.open.unwrap().value, 50.0 / 300.0, 1e-6);
    near(breaker.half_open.unwrap().value, 5.0 / 300.0, 1e-6);
    near(breaker.closed.unwrap().value, 245.0 / 300.0, 1e-6);
    let open = &run.series.links["ask"].open.value;
    let most = open
        .iter()
        .flatten()
        .fold(0.0_f64, |most, share| most.max(*share));
    near(most, 1.0, 1e-9);
}

#[test]
fn a_bulkhead_loses_by_erlangs_formula() {
    let run = steady(&file(
        &json!({"bulkhead": {"concurrent": 3}}),
        &json!({}),
        &poisson(2.0),
    ));
    // M/M/3/3 at 2 erlang.
    let loss = (8.0 / 6.0) / (5.0 + 8.0 / 6.0);
    assert_covers(ask(&run).failure_rate, loss, 0.03);
    near(
        per(ask(&run).refused_by_bulkhead_per_s, ask(&run).failed_per_s),
        1.0,
        1e-12,
    );
}

#[test]
fn a_rate_limit_of_one_token_is_deaf_for_a_while() {
    let limit = json!({"rate_limit": {"rate": "5/s"}});
    let free = json!({"operations": {"default": {"demand": null}}});
    let run = steady(&file(&limit, &free, &poisson(10.0)));
    // After each call nothing passes for 0.2 s: a loss system M/D/1/1 at 2 erlang.
    assert_covers(ask(&run).failure_rate, 2.0 / 3.0, 0.03);
    near(
        per(
            ask(&run).refused_by_rate_limit_per_s,
            ask(&run).failed_per_s,
        ),
        1.0,
        1e-12,
    );
}

#[test]
fn a_hedge_takes_the_first_of_two() {
    let run = steady(&file(
        &json!({"hedge": {"after": "500ms"}}),
        &json!({}),
        &poisson(5.0),
    ));
    let late = (-0.5_f64).exp();
    let request = run.journeys.values().next().unwrap();
    assert_covers(request.response_s.mean, 1.0 - late + late / 2.0, 0.03);
    assert_covers(ask(&run).amplification, 1.0 + late, 0.02);
    near(
        per(ask(&run).hedges_per_s, ask(&run).calls_per_s),
        late,
        0.03,
    );
}

#[test]
fn a_fallback_answers_for_what_fails() {
    let fails = json!({"operations": {"default": {"demand": null, "failure_rate": 0.3}}});
    let run = steady(&file(
        &json!({"fallback": "answer"}),
        &fails,
        &poisson(20.0),
    ));
    assert_eq!(success(&run).unwrap().value, 1.0);
    assert_covers(ask(&run).failure_rate, 0.3, 0.05);
    near(
        per(ask(&run).fallbacks_per_s, ask(&run).failed_per_s),
        1.0,
        1e-12,
    );
}

#[test]
fn shedding_reserves_trunks() {
    // Ten threads, 6 + 6 erlang; who is not urgent comes in only while fewer than eight are in use:
    // p(n + 1) = p(n) λ(n) ÷ (n + 1).
    let mut model = file(&json!({}), &json!({}), &poisson(12.0));
    model["elements"]["front"] = json!({
        "kind": "service",
        "process": {"threads": 10, "cores": 10.0, "accept_queue": 0, "shedding": [{"below": 5, "load": 0.8}]},
        "operations": {"default": {"demand": {"exponential": {"mean": "1s"}}, "steps": [{"wait": {"constant": "0s"}}]}}
    });
    model["relationships"] = json!({});
    model["journeys"] = json!({
        "low": {"entry": "front", "traffic": {"priority": 1}},
        "urgent": {"entry": "front", "traffic": {"priority": 9}}
    });
    let run = steady(&model);
    let mut weights = vec![1.0];
    for n in 0..10 {
        let rate = if n < 8 { 12.0 } else { 6.0 };
        weights.push(weights[n] * rate / (n + 1) as f64);
    }
    let whole: f64 = weights.iter().sum();
    let below: f64 = weights[..8].iter().sum::<f64>() / whole;
    let full = weights[10] / whole;
    assert_covers(run.journeys["low"].success_rate, below, 0.03);
    assert_covers(run.journeys["urgent"].success_rate, 1.0 - full, 0.03);
    let refused = (full + 1.0 - below) / 2.0;
    assert_covers(run.elements["front"].refused, refused, 0.05);
}

#[test]
fn controlled_delay_turns_nobody_away_below_its_target() {
    // D/D/1: ten users of a server of 10 ms, each of whom waits for all others, 90 ms.
    let served = |target: &str| {
        let mut model = file(&json!({}), &json!({}), &json!({}));
        model["elements"]["front"] = json!({
            "kind": "service",
            "process": {"threads": 1, "codel": {"target": target, "interval": "100ms"}},
            "operations": {"default": {"demand": {"constant": "10ms"}}}
        });
        model["relationships"] = json!({});
        model["scenarios"]["steady"] = json!({
            "kind": "terminating", "horizon": "100s",
            "load": {"closed": {"population": 10, "think": "0s"}}
        });
        steady(&model)
    };
    let free = served("95ms");
    near(
        free.journeys["request"].response_s.mean.unwrap().value,
        0.1,
        1e-6,
    );
    assert_eq!(free.elements["front"].refused, Some(Estimate::exact(0.0)));
    let controlled = served("50ms");
    assert!(controlled.elements["front"].refused.unwrap().low > 0.0);
    // The server is never idle, whoever is turned away.
    let done = success(&controlled).unwrap().value
        * controlled.journeys["request"]
            .throughput_per_s
            .unwrap()
            .value;
    near(done, 100.0, 0.01);
}

#[test]
fn who_gives_up_is_erlang_a() {
    let mut model = file(&json!({}), &json!({}), &poisson(1.2));
    model["elements"]["front"] = json!({
        "kind": "service",
        "process": {"threads": 1, "patience": {"exponential": {"mean": "2s"}}},
        "operations": {"default": {"demand": {"exponential": {"mean": "1s"}}}}
    });
    model["relationships"] = json!({});
    let run = steady(&model);
    // M/M/1 + M: p(n) = p(n − 1) λ ÷ (μ + (n − 1)θ); (n − 1)θ of n give up a second.
    let (rate, impatience) = (1.2, 0.5);
    let (mut weight, mut whole, mut gone) = (1.0, 1.0, 0.0);
    for n in 1..200 {
        let waiting = f64::from(n - 1) * impatience;
        weight *= rate / (1.0 + waiting);
        whole += weight;
        gone += weight * waiting;
    }
    assert_covers(run.elements["front"].abandoned, gone / whole / rate, 0.04);
}

#[test]
fn who_waits_too_long_for_a_connection_leaves_by_barrers_formula() {
    let pool = json!({"pool": {"size": 1, "max_wait": "1.5s"}});
    let run = steady(&file(&pool, &json!({}), &poisson(0.8)));
    // M/M/1 + D: the server is idle with p₀ = (1 − λ) ÷ (1 − λ² e^{−(1 − λ)τ}), and λ(1 − loss) = 1 − p₀.
    let (rate, patience) = (0.8_f64, 1.5);
    let idle = (1.0 - rate) / (1.0 - rate * rate * (-(1.0 - rate) * patience).exp());
    let loss = 1.0 - (1.0 - idle) / rate;
    let pool = &run.elements["front"].resources["pool:ask"];
    assert_covers(pool.expired, loss, 0.05);
    assert_covers(Some(pool.utilization), 1.0 - idle, 0.03);
}

#[test]
fn instances_that_break_down_are_counted() {
    let mut model = file(&json!({}), &json!({}), &poisson(1.0));
    model["elements"]["front"]["process"] = json!({
        "breakdowns": {"after": {"constant": "8s"}, "lasts": {"constant": "2s"}}
    });
    model["scenarios"]["steady"] =
        json!({"kind": "terminating", "horizon": "1000s", "load": poisson(1.0)});
    let run = steady(&model);
    near(run.elements["front"].killed.unwrap().value, 100.0, 0.01);
}

/// The same policies on a link within one process.
fn within(link: &Value, operation: &Value, load: f64) -> Run {
    let mut model = file(link, &json!({}), &poisson(load));
    model["elements"]["back"] = json!({
        "kind": "component", "in": "front",
        "operations": {"default": {"demand": {"exponential": {"mean": "1s"}}}}
    });
    merge(
        &mut model["elements"]["back"]["operations"]["default"],
        operation,
    );
    model["elements"]["front"]["process"] = json!({"threads": 100_000, "cores": 10_000.0});
    steady(&model)
}

#[test]
fn policies_hold_within_a_process() {
    let same = json!({});
    let late = (-1.5_f64).exp();
    let run = within(&json!({"timeout": "1.5s"}), &same, 10.0);
    assert_covers(success(&run), 1.0 - late, 0.02);
    // What was given up goes on all the same: a second a request, on the cores of its process.
    let cores = &run.elements["front"].resources["cores"];
    assert_covers(Some(cores.utilization), 10.0 / 10_000.0, 0.02);
    let run = within(
        &json!({"timeout": "1.5s", "cancel_on_timeout": true}),
        &same,
        10.0,
    );
    assert_covers(success(&run), 1.0 - late, 0.02);

    let fails = json!({"demand": null, "failure_rate": 1.0});
    let run = within(&json!({"retry": {"attempts": 3}}), &fails, 5.0);
    assert_eq!(ask(&run).amplification, Some(Estimate::exact(3.0)));
    assert_eq!(success(&run).unwrap().value, 0.0);

    let loss = (8.0 / 6.0) / (5.0 + 8.0 / 6.0);
    let run = within(&json!({"bulkhead": {"concurrent": 3}}), &same, 2.0);
    assert_covers(ask(&run).failure_rate, loss, 0.03);

    let run = within(&json!({"hedge": {"after": "500ms"}}), &same, 5.0);
    assert_covers(ask(&run).amplification, 1.0 + (-0.5_f64).exp(), 0.02);

    let run = within(
        &json!({"breaker": {"window": 10}, "fallback": "answer"}),
        &fails,
        5.0,
    );
    assert_eq!(success(&run).unwrap().value, 1.0);
    assert!(ask(&run).breaker.unwrap().open.unwrap().value > 0.5);
}

#[test]
fn a_policy_within_a_process_costs_no_time() {
    // One server: M/M/1 with ρ = .5 all the same, the callee included.
    let mut model = file(&json!({"timeout": "1h"}), &json!({}), &poisson(0.5));
    model["elements"]["back"] = json!({
        "kind": "component", "in": "front",
        "operations": {"default": {"demand": {"exponential": {"mean": "1s"}}}}
    });
    model["elements"]["front"]["process"] = json!({"threads": 1});
    let run = steady(&model);
    assert_covers(run.journeys["request"].response_s.mean, 2.0, 0.03);
    assert_covers(run.elements["back"].response_s.mean, 1.0, 0.02);
}
