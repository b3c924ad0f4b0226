//! Breaker, bulkhead, rate limit, budgets, shedding, controlled delay: deterministic traces by hand, and
//! loss systems with a closed form.

use spinout_network::{
    Arrivals, Breaker, Bulkhead, Codel, Distribution, Fault, Group, GroupIndex, Link, LinkIndex,
    Network, Retry, RetryBudget, RetryOn, Shedding, Spacing, Step, TokenBucket,
};
use spinout_sim::{LinkReport, Report};

use crate::common::{assert_truth, replicate, run, station};

fn every(seconds: f64) -> Arrivals {
    let mut arrivals = Arrivals::poisson(1.0 / seconds);
    if let Arrivals::Open { spacing, .. } = &mut arrivals {
        *spacing = Spacing::Even;
    }
    arrivals
}

/// A journey that calls a delay of so long through a guarded relationship.
fn guarded(arrivals: Arrivals, time: Distribution, link: Link) -> Network {
    let mut network = station(arrivals, Group::delay("s", 0.into()), time);
    network.links.push(link);
    call(&mut network).policy.link = Some(LinkIndex(0));
    network
}

fn call(network: &mut Network) -> &mut spinout_network::Call {
    let steps = network
        .programs
        .iter_mut()
        .flat_map(|program| &mut program.steps);
    let calls = steps.filter_map(|step| match step {
        Step::Call(call) => Some(call),
        _ => None,
    });
    calls.last().expect("a call")
}

fn retry(attempts: u32) -> Option<Retry> {
    Some(Retry::at_once(attempts))
}

#[test]
fn a_breaker_stands_as_its_rule_says_at_every_time() {
    let breaker = Breaker {
        window: 10,
        failure_ratio: 0.5,
        min_calls: 4,
        consecutive: None,
        open: 10.0,
        trials: 2,
        slow: None,
    };
    let link = Link {
        breaker: Some(breaker),
        ..Link::default()
    };
    // A call a second, answered at once; all fail from 9.5 to 32.5 s.
    let mut network = guarded(every(1.0), Distribution::ZERO, link);
    network.faults.push(Fault::Errors {
        group: GroupIndex(0),
        probability: 1.0,
        start: 9.5,
        duration: 23.0,
    });
    let mut config = spinout_sim::RunConfig::new(1, 0, 0.0, 60.0);
    config.buckets = 60;
    let report = crate::common::run_with(&network, &config);
    // Calls come at 1, 2, …. Nine are good; the window holds ten. At 10 s 1 of 10 has failed, at 14 s
    // 5 of 10: open. Refused until 23 s; trials at 24 and 25 s fail: open until 35 s; trials at 35 and
    // 36 s are good: closed.
    let link = report.links[0];
    assert_eq!(link.opened, 1);
    assert_eq!(link.refused_by_breaker, 9 + 9);
    assert_eq!(link.failed, 5 + 2 + 18);
    assert_eq!(report.groups[0].visits, link.attempts - 18);
    // Half-open from 24 to 25 and from 35 to 36 s, open again at 25 s.
    assert_eq!(link.reopened, 1);
    assert!((link.open * 60.0 - 20.0).abs() < 1e-9, "{}", link.open);
    assert!(
        (link.half_open * 60.0 - 2.0).abs() < 1e-9,
        "{}",
        link.half_open
    );
    let open: Vec<bool> = report.series.links[0]
        .iter()
        .map(|bucket| bucket.open > 0.5)
        .collect();
    let expected: Vec<bool> = (0..60).map(|second| (14..36).contains(&second)).collect();
    assert_eq!(open, expected);
}

