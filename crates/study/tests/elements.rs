//! What a study says of elements and of time, against M/M/1: exponential, with mean 5 at ρ .8.

use spinout_network::{Arrivals, Distribution, Group, Network, Step};
use spinout_study::{Plan, Serial, Unobserved, run};

/// One server; the work is that of a component within, if asked for.
fn station(rate: f64, component: bool) -> Network {
    let mut network = Network::default();
    let element = network.add_element("server");
    let group = network.add_group(Group::fifo("server", element, 1));
    let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
    let steps = if component {
        let inner = network.add_element("component");
        vec![Step::within("inner", inner, work)]
    } else {
        work
    };
    let program = network.add_program(element, steps);
    let call = vec![Step::call("ask", group, program)];
    network.add_journey("ask", Arrivals::poisson(rate), call);
    network
}

#[test]
fn the_quantiles_of_an_element_are_those_of_its_visits() {
    let network = station(0.8, false);
    let outcome = run(&network, &Plan::steady(11), &Serial, &Unobserved).expect("valid");
    let found = &outcome.elements[0];
    let quantiles = found.response_s.quantiles;
    for (estimate, q) in quantiles.into_iter().zip([0.5, 0.9, 0.95, 0.99, 0.999]) {
        let estimate = estimate.expect("enough visits");
        let truth = -5.0 * f64::ln(1.0 - q);
        // 4.5 standard errors are 2.3 half-widths; and an interval that says something.
        let apart = (estimate.value - truth).abs();
        assert!(
            apart < 2.3 * estimate.half_width(),
            "{q}: {estimate:?}, {truth}"
        );
        let widest = if q < 0.999 { 0.1 } else { 0.2 };
        assert!(estimate.relative_half_width() < widest, "{q}: {estimate:?}");
    }
    assert_eq!(found.replicas_max, 1);
}

#[test]
fn a_component_is_timed_without_the_wait_for_its_process() {
    let network = station(0.8, true);
    let outcome = run(&network, &Plan::steady(12), &Serial, &Unobserved).expect("valid");
    let [server, component] = [0, 1].map(|element| &outcome.elements[element]);
    let p99 = |at: usize| outcome.elements[at].response_s.quantiles[3].expect("enough");
    assert!((p99(0).value - 5.0 * 100f64.ln()).abs() < 2.3 * p99(0).half_width());
    assert!((p99(1).value - 100f64.ln()).abs() < 2.3 * p99(1).half_width() + 0.01);
    let mean = |found: &spinout_study::ElementOutcome| found.response_s.mean.expect("visits").value;
    assert!((mean(server) - 5.0).abs() < 0.3 && (mean(component) - 1.0).abs() < 0.02);
}

#[test]
fn quantiles_over_time_are_those_of_all_replications_together() {
    // At ρ .5 the mean is 2, and a step of time holds many times what the queue takes to forget.
    let network = station(0.5, false);
    let outcome = run(&network, &Plan::steady(13), &Serial, &Unobserved).expect("valid");
    // In the long run every moment is like any other.
    let series = &outcome.series.journeys[0].response_p99_s;
    let truth = 2.0 * 100f64.ln();
    let bands: Vec<_> = series.iter().flatten().collect();
    let covered = bands.iter().filter(|band| band.covers(truth)).count();
    assert!(bands.len() > 80, "{}", bands.len());
    assert!(
        covered * 10 >= bands.len() * 8,
        "{covered} of {}",
        bands.len()
    );
}
