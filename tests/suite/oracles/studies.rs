//! What a study promises beyond single figures: shares within a time, paired differences, windows,
//! honest ends.

use std::sync::atomic::{AtomicU32, Ordering};

use spinout_network::{
    Answers, Arm, Arrivals, Cache, CacheIndex, Cached, Distribution, Group, GroupIndex,
    JourneyIndex, Network, RateCurve, RatePoint, Spacing, Step,
};
use spinout_study::{
    Measured, Observer, Plan, Precision, Progress, Serial, Shortage, Stop, StudyError, Threshold,
    Unobserved, Window,
};

use crate::harness::{Stations, judge, requests, station, steady, study};

fn one_server(rate: f64, mean: f64) -> Network {
    let service = Distribution::exponential(mean);
    station(Arrivals::poisson(rate), service, |name, e| {
        Group::fifo(name, e, 1)
    })
    .0
}

#[test]
fn the_share_within_a_time_is_that_of_the_distribution() {
    // The response of M/M/1 is exponential with rate μ − λ.
    let threshold = |what, within_s| Threshold {
        journey: JourneyIndex(0),
        what,
        within_s,
    };
    let plan = Plan {
        thresholds: vec![
            threshold(Measured::Response, 2.0),
            threshold(Measured::Completion, 5.0),
            threshold(Measured::Success, f64::INFINITY),
        ],
        ..Plan::steady(4)
    };
    let outcome = study(&one_server(0.5, 1.0), &plan);
    let judge = judge(&outcome, 0.02);
    let good = &requests(&outcome).good;
    judge.holds("within 2 s", good[0], 1.0 - (-1.0f64).exp());
    judge.holds("complete within 5 s", good[1], 1.0 - (-2.5f64).exp());
    assert_eq!(good[2].map(|estimate| estimate.value), Some(1.0));
}

#[test]
fn a_failure_is_never_good() {
    let mut stations = Stations::default();
    let fail = Step::Fail {
        probability: 0.25,
        key: 3,
    };
    let work = vec![Step::delay("work", Distribution::constant(0.1)), fail];
    let (_, visit) = stations.add("flaky", Group::delay, work);
    stations
        .network
        .add_journey("users", Arrivals::poisson(50.0), vec![visit]);
    let plan = Plan {
        thresholds: [Measured::Response, Measured::Completion, Measured::Success]
            .map(|what| Threshold {
                journey: JourneyIndex(0),
                what,
                within_s: 1.0,
            })
            .to_vec(),
        ..Plan::steady(4)
    };
    let outcome = study(&stations.network, &plan);
    for good in &requests(&outcome).good {
        judge(&outcome, 0.02).holds("good", *good, 0.75);
    }
}

#[test]
fn options_differ_by_what_is_due_to_them() {
    let (base, option) = (one_server(0.5, 1.0), one_server(0.5, 0.5));
    let plan = Plan::steady(8);
    let found = spinout_study::compare(&[&base, &option, &base], &plan, &Serial, &Unobserved)
        .expect("the networks can be run");
    let judge = judge(&found.outcomes[0], 0.03);
    // T = 1 ÷ (μ − λ): 2 and 2/3; quantiles are T ln(1/(1 − q)).
    let apart = 2.0 / 3.0 - 2.0;
    let difference = &found.differences[0].whole[0].response_s;
    judge.latency(
        difference,
        apart,
        &[(0.5, apart * 2f64.ln()), (0.95, apart * 20f64.ln())],
    );
    // Pairing knows it better than two runs with draws of their own would.
    let mean = |option: usize| {
        requests(&found.outcomes[option])
            .response_s
            .mean
            .expect("known")
    };
    let apart = mean(0).half_width().hypot(mean(1).half_width());
    assert!(difference.mean.expect("known").half_width() < apart);
    // The same network under the same users differs by nothing.
    let same = &found.differences[1].whole[0];
    let mean = same.response_s.mean.expect("known");
    assert_eq!((mean.low, mean.value, mean.high), (0.0, 0.0, 0.0));
    assert_eq!(
        same.response_s.quantiles[2].map(|estimate| estimate.value),
        Some(0.0)
    );
    assert_eq!(found.outcomes[0].journeys, found.outcomes[2].journeys);
}

