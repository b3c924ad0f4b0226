use spinout_network::{Arrivals, Distribution, Group, RateCurve, Spacing};
use spinout_queueing::{GiM1, Interarrival, Mg1, Mmc, Mmck};
use spinout_study::Latency;

use crate::harness::{Stations, judge, requests, station, steady};

fn exponential(mean: f64) -> Distribution {
    Distribution::exponential(mean)
}

#[test]
fn one_server_at_80_percent() {
    let (network, server) = station(Arrivals::poisson(0.8), exponential(1.0), |name, element| {
        Group::fifo(name, element, 1)
    });
    let outcome = steady(&network, 0.02);
    let judge = judge(&outcome, 0.03);
    let quantiles = [(0.5, 3.465_74), (0.95, 14.978_66), (0.99, 23.025_85)];
    judge.latency(&requests(&outcome).response_s, 5.0, &quantiles);
    judge.latency(&requests(&outcome).completion_s, 5.0, &quantiles);
    let server = &outcome.elements[server.at()];
    judge.holds("wait", server.wait_s.mean, 4.0);
    judge.holds("queue", server.queue_length, 3.2);
    judge.holds("throughput", server.throughput_per_s, 0.8);
    judge.holds(
        "utilisation",
        server.slots.map(|slots| slots.utilization),
        0.8,
    );
    judge.holds("own", server.own_s, 1.0);
}

#[test]
fn several_servers() {
    for (servers, load) in [(2, 1.5), (4, 3.0), (10, 9.0)] {
        let truth = Mmc {
            arrival_rate: load,
            service_rate: 1.0,
            servers,
        };
        let (network, element) = station(Arrivals::poisson(load), exponential(1.0), |name, e| {
            Group::fifo(name, e, servers)
        });
        let outcome = steady(&network, 0.02);
        let judge = judge(&outcome, 0.04);
        let quantiles = [0.5, 0.9, 0.95, 0.99].map(|q| (q, truth.response_quantile(q)));
        judge.latency(
            &requests(&outcome).response_s,
            truth.mean_response(),
            &quantiles,
        );
        judge.holds(
            "wait",
            outcome.elements[element.at()].wait_s.mean,
            truth.mean_wait(),
        );
    }
}

#[test]
fn limited_room_turns_requests_away() {
    for (load, servers, room) in [(5.0, 10, 10), (0.9, 1, 3), (2.2, 2, 6), (12.0, 10, 10)] {
        let truth = Mmck {
            arrival_rate: load,
            service_rate: 1.0,
            servers,
            room,
        };
        let (network, _) = station(
            Arrivals::poisson(load),
            exponential(1.0),
            |name, element| Group {
                accept_queue: Some(room - servers),
                ..Group::fifo(name, element, servers)
            },
        );
        let outcome = steady(&network, 0.01);
        let judge = judge(&outcome, 0.02);
        let found = requests(&outcome);
        judge.holds(
            "served",
            found.success_rate,
            1.0 - truth.blocking_probability(),
        );
        judge.holds(
            "response",
            found.success_response_s.mean,
            truth.mean_response(),
        );
    }
}

#[test]
fn the_wait_grows_with_the_variation_of_the_service() {
    for (scv, response) in [
        (0.0, 3.0),
        (0.25, 3.5),
        (1.0, 5.0),
        (4.0, 11.0),
        (10.0, 23.0),
    ] {
        let service = Distribution::from_mean_scv(1.0, scv);
        let (network, element) = station(Arrivals::poisson(0.8), service, |name, element| {
            Group::fifo(name, element, 1)
        });
        let outcome = steady(&network, 0.02);
        let judge = judge(&outcome, 0.03);
        judge.holds("response", requests(&outcome).response_s.mean, response);
        judge.holds(
            "wait",
            outcome.elements[element.at()].wait_s.mean,
            response - 1.0,
        );
    }
}

#[test]
fn lognormal_and_erlang_service_wait_as_their_variation_says() {
    for service in [
        Distribution::LogNormal {
            mean: 1.0,
            scv: 2.0,
        },
        Distribution::Erlang {
            mean: 1.0,
            stages: 3,
        },
        Distribution::Quantiles {
            points: vec![(0.0, 0.2), (0.5, 0.6), (1.0, 2.6)],
        },
    ] {
        let truth = Mg1 {
            arrival_rate: 0.7 / service.mean(),
            mean_service: service.mean(),
            scv: service.scv(),
        };
        let arrivals = Arrivals::poisson(truth.arrival_rate);
        let (network, _) = station(arrivals, service, |name, e| Group::fifo(name, e, 1));
        let outcome = steady(&network, 0.02);
        let response = requests(&outcome).response_s.mean;
        judge(&outcome, 0.02).holds("response", response, truth.mean_response());
    }
}

#[test]
fn sharing_the_processor_is_insensitive_to_the_variation() {
    for scv in [0.0, 1.0, 4.0] {
        let service = Distribution::from_mean_scv(1.0, scv);
        let (network, element) = station(Arrivals::poisson(0.8), service, |name, element| {
            Group::shared(name, element, 1.0)
        });
        let outcome = steady(&network, 0.02);
        let judge = judge(&outcome, 0.03);
        judge.holds("response", requests(&outcome).response_s.mean, 5.0);
        let cores = outcome.elements[element.at()].cores;
        judge.holds("utilisation", cores.map(|cores| cores.utilization), 0.8);
    }
}

#[test]
fn sharing_several_cores_has_the_mean_of_several_servers() {
    let truth = Mmc {
        arrival_rate: 3.2,
        service_rate: 1.0,
        servers: 4,
    };
    let (network, _) = station(Arrivals::poisson(3.2), exponential(1.0), |name, element| {
        Group::shared(name, element, 4.0)
    });
    let outcome = steady(&network, 0.02);
    let response = requests(&outcome).response_s.mean;
    judge(&outcome, 0.02).holds("response", response, truth.mean_response());
}

