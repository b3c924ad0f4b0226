//! The streaming recursion gives what the event list gives, to the bit.

use proptest::prelude::*;
use spinout_network::{
    Arm, Arrivals, Balancing, Call, CallPolicy, Distribution, ElementIndex, Group, GroupIndex,
    Network, ProgramIndex, RateCurve, RatePoint, Retry, SlotKind, Slots, Spacing, Step,
};
use spinout_sim::{Engine, Outcome, Promise, Promised, Report, RunConfig, Simulation, Window};

use crate::common::tandem;

const GROUPS: usize = 4;

fn mm1(rate: f64) -> Network {
    tandem(rate, &[(1, 1.0)])
}

fn chain() -> Network {
    tandem(100.0, &[(2, 0.015), (4, 0.030), (3, 0.020)])
}

fn ready(network: &Network, config: &RunConfig, engine: Engine) -> Simulation {
    let config = RunConfig {
        engine,
        ..config.clone()
    };
    Simulation::new(network, &config).expect("a valid network")
}

fn by_events(network: &Network, config: &RunConfig) -> Report {
    let mut simulation = ready(network, config, Engine::Events);
    simulation.run_to_end();
    simulation.report()
}

/// The report of the engine's choice, in slices, and whether it ended without an event list.
fn by_choice(network: &Network, config: &RunConfig, slice: u64) -> (Report, bool) {
    let mut simulation = ready(network, config, Engine::Auto);
    while simulation.advance(slice) {}
    (simulation.report(), simulation.is_recursion())
}

fn time(mean: f64) -> impl Strategy<Value = Distribution> {
    prop_oneof![
        3 => (0.2..1.0_f64).prop_map(move |share| Distribution::exponential(mean * share)),
        1 => (0.2..1.0_f64).prop_map(move |share| Distribution::Erlang { mean: mean * share, stages: 3 }),
        1 => (0.2..1.0_f64).prop_map(move |share| Distribution::constant(mean * share)),
    ]
}

fn hop() -> impl Strategy<Value = Distribution> {
    prop_oneof![2 => Just(Distribution::ZERO), 1 => time(0.3)]
}

fn group(number: usize) -> impl Strategy<Value = Group> {
    (1..5_u32, 1..4_u32, 0..5, any::<bool>()).prop_map(move |(servers, replicas, kind, random)| {
        let element = ElementIndex(number as u32);
        let mut group = match kind {
            0 => Group::delay("delay", element),
            1 => Group {
                slots: Some(Slots {
                    kind: SlotKind::Connections,
                    count: servers,
                }),
                ..Group::delay("connections", element)
            },
            // More cores than threads: each has its own all the same.
            2 => Group {
                cores: Some(f64::from(servers) + 0.5),
                ..Group::fifo("roomy", element, servers)
            },
            _ => Group::fifo("station", element, servers),
        };
        group.replicas = replicas;
        if random {
            group.balancing = Balancing::Random;
        }
        group
    })
}

/// Steps of a client that only lead to groups from `first` on.
fn steps(first: usize, depth: u32) -> BoxedStrategy<Vec<Step>> {
    let key = any::<u64>();
    let end = Just(Vec::new()).boxed();
    if first >= GROUPS {
        return end;
    }
    let call = (key, first..GROUPS, hop(), hop(), any::<bool>()).prop_flat_map(
        move |(key, group, out, back, patient)| {
            let call = Step::Call(Call {
                key,
                group: GroupIndex(group as u32),
                program: ProgramIndex(group as u32),
                out,
                back,
                policy: CallPolicy {
                    retry: patient.then(|| Retry::at_once(2)),
                    ..CallPolicy::default()
                },
            });
            steps(group + 1, depth).prop_map(move |mut rest| {
                rest.insert(0, call.clone());
                rest
            })
        },
    );
    let pause = (key, time(0.5), steps(first + 1, depth)).prop_map(|(key, time, mut rest)| {
        rest.insert(
            0,
            Step::Delay {
                time,
                key,
                per_mib: None,
            },
        );
        rest
    });
    if depth == 0 {
        return prop_oneof![4 => call, 1 => pause, 1 => end].boxed();
    }
    let arms = (
        key,
        0.0..0.6_f64,
        steps(first, depth - 1),
        steps(first, depth - 1),
    );
    let branch = arms.prop_map(|(key, share, one, other)| {
        let arm = |probability, steps| Arm {
            probability,
            steps,
            sizes: None,
        };
        vec![Step::Branch {
            key,
            arms: vec![arm(share, one), arm(0.9 - share, other)],
        }]
    });
    prop_oneof![4 => call, 1 => pause, 2 => branch, 1 => end].boxed()
}

