//! Brokers with anything that a broker can have: no message is unaccounted for.

use proptest::prelude::*;
use spinout_network::{
    Acknowledge, Arrivals, Batch, ConsumerGroup, Delivery, Distribution, Fault, Keys, Network,
    Outbox, Overflow, Partitions, ProgramIndex, PublishPolicy, Replay, Replayed, Retry, Step,
};
use spinout_sim::{Outcome, RunConfig};

use crate::{
    common::run_with,
    messages::{Broker, constant},
};

#[derive(Clone, Debug)]
struct Wild {
    groups: Vec<(u32, u32, bool, Option<u32>)>,
    partitions: Option<u32>,
    visibility: Option<f64>,
    retention: Option<f64>,
    delay: f64,
    capacity: Option<u32>,
    drops: bool,
    policy: u8,
    crash: bool,
    replay: bool,
}

fn wild() -> impl Strategy<Value = Wild> {
    let group = (
        1..3_u32,
        0..4_u32,
        any::<bool>(),
        prop::option::of(1..4_u32),
    );
    let limits = (
        prop::option::of(0.05..2.0_f64),
        prop::option::of(0.2..3.0_f64),
        prop_oneof![Just(0.0), Just(0.3)],
        prop::option::of(1..20_u32),
    );
    let rest = (any::<bool>(), 0..5_u8, any::<bool>(), any::<bool>());
    let groups = prop::collection::vec(group, 1..4);
    (groups, prop::option::of(1..5_u32), limits, rest).prop_map(
        |(groups, partitions, limits, rest)| Wild {
            groups,
            partitions,
            visibility: limits.0,
            retention: limits.1,
            delay: limits.2,
            capacity: limits.3,
            drops: rest.0,
            policy: rest.1,
            crash: rest.2,
            replay: rest.3,
        },
    )
}

fn wild_network(wild: &Wild) -> Network {
    let mut broker = Broker::new();
    broker.network.journeys[0].arrivals = Arrivals::poisson(8.0);
    let (queue, dead) = (broker.queue, broker.dead);
    for (number, (replicas, more, before, batch)) in wild.groups.iter().enumerate() {
        let name = format!("worker-{number}");
        let mut worker = broker.worker(&name, *replicas, 0.0);
        let group = worker.group;
        broker.network.programs[worker.program.at()].steps = vec![
            Step::cpu(&name, Distribution::exponential(0.15)),
            Step::Fail {
                probability: 0.2,
                key: 5,
            },
        ];
        worker.prefetch = 1 + more;
        worker.hop = Distribution::exponential(0.01);
        worker.known = (*more == 2).then_some(constant(0.01));
        if *before {
            worker.acknowledge = Acknowledge::OnDelivery;
        }
        worker.batch = batch.map(|size| Batch { size, wait: 0.2 });
        broker.queue().groups.push(ConsumerGroup {
            rebalance: 0.3,
            ..ConsumerGroup::of(worker)
        });
        if wild.crash {
            broker.network.faults.push(Fault::Crash {
                group,
                instance: (number == 0).then_some(0),
                start: 10.0,
                duration: 5.0,
            });
        }
    }
    let target = broker.queue();
    target.max_receives = 3;
    target.redelivery_delay = 0.1;
    target.visibility_timeout = wild.visibility;
    target.retention = wild.retention;
    target.delivery_delay = wild.delay;
    target.capacity = wild.capacity;
    if wild.drops {
        target.overflow = Overflow::DropHead;
    }
    target.partitions = wild.partitions.map(|count| Partitions {
        count,
        keys: Keys::Zipf {
            count: 9,
            exponent: 1.0,
        },
    });
    if wild.policy > 0 {
        let relay = Outbox {
            interval: 0.5,
            batch: 5,
            repeats: 0.1,
            transfer: None,
            poll: wild.drops.then_some(ProgramIndex(0)),
        };
        let policy = PublishPolicy {
            delivery: match wild.policy {
                1 => Delivery::AtMostOnce,
                3 => Delivery::ExactlyOnce,
                _ => Delivery::AtLeastOnce,
            },
            timeout: Some(0.03),
            back: Some(Distribution::exponential(0.01)),
            retry: Some(Retry::at_once(3)),
            outbox: (wild.policy == 4).then_some(relay),
        };
        broker.policy(0.01, policy);
    }
    broker.network.faults.push(Fault::Outage {
        queue,
        start: 20.0,
        duration: 2.0,
    });
    if wild.replay {
        for messages in [
            Replayed::Letters { queue: dead },
            Replayed::Published {
                from: 5.0,
                to: 12.0,
            },
        ] {
            broker.network.replays.push(Replay {
                to: queue,
                group: None,
                messages,
                start: 25.0,
                rate: 10.0,
            });
        }
    }
    broker.network
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// In every group, what was published was acknowledged, or is dead, gone, dropped, or still there; and
    /// what was published to the queue was so to each group.
    #[test]
    fn no_message_is_unaccounted_for(wild in wild(), seed in any::<u64>()) {
        let network = wild_network(&wild);
        let mut config = RunConfig::new(seed, 0, 0.0, 40.0);
        config.live_limit = 20_000;
        let report = run_with(&network, &config);
        prop_assert_eq!(&report.outcome, &Outcome::Completed);
        let (dead, queue) = (&report.queues[0], &report.queues[1]);
        let groups = &report.consumer_groups[1];
        for group in groups {
            let found = group.messages;
            prop_assert_eq!(found.published, queue.published);
            prop_assert_eq!(
                found.published,
                found.acknowledged
                    + found.dead_letters
                    + found.expired
                    + found.dropped
                    + group.lag_end,
                "{:?}", group
            );
        }
        let buried: u64 = groups.iter().map(|group| group.messages.dead_letters).sum();
        prop_assert_eq!(dead.published, buried);
        prop_assert!(dead.depth_end + queue.replayed >= buried || !wild.replay);
        prop_assert!(wild.replay || dead.depth_end == buried);
        let mut again = spinout_sim::Simulation::new(&network, &config).unwrap();
        while again.advance(7) {}
        prop_assert_eq!(again.report(), report);
    }
}
