//! The fluid against exact theory, and against the engine where both can run.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod corpus;

use spinout_network::{
    Arrivals, Consumer, Distribution, Fault, Group, GroupIndex, Network, Queue, RateCurve,
    RatePoint, Scaler, ScalerMetric, SlotKind, Slots, Spacing, Step,
};
use spinout_queueing::Mmc;
use spinout_queueing::fluid::{Ask, Fluid, error_of, fluid};

#[track_caller]
fn close(value: f64, truth: f64, error: f64) {
    assert!(
        (value - truth).abs() <= error * truth.abs(),
        "{value} is not {truth}"
    );
}

fn ask(horizon_s: Option<f64>) -> Ask {
    Ask {
        horizon_s,
        seed: 1,
        tracers: 20_000,
    }
}

/// One group with exponential demands.
fn single(group: Group, mean: f64, arrivals: Arrivals) -> Network {
    let mut network = Network::default();
    let element = network.add_element("s");
    let group = network.add_group(Group { element, ..group });
    let program = network.add_program(
        element,
        vec![Step::cpu("s", Distribution::exponential(mean))],
    );
    network.add_journey("j", arrivals, vec![Step::call("c", group, program)]);
    network
}

fn fifo(servers: u32) -> Group {
    Group::fifo("s", 0.into(), servers)
}

fn linear(points: &[(f64, f64)]) -> Arrivals {
    Arrivals::Open {
        rate: RateCurve::Linear {
            points: points
                .iter()
                .map(|(time, rate)| RatePoint {
                    time: *time,
                    rate: *rate,
                })
                .collect(),
        },
        spacing: Spacing::Poisson,
    }
}

fn responses(told: &Fluid) -> Vec<f64> {
    let mut all: Vec<f64> = told.journeys[0]
        .traces
        .iter()
        .map(|t| t.response_s)
        .collect();
    all.sort_by(f64::total_cmp);
    all
}

fn mean(of: &[f64]) -> f64 {
    of.iter().sum::<f64>() / of.len() as f64
}

#[test]
fn a_million_a_second_wait_as_erlang_says() {
    for (servers, load) in [(1010, 1000.0), (5000, 4950.0), (20_000, 19_950.0)] {
        // Each a millisecond of load: a million a second over a thousand servers.
        let rate = load * 1000.0;
        let queue = Mmc {
            arrival_rate: rate,
            service_rate: 1000.0,
            servers,
        };
        let network = single(fifo(servers), 1e-3, Arrivals::poisson(rate));
        let told = fluid(&network, &ask(None)).unwrap();
        assert_eq!(told.overload, None);
        close(told.groups[0].wait_s[0], queue.mean_wait(), 0.01);
        let all = responses(&told);
        close(mean(&all), queue.mean_response(), 0.02);
        let p95 = all[all.len() * 95 / 100];
        close(p95, queue.response_quantile(0.95), 0.03);
        close(told.groups[0].cores[0], load / f64::from(servers), 1e-3);
    }
}

#[test]
fn a_single_server_at_any_load_is_exact() {
    for rho in [0.3, 0.8, 0.95] {
        let network = single(fifo(1), 1.0, Arrivals::poisson(rho));
        let told = fluid(&network, &ask(None)).unwrap();
        close(told.journeys[0].response_s[0], 1.0 / (1.0 - rho), 0.01);
        let all = responses(&told);
        close(all[all.len() * 95 / 100], 3.0 / (1.0 - rho), 0.04);
    }
}

