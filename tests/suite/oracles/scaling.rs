//! Autoscalers against the published rule.

use spinout_network::{
    Arrivals, Consumer, Distribution, Group, GroupIndex, Network, Queue, RateCurve, RatePoint,
    Scaler, ScalerMetric, Spacing, Step,
};
use spinout_queueing::HpaRule;
use spinout_study::Plan;

use crate::harness::{Stations, judge, steady, study};

const TARGET: f64 = 0.5;

/// A service that takes 100 ms of one of its one-core instances, under a load that jumps to
/// `busy` fully busy instances after a minute.
fn service(from: f64, busy: f64) -> Network {
    let mut stations = Stations::default();
    let scaler = Scaler {
        // Ready at the decision, so that no interval mixes two counts.
        start_up: Distribution::ZERO,
        ..Scaler::hpa(ScalerMetric::CpuUtilisation { target: TARGET }, 1, 50)
    };
    let work = vec![Step::cpu("work", Distribution::constant(0.1))];
    let (_, visit) = stations.add(
        "service",
        |name, element| Group {
            replicas: 2,
            // Hardly any backlog: what is left of one would hide that the load is met.
            accept_queue: Some(1),
            scaler: Some(scaler),
            ..Group::fifo(name, element, 1)
        },
        work,
    );
    let point = |time, rate| RatePoint { time, rate };
    let rate = RateCurve::Steps {
        points: vec![point(0.0, 10.0 * from), point(60.0, 10.0 * busy)],
    };
    let arrivals = Arrivals::Open {
        rate,
        spacing: Spacing::Even,
    };
    stations.network.add_journey("users", arrivals, vec![visit]);
    stations.network
}

/// The replicas that were there for a while, in order.
fn path(network: &Network) -> Vec<u32> {
    let plan = Plan {
        most_replications: 20,
        series_steps: 300,
        ..Plan::terminating(3, 300.0, Vec::new())
    };
    let outcome = study(network, &plan);
    let mut path: Vec<u32> = Vec::new();
    for replicas in outcome.series.elements[0].replicas.iter().flatten() {
        let whole = replicas.value.round();
        if (replicas.value - whole).abs() < 1e-9 && path.last() != Some(&(whole as u32)) {
            path.push(whole as u32);
        }
    }
    path
}

#[test]
fn a_step_of_the_load_is_answered_by_the_published_rule() {
    let rule = HpaRule {
        target: TARGET,
        tolerance: 0.1,
        min: 1,
        max: 50,
    };
    // Saturated instances show full use, so that the way up doubles.
    let truth = rule.step_response(2, 5.9);
    assert_eq!(truth, [2, 4, 8, 12]);
    assert_eq!(path(&service(1.0, 5.9)), truth);
}

#[test]
fn a_load_within_the_tolerance_changes_nothing() {
    assert_eq!(path(&service(1.0, 1.05)), [2]);
}

#[test]
fn a_steady_study_waits_until_the_instances_have_settled() {
    // Six busy instances at a target of one half are twelve; the way there from two is warm-up.
    let mut network = service(5.9, 5.9);
    network.groups[0].accept_queue = None;
    let outcome = steady(&network, 0.02);
    let judge = judge(&outcome, 0.01);
    judge.holds("replicas", outcome.elements[0].replicas, 12.0);
    assert_eq!(outcome.elements[0].replicas_max, 12);
}

#[test]
fn a_backlog_is_answered_by_as_many_workers_as_its_length_asks_for() {
    // A hundred jobs at once, ten a worker: ten workers, and on the way there no more than four are
    // added in one step.
    let rule = HpaRule {
        target: 10.0,
        tolerance: 0.1,
        min: 1,
        max: 50,
    };
    let mut network = Network::default();
    let element = network.add_element("worker");
    let work = vec![Step::cpu("job", Distribution::constant(1000.0))];
    let program = network.add_program(element, work);
    let group = GroupIndex::from(0);
    let jobs = network.add_element("jobs");
    let consumer = Consumer::new(group, program, 1);
    let queue = network.add_queue(Queue::new("jobs", jobs).consumed_by(consumer));
    let metric = ScalerMetric::QueueLength {
        queue,
        target: rule.target,
    };
    network.add_group(Group {
        scaler: Some(Scaler {
            start_up: Distribution::ZERO,
            ..Scaler::hpa(metric, rule.min, rule.max)
        }),
        ..Group::fifo("worker", element, 1)
    });
    let point = |time, rate| RatePoint { time, rate };
    let rate = RateCurve::Steps {
        points: vec![point(0.0, 0.0), point(50.0, 100.0), point(51.005, 0.0)],
    };
    let arrivals = Arrivals::Open {
        rate,
        spacing: Spacing::Even,
    };
    network.add_journey("users", arrivals, vec![Step::publish("job", queue)]);
    let mut truth = vec![1];
    loop {
        let replicas = truth[truth.len() - 1];
        let next = rule.desired(replicas, 100.0 / f64::from(replicas));
        if next == replicas {
            break;
        }
        truth.push(next.min(HpaRule::limit_up(replicas)));
    }
    assert_eq!(truth, [1, 5, 10]);
    assert_eq!(path(&network), truth);
}
