//! What holds at one moment: loads, and what is wrong.

use spinout_network::{Arrivals, Fault, Network, RateCurve};

/// What is wrong at one moment, by group and by queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    /// How many times as long everything takes.
    pub(crate) factor: Vec<f64>,
    /// The share of visits that fail after their work.
    pub(crate) errors: Vec<f64>,
    /// Instances that are down.
    pub(crate) down: Vec<f64>,
    /// Queues that cannot be reached.
    pub(crate) outage: Vec<bool>,
    /// The share of each schedule that goes the new way, and whether the rest does too, unheard.
    pub(crate) phases: Vec<(f64, bool)>,
}

impl Conditions {
    pub(crate) fn at(network: &Network, time: f64) -> Self {
        let groups = network.groups.len();
        let mut now = Self {
            factor: vec![1.0; groups],
            errors: vec![0.0; groups],
            down: vec![0.0; groups],
            outage: vec![false; network.queues.len()],
            phases: Vec::new(),
        };
        let phases = network.schedules.iter().map(|all| all.at(time));
        let shares = phases.map(|now| now.map_or((0.0, false), |now| (now.share, now.shadow)));
        now.phases = shares.collect();
        for fault in &network.faults {
            let (start, duration) = fault.span();
            if time < start || time >= start + duration {
                continue;
            }
            match fault {
                Fault::Crash {
                    group, instance, ..
                } => {
                    now.down[group.at()] += instance.map_or(f64::INFINITY, |_| 1.0);
                }
                Fault::SlowDown { group, factor, .. } => now.factor[group.at()] *= factor,
                Fault::Errors {
                    group, probability, ..
                } => {
                    let fails = &mut now.errors[group.at()];
                    *fails = 1.0 - (1.0 - *fails) * (1.0 - probability);
                }
                Fault::Outage { queue, .. } => now.outage[queue.at()] = true,
                // Refused before.
                #[allow(unreachable_patterns)]
                _ => {}
            }
        }
        now
    }
}

/// Moments at which something changes at once, in order: corners of loads, faults, phases, bounds.
pub(crate) fn corners(network: &Network, horizon: f64) -> Vec<f64> {
    let mut times = Vec::new();
    for journey in &network.journeys {
        if let Arrivals::Open { rate, .. } = &journey.arrivals {
            match rate {
                RateCurve::Constant { .. } => {}
                RateCurve::Linear { points } | RateCurve::Steps { points } => {
                    times.extend(points.iter().map(|point| point.time));
                }
                RateCurve::Series { step, rates } => {
                    times.extend((1..rates.len()).map(|n| step * n as f64));
                }
            }
        }
    }
    for fault in &network.faults {
        let (start, duration) = fault.span();
        times.extend([start, start + duration]);
    }
    for schedule in &network.schedules {
        times.extend(schedule.phases.iter().map(|phase| phase.time));
    }
    times.retain(|time| *time > 0.0 && *time < horizon);
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

/// Mean rate of a curve between two times without a corner between them.
pub(crate) fn mean_rate(curve: &RateCurve, from: f64, to: f64) -> f64 {
    // Straight in between: its middle is its mean.
    curve.at(0.5 * (from + to))
}
