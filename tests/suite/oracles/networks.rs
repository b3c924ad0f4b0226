use spinout_network::{Arm, Arrivals, Balancing, Call, Distribution, Group, Network, Step};
use spinout_queueing::{
    ClosedStation, GiM1, Interarrival, MachineRepair, MarkovChain, Mmc, OpenNetwork, mva,
};

use crate::harness::{Stations, judge, name, requests, station, steady};

fn exponential(mean: f64) -> Distribution {
    Distribution::exponential(mean)
}

#[test]
fn a_chain_of_three_tiers() {
    let tiers = [
        ("gateway", 2, 0.015),
        ("service", 4, 0.030),
        ("database", 3, 0.020),
    ];
    let truth = OpenNetwork {
        arrivals: vec![100.0, 0.0, 0.0],
        routing: vec![vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0], vec![0.0; 3]],
        stations: tiers.iter().map(|tier| (1.0 / tier.2, tier.1)).collect(),
    };
    let truth = truth.solve().expect("it is stable");
    let mut stations = Stations::default();
    let (mut elements, mut visits) = (Vec::new(), Vec::new());
    for (name, servers, mean) in tiers {
        let work = vec![Step::cpu(name, exponential(mean))];
        let (element, visit) = stations.add(name, |n, e| Group::fifo(n, e, servers), work);
        elements.push(element);
        visits.push(visit);
    }
    stations
        .network
        .add_journey("users", Arrivals::poisson(100.0), visits);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.03);
    judge.holds("response", requests(&outcome).response_s.mean, 0.108_457_6);
    for (element, tier) in elements.iter().zip(&truth) {
        let found = &outcome.elements[element.at()];
        let what = name(&stations.network, *element);
        judge.holds(what, found.response_s.mean, tier.mean_response());
        judge
            .within(0.06)
            .holds(what, found.wait_s.mean, tier.mean_wait());
        judge.holds(what, found.throughput_per_s, 100.0);
    }
}

#[test]
fn the_network_between_adds_its_latency() {
    let mut stations = Stations::default();
    let element = stations.network.add_element("server");
    let group = stations
        .network
        .add_group(Group::fifo("server", element, 1));
    let program = stations
        .network
        .add_program(element, vec![Step::cpu("s", exponential(1.0))]);
    let call = Step::Call(Call {
        out: Distribution::constant(0.75),
        back: exponential(0.25),
        ..match Step::call("hop", group, program) {
            Step::Call(call) => call,
            _ => unreachable!("a call is a call"),
        }
    });
    stations
        .network
        .add_journey("users", Arrivals::poisson(0.5), vec![call]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.02);
    judge.holds("response", requests(&outcome).response_s.mean, 2.0 + 1.0);
    let between: f64 = outcome.journeys[0]
        .where_it_goes
        .iter()
        .filter(|share| share.element.is_none())
        .map(|share| share.own_s)
        .sum();
    assert!((between - 1.0).abs() < 0.02, "{between}");
}

#[test]
fn requests_that_come_back_load_the_station_again() {
    // Every second request comes a second time: a Kelly network, 1.5 visits each as in M/M/1.
    let mut stations = Stations::default();
    let element = stations.network.add_element("server");
    let group = stations
        .network
        .add_group(Group::fifo("server", element, 1));
    let first = stations.visit("a", element, group, vec![Step::cpu("a", exponential(1.0))]);
    let second = stations.visit("b", element, group, vec![Step::cpu("b", exponential(1.0))]);
    let again = Step::Branch {
        key: 7,
        arms: vec![Arm {
            probability: 0.5,
            steps: vec![second],
            sizes: None,
        }],
    };
    stations
        .network
        .add_journey("users", Arrivals::poisson(0.5), vec![first, again]);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.03);
    judge.holds(
        "response",
        requests(&outcome).response_s.mean,
        1.5 / (1.0 - 0.75),
    );
    let server = &outcome.elements[element.at()];
    judge.holds("visits", server.throughput_per_s, 0.75);
    judge.holds("a visit", server.response_s.mean, 4.0);
}