#[test]
fn an_option_that_cannot_keep_up_leaves_the_others_their_answers() {
    let (base, option) = (one_server(0.5, 3.0), one_server(0.5, 1.0));
    let found = spinout_study::compare(&[&base, &option], &Plan::steady(8), &Serial, &Unobserved)
        .expect("the networks can be run");
    assert_eq!(found.outcomes[0].stop, Stop::Overload);
    assert!(found.outcomes[0].overload.is_some());
    assert_eq!(requests(&found.outcomes[0]).response_s.mean, None);
    judge(&found.outcomes[1], 0.03).holds(
        "mean",
        requests(&found.outcomes[1]).response_s.mean,
        2.0,
    );
    assert!(found.differences[0].whole.is_empty());
}

#[test]
fn a_spike_is_worked_off_as_arithmetic_says() {
    // One server takes 0.1 s each; 5/s, for ten seconds 20/s, then 5/s again. In the spike the k-th
    // request waits for k − 1 others but has had k/20 s; a hundred are left, and drain at 5/s.
    let point = |time, rate| RatePoint { time, rate };
    let points = vec![point(0.0, 5.0), point(10.0, 20.0), point(20.0, 5.0)];
    let arrivals = Arrivals::Open {
        rate: RateCurve::Steps { points },
        spacing: Spacing::Even,
    };
    let (network, _) = station(arrivals, Distribution::constant(0.1), |n, e| {
        Group::fifo(n, e, 1)
    });
    let window = |name: &str, from_s, to_s| Window {
        name: name.to_owned(),
        from_s,
        to_s,
    };
    let windows = vec![
        window("before", 0.0, 10.0),
        window("spike", 10.01, 20.01),
        window("recovery", 20.01, 40.0),
        window("after", 41.0, 60.0),
    ];
    let plan = Plan {
        series_steps: 60,
        ..Plan::terminating(2, 60.0, windows)
    };
    let outcome = study(&network, &plan);
    assert_eq!(outcome.overload, None);
    let mean = |window: usize| {
        let response = outcome.windows[window][0].response_s.mean;
        response.expect("requests arrived").value
    };
    assert!((mean(0) - 0.1).abs() < 1e-6, "{}", mean(0));
    assert!((mean(1) - 5.075).abs() < 0.051, "{}", mean(1));
    assert!((mean(2) - 5.1).abs() < 0.11, "{}", mean(2));
    assert!((mean(3) - 0.1).abs() < 1e-6, "{}", mean(3));
    // The queue is longest when the spike ends.
    let queue = &outcome.series.elements[0].queue_length;
    let at_end = queue[20].expect("measured").value;
    assert!((at_end - 97.0).abs() < 3.0, "{at_end}");
}

#[test]
fn a_story_starts_from_the_long_run() {
    // M/M/1 at ρ .8 from the first second on: nothing of it is warm-up any more.
    let windows = vec![Window {
        name: "start".to_owned(),
        from_s: 0.0,
        to_s: 50.0,
    }];
    let plan = Plan {
        precision: Precision {
            relative_half_width: 0.001,
            ..Precision::default()
        },
        most_replications: 1000,
        ..Plan::terminating(6, 200.0, windows)
    };
    let outcome = study(&one_server(0.8, 1.0), &plan);
    assert_eq!(outcome.stop, Stop::Limit);
    let judge = judge(&outcome, 0.15);
    judge.holds("at the start", outcome.windows[0][0].response_s.mean, 5.0);
    judge.holds("the whole", requests(&outcome).response_s.mean, 5.0);
}

/// Says no after so many replications.
struct Impatient(AtomicU32);

impl Observer for Impatient {
    fn progress(&self, progress: &Progress) {
        if progress.phase == spinout_study::Phase::Measure {
            self.0.fetch_sub(1, Ordering::Relaxed);
        }
    }

