//! Crashes, slow-downs, outages and scaling over time.

use spinout_network::{
    Arrivals, Consumer, ConsumerGroup, Distribution, ElementIndex, Fault, Group, GroupIndex, Hpa,
    Network, Queue, QueueIndex, RateCurve, RatePoint, Scaler, ScalerMetric, ScalingRule, Step,
};
use spinout_sim::RunConfig;

use crate::common::{run, run_with, station};

#[test]
fn a_crash_fails_what_is_there_and_what_comes_until_the_restart() {
    let element = ElementIndex(0);
    let mut network = station(
        Arrivals::poisson(100.0),
        Group::process("s", element, 50, 2.0),
        Distribution::exponential(0.01),
    );
    network.faults.push(Fault::Crash {
        group: GroupIndex(0),
        instance: None,
        start: 40.4,
        duration: 20.0,
    });
    let report = run(&network, 0.0, 100.0);
    let counts = report.journeys[0].windows[0].counts;
    assert!((f64::from(counts.failed as u32) - 2000.0).abs() < 4.5 * 2000_f64.sqrt());
    assert!((report.groups[0].ready - 0.8).abs() < 1e-9);
    let series = &report.series.journeys[0];
    let step = report.series.step;
    for (bucket, figures) in series.iter().enumerate() {
        let (from, to) = (bucket as f64 * step, (bucket + 1) as f64 * step);
        if to < 40.4 || from > 60.4 {
            assert_eq!(figures.failed, 0, "from {from}");
        } else if from > 40.4 && to < 60.4 {
            assert_eq!(figures.succeeded, 0, "from {from}");
        }
    }
}

#[test]
fn the_other_replicas_carry_on_when_one_crashes() {
    let element = ElementIndex(0);
    let mut group = Group::process("s", element, 50, 2.0);
    group.replicas = 3;
    let mut network = station(
        Arrivals::poisson(100.0),
        group,
        Distribution::exponential(0.01),
    );
    network.faults.push(Fault::Crash {
        group: GroupIndex(0),
        instance: Some(1),
        start: 40.4,
        duration: 20.0,
    });
    let counts = run(&network, 0.0, 100.0).journeys[0].windows[0].counts;
    // Only what was in flight at the crash: about a third of one request on average.
    assert!(counts.failed < 20 && counts.succeeded > 9_000, "{counts:?}");
}

fn worker(mean: f64, rate: RateCurve, scaler: Option<Scaler>) -> Network {
    let mut network = Network::default();
    let [worker, broker] = ["worker", "broker"].map(|name| network.add_element(name));
    let mut group = Group::process("worker", worker, 2, 1.0);
    group.scaler = scaler;
    let group = network.add_group(group);
    let program = network.add_program(
        worker,
        vec![Step::cpu("w", Distribution::exponential(mean))],
    );
    let queue = network.add_queue(Queue {
        groups: vec![ConsumerGroup::of(Consumer::new(group, program, 2))],
        max_receives: 5,
        redelivery_delay: 1.0,
        ..Queue::new("queue", broker)
    });
    let arrivals = Arrivals::Open {
        rate,
        spacing: Default::default(),
    };
    network.add_journey("j", arrivals, vec![Step::publish("p", queue)]);
    network
}

#[test]
fn a_crashed_consumers_messages_are_delivered_again_and_none_is_lost() {
    let mut network = worker(0.25, RateCurve::Constant { rate: 3.0 }, None);
    for start in [20.0, 50.0, 80.0] {
        network.faults.push(Fault::Crash {
            group: GroupIndex(0),
            instance: None,
            start,
            duration: 5.0,
        });
    }
    let mut config = RunConfig::new(1, 0, 0.0, 100.0);
    config.drain = 1000.0;
    let report = run_with(&network, &config);
    let window = &report.journeys[0].windows[0];
    assert_eq!(window.counts.succeeded, window.counts.arrived);
    assert_eq!(window.completed, window.counts.arrived);
    assert_eq!(window.completion_success.count(), window.counts.arrived);
    assert!((1..=12).contains(&report.queues[0].redelivered));
    assert_eq!(report.queues[0].dead_letters, 0);
}

#[test]
fn an_outage_of_the_broker_fails_publishers_and_keeps_messages() {
    let mut network = worker(0.5, RateCurve::Constant { rate: 1.0 }, None);
    network.faults.push(Fault::Outage {
        queue: QueueIndex(0),
        start: 100.0,
        duration: 50.0,
    });
    let mut config = RunConfig::new(1, 0, 0.0, 300.0);
    config.drain = 1000.0;
    let report = run_with(&network, &config);
    let window = &report.journeys[0].windows[0];
    assert!((window.counts.failed as f64 - 50.0).abs() < 4.5 * 50_f64.sqrt());
    assert_eq!(report.queues[0].refused, window.counts.failed);
    assert_eq!(window.completed, window.counts.arrived);
}