#[test]
fn five_users_a_processor_and_two_disks() {
    let demands = [
        ("cpu", 10.0, 0.2),
        ("disk-a", 3.0, 0.08),
        ("disk-b", 6.0, 0.1),
    ];
    let truth = mva(
        &demands.map(|(_, visits, s)| ClosedStation::Queue(visits * s)),
        5,
        30.0,
    );
    let mut stations = Stations::default();
    let mut parts = Vec::new();
    for (name, visits, mean) in demands {
        let work = vec![Step::cpu(name, exponential(mean))];
        let (element, visit) = stations.add(name, |n, e| Group::fifo(n, e, 1), work);
        parts.push((element, visit, visits));
    }
    // The processor, then a disk and the processor again, nine times.
    let mut steps = vec![parts[0].1.clone()];
    for disk in [1, 1, 1, 2, 2, 2, 2, 2, 2] {
        steps.extend([parts[disk].1.clone(), parts[0].1.clone()]);
    }
    // Each visit draws anew: a step that stands several times must not repeat itself.
    for (i, step) in steps.iter_mut().enumerate() {
        if let Step::Call(call) = step {
            call.key = call.key.wrapping_add(1 + i as u64);
        }
    }
    stations
        .network
        .add_journey("users", Arrivals::closed(5, 30.0), steps);
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.02);
    judge.holds("throughput", requests(&outcome).throughput_per_s, 0.149_380);
    judge.holds(
        "response",
        requests(&outcome).response_s.mean,
        truth.response,
    );
    for ((element, _, _), response) in parts.iter().zip([0.257_89, 0.082_36, 0.107_62]) {
        let found = &outcome.elements[element.at()];
        judge.holds(
            name(&stations.network, *element),
            found.response_s.mean,
            response,
        );
    }
    let processor = outcome.elements[parts[0].0.at()]
        .slots
        .map(|slots| slots.utilization);
    judge.holds("processor", processor, 0.2988);
}

#[test]
fn machines_wait_for_their_repairmen() {
    for (population, servers) in [(6, 1), (10, 3), (12, 2)] {
        let truth = MachineRepair {
            population,
            think: 10.0,
            service: 2.0,
            servers,
        };
        let arrivals = Arrivals::closed(population, 10.0);
        let (network, element) = station(arrivals, exponential(2.0), |name, e| {
            Group::fifo(name, e, servers)
        });
        let outcome = steady(&network, 0.02);
        let judge = judge(&outcome, 0.03);
        judge.holds(
            "response",
            requests(&outcome).response_s.mean,
            truth.mean_response(),
        );
        judge.holds(
            "throughput",
            requests(&outcome).throughput_per_s,
            truth.throughput(),
        );
        let slots = outcome.elements[element.at()].slots;
        judge.holds(
            "utilisation",
            slots.map(|slots| slots.utilization),
            truth.utilization(),
        );
    }
}

fn two_replicas(balancing: Balancing, rate: f64) -> Network {
    let (network, _) = station(
        Arrivals::poisson(rate),
        exponential(1.0),
        |name, element| Group {
            replicas: 2,
            balancing,
            ..Group::fifo(name, element, 1)
        },
    );
    network
}

#[test]
fn drawn_replicas_are_single_servers() {
    let truth = Mmc {
        arrival_rate: 0.8,
        service_rate: 1.0,
        servers: 1,
    };
    let outcome = steady(&two_replicas(Balancing::Random, 1.6), 0.02);
    let quantiles = [0.5, 0.95, 0.99].map(|q| (q, truth.response_quantile(q)));
    let response = &requests(&outcome).response_s;
    judge(&outcome, 0.05).latency(response, truth.mean_response(), &quantiles);
}

#[test]
fn replicas_in_turn_see_every_second_arrival() {
    let truth = GiM1 {
        arrival_rate: 0.8,
        service_rate: 1.0,
        interarrival: Interarrival::Erlang(2),
    };
    let outcome = steady(&two_replicas(Balancing::RoundRobin, 1.6), 0.02);
    let quantiles = [0.5, 0.95, 0.99].map(|q| (q, truth.response_quantile(q)));
    let response = &requests(&outcome).response_s;
    judge(&outcome, 0.05).latency(response, truth.mean_response(), &quantiles);
}

#[test]
fn joining_the_shorter_of_two_queues() {
    let (rate, room) = (1.4, 24u32);
    let chain = MarkovChain::explore((0u32, 0u32), |&(a, b)| {
        let mut moves = Vec::new();
        if a.max(b) < room {
            match a.cmp(&b) {
                std::cmp::Ordering::Less => moves.push(((a + 1, b), rate)),
                std::cmp::Ordering::Greater => moves.push(((a, b + 1), rate)),
                std::cmp::Ordering::Equal => moves.push(((a + 1, b), rate)),
            }
        }
        if a > 0 {
            moves.push(((a - 1, b), 1.0));
        }
        if b > 0 {
            moves.push(((a, b - 1), 1.0));
        }
        moves
    });
    let truth = chain.mean(|&(a, b)| f64::from(a + b)) / rate;
    for balancing in [Balancing::LeastConnections, Balancing::TwoChoices] {
        let outcome = steady(&two_replicas(balancing, rate), 0.02);
        // The better of two drawn with replacement is not always the shorter of two.
        if balancing == Balancing::LeastConnections {
            judge(&outcome, 0.02).holds("response", requests(&outcome).response_s.mean, truth);
        } else {
            let mean = requests(&outcome)
                .response_s
                .mean
                .expect("it was estimated")
                .value;
            let alone = Mmc {
                arrival_rate: rate / 2.0,
                service_rate: 1.0,
                servers: 1,
            };
            assert!(
                mean >= 0.99 * truth && mean < alone.mean_response(),
                "{mean}"
            );
        }
    }
}
