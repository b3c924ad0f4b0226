//! Disciplines, impatience, set-up, vacations, breakdowns: who is next, and a server that is not always
//! there.

use spinout_network::{
    Arrivals, Breakdowns, Conduct, Distribution, Group, Idle, JourneyIndex, Network, Order, Step,
};
use spinout_queueing::{
    ErlangA, Mg1, PriorityClass, lifo_wait_variance, priority_waits, random_order_wait_variance,
};
use spinout_sim::{RunConfig, Simulation};

use crate::harness::{judge, requests, station, steady};

const SCVS: [f64; 3] = [0.25, 1.0, 4.0];

/// One server at 50 % with a conduct.
fn at_half(scv: f64, conduct: &Conduct) -> (Network, Mg1) {
    let (network, _) = station(
        Arrivals::poisson(0.5),
        Distribution::from_mean_scv(1.0, scv),
        |name, element| Group {
            conduct: conduct.clone(),
            ..Group::fifo(name, element, 1)
        },
    );
    let queue = Mg1 {
        arrival_rate: 0.5,
        mean_service: 1.0,
        scv,
    };
    (network, queue)
}

fn mean_is(network: &Network, truth: f64) {
    let outcome = steady(network, 0.02);
    judge(&outcome, 0.04).holds("mean", requests(&outcome).response_s.mean, truth);
}

#[test]
fn a_server_that_has_to_be_set_up_once_it_was_idle() {
    for (service, scv) in [(1.0, 0.0), (4.0, 1.0), (0.25, 1.0)] {
        let time = Distribution::from_mean_scv(2.0, scv);
        let conduct = Conduct {
            idle: Some(Idle::SetUp { time }),
            ..Conduct::default()
        };
        let (network, queue) = at_half(service, &conduct);
        mean_is(&network, queue.mean_response_after_set_up(2.0, scv));
    }
}

#[test]
fn a_server_that_takes_vacations() {
    for (service, scv) in [(1.0, 0.0), (4.0, 1.0), (0.25, 4.0)] {
        let time = Distribution::from_mean_scv(2.0, scv);
        let conduct = Conduct {
            idle: Some(Idle::Vacation { time }),
            ..Conduct::default()
        };
        let (network, queue) = at_half(service, &conduct);
        mean_is(&network, queue.mean_response_with_vacations(2.0, scv));
    }
}

#[test]
fn a_server_that_breaks_down_and_resumes() {
    for (service, scv) in [(1.0, 1.0), (4.0, 0.0), (0.25, 4.0)] {
        let conduct = Conduct {
            breakdowns: Some(Breakdowns {
                after: Distribution::exponential(5.0),
                lasts: Distribution::from_mean_scv(1.0, scv),
                loses_work: false,
            }),
            ..Conduct::default()
        };
        let (network, queue) = at_half(service, &conduct);
        mean_is(&network, queue.mean_response_with_breakdowns(0.2, 1.0, scv));
    }
}

#[test]
fn those_who_wait_give_up() {
    for (rate, servers, abandonment) in [(1.2, 1, 0.5), (4.0, 3, 0.2), (9.0, 10, 2.0)] {
        let conduct = Conduct {
            patience: Some(Distribution::exponential(1.0 / abandonment)),
            ..Conduct::default()
        };
        let (network, element) = station(
            Arrivals::poisson(rate),
            Distribution::exponential(1.0),
            |name, element| Group {
                conduct: conduct.clone(),
                ..Group::fifo(name, element, servers)
            },
        );
        let truth = ErlangA {
            arrival_rate: rate,
            service_rate: 1.0,
            servers,
            abandonment_rate: abandonment,
        };
        let outcome = steady(&network, 0.01);
        let judge = judge(&outcome, 0.03);
        let served = 1.0 - truth.abandonment_probability();
        judge.holds("served", requests(&outcome).success_rate, served);
        let queue = outcome.elements[element.at()].queue_length;
        judge.within(0.06).holds("queue", queue, truth.mean_queue());
    }
}

/// Mean and variance of the waits at a single server at 70 %.
fn waits(order: Order) -> (f64, f64) {
    let conduct = Conduct {
        order,
        ..Conduct::default()
    };
    let (network, _) = station(
        Arrivals::poisson(0.7),
        Distribution::constant(0.0),
        |name, element| Group::fifo(name, element, 1),
    );
    let mut network = network;
    network.groups[0].conduct = conduct;
    network.programs[0].steps = vec![Step::cpu("service", Distribution::exponential(1.0))];
    let mut simulation =
        Simulation::new(&network, &RunConfig::new(11, 0, 1e4, 4e6)).expect("a valid network");
    simulation.run_to_end();
    let response = &simulation.report().journeys[0].windows[0].response;
    let mean = response.mean().expect("answers") / 1e9;
    let square = |(low, width, count): (u64, u64, u64)| {
        let middle = (low as f64 + width as f64 / 2.0) / 1e9;
        middle * middle * count as f64
    };
    let second = response.buckets().map(square).sum::<f64>() / response.count() as f64;
    // The service is independent of the wait: its mean and variance are 1.
    (mean - 1.0, second - mean * mean - 1.0)
}

#[test]
fn the_order_changes_the_variance_of_the_wait_and_not_its_mean() {
    let mean = 0.7 / 0.3;
    let fifo = 2.0 * 0.7 / 0.09 - mean * mean;
    for (order, variance) in [
        (Order::Fifo, fifo),
        (Order::Lifo, lifo_wait_variance(0.7, 1.0)),
        (Order::Random, random_order_wait_variance(0.7, 1.0)),
    ] {
        let (found, spread) = waits(order);
        assert!((found / mean - 1.0).abs() < 0.03, "{order:?}: {found}");
        assert!(
            (spread / variance - 1.0).abs() < 0.12,
            "{order:?}: {spread}, not {variance}"
        );
    }
}

#[test]
fn higher_priorities_wait_less() {
    for scv in SCVS {
        let (mut network, element) = station(
            Arrivals::poisson(0.2),
            Distribution::from_mean_scv(1.0, scv),
            |name, element| Group {
                conduct: Conduct {
                    order: Order::Priority,
                    ..Conduct::default()
                },
                ..Group::fifo(name, element, 1)
            },
        );
        let mut classes = Vec::new();
        for (rate, mean) in [(0.2, 1.0), (0.15, 2.0), (0.4, 0.5)] {
            classes.push(PriorityClass {
                arrival_rate: rate,
                mean_service: mean,
                scv,
            });
        }
        let group = spinout_network::GroupIndex(0);
        for (number, class) in classes.iter().enumerate().skip(1) {
            let demand = Distribution::from_mean_scv(class.mean_service, scv);
            let program = network.add_program(element, vec![Step::cpu("service", demand)]);
            let visit = Step::call(&format!("visit-{number}"), group, program);
            let arrivals = Arrivals::poisson(class.arrival_rate);
            let journey: JourneyIndex =
                network.add_journey(&format!("class-{number}"), arrivals, vec![visit]);
            network.journeys[journey.at()].priority = 9 - number as u8;
        }
        network.journeys[0].priority = 9;
        let outcome = steady(&network, 0.02);
        let judge = judge(&outcome, 0.04);
        for ((journey, class), wait) in outcome
            .journeys
            .iter()
            .zip(&classes)
            .zip(priority_waits(&classes))
        {
            let mean = journey.requests.response_s.mean;
            judge.holds("response", mean, wait + class.mean_service);
        }
    }
}
