//! Closed journeys: the load at which a fixed population is where it is.
//!
//! A closed network is an open one with the same relative visits, on condition that the population is all
//! there is; so its throughput is x · P(N − 1) ÷ P(N), whatever the rate x of the open one. At the rate
//! that makes N its mean population, and with a population as a negative binomial's (exact for one queue,
//! and for none), that is x ÷ (1 − 1/N + 1/V), V being the variance of the open network's population.

use spinout_network::{Arrivals, Step};

use super::bounds;
use super::flow::Flow;
use super::solve::{Busiest, Saturated, Solution, Solver};

/// The most steps, and the relative error in the population at which they end.
const STEPS: usize = 60;
const ENOUGH: f64 = 1e-4;
/// The relative step that slopes are taken over.
const PROBE: f64 = 5e-3;
/// The part of a population, as a logarithm, that must be missing to call it unstable.
const BLOCKED: f64 = 0.03;
/// The inverse of the part of a group's visits that a fixed population must make to fix its queue.
const PART: f64 = 5.0;

/// A closed journey.
struct Population {
    journey: usize,
    users: f64,
    think: f64,
}

/// The network with all journeys at their rates.
pub(crate) struct Settled {
    pub(crate) solution: Solution,
    /// Requests a second, by journey.
    pub(crate) throughput: Vec<f64>,
    /// Factor on the times of the solution, by journey.
    pub(crate) factor: Vec<f64>,
}

/// Finds the rates of the closed journeys under the given ones of the open. Entries of closed journeys in
/// `rates` are not read.
pub(crate) fn settle(solver: &mut Solver<'_>, rates: &[f64]) -> Result<Settled, Saturated> {
    let closed = populations(solver);
    let mut rates = rates.to_vec();
    for population in &closed {
        rates[population.journey] = 0.0;
    }
    let mut solution = solver.solve(&rates, None)?;
    if closed.is_empty() {
        return Ok(Settled {
            solution,
            factor: vec![1.0; rates.len()],
            throughput: rates,
        });
    }
    for population in &closed {
        let time = population.think + response(solver, &solution, population.journey);
        rates[population.journey] = population.users / time.max(1e-9);
    }
    solution = descend(solver, &closed, &mut rates);
    solution = newton(solver, &closed, &mut rates, solution)?;
    // How freely the numbers vary now that the populations are fixed.
    let mut freedom = vec![1.0; solver.shape.network.groups.len()];
    let only: Vec<f64> = (0..rates.len())
        .map(|journey| {
            let is = closed
                .iter()
                .any(|population| population.journey == journey);
            if is { rates[journey] } else { 0.0 }
        })
        .collect();
    let flow = Flow::new(solver.shape, &only, &[], &|_| 1.0);
    let thinking: f64 = closed.iter().map(|p| rates[p.journey] * p.think).sum();
    let varying: f64 = closed
        .iter()
        .map(|p| variance(solver, &solution, p, rates[p.journey]))
        .sum::<f64>()
        - thinking;
    let free = thinking / (thinking + varying.max(1e-12));
    for (group, freedom) in freedom.iter_mut().enumerate() {
        let all = solution.flow.visits(group);
        if all > 0.0 {
            // A fixed part of those who queue steadies the queue for all of them.
            let part = (PART * flow.visits(group) / all).min(1.0);
            *freedom = 1.0 - part * (1.0 - free);
        }
    }
    let mut factor = vec![1.0; rates.len()];
    let mut throughput = rates.clone();
    let unloaded = solver.unloaded();
    for population in &closed {
        let rate = rates[population.journey];
        let variance = variance(solver, &solution, population, rate);
        let users = population.users;
        let through = rate / (1.0 - 1.0 / users + 1.0 / variance.max(users)).max(1e-9);
        // No more than the first resource or the population allows.
        let bounds = bounds::of(solver, &solution, &rates, &unloaded, population.journey);
        let through = through.min(bounds.throughput_per_s.unwrap_or(through));
        throughput[population.journey] = through;
        let open = response(solver, &solution, population.journey);
        if open > 0.0 {
            let least = (bounds.response_s / open).min(1.0);
            factor[population.journey] =
                ((users / through - population.think) / open).clamp(least, 2.0_f64.max(least));
        }
    }
    solver.freedom = freedom;
    // Those of whom there is no fixed number may be held up for ever behind those of whom there is.
    if (0..rates.len()).any(|journey| rates[journey] > 0.0 && only[journey] <= 0.0) {
        solver.filled = true;
        match solver.solve(&rates, Some(&solution)) {
            Err(found) if open_only(found.place, &flow) => return Err(found),
            _ => solver.filled = false,
        }
    }
    if let Ok(steady) = solver.solve(&rates, Some(&solution)) {
        solution = steady;
    }
    Ok(Settled {
        solution,
        throughput,
        factor,
    })
}

