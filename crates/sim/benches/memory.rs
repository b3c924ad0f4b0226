//! Peak memory of a run does not grow with its number of requests: prints it after 10⁶, 10⁷ and 10⁸
//! (the last only when asked for by `full`).
#![allow(clippy::print_stdout, missing_docs)]

use spinout_network::{Arrivals, Distribution, Group, Network, Step};
use spinout_sim::{RunConfig, Simulation};

/// The process's peak resident memory in MiB, where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

fn main() {
    let mut network = Network::default();
    let element = network.add_element("station");
    let group = network.add_group(Group::fifo("station", element, 1));
    let work = network.add_program(
        element,
        vec![Step::cpu("work", Distribution::exponential(1.0))],
    );
    network.add_journey(
        "journey",
        Arrivals::poisson(0.8),
        vec![Step::call("call", group, work)],
    );
    let full = std::env::args().any(|argument| argument == "full");
    for requests in [1e6, 1e7, 1e8].into_iter().take(if full { 3 } else { 2 }) {
        let config = RunConfig::new(1, 0, 0.0, requests / 0.8);
        let Ok(mut simulation) = Simulation::new(&network, &config) else {
            return;
        };
        simulation.run_to_end();
        let served = simulation.report().journeys[0].total.succeeded;
        match peak() {
            Some(peak) => println!("{served} requests: peak {peak:.1} MiB"),
            None => println!("{served} requests: this system does not tell its peak memory"),
        }
    }
}
