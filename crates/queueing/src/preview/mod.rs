//! The analytic preview: what a network does under a steady load, by formula, fast enough to follow a
//! slider. Open and closed load, shared cores, several servers, any variation of service and arrivals,
//! threads held over calls, replicas, queues with consumers, failures and the retries that they cause.
//! What it has no theory of it refuses, by name.

mod answer;
mod band;
mod bounds;
mod check;
mod elements;
pub(crate) mod flow;
pub(crate) mod moments;
pub(crate) mod outcome;
pub(crate) mod parallel;
mod population;
mod queues;
mod reach;
pub(crate) mod reason;
mod scaled;
pub(crate) mod servers;
pub(crate) mod shape;
pub(crate) mod solve;
pub(crate) mod station;
mod summary;

use spinout_network::{Arrivals, Network};

pub use answer::{
    Bottleneck, Bounds, ElementPreview, JourneyPreview, Preview, Reason, Resource, Times,
};
pub use band::{Band, Busy, Class, Kind};
pub use reason::Cause;

use population::{Settled, settle};
use reason::{Reasons, scan};
use shape::Shape;
use solve::{Busiest, Saturated, Solver};

/// What a valid network does if its load stays as it is at `time`, in seconds of the scenario.
#[must_use]
pub fn preview(network: &Network, time: f64) -> Preview {
    let mut reasons = Reasons::default();
    let shape = Shape::new(network, time, &mut reasons);
    scan(&shape, &mut reasons);
    let rates: Vec<f64> = network
        .journeys
        .iter()
        .map(|journey| match &journey.arrivals {
            Arrivals::Open { rate, .. } => rate.at(time),
            _ => 0.0,
        })
        .collect();
    if reasons.whole() {
        return summary::refused(&shape, &reasons);
    }
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
        };
        let found = settle(&mut solver, &rates);
        let asked = if last > 0 {
            asked(&solver, &found)
        } else {
            Vec::new()
        };
        if asked.is_empty() {
            return match found {
                Ok(settled) => {
                    check::look(&solver, &settled, &mut reasons);
                    summary::answer(&solver, &settled, &reasons)
                }
                Err(saturated) => summary::saturated(&shape, &saturated, &reasons),
            };
        }
        for (group, instances) in asked {
            replicas[group] = instances;
        }
    }
    summary::refused(&shape, &reasons)
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

/// The times at which the load of a scenario of `horizon` seconds is another: one for each level, at most
/// `most`, in order.
#[must_use]
pub fn levels(network: &Network, horizon: f64, most: usize) -> Vec<f64> {
    let curves: Vec<_> = network
        .journeys
        .iter()
        .filter_map(|journey| match &journey.arrivals {
            Arrivals::Open { rate, .. } => Some(rate),
            _ => None,
        })
        .collect();
    let steps = 16 * most.max(1);
    let mut found: Vec<(f64, Vec<f64>)> = Vec::new();
    for step in 0..=steps {
        let time = horizon * step as f64 / steps as f64;
        let rates = curves.iter().map(|curve| curve.at(time));
        let shares = network.schedules.iter().map(|all| all.at(time));
        let shares = shares.map(|phase| phase.map_or(0.0, |phase| phase.share));
        let rates: Vec<f64> = rates.chain(shares).collect();
        if found.last().is_none_or(|(_, last)| *last != rates) {
            found.push((time, rates));
        }
    }
    let keep = found.len().div_ceil(most.max(1));
    let times = found.iter().map(|(time, _)| *time);
    times.step_by(keep.max(1)).collect()
}