#[test]
fn a_backlog_is_the_integral_of_what_is_too_much() {
    // 10⁶ a second of which 8·10⁵ can be done; the load rises from 4·10⁵ to 1.2·10⁶ in 100 s, stays for
    // 200 s, and falls back. Above capacity from 50 s on: 25 s × 4·10⁵ ÷ 2 … as areas below.
    let network = single(
        fifo(8000),
        0.01,
        linear(&[(0.0, 4e5), (100.0, 1.2e6), (300.0, 1.2e6), (300.0, 4e5)]),
    );
    let told = fluid(&network, &ask(Some(1000.0))).unwrap();
    let group = &told.groups[0];
    let at = |time: f64| {
        let step = told.times_s.partition_point(|t| *t <= time + 1e-9) - 2;
        group.waiting[step]
    };
    // ∫ (λ − μ)⁺: a triangle of 50 s up to 4·10⁵, then 200 s of 4·10⁵.
    let peak = 0.5 * 50.0 * 4e5 + 200.0 * 4e5;
    close(at(100.0), 0.5 * 50.0 * 4e5, 2e-3);
    close(at(300.0), peak, 2e-3);
    // It drains at 4·10⁵ a second: 225 s.
    close(at(400.0), peak - 100.0 * 4e5, 2e-3);
    assert!(
        at(524.0) > 1e5 && at(527.0) < 1e3,
        "{} {}",
        at(524.0),
        at(527.0)
    );
    // Who comes at the peak waits for all before: 90 million ÷ 800,000 a second.
    let traces = told.journeys[0].traces.iter();
    let late: Vec<f64> = traces
        .filter(|t| (t.at_s - 299.0).abs() < 1.0)
        .map(|t| t.response_s)
        .collect();
    close(mean(&late), (peak - 4e5) / 8e5, 0.01);
}

#[test]
fn the_law_of_large_numbers_for_a_queue_with_many_servers() {
    // M/M/N of twice and of a thousand times the size: the same fluid, per server.
    let relative = |servers: u32| {
        let rate = f64::from(servers) * 1.25;
        let network = single(fifo(servers), 1.0, linear(&[(0.0, rate), (40.0, 0.0)]));
        let told = fluid(&network, &ask(Some(60.0))).unwrap();
        let per: Vec<f64> = told.groups[0]
            .waiting
            .iter()
            .map(|w| w / f64::from(servers))
            .collect();
        (per[per.len() / 4], per[per.len() / 2])
    };
    let (small, large) = (relative(2_000), relative(1_000_000));
    close(small.0, large.0, 0.02);
    close(small.1, large.1, 0.02);
}

/// A front with threads that calls a back.
fn two(threads: u32, replicas: u32, back: f64, rate: Arrivals) -> Network {
    let mut network = Network::default();
    let (f, b) = (network.add_element("front"), network.add_element("back"));
    let store = network.add_group(Group::shared("back", b, back));
    let called = network.add_program(b, vec![Step::cpu("b", Distribution::exponential(0.01))]);
    let front = network.add_group(Group {
        replicas,
        slots: Some(Slots {
            kind: SlotKind::Threads,
            count: threads,
        }),
        accept_queue: Some(1000),
        ..Group::shared("front", f, 4.0)
    });
    let program = network.add_program(
        f,
        vec![
            Step::cpu("f", Distribution::exponential(1e-4)),
            Step::call("fb", store, called),
        ],
    );
    network.add_journey("j", rate, vec![Step::call("c", front, program)]);
    network
}

#[test]
fn a_slow_callee_fills_the_threads_and_then_the_accept_queues_of_its_caller() {
    // The back does 10,000 a second; slowed threefold it does 3,333 of 8,000.
    let mut network = two(200, 10, 100.0, Arrivals::poisson(8000.0));
    network.faults.push(Fault::SlowDown {
        group: GroupIndex(0),
        factor: 3.0,
        start: 60.0,
        duration: 60.0,
    });
    let told = fluid(&network, &ask(Some(300.0))).unwrap();
    let at = |time: f64| told.times_s.partition_point(|t| *t <= time) - 2;
    let (before, during, after) = (at(59.0), at(119.0), at(290.0));
    close(told.groups[0].served[before], 8000.0, 1e-3);
    close(told.groups[0].served[during], 1e4 / 3.0, 1e-2);
    // All 2,000 threads are at the back, 10,000 wait in the accept queues, and the rest is refused.
    close(told.groups[0].waiting[during] + 100.0, 2000.0, 0.02);
    close(told.groups[1].waiting[during], 10_000.0, 0.01);
    close(
        told.groups[1].refused[during],
        1.0 - 1e4 / 3.0 / 8000.0,
        0.02,
    );
    close(told.groups[0].served[after], 8000.0, 1e-3);
    assert!(told.groups[1].waiting[after] < 10.0);
}

