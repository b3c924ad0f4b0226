//! What a network must be before it runs.

use spinout_network::{
    Arm, Arrivals, Consumer, Distribution, Fault, Group, GroupIndex, Network, Problem, Process,
    ProgramIndex, Queue, RateCurve, RateLevel, Spacing, Step, Stream,
};

/// One journey that calls one station.
fn station() -> Network {
    let mut network = Network::default();
    let element = network.add_element("station");
    let group = network.add_group(Group::fifo("station", element, 1));
    let work = network.add_program(
        element,
        vec![Step::cpu("work", Distribution::exponential(1.0))],
    );
    network.add_journey(
        "journey",
        Arrivals::poisson(0.8),
        vec![Step::call("call", group, work)],
    );
    network
}

fn problem(change: impl FnOnce(&mut Network)) -> Problem {
    let mut network = station();
    change(&mut network);
    network
        .validate()
        .expect_err("the change makes it impossible")
        .problem
}

#[test]
fn a_sound_network_passes_and_survives_serialisation() {
    let network = station();
    assert_eq!(network.validate(), Ok(()));
    let text = serde_json::to_string(&network).unwrap();
    assert_eq!(serde_json::from_str::<Network>(&text).unwrap(), network);
}

#[test]
fn impossible_figures_are_refused() {
    assert_eq!(problem(|n| n.groups[0].cores = Some(0.0)), Problem::Empty);
    assert_eq!(
        problem(|n| n.groups[0].cores = Some(f64::NAN)),
        Problem::Empty
    );
    assert_eq!(problem(|n| n.groups[0].replicas = 0), Problem::Empty);
    assert_eq!(
        problem(|n| n.groups[0].replicas = u32::MAX),
        Problem::TooLarge
    );
    let negative = Distribution::exponential(-1.0);
    assert_eq!(
        problem(|n| n.programs[0].steps = vec![Step::cpu("", negative)]),
        Problem::OutOfRange
    );
    let arm = Arm {
        probability: 1.2,
        steps: vec![],
        sizes: None,
    };
    assert_eq!(
        problem(|n| n.programs[0].steps = vec![Step::Branch {
            key: 1,
            arms: vec![arm]
        }]),
        Problem::NotAProbability
    );
    assert_eq!(
        problem(|n| n.faults.push(Fault::Crash {
            group: GroupIndex(0),
            instance: Some(1),
            start: 0.0,
            duration: 1.0
        })),
        Problem::NoSuchItem
    );
    assert_eq!(
        problem(|n| n.journeys[0].program = ProgramIndex(7)),
        Problem::NoSuchItem
    );
    assert_eq!(
        problem(|n| n.journeys[0].arrivals = Arrivals::poisson(f64::INFINITY)),
        Problem::OutOfRange
    );
}

#[test]
fn recursion_is_refused_only_where_it_never_ends() {
    let again = |count| {
        vec![Step::repeat(
            "r",
            count,
            vec![Step::call("c", GroupIndex(0), ProgramIndex(0))],
        )]
    };
    assert_eq!(
        problem(|n| n.programs[0].steps = again(1.0)),
        Problem::EndlessRecursion
    );
    let mut sometimes = station();
    sometimes.programs[0].steps = again(0.9);
    assert_eq!(sometimes.validate(), Ok(()));
    let round_a_queue = |n: &mut Network| {
        let element = n.add_element("queue");
        let consumer = Consumer::new(GroupIndex(0), ProgramIndex(0), 1);
        let queue = n.add_queue(Queue::new("queue", element).consumed_by(consumer));
        n.programs[0].steps.push(Step::publish("p", queue));
    };
    assert_eq!(problem(round_a_queue), Problem::EndlessRecursion);
}

#[test]
fn dead_letters_must_come_to_rest() {
    let round = |n: &mut Network| {
        let element = n.add_element("queue");
        let to = |queue| Some(spinout_network::QueueIndex(queue));
        let a = Queue {
            dead_letter: to(1),
            ..Queue::new("a", element)
        };
        let b = Queue {
            dead_letter: to(0),
            ..Queue::new("b", element)
        };
        n.queues = vec![a, b];
    };
    assert_eq!(problem(round), Problem::EndlessRecursion);
}

#[test]
fn deep_nesting_is_refused_before_it_can_exhaust_the_stack() {
    let mut steps = vec![];
    for _ in 0..5_000 {
        steps = vec![Step::repeat("r", 1.0, steps)];
    }
    assert_eq!(problem(|n| n.programs[0].steps = steps), Problem::TooDeep);
}

#[test]
fn streams_that_hardly_ever_come_to_a_request_are_refused() {
    let stream = |part, rate, seconds: [f64; 2]| {
        let level = |rate, seconds| RateLevel {
            rate,
            lasts: Distribution::constant(seconds),
        };
        let levels = vec![level(rate, seconds[0]), level(0.0, seconds[1])];
        let stream = Stream {
            key: 1,
            part,
            process: Process::Modulated { levels },
        };
        let mut network = station();
        network.journeys[0].arrivals = Arrivals::Open {
            rate: RateCurve::Constant { rate: 1.0 },
            spacing: Spacing::Stream(Box::new(stream)),
        };
        network.validate().map_err(|invalid| invalid.problem)
    };
    let seldom = Err(Problem::TooSeldom);
    assert_eq!(stream((0.0, 1.0), 2.0, [1.0, 1.0]), Ok(()));
    assert_eq!(stream((1.0, 1.0), 2.0, [1.0, 1.0]), Ok(()), "none of it");
    assert_eq!(stream((0.0, 1e-12), 2.0, [1.0, 1.0]), seldom);
    // Both levels shorter than the engine tells apart, or only the one that brings requests.
    assert_eq!(stream((0.0, 1.0), 2.0, [1e-11, 1e-11]), seldom);
    assert_eq!(stream((0.0, 1.0), 1e9, [1e-10, 0.1]), seldom);
    // A part and the turns each often enough, but not both together.
    assert_eq!(stream((0.0, 1e-4), 2.0, [1e-4, 1e-4]), seldom);
}

#[test]
fn what_is_scaled_to_next_to_nothing_can_still_be() {
    let pareto = Distribution::BoundedPareto {
        shape: 1.5,
        min: 1.0,
        max: 1e6,
    };
    for factor in [1.0, 1e-9, 1e-15, 1e-30, 0.0] {
        let mut network = station();
        let scaled = pareto.clone().scaled(factor);
        let mean = pareto.mean() * factor;
        // Cut off below far within a nanosecond.
        let off = (scaled.mean() - mean).abs();
        assert!(off <= 1e-9 * mean + 1e-11, "{factor}");
        network.programs[0].steps = vec![Step::cpu("work", scaled)];
        network.validate().unwrap();
    }
}
