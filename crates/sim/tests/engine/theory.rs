//! Exact results that the engine must reproduce.

use crate::common::{assert_truth, mean_response, replicate, station, tandem};
use spinout_network::{Arrivals, Balancing, Distribution, Group, Network, SlotKind, Slots, Step};

#[test]
fn m_m_1() {
    let element = spinout_network::ElementIndex(0);
    let network = station(
        Arrivals::poisson(0.8),
        Group::fifo("s", element, 1),
        Distribution::exponential(1.0),
    );
    let runs = replicate(&network, 40, (2e3, 5e4), mean_response);
    assert_truth("T", runs, 5.0, 0.02);
    for (level, truth) in [(0.5, 3.46574), (0.95, 14.97866), (0.99, 23.02585)] {
        let quantile = replicate(&network, 40, (2e3, 5e4), |report| {
            let response = &report.journeys[0].windows[0].response;
            response.value_at_quantile(level).unwrap() as f64 / 1e9
        });
        assert_truth("quantile", quantile, truth, 0.03);
    }
    let utilisation = replicate(&network, 40, (2e3, 5e4), |r| {
        r.groups[0].cores.utilisation().unwrap()
    });
    assert_truth("utilisation", utilisation, 0.8, 0.01);
}

#[test]
fn jackson_chain() {
    let network = tandem(100.0, &[(2, 0.015), (4, 0.030), (3, 0.020)]);
    let runs = replicate(&network, 20, (20.0, 500.0), mean_response);
    assert_truth("sum", runs, 0.108_457_6, 0.01);
    for (element, truth) in [(0, 0.034_285_7), (1, 0.045_283), (2, 0.028_888_9)] {
        let tier = replicate(&network, 20, (20.0, 500.0), |report| {
            report.elements[element].response(report.measured).unwrap()
        });
        assert_truth("tier", tier, truth, 0.01);
    }
}

/// Pollaczek and Khinchine for a first-in first-out queue, insensitivity for processor sharing.
#[test]
fn m_g_1_fifo_and_shared() {
    let element = spinout_network::ElementIndex(0);
    for (scv, fifo) in [(0.0, 3.0), (0.25, 3.5), (1.0, 5.0), (4.0, 11.0)] {
        let demand = Distribution::from_mean_scv(1.0, scv);
        let arrivals = || Arrivals::poisson(0.8);
        let network = station(arrivals(), Group::fifo("s", element, 1), demand.clone());
        let runs = replicate(&network, 30, (5e3, 5e4), mean_response);
        assert_truth("FIFO", runs, fifo, 0.05);
        let network = station(arrivals(), Group::shared("s", element, 1.0), demand);
        let runs = replicate(&network, 30, (5e3, 5e4), mean_response);
        assert_truth("PS", runs, 5.0, 0.05);
    }
}

#[test]
fn erlang_loss() {
    let element = spinout_network::ElementIndex(0);
    let mut group = Group::fifo("s", element, 3);
    group.accept_queue = Some(0);
    // Offered 2 erlangs on 3 servers: B = (8/6) / (1 + 2 + 2 + 8/6).
    let network = station(
        Arrivals::poisson(2.0),
        group,
        Distribution::exponential(1.0),
    );
    let blocked = replicate(&network, 20, (1e2, 2e4), |report| {
        let counts = report.journeys[0].windows[0].counts;
        counts.failed as f64 / counts.arrived as f64
    });
    assert_truth("B", blocked, 4.0 / 19.0, 0.01);
}

/// Processor sharing on several cores: the number present is that of M/M/c.
#[test]
fn shared_cores_of_m_m_c() {
    let element = spinout_network::ElementIndex(0);
    let group = Group::shared("s", element, 2.0);
    let network = station(
        Arrivals::poisson(1.5),
        group,
        Distribution::exponential(1.0),
    );
    // M/M/2 at ρ .75: T = 1 ÷ (1 − ρ²).
    let runs = replicate(&network, 20, (1e3, 3e4), mean_response);
    assert_truth("T", runs, 1.0 / (1.0 - 0.5625), 0.02);
}

/// Closed network (mean value analysis): N 5, Z 30 s, CPU .2 s × 10, disks .08 × 3 and .1 × 6.
#[test]
fn closed_central_server() {
    let mut network = Network::default();
    let mut steps = Vec::new();
    for (name, demand, visits) in [
        ("cpu", 0.2, 10.0),
        ("disk a", 0.08, 3.0),
        ("disk b", 0.1, 6.0),
    ] {
        let element = network.add_element(name);
        let group = network.add_group(Group::fifo(name, element, 1));
        let demand = Distribution::exponential(demand);
        let work = network.add_program(element, vec![Step::cpu("work", demand)]);
        steps.push(Step::repeat(
            name,
            visits,
            vec![Step::call(name, group, work)],
        ));
    }
    network.add_journey("users", Arrivals::closed(5, 30.0), steps);
    let throughput = replicate(&network, 20, (1e3, 5e4), |report| {
        report.journeys[0].succeeded as f64 / report.measured
    });
    assert_truth("X", throughput, 0.149_380, 0.01);
    for (element, truth) in [(0, 0.25789), (1, 0.08236), (2, 0.10762)] {
        let visit = replicate(&network, 20, (1e3, 5e4), |report| {
            report.elements[element].response(report.measured).unwrap()
        });
        assert_truth("R", visit, truth, 0.01);
    }
}

/// Three threads on one core with a queue before them: the number present is still that of M/M/1.
#[test]
fn limited_processor_sharing() {
    let element = spinout_network::ElementIndex(0);
    let mut group = Group::shared("s", element, 1.0);
    group.slots = Some(Slots {
        kind: SlotKind::Threads,
        count: 3,
    });
    group.accept_queue = None;
    let network = station(
        Arrivals::poisson(0.7),
        group,
        Distribution::exponential(1.0),
    );
    let runs = replicate(&network, 20, (1e3, 3e4), mean_response);
    assert_truth("T", runs, 1.0 / 0.3, 0.02);
}

/// Random splitting over replicas is as many M/M/1 queues; joining the shortest is better.
#[test]
fn balancing_over_replicas() {
    let element = spinout_network::ElementIndex(0);
    let response = |balancing| {
        let mut group = Group::fifo("s", element, 1);
        group.replicas = 2;
        group.balancing = balancing;
        let network = station(
            Arrivals::poisson(1.6),
            group,
            Distribution::exponential(1.0),
        );
        replicate(&network, 20, (1e3, 3e4), mean_response)
    };
    let random = response(Balancing::Random);
    assert_truth("random", random, 5.0, 0.03);
    let shortest = response(Balancing::LeastConnections);
    // M/M/2 is a lower bound: 1 ÷ (1 − .8²).
    assert!(shortest.0 > 2.777 && shortest.0 < 0.7 * random.0);
}