#[test]
fn messages_pile_up_while_their_workers_are_down_and_drain_at_what_is_left() {
    let mut network = Network::default();
    let (w, q) = (network.add_element("worker"), network.add_element("queue"));
    let group = network.add_group(Group {
        replicas: 50,
        ..Group::process("worker", w, 20, 20.0)
    });
    let program = network.add_program(w, vec![Step::cpu("w", Distribution::exponential(0.001))]);
    let queue =
        network.add_queue(Queue::new("q", q).consumed_by(Consumer::new(group, program, 20)));
    let publish = vec![Step::publish("p", queue)];
    network.add_journey("j", Arrivals::poisson(8e5), publish);
    network.faults.push(Fault::Crash {
        group,
        instance: None,
        start: 100.0,
        duration: 60.0,
    });
    let told = fluid(&network, &ask(Some(600.0))).unwrap();
    let at = |time: f64| told.times_s.partition_point(|t| *t <= time + 1e-9) - 2;
    close(told.queues[0].waiting[at(160.0)], 60.0 * 8e5, 1e-3);
    // 200,000 a second more than come.
    close(
        told.queues[0].waiting[at(300.0)],
        60.0 * 8e5 - 140.0 * 2e5,
        5e-3,
    );
    assert!(told.queues[0].waiting[at(420.0)] < 1e4);
    // Published at 130 s: 30 s until they are back, then what was published in 30 s before.
    let traces = told.journeys[0].traces.iter();
    let late: Vec<f64> = traces
        .filter(|t| (t.at_s - 130.0).abs() < 1.0)
        .map(|t| t.completion_s)
        .collect();
    close(mean(&late), 30.0 + 30.0 * 0.8, 0.02);
}

#[test]
fn an_autoscaler_follows_a_rising_load_by_its_rule() {
    let mut network = single(
        Group {
            replicas: 100,
            ..Group::process("s", 0.into(), 64, 4.0)
        },
        0.004,
        linear(&[(0.0, 5e4), (600.0, 5e4), (600.0, 1e5)]),
    );
    let metric = ScalerMetric::CpuUtilisation { target: 0.5 };
    network.groups[0].scaler = Some(Scaler::hpa(metric, 20, 400));
    let told = fluid(&network, &ask(Some(1800.0))).unwrap();
    let at = |time: f64| told.times_s.partition_point(|t| *t <= time) - 2;
    // 200 busy cores at 50 % of 4: 100 instances; then 200.
    close(told.groups[0].instances[at(599.0)], 100.0, 1e-9);
    // A few more while the backlog drains, and then within the tolerance.
    close(told.groups[0].instances[at(1700.0)], 205.0, 0.03);
    assert_eq!(told.groups[0].instances[at(620.0)], 100.0);
}

#[test]
fn what_cannot_keep_up_grows_by_the_difference() {
    let network = single(fifo(100), 0.01, Arrivals::poisson(12_000.0));
    let found = fluid(&network, &ask(None)).unwrap().overload.unwrap();
    close(found.growth_per_s, 2000.0, 1e-3);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let network = two(200, 10, 100.0, Arrivals::closed(5000, 0.5));
    let (one, other) = (
        fluid(&network, &ask(None)).unwrap(),
        fluid(&network, &ask(None)).unwrap(),
    );
    assert_eq!(one, other);
    // 5,000 users, half a second of thinking and next to nothing else: 9,800 a second.
    close(
        one.journeys[0].rate[0],
        5000.0 / (0.5 + one.journeys[0].response_s[0]),
        1e-6,
    );
    assert!(one.journeys[0].rate[0] < 10_000.0);
}

#[test]
fn other_networks_than_those_it_was_measured_on_stay_within_the_published_error() {
    let (mut within, mut all) = (0, 0);
    for number in 20_000..20_024 {
        for (busy, error) in corpus::against_events(number, (2, 8_000.0)).cases {
            let published = error_of(busy);
            all += 2;
            // The engine's own error at this effort, beside what is published.
            within += u32::from(error[0].abs() <= published.mean + 0.05);
            within += u32::from(error[1].abs() <= published.quantile + 0.05);
        }
    }
    assert!(all >= 40, "{all} figures compared");
    assert!(within * 100 >= all * 85, "{within} of {all}");
}
