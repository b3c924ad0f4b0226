//! Functions: cold starts, throttling, time limits and what is billed.

use spinout_network::{
    Arrivals, BatchWork, Burst, Distribution, Function, Group, Network, RateCurve, RatePoint,
    Resource, Spacing, Step,
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
