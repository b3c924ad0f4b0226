//! Instances on nodes that are told to go, and that are lost while a fault is on.

use spinout_network::{
    Arrivals, Distribution, Fault, Group, Network, NodePool, Placement, RateCurve, Request, Scaler,
    ScalingRule, ScheduledBounds, Spacing, Spot, Step,
};

use crate::common::run;

/// One instance on a node that is told to go at 9.5 s and is gone at 14.5 s, another one asked for at 7.25 s;
/// each takes 4 s to start, and a node 1 s to come. Of one request at each whole second, the failures.
fn failures(instances: u32, faults: Vec<Fault>, until: f64) -> u64 {
    let mut network = Network::default();
    let pool = network.add_element("pool");
    let element = network.add_element("service");
    let steps = vec![Step::delay("work", Distribution::constant(0.1))];
    let program = network.add_program(element, steps);
    let scaler = Scaler {
        start_up: Distribution::constant(4.0),
        schedule: vec![ScheduledBounds {
            at: 7.25,
            every: None,
            min: Some(instances),
            max: Some(instances),
        }],
        ..Scaler::new(ScalingRule::Scheduled, 1, 1)
    };
    let group = network.add_group(Group {
        scaler: Some(scaler),
        ..Group::delay("service", element)
    });
    let arrivals = Arrivals::Open {
        rate: RateCurve::Constant { rate: 1.0 },
        spacing: Spacing::Even,
    };
    network.add_journey("users", arrivals, vec![Step::call("ask", group, program)]);
    let request = Request {
        cores: 1.0,
        ..Request::default()
    };
    network.placement = Placement {
        requests: vec![request],
        quotas: Vec::new(),
        pools: vec![NodePool {
            name: "pool".into(),
            element: pool,
            cores: 2.0,
            memory: None,
            instances: 10,
            min: 0,
            max: 2,
            provision: Distribution::constant(1.0),
            idle: 100.0,
            spot: Some(Spot {
                after: Distribution::constant(9.5),
                notice: 5.0,
            }),
            groups: vec![group],
        }],
    };
    network.faults = faults;
    let report = run(&network, 0.0, until);
    report.journeys[0].windows[0].counts.failed
}

#[test]
fn an_instance_that_is_ready_on_a_node_that_goes_begins_nothing() {
    // The other one is ready at 11.25 s on the node that goes; both start anew at 15.5 s and are ready at 19.5 s.
    // Those of 10 to 19 s find nobody.
    assert_eq!(failures(2, Vec::new(), 22.5), 10);
}

#[test]
fn an_instance_that_moves_while_a_fault_is_on_stays_down_until_its_end() {
    let crash = Fault::Crash {
        group: 0.into(),
        instance: None,
        start: 5.5,
        duration: 17.0,
    };
    // Down from 5.5 to 22.5 s, although it is ready on another node at 19.5 s.
    assert_eq!(failures(1, vec![crash], 24.5), 17);
}