fn journey(number: usize) -> impl Strategy<Value = (Arrivals, Vec<Step>)> {
    let wrapped = (steps(0, 2), any::<bool>()).prop_map(move |(steps, within)| {
        if within {
            vec![Step::Within {
                element: ElementIndex(GROUPS as u32),
                key: number as u64,
                steps,
            }]
        } else {
            steps
        }
    });
    let curve = (0.2..3.0_f64, 0.0..6.0_f64, 0..4).prop_map(|(rate, peak, kind)| {
        let points = [(0.0, rate), (20.0, peak), (40.0, rate)];
        let points = points.map(|(time, rate)| RatePoint { time, rate });
        let rate = match kind {
            0 => RateCurve::Linear {
                points: points.into(),
            },
            1 => RateCurve::Steps {
                points: points.into(),
            },
            _ => RateCurve::Constant { rate },
        };
        let spacing = if kind == 2 {
            Spacing::Even
        } else {
            Spacing::Poisson
        };
        Arrivals::Open { rate, spacing }
    });
    (curve, wrapped)
}

prop_compose! {
    fn networks()(
        groups in (group(0), group(1), group(2), group(3)),
        work in (time(1.0), time(1.0), time(1.0), time(1.0)),
        journeys in prop::collection::vec((0..3_usize).prop_flat_map(journey), 1..4),
    ) -> Network {
        let mut network = Network::default();
        for number in 0..=GROUPS {
            network.add_element(&format!("element {number}"));
        }
        for group in [groups.0, groups.1, groups.2, groups.3] {
            network.add_group(group);
        }
        for (number, demand) in [work.0, work.1, work.2, work.3].into_iter().enumerate() {
            let step = if network.groups[number].cores.is_none() {
                Step::Delay { time: demand, key: number as u64, per_mib: None }
            } else {
                Step::Cpu { demand, key: number as u64, per_mib: None }
            };
            network.add_program(ElementIndex(number as u32), vec![step]);
        }
        for (number, (arrivals, steps)) in journeys.into_iter().enumerate() {
            network.add_journey(&format!("journey {number}"), arrivals, steps);
        }
        network
    }
}

