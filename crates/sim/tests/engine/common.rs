//! Small networks and the one way in which tests run them.

use spinout_network::{Arrivals, Distribution, Group, Network, Step};
use spinout_sim::{Outcome, Report, RunConfig, Simulation};

/// A journey that calls one station once per request.
pub(crate) fn station(arrivals: Arrivals, group: Group, demand: Distribution) -> Network {
    let mut network = Network::default();
    let element = network.add_element("station");
    let group = network.add_group(group);
    let work = network.add_program(element, vec![Step::cpu("work", demand)]);
    network.add_journey("journey", arrivals, vec![Step::call("call", group, work)]);
    network
}

/// Stations that every request calls one after the other, as (servers, mean service time).
pub(crate) fn tandem(rate: f64, tiers: &[(u32, f64)]) -> Network {
    let mut network = Network::default();
    let mut steps = Vec::new();
    for (tier, (servers, mean)) in tiers.iter().enumerate() {
        let name = format!("tier {tier}");
        let element = network.add_element(&name);
        let group = network.add_group(Group::fifo(&name, element, *servers));
        let demand = Distribution::exponential(*mean);
        let work = network.add_program(element, vec![Step::cpu("work", demand)]);
        steps.push(Step::call(&name, group, work));
    }
    network.add_journey("journey", Arrivals::poisson(rate), steps);
    network
}

pub(crate) fn run_with(network: &Network, config: &RunConfig) -> Report {
    let mut simulation = Simulation::new(network, config).expect("a valid network");
    simulation.run_to_end();
    simulation.report()
}

pub(crate) fn run(network: &Network, pre_roll: f64, horizon: f64) -> Report {
    let report = run_with(network, &RunConfig::new(1, 0, pre_roll, horizon));
    assert_eq!(report.outcome, Outcome::Completed);
    report
}

/// Estimates of a figure from independent replications: mean and standard error.
pub(crate) fn replicate(
    network: &Network,
    count: u32,
    (pre_roll, horizon): (f64, f64),
    figure: impl Fn(&Report) -> f64,
) -> (f64, f64) {
    let values: Vec<f64> = (0..count)
        .map(|replication| {
            figure(&run_with(
                network,
                &RunConfig::new(7, replication, pre_roll, horizon),
            ))
        })
        .collect();
    let n = f64::from(count);
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The truth lies within 4.5 standard errors, and these are at most `width` of it.
pub(crate) fn assert_truth(name: &str, (mean, error): (f64, f64), truth: f64, width: f64) {
    assert!(
        (mean - truth).abs() <= 4.5 * error,
        "{name}: {mean} ± {error}, truth {truth}"
    );
    assert!(
        error <= width * truth,
        "{name}: standard error {error} of {truth} is too wide"
    );
}

/// Mean response in seconds of the only journey's first window.
pub(crate) fn mean_response(report: &Report) -> f64 {
    report.journeys[0].windows[0]
        .response
        .mean()
        .expect("answers")
        / 1e9
}
