//! Random networks, in which everything is used that there is.

use proptest::prelude::*;
use spinout_network::{
    Account, Arrivals, Balancing, BatchSize, BatchWork, Breakdowns, Breaker, Budget, Bulkhead,
    Burst, Codel, Conduct, Consumer, ConsumerGroup, Distribution, ElementIndex, Entrance, Fault,
    Function, Group, GroupIndex, Hpa, Idle, Keda, Knative, Link, Memory, Network, Order, Process,
    ProgramIndex, Queue, QueueIndex, Quota, RateCurve, RateLevel, Resource, RetryBudget, Scaler,
    ScalerMetric, ScalingRule, ScheduledBounds, Shedding, SlowCalls, Spacing, Spot, Step, Stream,
    TargetTracking, TokenBucket, Trouble,
};

mod bad_version;
mod caches;
mod shared;
mod steps;

use bad_version::bad_version;
use shared::{add_job, placement};
use steps::steps;

const TIERS: usize = 4;

fn times() -> impl Strategy<Value = Distribution> {
    (0..7, 0.0..0.3_f64).prop_map(|(kind, mean)| match kind {
        0 => Distribution::ZERO,
        1 => Distribution::constant(mean),
        2 => Distribution::from_mean_scv(mean, 0.3),
        3 => Distribution::from_mean_scv(mean, 3.0),
        4 if mean > 0.0 => Distribution::LogNormal { mean, scv: 1.5 },
        5 => Distribution::Quantiles {
            points: vec![(0.0, 0.0), (0.9, mean), (1.0, 2.0 * mean)],
        },
        _ => Distribution::exponential(mean),
    })
}

/// An autoscaler of any rule, with or without a budget and a schedule.
fn scaler() -> impl Strategy<Value = Scaler> {
    (0..5, 0..3, 0..3_u32, times()).prop_map(|(rule, metric, extra, start_up)| {
        let metric = match metric {
            0 => ScalerMetric::CpuUtilisation { target: 0.6 },
            1 => ScalerMetric::Concurrency { target: 1.5 },
            _ => ScalerMetric::Rate { target: 5.0 },
        };
        let mut hpa = Hpa {
            interval: 1.0,
            ..Hpa::default()
        };
        hpa.down.window = 2.0;
        let rule = match (rule, metric) {
            (0, _) => ScalingRule::Scheduled,
            (1, _) => ScalingRule::Keda {
                metric,
                keda: Keda {
                    polling: 2.0,
                    cooldown: 1.0,
                    activation: 0.0,
                    hpa,
                },
            },
            (2, _) => ScalingRule::TargetTracking {
                metric,
                tracking: TargetTracking {
                    period: 0.5,
                    in_periods: 3,
                    out_cooldown: 1.0,
                    in_cooldown: 1.0,
                    ..TargetTracking::default()
                },
            },
            (3, ScalerMetric::Concurrency { .. } | ScalerMetric::Rate { .. }) => {
                let knative = Knative {
                    tick: 0.5,
                    stable_window: 4.0,
                    panic_window: 1.0,
                    grace: 1.0,
                    buffer: 20,
                    ..Knative::default()
                };
                ScalingRule::Knative { metric, knative }
            }
            _ => ScalingRule::Hpa { metric, hpa },
        };
        let least = u32::from(matches!(
            rule,
            ScalingRule::Hpa { .. } | ScalingRule::TargetTracking { .. }
        ));
        let bounds = |at, min| ScheduledBounds {
            at,
            every: Some(7.0),
            min: Some(min),
            max: None,
        };
        Scaler {
            start_up,
            schedule: vec![bounds(3.0, 2), bounds(5.0, least)],
            budget: (extra == 0).then_some(Budget {
                instances: Some(3),
                instance_seconds: Some(20.0),
                window: 10.0,
                to_min: true,
            }),
            ..Scaler::new(rule, least, 5)
        }
    })
}

