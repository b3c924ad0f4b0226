//! Laws that hold for every system, exactly and for every element of random ones: conservation, flow
//! balance, Little's law, the utilisation law. The load ends long before the run does, so that nothing
//! is under way at either end.

use proptest::prelude::*;
use spinout_network::{
    Arrivals, Balancing, Call, CallPolicy, Consumer, ConsumerGroup, Distribution, Group, Network,
    Queue, RateCurve, RatePoint, Retry, Spacing, Step,
};
use spinout_sim::{Report, RunConfig, Simulation, TimeSplit};

const LOADED_S: f64 = 200.0;
const HORIZON_S: f64 = 100_000.0;

/// A tier of a random system: it computes, then calls the tier below.
#[derive(Clone, Debug)]
struct Tier {
    kind: u8,
    servers: u32,
    replicas: u32,
    balancing: Balancing,
    mean: f64,
    scv: f64,
    failure: f64,
    calls: f64,
    timeout: Option<f64>,
    attempts: u32,
    hop: f64,
}

fn tier() -> impl Strategy<Value = Tier> {
    let balancing = prop_oneof![
        Just(Balancing::Random),
        Just(Balancing::RoundRobin),
        Just(Balancing::LeastConnections),
        Just(Balancing::TwoChoices),
    ];
    let station = (0..4u8, 1..4u32, 1..3u32, balancing);
    let work = (
        0.01..0.4f64,
        prop_oneof![Just(0.0), Just(0.3), Just(1.0), Just(3.0)],
    );
    let failing = prop_oneof![3 => Just(0.0), 1 => Just(0.2)];
    let calling = (
        0.3..2.2f64,
        prop::option::weighted(0.3, 0.1..2.0f64),
        1..4u32,
        0.0..0.05f64,
    );
    (station, work, failing, calling).prop_map(
        |((kind, servers, replicas, balancing), (mean, scv), failure, calling)| Tier {
            kind,
            servers,
            replicas,
            balancing,
            mean,
            scv,
            failure,
            calls: calling.0,
            timeout: calling.1,
            attempts: calling.2,
            hop: calling.3,
        },
    )
}

/// A chain of tiers under one journey; a job behind the lowest of them if `jobs`.
fn system(tiers: &[Tier], jobs: bool, rate: f64, patience: Option<f64>) -> Network {
    let mut network = Network::default();
    let mut below: Option<Step> = jobs.then(|| job(&mut network));
    for (depth, tier) in tiers.iter().enumerate().rev() {
        let name = format!("tier-{depth}");
        let element = network.add_element(&name);
        let base = match tier.kind {
            0 => Group::fifo(&name, element, tier.servers),
            1 => Group::shared(&name, element, f64::from(tier.servers)),
            2 => Group::process(&name, element, 2 * tier.servers, f64::from(tier.servers)),
            _ => Group {
                accept_queue: Some(2),
                ..Group::fifo(&name, element, tier.servers)
            },
        };
        let group = network.add_group(Group {
            replicas: tier.replicas,
            balancing: tier.balancing,
            ..base
        });
        let demand = Distribution::from_mean_scv(tier.mean, tier.scv);
        let mut steps = vec![Step::cpu(&format!("work-{depth}"), demand)];
        if tier.failure > 0.0 {
            steps.push(Step::Fail {
                probability: tier.failure,
                key: 77 + depth as u64,
            });
        }
        if let Some(below) = below {
            steps.push(Step::repeat(
                &format!("calls-{depth}"),
                tier.calls,
                vec![below],
            ));
        }
        let program = network.add_program(element, steps);
        below = Some(Step::Call(Call {
            key: 1000 + depth as u64,
            group,
            program,
            out: Distribution::constant(tier.hop),
            back: Distribution::exponential(tier.hop),
            policy: CallPolicy {
                timeout: tier.timeout,
                retry: (tier.attempts > 1).then_some(Retry {
                    base: 0.05,
                    multiplier: 2.0,
                    jitter: 0.5,
                    ..Retry::at_once(tier.attempts)
                }),
                ..CallPolicy::default()
            },
        }));
    }
    let point = |time, rate| RatePoint { time, rate };
    let rate = RateCurve::Steps {
        points: vec![point(0.0, rate), point(LOADED_S, 0.0)],
    };
    let arrivals = Arrivals::Open {
        rate,
        spacing: Spacing::Poisson,
    };
    network.add_journey("users", arrivals, below.into_iter().collect());
    network.journeys[0].timeout = patience;
    network
}

