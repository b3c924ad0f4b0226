//! Bounds that hold however the waiting turns out (Denning and Buzen 1978).

use spinout_network::Arrivals;

use super::answer::Bounds;
use super::flow::Flow;
use super::solve::{Solution, Solver};

/// What a journey cannot beat: a response without waiting, and the throughput at which it uses up the first
/// resource beside the others. Slots and consumers count with what a visit holds them at the least.
pub(crate) fn of(
    solver: &Solver<'_>,
    solution: &Solution,
    throughput: &[f64],
    unloaded: &Solution,
    journey: usize,
) -> Bounds {
    let shape = solver.shape;
    let network = shape.network;
    let all = &solution.flow;
    let rate = throughput[journey];
    let mut rates = vec![0.0; network.journeys.len()];
    rates[journey] = 1.0;
    let own = Flow::new(shape, &rates, &[], &|_| 1.0);
    let mut most = f64::INFINITY;
    let mut limit = |capacity: Option<f64>, own: f64, all: f64| {
        if let Some(capacity) = capacity.filter(|_| own > 0.0) {
            let others = (all - own * rate).max(0.0);
            most = most.min((capacity - others).max(0.0) / own);
        }
    };
    let held = |flow: &Flow| {
        let mut held = vec![0.0; network.groups.len()];
        for (number, entry) in shape.entries.iter().enumerate() {
            if let Some(group) = entry.group {
                held[group] += flow.entries[number] * unloaded.visits[number].response.mean;
            }
        }
        held
    };
    let (own_held, all_held) = (held(&own), held(all));
    for (number, group) in network.groups.iter().enumerate() {
        let replicas = solver.replicas[number];
        let cores = group.cores.map(|cores| cores * replicas);
        limit(cores, own.load[number], all.load[number]);
        let slots = group.slots.map(|slots| f64::from(slots.count) * replicas);
        limit(slots, own_held[number], all_held[number]);
    }
    for (number, resource) in network.resources.iter().enumerate() {
        let capacity = f64::from(resource.capacity) * solver.copies(number);
        let held = |flow: &Flow| solver.held_alone(unloaded, flow, number);
        limit(Some(capacity), held(&own), held(all));
    }
    for (number, tap) in shape.taps.iter().enumerate() {
        let batch = tap.consumer.batch.as_ref().map_or(1, |batch| batch.size);
        let hold = tap.consumer.hop.mean() + unloaded.visits[tap.entry].response.mean;
        let hold = hold * shape.deliveries(number) / f64::from(batch);
        let busiest = tap.shares.iter().copied().fold(0.0, f64::max);
        let most = if tap.shares.is_empty() {
            solver.most_in_hand(tap)
        } else {
            1.0 / busiest.max(1e-300)
        };
        let (own, all) = (own.queues[tap.queue], all.queues[tap.queue]);
        limit(Some(most), own * hold, all * hold);
    }
    let response_s = unloaded.visits[shape.journeys[journey]].response.mean;
    if let Arrivals::Closed { population, think } = &network.journeys[journey].arrivals {
        most = most.min(f64::from(*population) / (think.mean() + response_s).max(1e-12));
    }
    Bounds {
        response_s,
        throughput_per_s: most.is_finite().then_some(most),
    }
}