fn conduct() -> impl Strategy<Value = Conduct> {
    let some = |weight| prop::bool::weighted(weight);
    (0..5, some(0.3), some(0.2), some(0.2), 0..6, 0..6).prop_map(
        |(order, impatient, small, limited, idle, breaks)| {
            let time = || Distribution::exponential(0.3);
            Conduct {
                order: [
                    Order::Fifo,
                    Order::Lifo,
                    Order::Priority,
                    Order::Random,
                    Order::PriorityPreemptive,
                ][order as usize],
                patience: impatient.then(time),
                memory: small.then(|| Memory {
                    limit: 6.0,
                    base: 1.0,
                    per_visit: 1.0,
                    restart: time(),
                }),
                quota: limited.then_some(Quota {
                    cores: 0.4,
                    period: 0.1,
                }),
                idle: match idle {
                    0 => Some(Idle::SetUp { time: time() }),
                    1 => Some(Idle::Vacation { time: time() }),
                    _ => None,
                },
                breakdowns: (breaks < 2).then(|| Breakdowns {
                    after: Distribution::exponential(3.0),
                    lasts: time(),
                    loses_work: breaks == 0,
                }),
                spot: (breaks == 5 || idle == 5).then(|| {
                    let spot = Spot {
                        after: Distribution::exponential(4.0),
                        notice: 0.2,
                    };
                    (spot, time())
                }),
            }
        },
    )
}

/// A function with few environments.
fn function() -> impl Strategy<Value = Function> {
    let limits = (1..6_u32, 0..3_u32, prop::option::of(0.0..5.0_f64));
    (limits, times(), times(), prop::option::of(0.01..0.5_f64)).prop_map(
        |((limit, provisioned, burst), cold_start, idle_expiry, time_limit)| Function {
            limit,
            reserved: limit % 2 == 0,
            provisioned: provisioned.min(limit),
            burst: burst.map(|rate| Burst { initial: 2, rate }),
            cold_start,
            idle_expiry,
            time_limit,
        },
    )
}

fn group(tier: usize) -> impl Strategy<Value = Group> {
    (
        1..6_u32,
        0..4,
        1..4_u32,
        0..4,
        prop::option::of(scaler()),
        any::<bool>(),
        conduct(),
    )
        .prop_map(
            move |(threads, cores, replicas, balancing, scaled, bounded, conduct)| {
                let element = ElementIndex(tier as u32);
                let cores = [0.0, 0.5, 1.0, 8.0][cores as usize];
                let mut group = Group::process("tier", element, threads, cores);
                if cores == 0.0 {
                    group.cores = None;
                }
                group.replicas = replicas;
                group.accept_queue = bounded.then_some(3);
                group.balancing = [
                    Balancing::Random,
                    Balancing::RoundRobin,
                    Balancing::LeastConnections,
                    Balancing::TwoChoices,
                ][balancing as usize];
                group.scaler = scaled;
                group.conduct = conduct;
                if threads == 2 {
                    group.entrance = Entrance {
                        rate_limit: bounded.then_some(TokenBucket {
                            rate: 8.0,
                            burst: 4.0,
                            wait: 0.0,
                        }),
                        shedding: vec![Shedding {
                            below: 3,
                            load: 1.5,
                        }],
                        codel: Some(Codel {
                            target: 0.01,
                            interval: 0.1,
                        }),
                    };
                }
                group
            },
        )
}

