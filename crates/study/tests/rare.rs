//! Rare outcomes against exact theory, down to probabilities that a plain run never sees.

use spinout_network::{Arrivals, Distribution, ElementIndex, Group, JourneyIndex, Network, Step};
use spinout_study::{Kind, RareEvent, RareOutcome, RarePlan, Serial, Stop, Unobserved, rare};

const JOURNEY: JourneyIndex = JourneyIndex(0);

fn station(rate: f64, group: impl Fn(ElementIndex) -> Group) -> Network {
    let mut network = Network::default();
    let element = network.add_element("server");
    let group = network.add_group(group(element));
    let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
    let program = network.add_program(element, work);
    let call = vec![Step::call("ask", group, program)];
    network.add_journey("ask", Arrivals::poisson(rate), call);
    network
}

fn one_server(rate: f64) -> Network {
    station(rate, |element| Group::fifo("server", element, 1))
}

fn crowd(at_least: u64) -> RareEvent {
    RareEvent::Crowd {
        element: ElementIndex(0),
        at_least,
    }
}

fn found(network: &Network, event: &RareEvent, seed: u64, precision: f64) -> RareOutcome {
    let plan = RarePlan {
        relative_half_width: precision,
        ..RarePlan::new(Kind::Steady, seed)
    };
    let found = rare(network, event, &plan, &Serial, &Unobserved).expect("valid");
    assert_eq!(found.stop, Stop::Precise, "{found:?}");
    found
}

/// The truth must lie within four and a half standard errors of the estimate.
fn holds(network: &Network, event: &RareEvent, truth: f64) {
    let found = found(network, event, 3, 0.5);
    let estimate = found.probability.expect("seen");
    let off = (truth / estimate.value).ln().abs();
    let errors = 2.1 * off / (estimate.high / estimate.value).ln();
    assert!(
        errors < 4.5,
        "{estimate:?} is {errors} standard errors from {truth}"
    );
    assert!(found.levels >= 5, "it was split");
}

#[test]
fn responses_of_one_server() {
    // P(T > t) = e^(−(μ − λ) t).
    for (rate, truth) in [(0.5, 1e-9f64), (0.8, 1e-6)] {
        let event = RareEvent::Late {
            journey: JOURNEY,
            beyond_s: -truth.ln() / (1.0 - rate),
        };
        holds(&one_server(rate), &event, truth);
    }
}

#[test]
fn a_crowd_at_one_server() {
    // P(N ≥ n) = ρⁿ.
    holds(&one_server(0.5), &crowd(30), 0.5f64.powi(30));
}

#[test]
fn losses_of_two_servers_with_a_full_waiting_room() {
    // M/M/c/K with a = λ ÷ μ: p(K) ÷ p(0) = a^K ÷ (c! c^(K − c)), and an arrival sees it so often.
    let (rate, room) = (0.5f64, 11u32);
    let network = station(rate, |element| Group {
        accept_queue: Some(room),
        ..Group::fifo("server", element, 2)
    });
    let weight = |n: u32| match n {
        0 => 1.0,
        n => rate.powi(n as i32) / 2f64.powi(n as i32 - 1),
    };
    let all: f64 = (0..=room + 2).map(weight).sum();
    let event = RareEvent::Fails { journey: JOURNEY };
    holds(&network, &event, weight(room + 2) / all);
}

#[test]
fn estimates_are_right_in_the_mean_and_intervals_cover_as_often_as_they_say() {
    const STUDIES: u64 = 40;
    let (network, event, truth) = (one_server(0.4), crowd(8), 0.4f64.powi(8));
    let (mut sum, mut squares, mut covered) = (0.0, 0.0, 0);
    for seed in 0..STUDIES {
        let estimate = found(&network, &event, seed, 0.3)
            .probability
            .expect("seen");
        sum += estimate.value;
        squares += estimate.value * estimate.value;
        covered += u32::from(estimate.covers(truth));
    }
    let n = STUDIES as f64;
    let mean = sum / n;
    let error = ((squares / n - mean * mean) / (n - 1.0)).sqrt();
    assert!(
        (mean - truth).abs() < 4.5 * error,
        "{mean} ± {error}, {truth}"
    );
    // A binomial of 40 at .95 is below 31 with a probability of 2·10⁻⁵.
    assert!(covered >= 31, "{covered} of {STUDIES}");
}

#[test]
fn what_is_not_rare_needs_no_splitting() {
    let found = found(&one_server(0.9), &crowd(2), 1, 0.3);
    assert_eq!(found.levels, 0);
    let estimate = found.probability.expect("seen");
    assert!((estimate.value / 0.81 - 1.0).abs() < 0.3);
}
