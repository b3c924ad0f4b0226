//! Jobs, quotas and nodes in random networks.

use proptest::prelude::*;
use spinout_network::{
    Arrivals, Balancing, Distribution, ElementIndex, Group, GroupIndex, Job, Network, NodePool,
    Overlap, Placement, ProgramIndex, Request, ResourceQuota, Scaler, ScalingRule, Spot, Step,
};

use super::{TIERS, times};

/// A job whose items compute and call a tier.
pub(super) fn add_job(
    network: &mut Network,
    (overlap, every, start_up, parallelism): (usize, f64, Distribution, u32),
) {
    let element = ElementIndex(TIERS as u32);
    let demand = Distribution::exponential(0.3);
    let work = vec![
        Step::cpu("row", demand),
        Step::call("scan", GroupIndex(2), ProgramIndex(2)),
    ];
    let program = network.add_program(element, work);
    let group = network.add_group(Group {
        replicas: 0,
        balancing: Balancing::LeastConnections,
        scaler: Some(Scaler {
            start_up,
            ..Scaler::new(ScalingRule::Scheduled, 0, parallelism * Job::RUNS)
        }),
        ..Group::fifo("job", element, 1)
    });
    let nobody = Arrivals::closed(0, 1.0);
    let items = vec![Step::call("item", group, program)];
    let journey = network.add_journey("job#items", nobody, items);
    network.jobs.push(Job {
        name: "job".into(),
        group,
        journey,
        at: (every > 5.0).then_some(1.0),
        every: Some(every),
        items: (0, 7),
        parallelism,
        overlap: [Overlap::Allow, Overlap::Forbid, Overlap::Replace][overlap],
        retries: parallelism,
    });
}

/// Quotas over some groups, and nodes that are taken back under others.
pub(super) fn placement() -> impl Strategy<Value = Placement> {
    (
        times(),
        1.0..8.0_f64,
        1..6_u32,
        0..2_u32,
        prop::option::of(2.0..20.0_f64),
        0..4_u32,
    )
        .prop_map(|(start_up, cores, instances, min, after, from)| {
            let request = Request {
                cores: 0.7,
                memory: 3e8,
                start_up: start_up.clone(),
            };
            let groups = |from: u32| (from..TIERS as u32).map(GroupIndex).collect::<Vec<_>>();
            Placement {
                requests: vec![request; TIERS],
                quotas: vec![
                    ResourceQuota {
                        name: "team".into(),
                        cores: Some(cores),
                        memory: None,
                        instances: None,
                        groups: groups(from),
                    },
                    ResourceQuota {
                        name: "all".into(),
                        cores: None,
                        memory: Some(2e9),
                        instances: Some(instances + 1),
                        groups: groups(0),
                    },
                ],
                pools: vec![NodePool {
                    name: "pool".into(),
                    element: ElementIndex(0),
                    cores: 2.0,
                    memory: Some(1e9),
                    instances,
                    min,
                    max: 3,
                    provision: start_up,
                    idle: 3.0,
                    spot: after.map(|mean| Spot {
                        after: Distribution::exponential(mean),
                        notice: if min > 0 { 0.0 } else { 0.5 },
                    }),
                    groups: groups(1),
                }],
            }
        })
}
