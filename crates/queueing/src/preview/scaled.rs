//! Autoscaled groups: so many instances as their rule asks for when nothing changes any more.

use spinout_network::{Scaler, ScalerMetric, ScalingRule};

use super::solve::{Solution, Solver};

/// The most that is tried before an autoscaler counts as one that never rests.
pub(crate) const TRIES: usize = 40;
/// An autoscaler on cores rests at its minimum below this share of its target …
const AT_REST: f64 = 0.8;
/// … and one on messages, where so many standard deviations more still need no other instance.
const DEVIATIONS: f64 = 4.0;
/// Requests in a window of a minute below which a group that may scale to none does so.
const BUSY: f64 = 20.0;

/// Whether the preview knows where such an autoscaler comes to rest.
fn known(scaler: &Scaler) -> bool {
    let spent = scaler.budget.as_ref();
    let by_time = spent.is_some_and(|budget| budget.instance_seconds.is_some());
    scaler.schedule.is_empty() && !by_time && scaler.rule.metric().is_some()
}

/// Where the instances begin: at the fewest that there may be.
pub(crate) fn least(scaler: &Scaler) -> f64 {
    f64::from(scaler.min.max(1))
}

fn most(scaler: &Scaler) -> f64 {
    let spent = scaler.budget.as_ref().and_then(|budget| budget.instances);
    f64::from(scaler.max.min(spent.unwrap_or(u32::MAX)).max(1))
}

/// Current ÷ target of what it looks at.
fn ratio(solver: &Solver<'_>, solution: &Solution, group: usize, scaler: &Scaler) -> Option<f64> {
    let replicas = solver.replicas[group];
    let station = &solution.stations[group];
    let present = || {
        let entries = solver.shape.entries.iter().enumerate();
        let own = entries.filter(|(_, entry)| entry.group == Some(group));
        own.map(|(n, _)| solution.flow.entries[n] * solution.visits[n].response.mean)
            .sum::<f64>()
    };
    let aimed = match &scaler.rule {
        ScalingRule::Knative { knative, .. } => knative.utilisation,
        _ => 1.0,
    };
    let metric = scaler.rule.metric()?;
    let current = match metric {
        ScalerMetric::CpuUtilisation { .. } => station.cores,
        ScalerMetric::QueueLength { queue, .. } => {
            let taps = solver.shape.taps_of[queue.at()].iter();
            taps.map(|tap| solution.queues[*tap].present).sum::<f64>() / replicas
        }
        ScalerMetric::Concurrency { .. } => present() / replicas,
        ScalerMetric::Rate { .. } => station.offered.rate / replicas,
    };
    Some(current / (metric.target() * aimed))
}

/// The instances that it asks for, if others than there are.
pub(crate) fn wanted(
    solver: &Solver<'_>,
    solution: &Solution,
    group: usize,
    scaler: &Scaler,
) -> Option<f64> {
    let replicas = solver.replicas[group];
    let ratio = ratio(solver, solution, group, scaler).filter(|_| known(scaler))?;
    let tolerance = match &scaler.rule {
        ScalingRule::Hpa { hpa, .. } => hpa.tolerance,
        ScalingRule::Keda { keda, .. } => keda.hpa.tolerance,
        _ => 0.0,
    };
    if (ratio - 1.0).abs() <= tolerance {
        return None;
    }
    let asked = (replicas * ratio - 1e-9).ceil();
    let asked = asked.clamp(least(scaler), most(scaler));
    (asked != replicas).then_some(asked)
}

/// More instances for a group that cannot keep up, if there may be.
pub(crate) fn more(replicas: f64, scaler: &Scaler, utilization: f64) -> Option<f64> {
    let seen = match scaler.rule.metric() {
        // All cores are busy, and no more than all.
        Some(ScalerMetric::CpuUtilisation { target }) => 1.0 / target,
        _ => utilization,
    };
    let asked = (replicas * seen - 1e-9).ceil().max(replicas + 1.0);
    (known(scaler) && replicas < most(scaler)).then(|| asked.min(most(scaler)))
}

/// Whether an autoscaler stays where the solution has it.
pub(crate) fn steady(
    solver: &Solver<'_>,
    solution: &Solution,
    group: usize,
    scaler: &Scaler,
) -> bool {
    let station = &solution.stations[group];
    if scaler.min == scaler.max {
        return true;
    }
    if !known(scaler) || scaler.min == 0 && station.offered.rate * 60.0 < BUSY {
        return false;
    }
    if wanted(solver, solution, group, scaler).is_some() {
        return false;
    }
    let replicas = solver.replicas[group];
    let resting = replicas == least(scaler);
    match *scaler
        .rule
        .metric()
        .unwrap_or(&ScalerMetric::Rate { target: 1.0 })
    {
        ScalerMetric::CpuUtilisation { target } => !resting || station.cores <= AT_REST * target,
        // What waits at one moment varies, and so would the instances.
        ScalerMetric::QueueLength { queue, target } => {
            solver.shape.taps_of[queue.at()].iter().all(|tap| {
                let found = &solution.queues[*tap];
                found.present + DEVIATIONS * found.spread <= target * replicas
            })
        }
        _ => true,
    }
}
