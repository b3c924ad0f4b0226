//! The blast radius against cases that can be worked out by hand.

use spinout_network::{
    Arrivals, Consumer, ConsumerGroup, Distribution, ElementIndex, Fault, Group, GroupIndex,
    JourneyIndex, Network, Queue, RateCurve, Spacing, Step,
};
use spinout_stats::Confidence;
use spinout_study::{
    BlastOutcome, BlastPlan, BlastSubject, Case, Measured, Serial, Stop, Threshold, Unobserved,
    blast,
};

fn plan(network: &Network, thresholds: Vec<Threshold>) -> BlastPlan {
    BlastPlan {
        seed: 7,
        confidence: Confidence::STANDARD,
        at_s: 0.0,
        duration_s: BlastPlan::DURATION_S,
        replications: 6,
        values: vec![1.0; network.journeys.len()],
        thresholds,
    }
}

fn crash(group: GroupIndex, element: ElementIndex) -> Case {
    let fault = Fault::Crash {
        group,
        instance: None,
        start: 0.0,
        duration: 1.0,
    };
    Case {
        element,
        faults: vec![fault],
    }
}

fn run(network: &Network, cases: Vec<Case>, plan: &BlastPlan) -> BlastOutcome {
    let subject = BlastSubject { network, cases };
    let mut found = blast(&[subject], plan, &Serial, &Unobserved).expect("valid");
    found.remove(0)
}

/// A front that always needs `store`, and with probability `p` the `extra`.
fn shop(p: f64) -> (Network, [Case; 3]) {
    let mut network = Network::default();
    let places = ["front", "store", "extra"].map(|name| {
        let element = network.add_element(name);
        (network.add_group(Group::fifo(name, element, 8)), element)
    });
    let work = |key: &str| vec![Step::cpu(key, Distribution::exponential(0.01))];
    let store = network.add_program(places[1].1, work("s"));
    let extra = network.add_program(places[2].1, work("e"));
    let mut steps = work("f");
    steps.push(Step::call("store", places[1].0, store));
    let call = vec![Step::call("extra", places[2].0, extra)];
    steps.push(Step::repeat("maybe", p, call));
    let front = network.add_program(places[0].1, steps);
    let enter = vec![Step::call("enter", places[0].0, front)];
    network.add_journey("visit", Arrivals::poisson(20.0), enter);
    (
        network,
        places.map(|(group, element)| crash(group, element)),
    )
}

#[test]
fn what_is_always_needed_takes_everything_and_what_is_needed_at_times_its_share() {
    let (network, cases) = shop(0.3);
    let found = run(&network, cases.to_vec(), &plan(&network, Vec::new()));
    assert_eq!((found.stop, found.replications), (Stop::Limit, 6));
    // All but those that reach the store just after it is back.
    for case in &found.cases[..2] {
        assert!(case.loss.unwrap().value > 0.9999, "{case:?}");
    }
    let extra = &found.cases[2];
    let loss = extra.loss.unwrap();
    // 6 × 12,000 requests at .3: standard error .0017.
    assert!((loss.value - 0.3).abs() < 4.5 * 0.0017, "{loss:?}");
    assert!(loss.half_width() < 0.01);
    assert_eq!(extra.journeys[0], extra.loss);
    // Nothing is left waiting behind what fails at once.
    assert!(extra.recovery_s.unwrap().value <= 5.0);
    // Everybody pays with the same requests.
    assert!(found.minus(0, &found, 1).unwrap().value < 1e-4);
    assert!(found.minus(0, &found, 2).unwrap().covers(0.7));
}

/// One message a second to a consumer that works on each for so many seconds, and its crash.
fn backlog(work_s: f64) -> (Network, Case) {
    let mut network = Network::default();
    let [entry, jobs, worker] = ["entry", "jobs", "worker"].map(|name| network.add_element(name));
    let front = network.add_group(Group::fifo("entry", entry, 8));
    let group = network.add_group(Group::fifo("worker", worker, 1));
    let work = vec![Step::cpu("work", Distribution::constant(work_s))];
    let program = network.add_program(worker, work);
    let queue = network.add_queue(Queue {
        groups: vec![ConsumerGroup::of(Consumer::new(group, program, 1))],
        ..Queue::new("jobs", jobs)
    });
    let publish = network.add_program(entry, vec![Step::publish("job", queue)]);
    let arrivals = Arrivals::Open {
        rate: RateCurve::Constant { rate: 1.0 },
        spacing: Spacing::Even,
    };
    let enter = vec![Step::call("enter", front, publish)];
    network.add_journey("order", arrivals, enter);
    (network, crash(group, worker))
}

/// One message a second, half a second of work each: a consumer that is down for D has a backlog of D
/// messages, which is gone D after it is back. The message of second t then waits D − t/2 in all.
#[test]
fn a_backlog_counts_until_it_is_gone() {
    let (network, down) = backlog(0.5);
    let thresholds = |within_s| {
        vec![Threshold {
            journey: JourneyIndex::from(0),
            what: Measured::Completion,
            within_s,
        }]
    };
    let cases = vec![down];
    // Late by more than 300.25 s are those of the 600 s of the crash, of 1,200 offered.
    for (within_s, share) in [(300.25, 0.5), (450.25, 0.25), (700.0, 0.0)] {
        let found = run(
            &network,
            cases.clone(),
            &plan(&network, thresholds(within_s)),
        );
        let case = &found.cases[0];
        assert!((case.loss.unwrap().value - share).abs() < 0.005, "{case:?}");
        let recovery_s = case.recovery_s.unwrap().value;
        assert!((recovery_s - 600.0).abs() <= 5.0, "{recovery_s}");
    }
    // Without the objective, everything is answered as if nothing were wrong.
    let found = run(&network, cases, &plan(&network, Vec::new()));
    assert_eq!(found.cases[0].loss.unwrap().value, 0.0);
}

/// A queue that nobody can catch up with: a message a second, a second of work each. What waits when the
/// consumer is back waits for ever.
#[test]
fn what_never_recovers_is_said() {
    let (network, down) = backlog(1.0);
    let late = Threshold {
        journey: JourneyIndex::from(0),
        what: Measured::Completion,
        within_s: 60.0,
    };
    let found = run(&network, vec![down], &plan(&network, vec![late]));
    assert_eq!(found.cases[0].not_recovered, 6);
    assert_eq!(found.cases[0].recovery_s, None);
    assert!(found.cases[0].loss.unwrap().value > 0.9);
}

#[test]
fn a_run_that_is_stopped_has_only_what_it_finished() {
    struct Impatient;
    impl spinout_study::Observer for Impatient {
        fn go_on(&self) -> bool {
            false
        }
    }
    let (network, cases) = shop(0.5);
    let subject = BlastSubject {
        network: &network,
        cases: cases.to_vec(),
    };
    let found = blast(&[subject], &plan(&network, Vec::new()), &Serial, &Impatient).unwrap();
    assert_eq!(
        (found[0].stop, found[0].replications),
        (Stop::Interrupted, 0)
    );
    assert!(found[0].cases.iter().all(|case| case.loss.is_none()));
}
