//! Calls that hold threads, time-outs, retries, queues: what a plain reading of the policy gives.

use std::ops::ControlFlow;

use spinout_network::{
    Arrivals, Consumer, ConsumerGroup, Distribution, ElementIndex, Group, Network, Queue,
    RateCurve, Retry, Spacing, Step,
};
use spinout_sim::{Outcome, RunConfig, Simulation};

use crate::common::{run, run_with, station};

/// One request every so many seconds.
fn every(seconds: f64) -> Arrivals {
    Arrivals::Open {
        rate: RateCurve::Constant {
            rate: 1.0 / seconds,
        },
        spacing: Spacing::Even,
    }
}

fn last_call(network: &mut Network) -> &mut spinout_network::Call {
    let journey = network
        .journeys
        .last()
        .map(|journey| journey.program.at())
        .unwrap_or(0);
    match network.programs[journey].steps.last_mut() {
        Some(Step::Call(call)) => call,
        _ => panic!("the journey ends with a call"),
    }
}

fn constant(seconds: f64) -> Distribution {
    Distribution::constant(seconds)
}

#[test]
fn a_request_takes_its_hops_demands_and_delays() {
    let mut network = Network::default();
    let [inner, outer, part] = ["inner", "outer", "part"].map(|name| network.add_element(name));
    let inner_group = network.add_group(Group::process("inner", inner, 8, 1.0));
    let outer_group = network.add_group(Group::process("outer", outer, 8, 2.0));
    let work = network.add_program(inner, vec![Step::cpu("w", constant(0.010))]);
    let mut call = Step::call("c", inner_group, work);
    if let Step::Call(call) = &mut call {
        call.out = constant(0.001);
        call.back = constant(0.002);
    }
    let within = Step::within("p", part, vec![Step::delay("d", constant(0.005)), call]);
    let steps = vec![
        Step::cpu("o", constant(0.020)),
        Step::repeat("r", 2.0, vec![within]),
    ];
    let program = network.add_program(outer, steps);
    network.add_journey("j", every(1.0), vec![Step::call("j", outer_group, program)]);
    let report = run(&network, 0.0, 100.5);
    let journey = &report.journeys[0];
    let response = &journey.windows[0].response;
    assert_eq!((response.count(), response.mean()), (100, Some(56e6)));
    // Per request: 20 ms own of outer, 2 × 5 ms own and 2 × 3 ms network of part, 2 × 10 ms of inner.
    for (element, own, network) in [(inner, 2.0, 0.0), (outer, 2.0, 0.0), (part, 1.0, 0.6)] {
        let split = journey.time[element.at()];
        assert!((split.own - own).abs() < 1e-9 && (split.network - network).abs() < 1e-9);
        assert_eq!((split.wait, split.pause), (0.0, 0.0));
    }
    assert_eq!(report.elements[part.at()].visits, 200);
    let populated = report.elements[part.at()].population * report.measured;
    assert!((populated - 100.0 * 0.036).abs() < 1e-6);
}

#[test]
fn a_thread_is_held_over_a_call_and_a_core_is_not() {
    let mut network = Network::default();
    let [front, back] = ["front", "back"].map(|name| network.add_element(name));
    let back_group = network.add_group(Group::delay("back", back));
    let slow = network.add_program(back, vec![Step::delay("d", constant(1.0))]);
    let front_group = network.add_group(Group::process("front", front, 2, 1.0));
    let steps = vec![
        Step::cpu("w", constant(0.001)),
        Step::call("c", back_group, slow),
    ];
    let program = network.add_program(front, steps);
    network.add_journey(
        "j",
        Arrivals::closed(50, 0.001),
        vec![Step::call("j", front_group, program)],
    );
    let report = run(&network, 100.0, 1000.0);
    let throughput = report.journeys[0].succeeded as f64 / report.measured;
    // Two threads, each held about 1.001 s a request.
    assert!((throughput - 2.0 / 1.001).abs() < 0.01, "{throughput}");
    assert!(report.groups[front_group.at()].slots.utilisation().unwrap() > 0.999);
    assert!((report.groups[front_group.at()].cores.busy - throughput * 0.001).abs() < 1e-4);
}

#[test]
fn a_time_out_with_retries_takes_as_long_as_the_policy_says() {
    let element = ElementIndex(0);
    let mut network = station(every(100.0), Group::delay("s", element), constant(10.0));
    let call = last_call(&mut network);
    call.policy.timeout = Some(1.0);
    call.policy.retry = Some(Retry {
        base: 0.5,
        multiplier: 2.0,
        jitter: 0.0,
        ..Retry::at_once(3)
    });
    let report = run(&network, 0.0, 1050.0);
    let window = &report.journeys[0].windows[0];
    // Three attempts of 1 s, with .5 s and 1 s between them; all fail, but their work goes on.
    assert_eq!((window.counts.arrived, window.counts.failed), (10, 10));
    assert_eq!(window.response.mean(), Some(4.5e9));
    assert_eq!(window.response_success.count(), 0);
    assert_eq!(report.groups[0].visits, 30);
    // The last attempt starts after 3.5 s and ends after 13.5 s.
    assert_eq!(window.completion.mean(), Some(13.5e9));
    let client = report.journeys[0].time[1];
    assert!((client.pause - 10.0 * 1.5).abs() < 1e-9);
    let after = report.journeys[0].time_after[0];
    assert!((after.own - 10.0 * 27.0).abs() < 1e-9, "{after:?}");
}