fn fault() -> impl Strategy<Value = Fault> {
    let time = 0.0..30.0_f64;
    (0..10, 0..TIERS as u32, time.clone(), time, any::<bool>()).prop_map(
        |(kind, tier, start, duration, all)| {
            let group = GroupIndex(tier);
            match kind {
                0 => Fault::Crash {
                    group,
                    instance: (!all).then_some(0),
                    start,
                    duration,
                },
                1 => Fault::SlowDown {
                    group,
                    factor: 3.0,
                    start,
                    duration,
                },
                2 => Fault::Errors {
                    group,
                    probability: 0.3,
                    start,
                    duration,
                },
                3 => Fault::Outage {
                    queue: QueueIndex(tier),
                    start,
                    duration,
                },
                8 => Fault::Deploy {
                    group,
                    deploy: Box::new(bad_version(all)),
                    start,
                    duration,
                },
                9 => Fault::Poison {
                    queue: QueueIndex(tier),
                    probability: 0.3,
                    start,
                    duration,
                },
                kind => Fault::Link {
                    near: vec![ElementIndex(tier)],
                    far: (!all).then(|| vec![ElementIndex(0)]),
                    trouble: match kind {
                        4 => Trouble::Cut,
                        5 => Trouble::Loss { probability: 0.3 },
                        6 => Trouble::Delay {
                            time: Distribution::exponential(0.1),
                        },
                        _ => Trouble::Refusal {
                            probability: 0.5,
                            denial: all,
                        },
                    },
                    start,
                    duration,
                },
            }
        },
    )
}

/// How the requests of a stream follow each other.
fn process() -> impl Strategy<Value = Process> {
    (0..4, 1.0..5.0_f64).prop_map(|(kind, figure)| match kind {
        0 => Process::Renewal {
            between: Distribution::from_mean_scv(1.0, figure - 1.0),
        },
        1 => Process::Batches {
            size: BatchSize::Geometric { mean: figure },
        },
        2 => Process::Batches {
            size: BatchSize::Constant {
                size: figure as u32,
            },
        },
        _ => Process::Modulated {
            levels: [2.0, 0.0, 1.0]
                .map(|rate| RateLevel {
                    rate,
                    lasts: Distribution::from_mean_scv(figure, 0.5 * figure),
                })
                .to_vec(),
        },
    })
}

