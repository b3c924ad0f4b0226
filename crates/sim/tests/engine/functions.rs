//! Functions: cold starts, throttling, time limits and what is billed.

use spinout_network::{
    Account, Arrivals, BatchWork, Burst, Consumer, Distribution, Function, Group, Network, Queue,
    Ramp, RateCurve, RatePoint, Resource, Spacing, Step,
};
use spinout_sim::{CapacityReport, Report};

use crate::common::run;

/// A function under a load.
fn function(arrivals: Arrivals, work: Distribution, function: Function) -> Network {
    let mut network = Network::default();
    let element = network.add_element("function");
    let program = network.add_program(element, vec![Step::cpu("work", work)]);
    let group = network.add_group(Group::function("function", element, function));
    network.add_journey("users", arrivals, vec![Step::call("ask", group, program)]);
    network
}

/// One request whenever the integral of the rate grows by 1.
fn even(points: &[(f64, f64)]) -> Arrivals {
    let points = points.iter();
    Arrivals::Open {
        rate: RateCurve::Steps {
            points: points
                .map(|&(time, rate)| RatePoint { time, rate })
                .collect(),
        },
        spacing: Spacing::Even,
    }
}

fn capacity(report: &Report) -> CapacityReport {
    report.capacity[0]
}

#[test]
fn a_gap_longer_than_the_expiry_starts_cold_and_a_shorter_one_does_not() {
    // One request every 10 s of 1 s work and 2 s of start. Idle for 7 to 9 s between.
    for (expiry, cold) in [(6.5, 10), (9.5, 1)] {
        let rules = Function {
            cold_start: Distribution::constant(2.0),
            ..Function::new(5, expiry)
        };
        let network = function(even(&[(0.0, 0.1)]), Distribution::constant(1.0), rules);
        let report = run(&network, 0.0, 105.0);
        let found = capacity(&report);
        assert_eq!((found.cold_starts, found.invocations), (cold, 10));
        let response = report.journeys[0].windows[0].response.sum() as f64 / 1e9;
        assert_eq!(response, 10.0 + 2.0 * cold as f64);
        assert_eq!(found.billed_s, 10.0);
        assert_eq!(found.starting_s, 2.0 * cold as f64);
    }
}

#[test]
fn environments_beyond_the_limit_are_throttled() {
    // Ten a second of 1 s each: ten at once; seven may be.
    let network = function(
        even(&[(0.0, 10.0)]),
        Distribution::constant(1.0 - 1e-6),
        Function::new(7, 60.0),
    );
    let report = run(&network, 0.0, 100.0);
    let found = capacity(&report);
    assert_eq!(found.cold_starts, 7);
    // In each second seven are taken and three are not.
    let arrived = report.journeys[0].total.arrived;
    assert!(found.throttled.abs_diff(3 * arrived / 10) <= 3, "{found:?}");
    assert_eq!(report.groups[0].refused, found.throttled);
    assert_eq!(report.groups[0].replicas.round(), 7.0);
}

#[test]
fn environments_are_added_as_the_burst_rule_allows() {
    // 20 a second that stay: five at once, then two a second.
    let rules = Function {
        burst: Some(Burst {
            initial: 5,
            rate: 2.0,
        }),
        ..Function::new(1000, 60.0)
    };
    let network = function(even(&[(0.0, 20.0)]), Distribution::constant(1e4), rules);
    let report = run(&network, 0.0, 30.0);
    // The bucket is full until the fifth is taken at .25 s; a token every half second from .05 s on, when
    // the first was taken.
    assert_eq!(capacity(&report).cold_starts, 5 + 59);
    assert_eq!(
        capacity(&report).throttled,
        report.journeys[0].total.arrived - 64
    );
}

#[test]
fn a_request_is_ended_at_the_time_limit_to_the_nanosecond() {
    let rules = Function {
        time_limit: Some(3.0),
        ..Function::new(100, 600.0)
    };
    let work = Distribution::Quantiles {
        points: vec![(0.0, 1.0), (0.5, 1.0), (0.5, 9.0), (1.0, 9.0)],
    };
    let network = function(even(&[(0.0, 1.0)]), work, rules);
    let report = run(&network, 0.0, 1000.0);
    let found = capacity(&report);
    let journey = &report.journeys[0];
    assert_eq!(journey.total.failed, found.timed_out);
    // Half of them take 9 s.
    let ended = found.timed_out as f64;
    assert!(
        (ended - 500.0).abs() < 4.5 * (250.0_f64).sqrt(),
        "{found:?}"
    );
    // Each request takes 1 s, or 3 s and no more.
    let window = &journey.windows[0];
    let good = window.response_success.sum() as f64 / 1e9;
    assert_eq!(good, window.counts.succeeded as f64);
    let all = window.response.sum() as f64 / 1e9;
    assert_eq!(all - good, 3.0 * window.counts.failed as f64);
    // What was ended takes its environment with it.
    assert!(found.cold_starts >= found.timed_out);
    assert_eq!(found.billed_s, good + 3.0 * ended);
}