#[test]
fn a_user_who_gives_up_has_failed_at_that_time() {
    let mut network = station(
        every(10.0),
        Group::delay("s", ElementIndex(0)),
        constant(3.0),
    );
    network.journeys[0].timeout = Some(2.0);
    let report = run(&network, 0.0, 105.0);
    let window = &report.journeys[0].windows[0];
    assert_eq!(
        (window.counts.failed, window.response.mean()),
        (10, Some(2e9))
    );
    assert_eq!(window.completion.mean(), Some(3e9));
}

/// A journey that publishes to a queue with one consumer, and the queue's dead letters.
fn publishing(demand: Distribution) -> Network {
    let mut network = Network::default();
    let [front, worker, broker, dead] =
        ["front", "worker", "broker", "dead"].map(|name| network.add_element(name));
    let group = network.add_group(Group::process("worker", worker, 1, 1.0));
    let program = network.add_program(worker, vec![Step::cpu("w", demand)]);
    let dead = network.add_queue(Queue::new("dead", dead));
    let queue = network.add_queue(Queue {
        groups: vec![ConsumerGroup::of(Consumer {
            hop: constant(0.001),
            ..Consumer::new(group, program, 1)
        })],
        max_receives: 3,
        redelivery_delay: 2.0,
        dead_letter: Some(dead),
        ..Queue::new("queue", broker)
    });
    let mut publish = Step::publish("p", queue);
    if let Step::Publish(publish) = &mut publish {
        publish.hop = constant(0.002);
        publish.ack = constant(0.003);
    }
    let front_group = network.add_group(Group::process("front", front, 1, 1.0));
    let program = network.add_program(front, vec![publish]);
    network.add_journey("j", every(1.0), vec![Step::call("j", front_group, program)]);
    network
}

#[test]
fn response_ends_at_the_acknowledgement_and_completion_with_the_consumer() {
    let report = run(&publishing(constant(0.5)), 0.0, 100.75);
    let window = &report.journeys[0].windows[0];
    assert_eq!(window.response.mean(), Some(5e6));
    assert_eq!(window.completion.mean(), Some(503e6));
    assert_eq!((window.counts.succeeded, window.completed), (100, 100));
    let queue = report.queues[1];
    assert_eq!(
        (queue.published, queue.delivered, queue.acknowledged),
        (100, 100, 100)
    );
}

#[test]
fn a_failing_consumer_redelivers_and_then_gives_up() {
    let mut network = publishing(constant(0.25));
    network.faults.push(spinout_network::Fault::Errors {
        group: spinout_network::GroupIndex(0),
        probability: 1.0,
        start: 0.0,
        duration: 1e6,
    });
    let mut config = RunConfig::new(1, 0, 0.0, 10.5);
    config.drain = 100.0;
    network.journeys[0].arrivals = every(10.0);
    let report = run_with(&network, &config);
    let window = &report.journeys[0].windows[0];
    assert_eq!((window.counts.succeeded, window.completed), (1, 1));
    // Three receives of .251 s with 2 s between them, after .002 s to the broker.
    assert_eq!(window.completion.mean(), Some(4_755e6));
    assert_eq!(window.completion_success.count(), 0);
    let [dead, queue] = [report.queues[0], report.queues[1]];
    assert_eq!(
        (queue.delivered, queue.redelivered, queue.dead_letters),
        (1, 1, 0)
    );
    // The rest happens after the horizon, where queues are not measured; the depth at the end shows it.
    assert_eq!((dead.depth_end, queue.depth_end), (1, 0));
}

#[test]
fn a_full_queue_refuses_and_its_publisher_fails() {
    let mut network = publishing(constant(50.0));
    network.queues[1].capacity = Some(2);
    let report = run(&network, 0.0, 10.5);
    // One in hand, one waiting, the others refused.
    let counts = report.journeys[0].windows[0].counts;
    assert_eq!((counts.succeeded, counts.failed), (2, 8));
    assert_eq!(report.queues[1].refused, 8);
}

