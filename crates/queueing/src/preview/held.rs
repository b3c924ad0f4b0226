//! Locks and pools: what a visit takes for a part of its program, and waits for first.

use super::flow::Flow;
use super::moments::Moments;
use super::servers::limited;
use super::solve::{Busiest, Saturated, Solution, Solver};
use super::station::{variation, waiting};

/// A lock or pool under a load.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Held {
    /// Until a visit has it.
    pub(crate) wait: Moments,
    /// The probability of having to wait.
    pub(crate) waits: f64,
    /// Held ÷ available.
    pub(crate) utilization: f64,
    /// By how much the number that waits varies more than Poisson, over the square of the rate.
    pub(crate) excess: f64,
}

impl Solver<'_> {
    /// Every lock and pool, from what is done while it is held.
    pub(crate) fn set_held(&self, solution: &mut Solution) -> Result<(), Saturated> {
        let network = self.shape.network;
        for number in 0..network.resources.len() {
            solution.held[number] = self.held(solution, number)?;
        }
        Ok(())
    }

    fn held(&self, solution: &Solution, number: usize) -> Result<Held, Saturated> {
        let resource = &self.shape.network.resources[number];
        let places = || {
            let all = self.shape.holds.iter().zip(&solution.flow.holds);
            all.filter(move |(hold, _)| hold.resource == number)
        };
        let all: f64 = places().map(|(_, rate)| rate).sum();
        if all <= 0.0 {
            return Ok(Held::default());
        }
        let hold = Moments::mixture(places().map(|(hold, rate)| {
            let inside = self.steps(solution, hold.steps, hold.group, *rate);
            (rate / all, inside.response)
        }));
        let count = self.copies(number);
        let capacity = f64::from(resource.capacity);
        let rate = all / count;
        let present = rate * hold.mean;
        let found = limited(None, present, present, capacity).ok_or(Saturated {
            place: Busiest::Held(number),
            utilization: (present / capacity).max(1.0),
        })?;
        let factor = variation(1.0, hold.scv(), (1.0 / found.capacity).min(1.0));
        let wait = waiting(&found, rate, factor, capacity, hold, 1.0);
        let mean = rate * wait.mean;
        let squared = found.waiting_squared - found.waiting * found.waiting;
        Ok(Held {
            wait,
            waits: found.waits,
            utilization: present / capacity,
            excess: (squared * factor.0 * factor.0 - mean).max(0.0) / (rate * rate),
        })
    }

    /// How many of it there are.
    pub(crate) fn copies(&self, number: usize) -> f64 {
        let group = self.shape.network.resources[number].group;
        group.map_or(1.0, |group| self.replicas[group.at()].max(1.0))
    }

    /// The least time for which each request of these rates holds it, in all.
    pub(crate) fn held_alone(&self, unloaded: &Solution, flow: &Flow, number: usize) -> f64 {
        let all = self.shape.holds.iter().zip(&flow.holds);
        let own = all.filter(|(hold, rate)| hold.resource == number && **rate > 0.0);
        own.map(|(hold, rate)| {
            rate * self
                .steps(unloaded, hold.steps, hold.group, 0.0)
                .response
                .mean
        })
        .sum()
    }
}
