//! The analytic preview: what a network does under a steady load, by formula, fast enough to follow a
//! slider. Open and closed load, shared cores, several servers, any variation of service and arrivals,
//! threads held over calls, replicas, queues with consumers, failures and the retries that they cause.
//! What it has no theory of it refuses, by name.

mod answer;
mod band;
mod bounds;
pub(crate) mod cache;
mod check;
mod elements;
pub(crate) mod flow;
mod function;
mod guard;
mod held;
pub(crate) mod moments;
pub(crate) mod outcome;
pub(crate) mod parallel;
mod population;
mod queues;
mod reach;
pub(crate) mod reason;
mod rest;
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

use reason::{Reasons, scan};
use shape::Shape;

/// What a valid network does if its load stays as it is at `time`, in seconds of the scenario.
#[must_use]
pub fn preview(network: &Network, time: f64) -> Preview {
    let mut reasons = Reasons::default();
    let shape = Shape::new(network, time, &mut reasons);
    scan(&shape, &mut reasons);
    if reasons.whole() {
        return summary::refused(&shape, &reasons);
    }
    rest::preview(shape, time, reasons)
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
