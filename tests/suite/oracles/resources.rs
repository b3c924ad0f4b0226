//! Locks, pools and workers that take batches.

use spinout_network::{
    Arrivals, BatchWork, Distribution, Group, Network, Resource, ResourceIndex, Step,
};
use spinout_queueing::{MarkovChain, Mmc};

use crate::harness::{judge, requests, steady};

/// A service with plenty of threads and cores whose operation uses a resource.
fn service(rate: f64, resource: Resource, step: Step) -> Network {
    let mut network = Network::default();
    let element = network.add_element("service");
    let group = network.add_group(Group {
        accept_queue: None,
        ..Group::process("service", element, 10_000, 1e6)
    });
    network.resources.push(resource);
    let program = network.add_program(element, vec![step]);
    let visit = Step::call("visit", group, program);
    network.add_journey("users", Arrivals::poisson(rate), vec![visit]);
    network
}

fn resource(capacity: u32) -> Resource {
    Resource {
        name: "resource".to_owned(),
        element: spinout_network::ElementIndex(0),
        group: Some(spinout_network::GroupIndex(0)),
        capacity,
        max_wait: None,
        batch: None,
    }
}

#[test]
fn a_lock_is_a_first_come_first_served_station() {
    for (capacity, rate) in [(1, 0.6), (3, 2.1)] {
        let work = Step::cpu("work", Distribution::exponential(1.0));
        let hold = Step::Hold {
            resource: ResourceIndex(0),
            steps: vec![work],
        };
        let network = service(rate, resource(capacity), hold);
        let truth = Mmc {
            arrival_rate: rate,
            service_rate: 1.0,
            servers: capacity,
        };
        let outcome = steady(&network, 0.02);
        let p95 = truth.response_quantile(0.95);
        judge(&outcome, 0.04).latency(
            &requests(&outcome).response_s,
            truth.mean_response(),
            &[(0.95, p95)],
        );
    }
}

#[test]
fn a_worker_takes_all_that_wait_up_to_a_batch() {
    for (rate, most) in [(0.7, 1), (1.5, 2), (3.0, 4)] {
        let batch = BatchWork {
            most,
            wait: 0.0,
            set_up: Distribution::exponential(1.0),
            per_item: Distribution::ZERO,
        };
        let workers = Resource {
            batch: Some(batch),
            ..resource(1)
        };
        let step = Step::Batch {
            resource: ResourceIndex(0),
            key: 5,
        };
        let network = service(rate, workers, step);
        // M/M[1, b]/1: those that wait, and whether the worker is busy.
        let chain = MarkovChain::explore((0_u32, false), |&(waiting, busy)| {
            let mut moves = Vec::new();
            if !busy {
                moves.push(((0, true), rate));
            } else {
                if waiting < 200 {
                    moves.push(((waiting + 1, true), rate));
                }
                moves.push(((waiting.saturating_sub(most), waiting > 0), 1.0));
            }
            moves
        });
        let response = chain.mean(|state| f64::from(state.0)) / rate + 1.0;
        let outcome = steady(&network, 0.02);
        judge(&outcome, 0.04).holds("mean", requests(&outcome).response_s.mean, response);
    }
}