#[test]
fn a_slow_down_takes_its_factor_longer() {
    let mut network = station(
        Arrivals::poisson(1.0),
        Group::delay("s", ElementIndex(0)),
        Distribution::constant(0.1),
    );
    network.faults.push(Fault::SlowDown {
        group: GroupIndex(0),
        factor: 3.0,
        start: 100.0,
        duration: 100.0,
    });
    let report = run(&network, 0.0, 300.0);
    for (bucket, figures) in report.series.journeys[0].iter().enumerate() {
        let middle = (bucket as f64 + 0.5) * report.series.step;
        let truth = if (100.0..200.0).contains(&middle) {
            0.3
        } else {
            0.1
        };
        if figures.succeeded > 0 && (middle - 100.0).abs() > 2.0 && (middle - 200.0).abs() > 2.0 {
            assert!((figures.mean.unwrap() - truth).abs() < 1e-9, "at {middle}");
        }
    }
}

#[test]
fn an_autoscaler_follows_its_formula_step_by_step() {
    // 8 core-seconds a second at a target of .5 with 1 core an instance: 16 replicas.
    let point = |time, rate| RatePoint { time, rate };
    let rate = RateCurve::Steps {
        points: vec![point(0.0, 8.0), point(100.0, 160.0), point(600.0, 8.0)],
    };
    let metric = ScalerMetric::CpuUtilisation { target: 0.5 };
    let mut hpa = Hpa::default();
    hpa.down.window = 60.0;
    let scaler = Scaler {
        start_up: Distribution::constant(10.0),
        ..Scaler::new(ScalingRule::Hpa { metric, hpa }, 1, 100)
    };
    let mut config = RunConfig::new(1, 0, 0.0, 1200.0);
    config.buckets = 240;
    let network = worker(0.05, rate, Some(scaler));
    let report = run_with(&network, &config);
    let replicas: Vec<f64> = report.series.groups[0]
        .iter()
        .map(|bucket| bucket.replicas)
        .collect();
    let at = |time: f64| replicas[(time / report.series.step) as usize];
    assert_eq!(at(95.0), 1.0);
    // The backlog of the rise keeps all cores busy until it is gone: more than 16 for a while.
    assert!(replicas.iter().all(|count| *count <= 100.0));
    assert!((12.0..=20.0).contains(&at(595.0)), "{}", at(595.0));
    // No step up is beyond double or +4.
    for pair in replicas.windows(4) {
        assert!(
            pair[3] <= (pair[0].ceil() * 2.0).max(pair[0].ceil() + 4.0),
            "{pair:?}"
        );
    }
    // Scaling down waits for the window, then comes to the lowest count that the load asks for.
    assert!(at(650.0) >= at(595.0) - 1e-9);
    assert!(at(1195.0) <= 2.0, "{}", at(1195.0));
    let window = &report.journeys[0].windows[0];
    assert_eq!(window.counts.succeeded, window.counts.arrived);
    assert_eq!(report.queues[0].redelivered, 0, "draining loses no message");
}

#[test]
fn scaling_on_queue_length_asks_for_messages_over_target() {
    let metric = ScalerMetric::QueueLength {
        queue: QueueIndex(0),
        target: 10.0,
    };
    let mut hpa = Hpa::default();
    hpa.up.policies.clear();
    let scaler = Scaler {
        start_up: Distribution::ZERO,
        ..Scaler::new(ScalingRule::Hpa { metric, hpa }, 1, 50)
    };
    // 40 a second on one core of 2/s for 15 s: some 570 messages at the first look.
    let rate = RateCurve::Constant { rate: 40.0 };
    let mut config = RunConfig::new(1, 0, 0.0, 29.0);
    config.buckets = 29;
    let report = run_with(&worker(0.5, rate, Some(scaler)), &config);
    let groups = &report.series.groups[0];
    let queues = &report.series.queues[0];
    let messages = queues[14].depth + 0.5 * 38.0;
    assert_eq!(groups[14].replicas, 1.0);
    assert_eq!(groups[16].replicas, 50.0_f64.min(groups[16].replicas));
    let wanted = (messages / 10.0).min(50.0);
    assert!(
        (groups[16].replicas - wanted).abs() <= 3.0,
        "{} for {messages}",
        groups[16].replicas
    );
}
