//! Speed of a study of M/M/1 at ρ .8 until its mean is known to ±1 %: seconds of one core, and how many
//! requests a second it makes, as a ratio to bare runs of the engine without an event list.
#![allow(clippy::print_stdout, missing_docs)]

use std::{hint::black_box, time::Instant};

use spinout_network::{Arrivals, Distribution, Group, Network, Step};
use spinout_sim::{RunConfig, Simulation};
use spinout_study::{Figure, Plan, Precision, Serial, Unobserved, run};

const RATE: f64 = 0.8;
/// Requests of a bare run.
const REQUESTS: f64 = 4e6;
const ROUNDS: u64 = 5;

/// One station with a queue.
fn station() -> Network {
    let mut network = Network::default();
    let element = network.add_element("server");
    let group = network.add_group(Group::fifo("server", element, 1));
    let work = vec![Step::cpu("work", Distribution::exponential(1.0))];
    let program = network.add_program(element, work);
    let call = vec![Step::call("ask", group, program)];
    network.add_journey("ask", Arrivals::poisson(RATE), call);
    network
}

/// Requests and seconds of a study.
fn study(network: &Network, seed: u64) -> Option<(f64, f64)> {
    let plan = Plan {
        precision: Precision {
            of: Figure::Mean,
            relative_half_width: 0.01,
        },
        ..Plan::steady(seed)
    };
    let start = Instant::now();
    let outcome = run(network, &plan, &Serial, &Unobserved).ok()?;
    Some((outcome.requests as f64, start.elapsed().as_secs_f64()))
}

/// Seconds of a bare run.
fn bare(network: &Network) -> Option<f64> {
    let config = RunConfig::new(1, 0, 0.0, REQUESTS / RATE);
    let start = Instant::now();
    let mut simulation = Simulation::new(network, &config).ok()?;
    simulation.run_to_end();
    black_box(simulation.report());
    Some(start.elapsed().as_secs_f64())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() {
    let network = station();
    let (mut took, mut ratios) = (Vec::new(), Vec::new());
    for seed in 1..=ROUNDS {
        let (Some((requests, seconds)), Some(bare)) = (study(&network, seed), bare(&network))
        else {
            continue;
        };
        took.push(seconds);
        ratios.push(requests / seconds / (REQUESTS / bare));
    }
    let (took, ratio) = (median(took), median(ratios));
    println!("M/M/1 to ±1 % of the mean: {took:.3} s, ratio to the bare engine {ratio:.3}");
}