#[test]
fn each_run_is_billed_in_whole_milliseconds() {
    let work = Distribution::constant(0.0101);
    let network = function(even(&[(0.0, 10.0)]), work, Function::new(10, 60.0));
    let found = capacity(&run(&network, 0.0, 100.05));
    assert_eq!(found.invocations, 1000);
    assert!((found.billed_s - 1000.0 * 0.011).abs() < 1e-9, "{found:?}");
}

#[test]
fn provisioned_environments_are_never_cold_and_always_there() {
    let rules = Function {
        provisioned: 2,
        cold_start: Distribution::constant(1.0),
        ..Function::new(10, 1.0)
    };
    // One a second of .5 s: one environment is enough; the other idles all the time.
    let network = function(even(&[(0.0, 1.0)]), Distribution::constant(0.5), rules);
    let report = run(&network, 0.0, 100.0);
    assert_eq!(capacity(&report).cold_starts, 0);
    assert_eq!(report.groups[0].replicas, 2.0);
    // All of what runs is in them, and nothing is billed for starts.
    assert_eq!(capacity(&report).provisioned_s, capacity(&report).billed_s);
    assert_eq!(capacity(&report).starting_s, 0.0);
}

#[test]
fn a_start_and_its_run_are_billed_in_whole_milliseconds_together() {
    // 10.1 ms of run and 2.2 ms of start are 13 ms, and 11 ms of them the run's.
    let rules = Function {
        cold_start: Distribution::constant(0.0022),
        ..Function::new(1, 0.5)
    };
    let work = Distribution::constant(0.0101);
    let found = capacity(&run(
        &function(even(&[(0.0, 1.0)]), work, rules),
        0.0,
        100.5,
    ));
    assert_eq!(found.cold_starts, 100);
    assert!((found.starting_s - 100.0 * 0.002).abs() < 1e-9, "{found:?}");
}

#[test]
fn functions_of_an_account_take_what_is_neither_reserved_nor_provisioned() {
    // Three of them, each asked ten times at once for 1 s: one has two for itself, one has one that is always
    // there, and of the account's five two are left to that and the third, in their order.
    let mut network = Network::default();
    let names = ["own", "ready", "last"];
    for (name, (reserved, limit, provisioned)) in
        names
            .into_iter()
            .zip([(true, 2, 0), (false, 9, 1), (false, 9, 0)])
    {
        let element = network.add_element(name);
        let steps = vec![Step::cpu(name, Distribution::constant(1.0))];
        let program = network.add_program(element, steps);
        let rules = Function {
            reserved,
            provisioned,
            ..Function::new(limit, 60.0)
        };
        let group = network.add_group(Group::function(name, element, rules));
        let at_once = even(&[(0.0, 1.05e6), (1e-5, 0.0)]);
        network.add_journey(name, at_once, vec![Step::call("ask", group, program)]);
    }
    network.accounts.push(Account {
        name: "account".into(),
        concurrency: 5,
        functions: vec![0.into(), 1.into(), 2.into()],
    });
    network.validate().unwrap();
    let report = run(&network, 0.0, 10.0);
    let of = |group: usize| {
        (
            report.capacity[group].invocations,
            report.capacity[group].by_account,
        )
    };
    // Whoever begins has the two that are left; what is reserved is bound by itself, not by the account.
    assert_eq!(of(0), (2, 0));
    assert_eq!(of(1).0 + of(2).0, 1 + 2);
    assert_eq!(of(1).1 + of(2).1, 20 - 3);
    for found in &report.capacity {
        assert_eq!(found.invocations + found.throttled, 10);
    }
    // What is taken is never more than there is.
    network.accounts[0].concurrency = 2;
    assert!(network.validate().is_err());
}