#[test]
fn an_operation_draws_the_same_behind_a_call_a_queue_and_inside_its_process() {
    // The same component, as part of the front, behind a call, and behind a queue.
    let demands = |place: &str| {
        let mut network = Network::default();
        let [front, part] = ["front", "part"].map(|name| network.add_element(name));
        let group = network.add_group(Group::delay("front", front));
        let other = network.add_group(Group::delay("other", part));
        let inner = vec![Step::repeat(
            "r",
            2.5,
            vec![Step::cpu("w", Distribution::exponential(0.1))],
        )];
        let program = network.add_program(part, inner.clone());
        let consumer = Consumer::new(other, program, 100);
        let queue = network.add_queue(Queue::new("queue", part).consumed_by(consumer));
        let step = match place {
            "inside" => Step::within("link", part, inner),
            "call" => Step::call("link", other, program),
            _ => Step::publish("link", queue),
        };
        let steps = vec![Step::repeat("twice", 2.0, vec![step])];
        let program = network.add_program(front, steps);
        network.add_journey(
            "j",
            Arrivals::poisson(2.0),
            vec![Step::call("j", group, program)],
        );
        let mut config = RunConfig::new(3, 1, 0.0, 200.0);
        config.drain = 1e4;
        let report = run_with(&network, &config);
        let journey = &report.journeys[0];
        (
            journey.time[part.at()].own + journey.time_after[part.at()].own,
            journey.windows[0].counts.arrived,
        )
    };
    let inside = demands("inside");
    assert!(inside.0 > 100.0);
    assert_eq!(inside, demands("call"));
    assert_eq!(inside, demands("queue"));
}

#[test]
fn pools_that_wait_for_each_other_are_a_deadlock_with_its_circle() {
    let mut network = Network::default();
    let [a, b] = ["a", "b"].map(|name| network.add_element(name));
    let [group_a, group_b] = [("a", a), ("b", b)]
        .map(|(name, element)| network.add_group(Group::process(name, element, 1, 1.0)));
    let work = || Step::cpu("w", constant(0.01));
    let leaf_a = network.add_program(a, vec![work()]);
    let leaf_b = network.add_program(b, vec![work()]);
    let from_a = network.add_program(a, vec![work(), Step::call("ab", group_b, leaf_b)]);
    let from_b = network.add_program(b, vec![work(), Step::call("ba", group_a, leaf_a)]);
    network.add_journey(
        "j",
        Arrivals::closed(5, 0.01),
        vec![Step::call("j", group_a, from_a)],
    );
    network.add_journey(
        "k",
        Arrivals::closed(5, 0.01),
        vec![Step::call("k", group_b, from_b)],
    );
    let report = run_with(&network, &RunConfig::new(1, 0, 0.0, 1000.0));
    let Outcome::Deadlock(deadlock) = report.outcome else {
        panic!("{:?}", report.outcome);
    };
    assert_eq!(deadlock.circle, vec![group_a, group_b]);
}

#[test]
fn more_load_than_capacity_is_an_overload_that_names_its_place() {
    let element = ElementIndex(0);
    let network = station(
        Arrivals::poisson(30.0),
        Group::fifo("s", element, 1),
        Distribution::exponential(0.05),
    );
    let mut config = RunConfig::new(1, 0, 0.0, 1e6);
    config.live_limit = 20_000;
    let report = run_with(&network, &config);
    let Outcome::Overload(overload) = report.outcome else {
        panic!("{:?}", report.outcome);
    };
    assert_eq!(
        overload.place,
        spinout_sim::Backlog::Group(spinout_network::GroupIndex(0))
    );
    // Arrives at 30/s, is served at 20/s.
    assert!((overload.growth - 10.0).abs() < 1.0, "{overload:?}");
    assert!(overload.since < 10.0 && overload.at < 1_500.0);
}

#[test]
fn users_who_need_no_time_do_not_hang_the_run() {
    let group = Group::delay("s", ElementIndex(0));
    let mut network = station(Arrivals::closed(1, 0.0), group, Distribution::ZERO);
    network.journeys[0].arrivals = Arrivals::Closed {
        population: 1,
        think: Distribution::ZERO,
    };
    let report = run_with(&network, &RunConfig::new(1, 0, 0.0, 10.0));
    assert_eq!(report.outcome, Outcome::EventLimit);
}

#[test]
fn a_host_sees_progress_and_can_cancel() {
    let group = Group::fifo("s", ElementIndex(0), 1);
    let demand = Distribution::exponential(0.005);
    let network = station(Arrivals::poisson(100.0), group, demand);
    let mut simulation = Simulation::new(&network, &RunConfig::new(1, 0, 0.0, 1e6)).unwrap();
    let mut seen = Vec::new();
    simulation.run(&mut |progress| {
        seen.push(progress);
        if seen.len() < 5 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    assert_eq!(seen.len(), 5);
    assert!(seen.windows(2).all(|pair| pair[0].done < pair[1].done));
    let report = simulation.report();
    assert_eq!(report.outcome, Outcome::Cancelled);
    assert_eq!(report.journeys[0].total.arrived, seen[4].requests);
    // What was measured until then stands.
    assert!((report.groups[0].cores.utilisation().unwrap() - 0.5).abs() < 0.05);
}