#[test]
fn threads_before_a_shared_core_leave_an_exponential_mean_as_it_is() {
    // Whoever is served, the core works at rate 1 while anyone is there: the number present is that of
    // M/M/1, of which those beyond three wait for a thread.
    let (network, element) = station(Arrivals::poisson(0.8), exponential(1.0), |name, element| {
        Group {
            accept_queue: None,
            ..Group::process(name, element, 3, 1.0)
        }
    });
    let outcome = steady(&network, 0.02);
    let judge = judge(&outcome, 0.03);
    judge.holds("response", requests(&outcome).response_s.mean, 5.0);
    // Σ (n − 3) P(n) over n > 3 = ρ⁴ ÷ (1 − ρ).
    judge.holds(
        "queue",
        outcome.elements[element.at()].queue_length,
        0.8f64.powi(4) / 0.2,
    );
}

#[test]
fn evenly_spaced_arrivals_wait_less() {
    let truth = GiM1 {
        arrival_rate: 0.8,
        service_rate: 1.0,
        interarrival: Interarrival::Constant,
    };
    let arrivals = Arrivals::Open {
        rate: RateCurve::Constant { rate: 0.8 },
        spacing: Spacing::Even,
    };
    let (network, _) = station(arrivals, exponential(1.0), |name, e| {
        Group::fifo(name, e, 1)
    });
    let outcome = steady(&network, 0.02);
    let quantiles = [0.5, 0.95, 0.99].map(|q| (q, truth.response_quantile(q)));
    let response = &requests(&outcome).response_s;
    judge(&outcome, 0.03).latency(response, truth.mean_response(), &quantiles);
}

#[test]
fn two_kinds_of_request_share_a_queue_and_wait_alike() {
    // The wait of both is that of the mixture (Pollaczek and Khinchine): λ E[S²] ÷ (2 (1 − ρ)).
    let (short, long): (f64, f64) = (0.5, 2.0);
    let (rate_short, rate_long) = (0.8, 0.2);
    let rho = rate_short * short + rate_long * long;
    let second = rate_short * 2.0 * short * short + rate_long * long * long;
    let wait = second / (2.0 * (1.0 - rho));
    let mut stations = Stations::default();
    let element = stations.network.add_element("server");
    let group = stations
        .network
        .add_group(Group::fifo("server", element, 1));
    for (name, rate, service) in [
        ("short", rate_short, exponential(short)),
        ("long", rate_long, Distribution::constant(long)),
    ] {
        let steps = vec![spinout_network::Step::cpu(name, service)];
        let visit = stations.visit(name, element, group, steps);
        stations
            .network
            .add_journey(name, Arrivals::poisson(rate), vec![visit]);
    }
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.03);
    for (journey, service) in outcome.journeys.iter().zip([short, long]) {
        judge.holds("response", journey.requests.response_s.mean, wait + service);
    }
}

#[test]
fn two_kinds_of_request_share_a_core_in_proportion_to_their_work() {
    // Each takes its own work ÷ (1 − ρ), whatever its variation (Baskett et al. 1975).
    let mut stations = Stations::default();
    let element = stations.network.add_element("server");
    let group = stations
        .network
        .add_group(Group::shared("server", element, 1.0));
    let kinds = [
        ("short", 0.7, Distribution::from_mean_scv(0.5, 4.0), 0.5),
        ("long", 0.2, Distribution::constant(1.5), 1.5),
    ];
    for (name, rate, service, _) in &kinds {
        let steps = vec![spinout_network::Step::cpu(name, service.clone())];
        let visit = stations.visit(name, element, group, steps);
        stations
            .network
            .add_journey(name, Arrivals::poisson(*rate), vec![visit]);
    }
    let rho: f64 = kinds.iter().map(|kind| kind.1 * kind.3).sum();
    let outcome = steady(&stations.network, 0.02);
    let judge = judge(&outcome, 0.03);
    for (journey, kind) in outcome.journeys.iter().zip(&kinds) {
        judge.holds(
            kind.0,
            journey.requests.response_s.mean,
            kind.3 / (1.0 - rho),
        );
    }
}

#[test]
fn work_that_comes_faster_than_it_is_done_is_an_overload() {
    for (rate, growth) in [(1.25, 0.25), (3.0, 2.0)] {
        let (network, server) = station(Arrivals::poisson(rate), exponential(1.0), |name, e| {
            Group::fifo(name, e, 1)
        });
        let outcome = steady(&network, 0.02);
        let overload = outcome.overload.expect("it cannot keep up");
        assert_eq!(overload.element, server);
        assert!(
            (overload.growth_per_s / growth - 1.0).abs() < 0.1,
            "{overload:?}"
        );
        assert_eq!(requests(&outcome).response_s, Latency::default());
        assert_eq!(requests(&outcome).success_rate, None);
    }
}

#[test]
fn a_waiting_room_that_overflows_is_an_overload_too() {
    let (network, server) = station(Arrivals::poisson(2.0), exponential(1.0), |name, element| {
        Group::process(name, element, 1, 1.0)
    });
    let overload = steady(&network, 0.02).overload.expect("it cannot keep up");
    assert_eq!(overload.element, server);
    let (shared, server) = station(Arrivals::poisson(1.5), exponential(1.0), |name, element| {
        Group::shared(name, element, 1.0)
    });
    let overload = steady(&shared, 0.02).overload.expect("it cannot keep up");
    assert_eq!(overload.element, server);
}