/// A publish to a queue whose consumer fails now and then.
fn job(network: &mut Network) -> Step {
    let element = network.add_element("worker");
    let group = network.add_group(Group::fifo("worker", element, 2));
    let work = vec![
        Step::cpu("job", Distribution::exponential(0.1)),
        Step::Fail {
            probability: 0.3,
            key: 5,
        },
    ];
    let program = network.add_program(element, work);
    let dead = network.add_element("dead");
    let dead = network.add_queue(Queue::new("dead", dead));
    let jobs = network.add_element("jobs");
    let queue = network.add_queue(Queue {
        groups: vec![ConsumerGroup::of(Consumer {
            hop: Distribution::constant(0.01),
            ..Consumer::new(group, program, 2)
        })],
        max_receives: 2,
        redelivery_delay: 0.5,
        dead_letter: Some(dead),
        ..Queue::new("jobs", jobs)
    });
    Step::publish("job", queue)
}

fn simulate(network: &Network, seed: u64) -> Report {
    let config = RunConfig {
        buckets: 10,
        ..RunConfig::new(seed, 0, 0.0, HORIZON_S)
    };
    let mut simulation = Simulation::new(network, &config).expect("the network is valid");
    while simulation.advance(u64::MAX) {}
    simulation.report()
}

/// Equal but for the rounding of sums.
fn equal(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

fn sum(splits: &[TimeSplit], figure: impl Fn(&TimeSplit) -> f64) -> f64 {
    splits.iter().map(figure).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_element_of_every_system_obeys_the_operational_laws(
        tiers in prop::collection::vec(tier(), 1..5),
        jobs in any::<bool>(),
        rate in 0.2..6.0f64,
        patience in prop::option::weighted(0.2, 0.2..3.0f64),
        seed in any::<u64>(),
    ) {
        let network = system(&tiers, jobs, rate, patience);
        let report = simulate(&network, seed);
        let journey = &report.journeys[0];
        let whole = &journey.windows[0];

        // Conservation: what came was answered, and is in the histograms.
        let counts = whole.counts;
        prop_assert_eq!(counts, journey.total);
        prop_assert_eq!(counts.in_flight, 0);
        prop_assert_eq!(counts.arrived, counts.succeeded + counts.failed);
        prop_assert_eq!(whole.response.count(), counts.arrived);
        prop_assert_eq!(whole.response_success.count(), counts.succeeded);
        prop_assert_eq!(whole.completed, counts.arrived);
        prop_assert_eq!(whole.completion.count(), counts.arrived);
        prop_assert!(whole.completion.sum() >= whole.response.sum());

        // The time of the requests is spent somewhere, and nowhere twice.
        let responses = whole.response.sum() as f64 * 1e-9;
        let everything = |t: &TimeSplit| t.own + t.wait + t.network + t.pause;
        prop_assert!(equal(sum(&journey.time, everything), responses));

        // Little's law at the users: the time-average number is the sum of the responses over time.
        let users = network.programs[network.journeys[0].program.at()].element;
        let present = report.elements[users.at()].population * report.measured;
        prop_assert!(equal(present, responses), "{} is not {}", present, responses);

        for (i, group) in report.groups.iter().enumerate() {
            let place = network.groups[i].element.at();
            // The utilisation law: cores are busy for the work that was done, no more and no less.
            let own = journey.time[place].own + journey.time_after[place].own;
            let busy = group.cores.busy * report.measured;
            prop_assert!(equal(busy, own), "{}: busy {} for {}", network.groups[i].name, busy, own);
            // Nobody holds a slot or waits for one without being there.
            let there = group.waiting + group.slots.busy;
            if network.groups[i].slots.is_some() {
                let population = report.elements[place].population;
                prop_assert!(equal(there, population), "{} of {}", there, population);
            }
            if let Some(capacity) = group.cores.capacity {
                prop_assert!(group.cores.busy <= capacity * (1.0 + 1e-9));
            }
            if let Some(capacity) = group.slots.capacity {
                prop_assert!(group.slots.busy <= capacity * (1.0 + 1e-9));
            }
        }

        // Flow balance at the queues: each message was done or given up, each delivery one of its own.
        for queue in &report.queues {
            prop_assert_eq!(queue.delivered, queue.acknowledged + queue.redelivered
                + if queue.delivered > 0 { queue.dead_letters } else { 0 });
        }
        if jobs {
            let (dead, jobs) = (&report.queues[0], &report.queues[1]);
            prop_assert_eq!(jobs.published, jobs.acknowledged + jobs.dead_letters);
            prop_assert_eq!(jobs.depth_end, 0);
            prop_assert_eq!(dead.published, jobs.dead_letters);
            prop_assert_eq!(dead.depth_end, dead.published);
        }
    }
}