prop_compose! {
    fn configs()(
        seed in any::<u64>(),
        pre_roll in prop_oneof![Just(0.0), 0.0..20.0_f64],
        horizon in 1.0..60.0_f64,
        drain in prop_oneof![Just(0.0), 0.1..200.0_f64],
        from in 0.0..0.5_f64,
        windows in 0..3_usize,
        detail in any::<bool>(),
        buckets in 1..20_u32,
    ) -> RunConfig {
        let window = |number: usize| Window {
            start: horizon * from * number as f64,
            end: horizon * (0.5 + 0.25 * number as f64),
        };
        RunConfig {
            drain,
            windows: (0..windows).map(window).collect(),
            detail,
            buckets,
            ..RunConfig::new(seed, 0, pre_roll, horizon)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_recursion_gives_what_the_event_list_gives(
        network in networks(),
        config in configs(),
        slice in 1..3_000_u64,
    ) {
        prop_assert!(ready(&network, &config, Engine::Auto).is_recursion());
        let (streamed, _) = by_choice(&network, &config, slice);
        prop_assert_eq!(streamed, by_events(&network, &config));
    }
}

prop_compose! {
    /// One station after the other, often crowded, now and then with work of whole microseconds at a high
    /// rate: then events meet at one nanosecond.
    fn tandems()(
        rate in 0.5..4.0_f64,
        fast in prop_oneof![4 => Just(1.0), 1 => Just(1e-6)],
        stations in prop::collection::vec((0..7_u32, 0.3..1.05_f64, 0..4_u32, 2..40_u32), 1..5),
        curve in 0..3_usize,
    ) -> Network {
        let mut network = Network::default();
        let mut steps = Vec::new();
        for (number, (servers, load, kind, accept)) in stations.into_iter().enumerate() {
            let name = format!("station {number}");
            let element = network.add_element(&name);
            let mean = load * f64::from(servers.max(1)) / rate * fast;
            let mut group = Group::fifo(&name, element, servers.max(1));
            if servers == 0 {
                group = Group::delay(&name, element);
            } else if kind == 3 {
                group.accept_queue = Some(accept);
            }
            let group = network.add_group(group);
            let demand = match kind {
                0 => Distribution::constant(mean),
                1 => Distribution::Erlang { mean, stages: 3 },
                _ => Distribution::exponential(mean),
            };
            let step = if servers == 0 {
                Step::Delay { time: demand, key: number as u64, per_mib: None }
            } else {
                Step::cpu(&name, demand)
            };
            let program = network.add_program(element, vec![step]);
            steps.push(Step::call(&name, group, program));
        }
        let rate = rate / fast;
        let arrivals = match curve {
            0 => Arrivals::Open { rate: RateCurve::Constant { rate }, spacing: Spacing::Even },
            1 => {
                let points = [(0.0, rate), (9.0 * fast, 0.0), (20.0 * fast, rate)];
                let points = points.map(|(time, rate)| RatePoint { time, rate }).into();
                Arrivals::Open { rate: RateCurve::Linear { points }, spacing: Spacing::Poisson }
            }
            _ => Arrivals::poisson(rate),
        };
        network.add_journey("journey", arrivals, steps);
        network
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_row_of_stations_gives_what_the_event_list_gives(
        network in tandems(),
        config in configs(),
        slice in 1..3_000_u64,
        within in 0.1..20.0_f64,
    ) {
        // As many requests, however fast they come.
        let fast = match &network.journeys[0].arrivals {
            Arrivals::Open { rate: RateCurve::Constant { rate }, .. } if *rate > 1e5 => 1e-6,
            Arrivals::Open { rate: RateCurve::Linear { points }, .. } if points[0].rate > 1e5 => 1e-6,
            _ => 1.0,
        };
        let promise = |what| Promise { journey: 0, what, within: within * fast };
        let windows = config.windows.iter();
        let windows = windows.map(|window| Window { start: window.start * fast, end: window.end * fast });
        let config = RunConfig {
            pre_roll: config.pre_roll * fast,
            horizon: config.horizon * 10.0 * fast,
            drain: config.drain * fast,
            windows: windows.collect(),
            promises: vec![promise(Promised::Response), promise(Promised::Completion)],
            ..config
        };
        let (streamed, _) = by_choice(&network, &config, slice);
        prop_assert!(streamed == by_events(&network, &config));
    }
}

#[test]
fn long_runs_stay_with_the_recursion() {
    for (network, rate) in [(mm1(0.8), 0.8), (chain(), 100.0)] {
        let config = RunConfig {
            drain: 1_000.0 / rate,
            detail: true,
            ..RunConfig::new(4, 1, 1_000.0 / rate, 200_000.0 / rate)
        };
        let (report, streamed) = by_choice(&network, &config, 1 << 16);
        assert!(streamed);
        assert!(report == by_events(&network, &config));
    }
}

/// Microseconds of work and a high rate: events at one nanosecond are common.
#[test]
fn events_at_one_moment_keep_their_order() {
    let mut network = Network::default();
    let mut steps = Vec::new();
    for (name, servers) in [("a", 3), ("b", 2)] {
        let element = network.add_element(name);
        let group = network.add_group(Group::fifo(name, element, servers));
        let demand = Distribution::exponential(0.7e-6 * f64::from(servers));
        let work = network.add_program(element, vec![Step::cpu(name, demand)]);
        steps.push(Step::call(name, group, work));
    }
    network.add_journey("one", Arrivals::poisson(5e5), steps.clone());
    network.add_journey("other", Arrivals::poisson(5e5), steps[1..].to_vec());
    let config = RunConfig::new(9, 0, 0.0, 0.05);
    let (report, _) = by_choice(&network, &config, 1 << 16);
    assert!(report == by_events(&network, &config));
}

#[test]
fn what_comes_to_a_bound_is_run_by_events() {
    let mut small = mm1(0.95);
    small.groups[0].accept_queue = Some(6);
    let bounded = RunConfig::new(1, 0, 0.0, 2_000.0);
    let crowded = RunConfig {
        live_limit: 40,
        ..RunConfig::new(1, 0, 0.0, 20_000.0)
    };
    for (network, config) in [(&small, &bounded), (&mm1(1.1), &crowded)] {
        assert!(ready(network, config, Engine::Auto).is_recursion());
        let (report, streamed) = by_choice(network, config, 1 << 10);
        assert!(!streamed);
        assert!(report == by_events(network, config));
        let refused = report.groups[0].refused > 0;
        assert!(refused || matches!(report.outcome, Outcome::Overload(_)));
    }
}

#[test]
fn what_is_not_first_come_first_served_is_run_by_events() {
    let streams = |change: fn(&mut Network)| {
        let mut network = chain();
        change(&mut network);
        let config = RunConfig::new(1, 0, 0.0, 10.0);
        ready(&network, &config, Engine::Auto).is_recursion()
    };
    assert!(streams(|_| ()));
    assert!(!streams(|network| network.groups[1].cores = Some(1.0)));
    assert!(!streams(|network| network.groups[1].balancing = {
        network.groups[1].replicas = 2;
        Balancing::LeastConnections
    }));
    assert!(!streams(|network| network.journeys[0].timeout = Some(9.0)));
    // Back to the first station.
    assert!(!streams(|network| {
        let program = network.journeys[0].program.at();
        let first = network.programs[program].steps[0].clone();
        network.programs[program].steps.push(first);
    }));
    // A thread held over a call.
    assert!(!streams(|network| {
        let step = Step::call("nested", GroupIndex(1), ProgramIndex(1));
        network.programs[0].steps.push(step);
    }));
}

#[test]
fn a_cancelled_run_says_what_it_has_seen() {
    let config = RunConfig::new(1, 0, 0.0, 1e6);
    let mut simulation = ready(&mm1(0.8), &config, Engine::Auto);
    let mut looks = 0;
    simulation.run(&mut |progress| {
        looks += 1;
        assert!(progress.done < 1.0);
        if looks == 3 {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    });
    let report = simulation.report();
    assert_eq!(report.outcome, Outcome::Cancelled);
    let counts = report.journeys[0].total;
    assert!(counts.succeeded > 10_000);
    assert_eq!(counts.arrived, counts.succeeded + counts.in_flight);
    let booked: f64 = report.journeys[0]
        .time
        .iter()
        .map(|time| time.own + time.wait)
        .sum();
    let present = report.elements[0].population * report.measured;
    assert!((booked / present - 1.0).abs() < 1e-9);
}
