//! Peak memory of a run does not grow with its number of requests: prints it after 10⁶ and 10⁷, or after
//! the numbers given as arguments (`cargo bench --bench memory -- 1e6 1e8`).
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
    let asked: Vec<f64> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let counts = if asked.is_empty() {
        vec![1e6, 1e7]
    } else {
        asked
    };
    for requests in counts {
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
