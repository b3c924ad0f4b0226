//! Time-outs, retries and faults.

use spinout_network::{
    Arrivals, Call, CallPolicy, Distribution, Fault, Group, Network, Retry, Spacing, Step,
};
use spinout_queueing::{expected_attempts, retry_amplification, retry_storm_locks_up};
use spinout_study::{Plan, Window};

use crate::harness::{Stations, judge, requests, steady, study};

fn with_policy(step: Step, policy: CallPolicy) -> Step {
    match step {
        Step::Call(call) => Step::Call(Call { policy, ..call }),
        other => other,
    }
}

fn retries(attempts: u32) -> CallPolicy {
    CallPolicy {
        retry: Some(Retry {
            base: 0.01,
            multiplier: 2.0,
            jitter: 1.0,
            ..Retry::at_once(attempts)
        }),
        ..CallPolicy::default()
    }
}

#[test]
fn a_time_out_cuts_the_tail_off() {
    let mut stations = Stations::default();
    let slow = vec![Step::delay("slow", Distribution::exponential(1.0))];
    let (element, visit) = stations.add("slow", Group::delay, slow);
    let timeout = 1.5;
    let policy = CallPolicy {
        timeout: Some(timeout),
        ..CallPolicy::default()
    };
    let call = with_policy(visit, policy);
    stations
        .network
        .add_journey("users", Arrivals::poisson(10.0), vec![call]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.02);
    let within = 1.0 - (-timeout).exp();
    judge.holds("success", requests(&outcome).success_rate, within);
    judge.holds("response", requests(&outcome).response_s.mean, within);
    // What was given up goes on all the same.
    judge.holds("work", outcome.elements[element.at()].response_s.mean, 1.0);
}

#[test]
fn a_call_is_tried_as_often_as_its_failures_ask() {
    for (failure, attempts) in [(0.5, 3), (0.2, 2), (0.9, 4)] {
        let mut stations = Stations::default();
        let steps = vec![
            Step::delay("work", Distribution::exponential(0.1)),
            Step::Fail {
                probability: failure,
                key: 5,
            },
        ];
        let (element, visit) = stations.add("flaky", Group::delay, steps);
        let call = with_policy(visit, retries(attempts));
        stations
            .network
            .add_journey("users", Arrivals::poisson(10.0), vec![call]);
        let outcome = steady(&stations.network, 0.02);
        let judge = judge(&outcome, 0.02);
        let visits = outcome.elements[element.at()].throughput_per_s;
        judge.holds(
            "attempts",
            visits,
            10.0 * expected_attempts(failure, attempts),
        );
        let success = 1.0 - failure.powi(attempts as i32);
        judge.holds("success", requests(&outcome).success_rate, success);
    }
}

#[test]
fn retries_in_every_layer_multiply() {
    let (attempts, layers) = (3, 3);
    let mut stations = Stations::default();
    let broken = vec![Step::Fail {
        probability: 1.0,
        key: 1,
    }];
    let (bottom, mut step) = stations.add("bottom", Group::delay, broken);
    for layer in 1..layers {
        let call = with_policy(step, retries(attempts));
        step = stations
            .add(&format!("layer-{layer}"), Group::delay, vec![call])
            .1;
    }
    let call = with_policy(step, retries(attempts));
    stations
        .network
        .add_journey("users", Arrivals::poisson(1.0), vec![call]);
    let outcome = steady(&stations.network, 0.02);
    let amplified = outcome.elements[bottom.at()].throughput_per_s;
    judge(&outcome, 0.02).holds("visits", amplified, retry_amplification(attempts, layers));
    assert_eq!(
        requests(&outcome).success_rate.map(|rate| rate.value),
        Some(0.0)
    );
}

/// A server that takes 10 ms a request, slowed down tenfold for five seconds, whose callers give up
/// after half a second and try again at once.
fn storm(rate: f64, retries: u32) -> Network {
    let mut stations = Stations::default();
    let work = vec![Step::cpu("work", Distribution::constant(0.01))];
    let (_, visit) = stations.add("server", |name, e| Group::fifo(name, e, 1), work);
    let policy = CallPolicy {
        timeout: Some(0.5),
        retry: Some(Retry {
            base: 0.0,
            multiplier: 1.0,
            jitter: 0.0,
            ..Retry::at_once(1 + retries)
        }),
        ..CallPolicy::default()
    };
    let call = with_policy(visit, policy);
    let mut network = stations.network;
    network.add_journey("users", Arrivals::poisson(rate), vec![call]);
    network.faults.push(Fault::SlowDown {
        group: spinout_network::GroupIndex(0),
        factor: 10.0,
        start: 10.0,
        duration: 5.0,
    });
    network
}

#[test]
fn a_retry_storm_outlives_its_cause_iff_the_retries_exceed_the_capacity() {
    for (rate, retries) in [(28.0, 2), (40.0, 2), (45.0, 1), (60.0, 1)] {
        let window = |name: &str, from_s, to_s| Window {
            name: name.to_owned(),
            from_s,
            to_s,
        };
        let windows = vec![window("before", 0.0, 10.0), window("after", 100.0, 120.0)];
        let plan = Plan {
            most_replications: 20,
            ..Plan::terminating(7, 120.0, windows)
        };
        let outcome = study(&storm(rate, retries), &plan);
        let success = |window: usize| {
            outcome.windows[window][0]
                .success_rate
                .expect("requests arrived")
                .value
        };
        assert!(
            success(0) > 0.99,
            "{rate}/s before the fault: {}",
            success(0)
        );
        let locked = success(1) < 0.05;
        let free = success(1) > 0.99;
        assert!(
            locked || free,
            "{rate}/s, {retries} retries: {}",
            success(1)
        );
        assert_eq!(
            locked,
            retry_storm_locks_up(rate, retries, 100.0),
            "{rate}/s, {retries}"
        );
    }
}

#[test]
fn a_crash_takes_what_arrives_while_it_lasts() {
    let mut stations = Stations::default();
    let work = vec![Step::delay("work", Distribution::constant(0.5))];
    let (_, visit) = stations.add("server", Group::delay, work);
    let mut network = stations.network;
    let arrivals = Arrivals::Open {
        rate: spinout_network::RateCurve::Constant { rate: 20.0 },
        spacing: Spacing::Even,
    };
    network.add_journey("users", arrivals, vec![visit]);
    network.faults.push(Fault::Crash {
        group: spinout_network::GroupIndex(0),
        instance: None,
        start: 20.0,
        duration: 10.0,
    });
    let spans = [
        ("before", 0.0, 19.0),
        ("crash", 20.0, 30.0),
        ("after", 30.1, 60.0),
    ];
    let windows = spans.map(|(name, from_s, to_s)| Window {
        name: name.to_owned(),
        from_s,
        to_s,
    });
    let plan = Plan {
        most_replications: 20,
        ..Plan::terminating(1, 60.0, windows.to_vec())
    };
    let outcome = study(&network, &plan);
    let success = |window: usize| {
        outcome.windows[window][0]
            .success_rate
            .expect("asked")
            .value
    };
    assert_eq!([success(0), success(1), success(2)], [1.0, 0.0, 1.0]);
    // Those underway when it begins fail too: half a second's worth.
    let whole = requests(&outcome);
    let failed = 1.0 - whole.success_rate.expect("asked").value;
    assert!((failed - 10.5 / 60.0).abs() < 2.0 / 1200.0, "{failed}");
    assert_eq!((whole.requests, whole.censored), (20 * 1199, 0));
}