/// Whether closed journeys, which this is the flow of, do not come to a place.
fn open_only(place: Busiest, closed: &Flow) -> bool {
    match place {
        Busiest::Cores(group) | Busiest::Slots(group) => closed.visits(group) <= 0.0,
        Busiest::Queue(queue) => closed.queues[queue] <= 0.0,
        Busiest::Held(_) => false,
    }
}

fn populations(solver: &Solver<'_>) -> Vec<Population> {
    let journeys = solver.shape.network.journeys.iter().enumerate();
    journeys
        .filter_map(|(journey, data)| match &data.arrivals {
            Arrivals::Closed { population, think } if *population > 0 => Some(Population {
                journey,
                users: f64::from(*population),
                think: think.mean(),
            }),
            _ => None,
        })
        .collect()
}

fn response(solver: &Solver<'_>, solution: &Solution, journey: usize) -> f64 {
    solution.visits[solver.shape.journeys[journey]]
        .response
        .mean
}

/// Lowers the closed rates until everything keeps up.
fn descend(solver: &Solver<'_>, closed: &[Population], rates: &mut [f64]) -> Solution {
    loop {
        for population in closed {
            rates[population.journey] *= 0.7;
        }
        if let Ok(solution) = solver.solve(rates, None) {
            return solution;
        }
    }
}

/// Newton's method for the logarithms of the rates; a step beyond what keeps up is halved.
fn newton(
    solver: &Solver<'_>,
    closed: &[Population],
    rates: &mut [f64],
    mut solution: Solution,
) -> Result<Solution, Saturated> {
    let miss = |solution: &Solution, rates: &[f64]| -> Vec<f64> {
        closed
            .iter()
            .map(|p| {
                let time = p.think + response(solver, solution, p.journey);
                libm::log(rates[p.journey] * time / p.users)
            })
            .collect()
    };
    let mut misses = miss(&solution, rates);
    let mut blocked = None;
    for _ in 0..STEPS {
        if misses.iter().all(|miss| miss.abs() < ENOUGH) {
            break;
        }
        let mut slopes = vec![vec![0.0; closed.len()]; closed.len()];
        for (column, population) in closed.iter().enumerate() {
            let (mut other, mut step) = (rates.to_vec(), -PROBE);
            other[population.journey] *= 1.0 + step;
            let moved = solver.solve(&other, Some(&solution)).unwrap_or_else(|_| {
                step = 0.0;
                solution.clone()
            });
            for (row, (new, old)) in miss(&moved, &other).iter().zip(&misses).enumerate() {
                // More of a load makes more of its own at least in proportion, and no fewer of others.
                let least = f64::from(u8::from(row == column));
                slopes[row][column] = if step == 0.0 {
                    least
                } else {
                    ((new - old) / libm::log1p(step)).max(least)
                };
            }
        }
        let step = solve_linear(slopes, misses.iter().map(|miss| -miss).collect());
        let mut part = 1.0;
        let mut moved = false;
        while part > 1e-9 {
            let mut next = rates.to_vec();
            for (population, step) in closed.iter().zip(&step) {
                next[population.journey] *= libm::exp((part * step).clamp(-2.0, 2.0));
            }
            match solver.solve(&next, Some(&solution)) {
                Ok(found) => {
                    rates.copy_from_slice(&next);
                    misses = miss(&found, rates);
                    solution = found;
                    moved = true;
                    break;
                }
                Err(found) => blocked = Some(found),
            }
            part *= 0.5;
        }
        if !moved {
            break;
        }
    }
    // Users who are not held up by what cannot keep up: a queue behind them.
    match blocked {
        Some(blocked) if misses.iter().any(|miss| *miss < -BLOCKED) => Err(blocked),
        _ => Ok(solution),
    }
}

/// Gauss's elimination with pivots; the system is as small as there are closed journeys.
fn solve_linear(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))
            .unwrap_or(column);
        rows.swap(column, pivot);
        right.swap(column, pivot);
        if rows[column][column].abs() < 1e-12 {
            continue;
        }
        for row in column + 1..size {
            let factor = rows[row][column] / rows[column][column];
            let (above, below) = rows.split_at_mut(row);
            for (cell, pivot) in below[0].iter_mut().zip(&above[column]).skip(column) {
                *cell -= factor * pivot;
            }
            right[row] -= factor * right[column];
        }
    }
    for column in (0..size).rev() {
        for k in column + 1..size {
            right[column] -= rows[column][k] * right[k];
        }
        if rows[column][column].abs() >= 1e-12 {
            right[column] /= rows[column][column];
        } else {
            right[column] = 0.0;
        }
    }
    right
}

/// Variance of a closed journey's population in the open network: who thinks is Poisson, who visits a
/// group is a share of its visits.
fn variance(solver: &Solver<'_>, solution: &Solution, population: &Population, rate: f64) -> f64 {
    let entry = solver.shape.journeys[population.journey];
    let program = solver.shape.entries[entry].program;
    let steps: &[Step] = &solver.shape.network.programs[program].steps;
    let outcome = solver.steps(solution, steps, None, rate);
    rate * (population.think + outcome.response.mean) + rate * rate * outcome.excess
}