#[test]
fn each_instance_of_a_caller_has_a_breaker_of_its_own() {
    let mut network = station(
        every(1.0),
        Group::delay("back", 0.into()),
        Distribution::ZERO,
    );
    let front = network.add_element("front");
    let mut group = Group::process("front", front, 8, 1.0);
    group.replicas = 4;
    let group = network.add_group(group);
    network.links.push(Link {
        caller: Some(group),
        breaker: Some(Breaker {
            window: 10,
            failure_ratio: 1.0,
            min_calls: 3,
            consecutive: None,
            open: 1e6,
            trials: 1,
            slow: None,
        }),
        ..Link::default()
    });
    let mut step = Step::call("guarded", GroupIndex(0), 0.into());
    if let Step::Call(call) = &mut step {
        call.policy.link = Some(LinkIndex(0));
    }
    let program = network.add_program(front, vec![step]);
    network.journeys.clear();
    network.add_journey("j", every(1.0), vec![Step::call("in", group, program)]);
    network.faults.push(Fault::Errors {
        group: GroupIndex(0),
        probability: 1.0,
        start: 0.0,
        duration: 1e6,
    });
    let report = run(&network, 0.0, 100.5);
    // Three failures open each of the four.
    assert_eq!(report.links[0].opened, 4);
    assert_eq!(report.groups[0].visits, 12);
}

#[test]
fn a_rate_limit_passes_exactly_its_rate_and_its_burst() {
    let link = Link {
        rate_limit: Some(TokenBucket {
            rate: 3.0,
            burst: 20.0,
            wait: 0.0,
        }),
        ..Link::default()
    };
    let network = guarded(every(0.01), Distribution::ZERO, link);
    let report = run(&network, 0.0, 100.0);
    // The burst is full at the first call, at 0.01 s; 99.98 s later there were 299.94 tokens more.
    assert_eq!(report.groups[0].visits, 20 + 299);
    let LinkReport {
        calls,
        refused_by_rate,
        ..
    } = report.links[0];
    assert_eq!(refused_by_rate, calls - 319);
}

#[test]
fn a_bulkhead_without_waiting_loses_by_erlangs_formula() {
    // M/M/3/3 at 2 erlang: B = (8/6) / (1 + 2 + 2 + 8/6).
    let loss = (8.0 / 6.0) / (5.0 + 8.0 / 6.0);
    let bulkhead = |wait| Link {
        bulkhead: Some(Bulkhead {
            concurrent: 3,
            wait,
            unbounded: false,
        }),
        ..Link::default()
    };
    let exponential = Distribution::exponential(1.0);
    let network = guarded(Arrivals::poisson(2.0), exponential.clone(), bulkhead(0.0));
    let lost = |report: &Report| {
        let link = report.links[0];
        link.refused_by_bulkhead as f64 / link.calls as f64
    };
    let found = replicate(&network, 20, (10.0, 2_000.0), lost);
    assert_truth("Erlang B", found, loss, 0.03);
    // With all the time in the world nobody is lost, and the wait is Erlang C's: M/M/3 at 2 erlang has
    // P(wait) = 4/9 and W = 1 + (4/9)/(3 − 2).
    let network = guarded(Arrivals::poisson(2.0), exponential.clone(), bulkhead(1e6));
    let mean = crate::common::mean_response;
    let found = replicate(&network, 20, (100.0, 5_000.0), mean);
    assert_truth("Erlang C", found, 1.0 + 4.0 / 9.0, 0.03);
    // Who waits leaves after his time: M/M/c + D. With c = 1, ρ = λ and patience τ the server is idle
    // with p₀ = (1 − λ)/(1 − λ² e^{−(1 − λ)τ}) (Barrer 1957), and λ(1 − loss) = 1 − p₀.
    let (rate, patience) = (0.8, 1.5);
    let mut network = guarded(Arrivals::poisson(rate), exponential, bulkhead(patience));
    network.links[0].bulkhead.as_mut().unwrap().concurrent = 1;
    let idle = (1.0 - rate) / (1.0 - rate * rate * libm::exp(-(1.0 - rate) * patience));
    let loss = 1.0 - (1.0 - idle) / rate;
    let found = replicate(&network, 20, (50.0, 5_000.0), lost);
    assert_truth("Barrer", found, loss, 0.03);
}