prop_compose! {
    pub(crate) fn networks()(
        groups in (group(0), group(1), group(2), group(3)),
        function in prop::option::of(function()),
        programs in (steps(0), steps(1), steps(2), steps(3)),
        faults in prop::collection::vec(fault(), 0..4),
        rate in 0.5..20.0_f64,
        users in 0..5_u32,
        process in prop::option::of(process()),
        (think, size) in (times(), prop::option::of(times())),
        patience in prop::option::of(0.1..2.0_f64),
        max_receives in 1..4_u32,
        capacity in prop::option::of(1..20_u32),
        shared in prop::option::of(placement()),
        job in prop::option::of((0..3_usize, 0.5..10.0_f64, times(), 1..4_u32)),
    ) -> Network {
        let mut network = Network { faults, ..Network::default() };
        network.links = vec![
            Link {
                caller: Some(GroupIndex(1)),
                breaker: Some(Breaker {
                    window: 8,
                    failure_ratio: 0.5,
                    min_calls: 4,
                    consecutive: Some(3),
                    open: 0.5,
                    trials: 2,
                    slow: (users > 1).then_some(SlowCalls { longer_than: 0.3, ratio: 0.5 }),
                }),
                budget: Some(RetryBudget { ratio: 0.3, burst: 2.0 }),
                ..Link::default()
            },
            Link {
                bulkhead: Some(Bulkhead {
                    concurrent: 2,
                    wait: if users > 2 { 0.1 } else { 0.0 },
                    unbounded: users == 4,
                }),
                rate_limit: Some(TokenBucket { rate: 5.0, burst: 3.0, wait: 0.2 }),
                ..Link::default()
            },
        ];
        network.resources = vec![
            Resource {
                name: "lock of an instance".to_owned(),
                element: ElementIndex(1),
                group: Some(GroupIndex(1)),
                capacity: 1,
                max_wait: Some(0.3),
                batch: None,
            },
            Resource {
                name: "lock of all".to_owned(),
                element: ElementIndex(2),
                group: None,
                capacity: 3,
                max_wait: (users > 1).then_some(0.5),
                batch: None,
            },
        ];
        network.resources.push(Resource {
            name: "workers".to_owned(),
            element: ElementIndex(1),
            group: (users % 2 == 0).then_some(GroupIndex(1)),
            capacity: 2,
            max_wait: (users > 3).then_some(0.4),
            batch: Some(BatchWork {
                most: 3,
                wait: if users > 0 { 0.05 } else { 0.0 },
                set_up: Distribution::exponential(0.05),
                per_item: Distribution::constant(0.01),
            }),
        });
        network.caches = caches::caches(users > 2);
        network.replicated = caches::replicated();
        for tier in 0..=TIERS {
            network.add_element(&format!("element {tier}"));
        }
        for group in [groups.0, groups.1, groups.2, groups.3] {
            network.add_group(group);
        }
        if let Some(function) = function {
            // The one tier that consumes no queue.
            network.groups[0] = Group::function("function", ElementIndex(0), function);
        }
        for (tier, steps) in [programs.0, programs.1, programs.2, programs.3].into_iter().enumerate() {
            network.add_program(ElementIndex(tier as u32), steps);
        }
        for tier in 0..TIERS as u32 {
            let demand = Distribution::exponential(0.02);
            network.add_program(ElementIndex(tier), vec![Step::cpu("leaf", demand)]);
        }
        // The queue of each tier leads to the next one; dead letters of the first have a consumer too.
        for tier in 0..TIERS {
            let next = (tier + 1).min(TIERS - 1) as u32;
            network.add_queue(Queue {
                groups: if tier + 1 < TIERS {
                    vec![ConsumerGroup::of(Consumer {
                        hop: Distribution::exponential(0.01),
                        ..Consumer::new(GroupIndex(next), ProgramIndex(next), 2)
                    })]
                } else {
                    Vec::new()
                },
                max_receives,
                redelivery_delay: 0.1,
                dead_letter: (tier + 1 < TIERS).then_some(QueueIndex(next)),
                capacity,
                ..Queue::new("queue", ElementIndex(tier as u32))
            });
        }
        let call = || vec![Step::call("open", GroupIndex(0), ProgramIndex(0))];
        network.add_journey("open", Arrivals::poisson(rate), call());
        network.journeys[0].timeout = patience;
        // A size of a few MiB.
        network.journeys[0].size = size.map(|size| size.scaled(10.0));
        let steps = vec![Step::call("closed", GroupIndex(1), ProgramIndex(1))];
        // Never without a thought: that would be an endless rate.
        let think = if think.mean() > 0.05 { think } else { Distribution::exponential(0.5) };
        let closed = Arrivals::Closed { population: users, think };
        network.add_journey("closed", closed, steps);
        network.journeys[1].priority = 3;
        if let Some(process) = process {
            // Two journeys that share one stream.
            let mut part = |name: &str, from, to| {
                let steps = vec![Step::call(name, GroupIndex(1), ProgramIndex(1))];
                let stream = Stream { key: 5, part: (from, to), process: process.clone() };
                let spacing = Spacing::Stream(Box::new(stream));
                let rate = RateCurve::Constant { rate: rate / 4.0 * (to - from) };
                network.add_journey(name, Arrivals::Open { rate, spacing }, steps)
            };
            part("first part", 0.0, 0.7);
            let second = part("second part", 0.7, 1.0);
            network.journeys[second.at()].size = Some(Distribution::exponential(1.0));
        }
        if let Some(job) = job {
            add_job(&mut network, job);
        }
        let functions = (0..network.groups.len()).map(GroupIndex::from);
        let functions: Vec<GroupIndex> = functions
            .filter(|group| network.groups[group.at()].function.is_some())
            .collect();
        if !functions.is_empty() {
            network.accounts.push(Account {
                name: "account".into(),
                concurrency: 4,
                functions,
            });
        }
        if let Some(mut shared) = shared {
            if !network.jobs.is_empty() {
                shared.quotas[0].groups.push(GroupIndex(TIERS as u32));
                shared.pools[0].groups.push(GroupIndex(TIERS as u32));
            }
            let functions = |group: &GroupIndex| network.groups[group.at()].function.is_none();
            for quota in &mut shared.quotas {
                quota.groups.retain(functions);
            }
            for pool in &mut shared.pools {
                pool.groups.retain(functions);
            }
            network.placement = shared;
        }
        network
    }
}
