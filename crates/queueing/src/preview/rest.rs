//! Where everything comes to rest: load, instances of autoscaled groups, and answers that caches have.

use spinout_network::{Arrivals, Network};

use super::answer::Preview;
use super::population::{Settled, settle};
use super::reason::Reasons;
use super::shape::Shape;
use super::solve::{Busiest, Saturated, Solver};
use super::{cache, check, scaled, summary};

/// A part of what goes on to a backend that does not matter.
const SAME: f64 = 1e-3;

/// The preview of a network of this shape, under the load of `time`.
pub(crate) fn preview(mut shape: Shape<'_>, time: f64, mut reasons: Reasons) -> Preview {
    let network = shape.network;
    let rates = rates(network, time);
    let mut replicas: Vec<f64> = network
        .groups
        .iter()
        .map(|group| {
            let scaler = group.scaler.as_ref();
            scaler.map_or(f64::from(group.replicas.max(1)), scaled::least)
        })
        .collect();
    for last in (0..scaled::TRIES).rev() {
        let mut solver = Solver {
            shape: &shape,
            replicas: &replicas,
            freedom: Vec::new(),
            filled: false,
            least: &[],
        };
        let unloaded = solver.unloaded().visits;
        let least: Vec<f64> = unloaded.iter().map(|visit| visit.response.mean).collect();
        solver.least = &least;
        let found = settle(&mut solver, &rates);
        let asked = asked(&solver, &found);
        let mut stores = shape.stores.clone();
        let mut moved = !asked.is_empty();
        if let Ok(settled) = &found {
            // What is behind a cache takes longer or shorter now.
            let all = cache::look_ups(&solver, &settled.solution);
            for (store, all) in stores.iter_mut().zip(all) {
                moved |= store.set(&all) > SAME;
            }
        }
        if moved && last > 0 {
            for (group, instances) in asked {
                replicas[group] = instances;
            }
            shape.stores = stores;
            shape.set_success();
            continue;
        }
        return match found {
            Ok(settled) => {
                check::look(&solver, &settled, &mut reasons);
                summary::answer(&solver, &settled, &reasons)
            }
            Err(saturated) => summary::saturated(&shape, &saturated, &reasons),
        };
    }
    summary::refused(&shape, &reasons)
}

/// The rates of the open journeys.
fn rates(network: &Network, time: f64) -> Vec<f64> {
    let journeys = network.journeys.iter();
    let rates = journeys.map(|journey| match &journey.arrivals {
        Arrivals::Open { rate, .. } => rate.at(time),
        Arrivals::Closed { .. } => 0.0,
    });
    rates.collect()
}

/// The instances that autoscalers ask for, where others than there are.
fn asked(solver: &Solver<'_>, found: &Result<Settled, Saturated>) -> Vec<(usize, f64)> {
    let groups = solver.shape.network.groups.iter().enumerate();
    let scaled = groups.filter_map(|(number, group)| Some((number, group.scaler.as_ref()?)));
    match found {
        Ok(settled) => scaled
            .filter_map(|(group, scaler)| {
                let solution = &settled.solution;
                Some((group, scaled::wanted(solver, solution, group, scaler)?))
            })
            .collect(),
        Err(saturated) => {
            let short: Vec<usize> = match saturated.place {
                Busiest::Cores(group) | Busiest::Slots(group) => vec![group],
                Busiest::Queue(queue) => {
                    let taps = solver.shape.taps_of[queue].iter();
                    taps.map(|tap| solver.shape.taps[*tap].consumer.group.at())
                        .collect()
                }
                Busiest::Held(resource) => {
                    let group = solver.shape.network.resources[resource].group;
                    group.into_iter().map(|group| group.at()).collect()
                }
            };
            scaled
                .filter(|(group, _)| short.contains(group))
                .filter_map(|(group, scaler)| {
                    let now = solver.replicas[group];
                    Some((group, scaled::more(now, scaler, saturated.utilization)?))
                })
                .collect()
        }
    }
}