#[test]
fn a_budget_bounds_what_retries_add() {
    // All fails; four attempts each would be 400 a hundred calls.
    let mut network = guarded(every(1.0), Distribution::ZERO, Link::default());
    call(&mut network).policy.retry = retry(4);
    network.programs[0].steps.push(Step::Fail {
        probability: 1.0,
        key: 1,
    });
    let all = run(&network, 0.0, 1000.5);
    assert_eq!((all.links[0].calls, all.links[0].attempts), (1000, 4000));
    network.links[0].budget = Some(RetryBudget {
        ratio: 0.2,
        burst: 10.0,
    });
    let bounded = run(&network, 0.0, 1000.5).links[0];
    // The ten that were saved, the first call's part of which finds the budget full, and a fifth a call.
    assert_eq!((bounded.calls, bounded.retries), (1000, 10 + 199));
    assert_eq!(bounded.attempts, 1209);
}

#[test]
fn only_the_failures_that_are_named_are_tried_again() {
    // An attempt in a full accept queue, a failing one, a slow one: three attempts where it is named.
    for (kind, slow, fails, accept) in [(0, 2.0, 0.0, 9), (1, 0.0, 0.0, 0), (2, 0.0, 1.0, 9)] {
        for named in [true, false] {
            let mut network = guarded(every(1.0), Distribution::constant(slow), Link::default());
            network.programs[0].steps.push(Step::Fail {
                probability: fails,
                key: 1,
            });
            if accept == 0 {
                // Nobody is up.
                network.faults.push(Fault::Crash {
                    group: GroupIndex(0),
                    instance: None,
                    start: 0.0,
                    duration: 1e6,
                });
            }
            let policy = &mut call(&mut network).policy;
            policy.timeout = Some(0.1);
            policy.retry = Some(Retry {
                on: RetryOn {
                    timeouts: named == (kind == 0),
                    refusals: named == (kind == 1),
                    errors: named == (kind == 2),
                },
                ..Retry::at_once(3)
            });
            let link = run(&network, 0.0, 100.5).links[0];
            let attempts = if named { 3 } else { 1 };
            assert_eq!(link.attempts, attempts * link.calls, "{kind} {named}");
            assert_eq!(link.timeouts, if kind == 0 { link.attempts } else { 0 });
        }
    }
}

#[test]
fn waits_grow_up_to_their_cap() {
    let mut network = guarded(every(1000.0), Distribution::ZERO, Link::default());
    network.programs[0].steps.push(Step::Fail {
        probability: 1.0,
        key: 1,
    });
    call(&mut network).policy.retry = Some(Retry {
        base: 1.0,
        multiplier: 2.0,
        cap: Some(5.0),
        ..Retry::at_once(6)
    });
    let report = run(&network, 0.0, 1900.0);
    // 1 + 2 + 4 + 5 + 5.
    assert_eq!(report.journeys[0].windows[0].response.mean(), Some(17e9));
}

/// Attempts a second of a caller before layers that each try `attempts` times a last one that fails.
#[test]
fn retries_in_layers_multiply() {
    let mut network = Network::default();
    let element = network.add_element("s");
    let group = network.add_group(Group::delay("s", element));
    let fail = Step::Fail {
        probability: 1.0,
        key: 1,
    };
    let mut program = network.add_program(element, vec![fail]);
    for layer in 0..3 {
        let mut step = Step::call(&format!("layer {layer}"), group, program);
        if let Step::Call(call) = &mut step {
            call.policy.retry = retry(3);
        }
        program = network.add_program(element, vec![step]);
    }
    network.add_journey("j", every(1.0), vec![Step::call("in", group, program)]);
    let report = run(&network, 0.0, 100.5);
    // 1 + 3 + 9 + 27 visits a request: 3³ at the last layer.
    assert_eq!(report.groups[0].visits, 100 * (1 + 3 + 9 + 27));
}