#[test]
fn a_poller_asks_for_more_and_more_while_messages_wait() {
    // 600 messages of 100 s at once: five are asked for at first, and one more every fifth of a second.
    let mut network = Network::default();
    let [broker, element, polls] = ["queue", "function", "poller"].map(|e| network.add_element(e));
    let steps = vec![Step::cpu("work", Distribution::constant(100.0))];
    let program = network.add_program(element, steps);
    let group = network.add_group(Group::function(
        "function",
        element,
        Function::new(1000, 60.0),
    ));
    let poller = network.add_group(Group {
        accept_queue: None,
        ..Group::delay("poller", polls)
    });
    let invoke = network.add_program(polls, vec![Step::call("invoke", group, program)]);
    let ramp = Some(Ramp {
        initial: 5,
        rate: 5.0,
    });
    let queue = network.add_queue(Queue::new("queue", broker).consumed_by(Consumer {
        ramp,
        ..Consumer::new(poller, invoke, 200)
    }));
    let at_once = even(&[(0.0, 6.005e7), (1e-5, 0.0)]);
    network.add_journey("j", at_once, vec![Step::publish("p", queue)]);
    let asked = |until: f64| capacity(&run(&network, 0.0, until)).cold_starts;
    for (until, expected) in [(0.1, 5), (0.3, 6), (10.1, 55), (39.1, 200), (99.0, 200)] {
        assert_eq!(asked(until), expected, "until {until}");
    }
    // At 100 s the first are done, and no more than 200 are ever there at once.
    assert_eq!(asked(150.0), 200);
}

#[test]
fn a_poller_that_has_little_to_do_begins_anew() {
    // Twelve messages of 1.1 s, and the same once more 10 s later: each time five, then one in each second.
    let mut network = Network::default();
    let [broker, worker] = ["queue", "worker"].map(|e| network.add_element(e));
    let steps = vec![Step::delay("work", Distribution::constant(1.1))];
    let program = network.add_program(worker, steps);
    let group = network.add_group(Group {
        accept_queue: None,
        ..Group::delay("worker", worker)
    });
    let ramp = Some(Ramp {
        initial: 5,
        rate: 1.0,
    });
    let queue = network.add_queue(Queue::new("queue", broker).consumed_by(Consumer {
        ramp,
        ..Consumer::new(group, program, 100)
    }));
    let bursts = even(&[(0.0, 1.22e6), (1e-5, 0.0), (10.0, 1.22e6), (10.00001, 0.0)]);
    network.add_journey("j", bursts, vec![Step::publish("p", queue)]);
    let done = |until: f64| run(&network, 0.0, until).queues[0].acknowledged;
    // Five end at 1.1 s; one that begins at 1 s ends at 2.1 s, five of 1.1 s at 2.2 s, and one of 2 s at 3.1 s.
    for begin in [0.0, 10.0] {
        let before = if begin > 0.0 { 12 } else { 0 };
        assert_eq!(done(begin + 1.05), before);
        assert_eq!(done(begin + 1.2), before + 5);
        assert_eq!(done(begin + 2.15), before + 6);
        assert_eq!(done(begin + 2.3), before + 11);
        assert_eq!(done(begin + 3.25), before + 12);
    }
}

#[test]
fn a_crash_ends_what_runs_and_what_comes_starts_cold_after_it() {
    let mut network = function(
        even(&[(0.0, 2.0)]),
        Distribution::constant(0.9),
        Function::new(10, 600.0),
    );
    network.faults.push(spinout_network::Fault::Crash {
        group: 0.into(),
        instance: None,
        start: 50.2,
        duration: 10.0,
    });
    let report = run(&network, 0.0, 100.0);
    let journey = &report.journeys[0];
    // Two run at 50.2 s; those of 50.5 to 60 s are refused.
    assert_eq!(journey.total.failed, 2 + 20);
    // Two environments before and two after.
    assert_eq!(capacity(&report).cold_starts, 4);
    assert_eq!(capacity(&report).throttled, 0);
}

#[test]
fn who_is_ended_while_waiting_for_a_batch_is_not_in_it() {
    let rules = Function {
        time_limit: Some(2.0),
        ..Function::new(10, 600.0)
    };
    // One a second; the batch would begin 5 s after the first, which nobody lives to see.
    let mut network = function(even(&[(0.0, 1.0)]), Distribution::ZERO, rules);
    network.resources.push(Resource {
        name: "workers".into(),
        element: 0.into(),
        group: None,
        capacity: 1,
        max_wait: None,
        batch: Some(BatchWork {
            most: 100,
            wait: 5.0,
            set_up: Distribution::constant(1.0),
            per_item: Distribution::ZERO,
        }),
    });
    network.programs[0].steps = vec![Step::Batch {
        resource: 0.into(),
        key: 1,
    }];
    let report = run(&network, 0.0, 100.5);
    let journey = &report.journeys[0];
    assert_eq!((journey.total.arrived, journey.total.failed), (100, 98));
    assert_eq!(report.resources[0].taken, 0);
    // Each waited for 2 s; of the last two, 0.5 and 1.5 s are over.
    let waited: f64 = journey.time.iter().map(|split| split.wait).sum();
    assert_eq!(waited, 198.0);
    assert!((report.resources[0].waiting * report.measured - 198.0).abs() < 1e-9);
}
