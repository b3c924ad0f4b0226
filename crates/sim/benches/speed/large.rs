//! A network of 1,000 elements at 10,000 requests/s with 12 visits each.

use std::{thread, time::Instant};

use crate::processor_seconds;

use spinout_network::{Arrivals, Distribution, Group, GroupIndex, Network, ProgramIndex, Step};
use spinout_sim::{RunConfig, Simulation};

const ELEMENTS: usize = 1_000;
const RATE: f64 = 10_000.0;
/// Calls, one within the other.
const VISITS: usize = 12;
const JOURNEYS: usize = 100;
/// Seconds of the scenario.
const HORIZON: f64 = 20.0;

/// Layers of services with threads on shared cores; each calls one of the next layer, and each journey
/// comes in at another one of the first.
fn network() -> Network {
    let mut network = Network::default();
    let width = ELEMENTS / VISITS;
    for number in 0..VISITS * width {
        let element = network.add_element(&format!("service {number}"));
        let group = Group::process(&format!("service {number}"), element, 200, 2.0);
        network.add_group(group);
        let demand = Distribution::exponential(0.005);
        let mut steps = vec![Step::cpu(&format!("work {number}"), demand)];
        if number / width + 1 < VISITS {
            let to = width * (number / width + 1) + (7 * number + 3) % width;
            let (group, program) = (GroupIndex::from(to), ProgramIndex::from(to));
            steps.push(Step::call(&format!("call {number}"), group, program));
        }
        network.add_program(element, steps);
    }
    for number in 0..JOURNEYS {
        let to = number % width;
        let (group, program) = (GroupIndex::from(to), ProgramIndex::from(to));
        let name = format!("journey {number}");
        let steps = vec![Step::call(&name, group, program)];
        network.add_journey(&name, Arrivals::poisson(RATE / JOURNEYS as f64), steps);
    }
    network
}

/// Prints how many simulated seconds two replications side by side run in a second, had each a core for
/// itself.
pub(crate) fn times_real_time() {
    let network = network();
    let run = |replication: u32| {
        let (start, processor) = (Instant::now(), processor_seconds());
        let config = RunConfig::new(1, replication, 0.0, HORIZON);
        let Ok(mut simulation) = Simulation::new(&network, &config) else {
            return (0, 0.0);
        };
        simulation.run_to_end();
        let report = simulation.report();
        let elapsed = start.elapsed().as_secs_f64();
        let used = processor_seconds().zip(processor);
        let used = used.map_or(elapsed, |(end, start)| end - start);
        (
            report.groups.iter().map(|group| group.visits).sum::<u64>(),
            used,
        )
    };
    let runs: Vec<(u64, f64)> = thread::scope(|scope| {
        let runs = [0, 1].map(|replication| scope.spawn(move || run(replication)));
        runs.into_iter().filter_map(|run| run.join().ok()).collect()
    });
    let visits: u64 = runs.iter().map(|(visits, _)| visits).sum();
    let seconds = runs.iter().map(|(_, seconds)| *seconds).fold(0.0, f64::max);
    let times = 2.0 * HORIZON / seconds;
    println!(
        "{ELEMENTS} elements at {RATE} requests/s, two replications on two threads: {times:.1} times real \
         time, {:.1} visits a request",
        visits as f64 / (2.0 * HORIZON * RATE)
    );
}