#[test]
fn shedding_keeps_slots_for_the_urgent() {
    // Ten slots, 6 + 6 erlang; low priority only while fewer than 8 are in use (trunk reservation):
    // p(n+1) = p(n) · λ(n) ÷ (n + 1), λ = 12 below 8, 6 above.
    let mut network = station(
        Arrivals::poisson(6.0),
        Group {
            accept_queue: Some(0),
            ..Group::process("s", 0.into(), 10, 100.0)
        },
        Distribution::exponential(1.0),
    );
    network.groups[0].entrance.shedding.push(Shedding {
        below: 5,
        load: 0.8,
    });
    let again = network.programs[1].steps.clone();
    network.add_journey("urgent", Arrivals::poisson(6.0), again);
    network.journeys[1].priority = 5;
    let mut weights = vec![1.0];
    for busy in 0..10 {
        let rate = if busy < 8 { 12.0 } else { 6.0 };
        weights.push(weights[busy] * rate / (busy + 1) as f64);
    }
    let all: f64 = weights.iter().sum();
    let low = weights[8..].iter().sum::<f64>() / all;
    let high = weights[10] / all;
    for (journey, loss) in [(0, low), (1, high)] {
        let found = replicate(&network, 20, (10.0, 2_000.0), |report| {
            let window = &report.journeys[journey].windows[0].counts;
            window.failed as f64 / window.arrived as f64
        });
        assert_truth(&format!("priority {journey}"), found, loss, 0.04);
    }
}

#[test]
fn a_process_may_limit_its_rate() {
    let mut network = station(every(0.1), Group::delay("s", 0.into()), Distribution::ZERO);
    network.groups[0].entrance.rate_limit = Some(TokenBucket {
        rate: 2.0,
        burst: 4.0,
        wait: 0.0,
    });
    let report = run(&network, 0.0, 100.05);
    // From .1 s to 100 s: the burst, and 199.8 tokens.
    assert_eq!(report.groups[0].visits, 4 + 199);
    assert_eq!(report.groups[0].refused, 1000 - 203);
}

#[test]
fn controlled_delay_bounds_the_wait_in_an_overload() {
    // Twice as much as can be done, in an unbounded queue.
    let mut network = station(
        Arrivals::poisson(200.0),
        Group::fifo("s", 0.into(), 1),
        Distribution::exponential(0.01),
    );
    network.groups[0].entrance.codel = Some(Codel {
        target: 0.02,
        interval: 0.1,
    });
    let report = run(&network, 30.0, 200.0);
    let window = &report.journeys[0].windows[0];
    let served = window.counts.succeeded as f64 / 200.0;
    // The server is never idle, and does all it can.
    assert!((served - 100.0).abs() < 3.0, "{served}");
    let wait = window.response_success.mean().unwrap() / 1e9;
    assert!(
        wait < 1.0,
        "{wait}: without control it grows by a second in two"
    );
    // Where there is enough capacity it does next to nothing.
    network.journeys[0].arrivals = Arrivals::poisson(20.0);
    let report = run(&network, 30.0, 200.0);
    let (refused, visits) = (report.groups[0].refused, report.groups[0].visits);
    assert!(refused * 100 < visits, "{refused} of {visits}");
}

#[test]
fn a_retry_storm_locks_up_if_and_only_if_the_load_with_retries_is_too_much() {
    // One server, 10 ms a request, time-out 100 ms, r retries at once; a slow-down of 20 s fills the queue.
    for (rate, retries, locked) in [
        (30.0, 2, false),
        (40.0, 2, true),
        (45.0, 1, false),
        (55.0, 1, true),
    ] {
        let mut group = Group::fifo("s", 0.into(), 1);
        group.accept_queue = None;
        let mut network = station(
            Arrivals::poisson(rate),
            group,
            Distribution::exponential(0.01),
        );
        let policy = &mut call(&mut network).policy;
        policy.timeout = Some(0.1);
        policy.retry = retry(1 + retries);
        network.faults.push(Fault::SlowDown {
            group: GroupIndex(0),
            factor: 20.0,
            start: 20.0,
            duration: 20.0,
        });
        let mut config = spinout_sim::RunConfig::new(3, 0, 0.0, 1200.0);
        config.windows.push(spinout_sim::Window {
            start: 1100.0,
            end: 1190.0,
        });
        let report = crate::common::run_with(&network, &config);
        let counts = report.journeys[0].windows[0].counts;
        let good = counts.succeeded as f64 / counts.arrived as f64;
        assert!(
            if locked { good < 0.05 } else { good > 0.9 },
            "{rate} {retries}: {good}"
        );
    }
}