    fn go_on(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

#[test]
fn a_study_that_is_stopped_says_how_far_it_came() {
    let network = one_server(0.5, 1.0);
    let stopped = |after: u32| {
        let observer = Impatient(AtomicU32::new(after));
        spinout_study::run(&network, &Plan::steady(1), &Serial, &observer).expect("valid")
    };
    let outcome = stopped(7);
    assert_eq!((outcome.stop, outcome.replications), (Stop::Interrupted, 7));
    judge(&outcome, 0.1).holds("mean", requests(&outcome).response_s.mean, 2.0);
    let at_once = stopped(0);
    assert_eq!((at_once.stop, at_once.replications), (Stop::Interrupted, 0));
    assert_eq!(requests(&at_once).response_s.mean, None);
}

#[test]
fn pools_that_wait_for_each_other_are_a_deadlock() {
    // Each of two processes with one thread calls the other.
    let mut stations = Stations::default();
    let (a, b) = (
        stations.network.add_element("a"),
        stations.network.add_element("b"),
    );
    let groups = [a, b].map(|e| stations.network.add_group(Group::fifo("process", e, 1)));
    for (there, back) in [(0usize, 1usize), (1, 0)] {
        let elements = [a, b];
        let name = format!("from-{there}");
        let work = vec![Step::cpu("leaf", Distribution::exponential(0.1))];
        let leaf = stations.visit(&name, elements[back], groups[back], work);
        let own = Step::cpu("own", Distribution::exponential(0.1));
        let visit = stations.visit(&name, elements[there], groups[there], vec![own, leaf]);
        stations
            .network
            .add_journey(&name, Arrivals::closed(3, 0.5), vec![visit]);
    }
    let outcome = steady(&stations.network, 0.02);
    let overload = outcome.overload.expect("nothing moves");
    assert_eq!(
        (outcome.stop, overload.shortage),
        (Stop::Overload, Shortage::Deadlock)
    );
    assert_eq!(requests(&outcome).response_s.mean, None);
}

#[test]
fn many_users_at_a_full_server_are_no_overload() {
    let arrivals = Arrivals::closed(2000, 1.0);
    let (network, element) = station(arrivals, Distribution::exponential(0.01), |name, e| {
        Group::fifo(name, e, 1)
    });
    let outcome = steady(&network, 0.02);
    let judge = judge(&outcome, 0.02);
    judge.holds("throughput", requests(&outcome).throughput_per_s, 100.0);
    judge.holds("response", requests(&outcome).response_s.mean, 19.0);
    let busy = outcome.elements[element.at()]
        .slots
        .map(|slots| slots.utilization.value);
    assert!(busy.is_some_and(|busy| busy > 0.999_999));
}

#[test]
fn a_server_at_95_percent_takes_long_to_settle() {
    let outcome = steady(&one_server(0.95, 1.0), 0.05);
    let judge = judge(&outcome, 0.06);
    judge.latency(
        &requests(&outcome).response_s,
        20.0,
        &[(0.95, 20.0 * 20f64.ln())],
    );
}

#[test]
fn a_quantile_that_was_hardly_seen_is_not_stated() {
    let plan = Plan {
        most_replications: 20,
        ..Plan::terminating(3, 100.0, Vec::new())
    };
    let outcome = study(&one_server(0.5, 1.0), &plan);
    // Fifty requests a replication: five beyond the 90th percentile, two and a half beyond the 95th.
    let quantiles = requests(&outcome).response_s.quantiles;
    assert!(quantiles[0].is_some());
    assert_eq!(quantiles[2..], [None; 3]);
}

#[test]
fn a_crash_of_one_of_two_instances_is_seen_over_time() {
    let (mut network, element) = station(
        Arrivals::poisson(20.0),
        Distribution::exponential(0.02),
        |name, e| Group {
            replicas: 2,
            ..Group::fifo(name, e, 1)
        },
    );
    network.faults.push(spinout_network::Fault::Crash {
        group: GroupIndex(0),
        instance: Some(1),
        start: 40.0,
        duration: 20.0,
    });
    let window = |name: &str, from_s, to_s| Window {
        name: name.to_owned(),
        from_s,
        to_s,
    };
    let windows = vec![window("before", 0.0, 39.0), window("crash", 41.0, 59.0)];
    let plan = Plan {
        series_steps: 10,
        ..Plan::terminating(9, 100.0, windows)
    };
    let outcome = study(&network, &plan);
    let judge = judge(&outcome, 0.1);
    // Two servers in turn are E2/M/1; the one that is left is M/M/1 at ρ .4.
    let in_turn = spinout_queueing::GiM1 {
        arrival_rate: 10.0,
        service_rate: 50.0,
        interarrival: spinout_queueing::Interarrival::Erlang(2),
    };
    judge.holds(
        "before",
        outcome.windows[0][0].response_s.mean,
        in_turn.mean_response(),
    );
    judge.holds(
        "crash",
        outcome.windows[1][0].response_s.mean,
        1.0 / (50.0 - 20.0),
    );
    let use_of = &outcome.series.elements[element.at()].utilization;
    let at = |step: usize| use_of[step].expect("measured").value;
    assert!(
        (at(1) - 0.2).abs() < 0.03 && (at(4) - 0.4).abs() < 0.05,
        "{} {}",
        at(1),
        at(4)
    );
}

#[test]
fn a_study_does_no_more_work_than_it_may() {
    let service = Distribution::exponential(100.0);
    let (network, _) = station(Arrivals::poisson(100.0), service, Group::delay);
    let plan = Plan {
        most_requests: 500_000,
        ..Plan::steady(5)
    };
    let outcome = study(&network, &plan);
    assert!(outcome.requests < 510_000, "{}", outcome.requests);
    judge(&outcome, 0.01).holds("mean", requests(&outcome).response_s.mean, 100.0);
}

#[test]
fn a_rare_journey_gets_its_quantile_and_a_very_rare_one_holds_nobody_up() {
    let mut stations = Stations::default();
    for (name, rate) in [("often", 100.0), ("rare", 0.4), ("hardly-ever", 1e-4)] {
        let work = vec![Step::delay(name, Distribution::exponential(0.1))];
        let (_, visit) = stations.add(name, Group::delay, work);
        stations
            .network
            .add_journey(name, Arrivals::poisson(rate), vec![visit]);
    }
    let outcome = study(
        &stations.network,
        &Plan {
            most_requests: 5_000_000,
            ..Plan::steady(5)
        },
    );
    let p95 = |journey: usize| outcome.journeys[journey].requests.response_s.quantiles[2];
    let judge = judge(&outcome, 0.1);
    judge.holds("often", p95(0), 0.1 * 20f64.ln());
    judge.holds("rare", p95(1), 0.1 * 20f64.ln());
    assert_eq!(p95(2), None);
    assert!(outcome.requests < 5_100_000);
}

#[test]
fn nothing_comes_of_nothing() {
    let outcome = study(&one_server(0.0, 1.0), &Plan::steady(1));
    assert_eq!((outcome.requests, outcome.replications), (0, 20));
    assert_eq!(requests(&outcome).response_s.mean, None);
    assert_eq!(
        outcome.elements[0]
            .slots
            .map(|slots| slots.utilization.value),
        Some(0.0)
    );
}

#[test]
fn users_who_ask_without_end_at_one_moment_are_an_error() {
    let nothing = Distribution::constant(0.0);
    let (network, _) = station(Arrivals::closed(5, 0.0), nothing, Group::delay);
    let found = spinout_study::run(&network, &Plan::steady(1), &Serial, &Unobserved);
    assert_eq!(found, Err(StudyError::Standstill));
}

#[test]
fn a_relationship_that_is_followed_in_two_ways_has_one_cache_in_the_results() {
    // As during a cutover: half of the look-ups are made where it was and half where it goes, and of the first
    // each is a hit.
    let mut network = Network::default();
    let element = network.add_element("app");
    let look_up = |network: &mut Network, share| {
        network.caches.push(Cache {
            name: "read".into(),
            element,
            group: None,
            answers: Answers::Share(share),
        });
        vec![Step::Cached(Box::new(Cached {
            key: 7,
            cache: CacheIndex::from(network.caches.len() - 1),
            ask: Vec::new(),
            miss: vec![Step::delay("ask", Distribution::constant(0.001))],
            fill: Vec::new(),
        }))]
    };
    let arms = [1.0, 0.0].map(|share| Arm {
        probability: 0.5,
        sizes: None,
        steps: look_up(&mut network, share),
    });
    let branch = Step::Branch {
        key: 3,
        arms: arms.to_vec(),
    };
    network.add_journey("users", Arrivals::poisson(50.0), vec![branch]);
    let outcome = steady(&network, 0.02);
    let caches = &outcome.elements[0].caches;
    assert_eq!(caches.len(), 1);
    let judge = judge(&outcome, 0.02);
    judge.holds("hits", caches[0].1.hit_ratio, 0.5);
    judge.holds("look-ups", caches[0].1.look_ups_per_s, 50.0);
}
