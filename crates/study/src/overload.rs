//! What could not keep up, from what the engine saw and from trends in its series.

use spinout_network::Network;
use spinout_sim::{Backlog, Outcome, Report};

use crate::{
    Overload, Shortage,
    trend::{onset, trend},
};

/// A waiting room at least this large is meant never to fill: when it does, its group cannot keep up.
/// A smaller one limits the load by design, and what it refuses is a loss, not an overload.
const ROOM_MEANT_TO_SUFFICE: u32 = 256;
/// From which share of its resource in use on a group may be unable to keep up.
const SATURATED: f64 = 0.98;
/// The share of all growth that makes the place where most of it happens the one to name.
const MAIN_SHARE: f64 = 0.3;

/// What the engine itself found in a replication.
pub(crate) fn overload_of(network: &Network, report: &Report) -> Option<Overload> {
    let found = match &report.outcome {
        Outcome::Overload(overload) => Some(*overload),
        Outcome::Deadlock(deadlock) => {
            let group = deadlock.circle.first()?;
            return Some(Overload {
                element: network.groups[group.at()].element,
                shortage: Shortage::Deadlock,
                growth_per_s: 0.0,
                since_s: deadlock.at,
                replications: 1,
            });
        }
        Outcome::Completed | Outcome::EventLimit | Outcome::Cancelled => {
            let meant_to_suffice = |group: usize| {
                let room = network.groups[group].accept_queue;
                room.is_some_and(|room| room >= ROOM_MEANT_TO_SUFFICE)
            };
            let groups = report.groups.iter().enumerate();
            groups
                .filter(|(group, _)| meant_to_suffice(*group))
                .filter_map(|(_, group)| group.full)
                .min_by(|a, b| a.since.total_cmp(&b.since))
        }
    }?;
    let (element, shortage) = match found.place {
        Backlog::Group(group) => (
            network.groups[group.at()].element,
            shortage(report, group.at()),
        ),
        Backlog::Queue(queue) => (network.queues[queue.at()].element, Shortage::Consumers),
        Backlog::Spread => {
            let group = busiest(report)?;
            (network.groups[group].element, shortage(report, group))
        }
    };
    Some(Overload {
        element,
        shortage,
        growth_per_s: found.growth,
        since_s: found.since,
        replications: 1,
    })
}

fn cores(report: &Report, group: usize) -> f64 {
    report.groups[group].cores.utilisation().unwrap_or(0.0)
}

/// How much of its cores or slots, whichever is more, a group uses, 0 to 1.
pub(crate) fn use_of(report: &Report, group: usize) -> f64 {
    cores(report, group).max(report.groups[group].slots.utilisation().unwrap_or(0.0))
}

/// Whether a group whose visits pile up lacks cores or slots.
fn shortage(report: &Report, group: usize) -> Shortage {
    if cores(report, group) >= SATURATED {
        Shortage::Cores
    } else {
        Shortage::Slots
    }
}

/// The group with the most of its cores or slots in use.
fn busiest(report: &Report) -> Option<usize> {
    let groups = 0..report.groups.len();
    groups.max_by(|a, b| use_of(report, *a).total_cmp(&use_of(report, *b)))
}

/// What piles up without end, and how much there is at the end of the shortest of `trials`: if in every
/// one of them the work in the system has grown from quarter to quarter, and some resource is saturated
/// (or a queue grows).
pub(crate) fn diverging(network: &Network, trials: &[Report]) -> Option<(Overload, f64)> {
    let step_s = trials.first()?.series.step;
    let in_system: Vec<Vec<f64>> = trials
        .iter()
        .map(|trial| in_system(network, trial))
        .collect();
    if !in_system.iter().all(|level| trend(level).diverges) {
        return None;
    }
    let least = in_system.iter().filter_map(|level| level.last().copied());
    let least = least.fold(f64::INFINITY, f64::min);
    let report = &trials[0];
    let places = report.series.groups.len() + report.series.queues.len();
    let growth_at = |place: usize| {
        let growths = trials
            .iter()
            .map(|trial| trend(&level_at(trial, place)).growth);
        growths.sum::<f64>() / trials.len() as f64
    };
    let groups = report.series.groups.len();
    let moves = |place: &usize| *place < groups || consumed(network, place - groups);
    let place = (0..places)
        .filter(moves)
        .max_by(|a, b| growth_at(*a).total_cmp(&growth_at(*b)))?;
    let overall = |figure: &dyn Fn(&[f64]) -> f64| {
        in_system.iter().map(|level| figure(level)).sum::<f64>() / trials.len() as f64
    };
    let growth = overall(&|level| trend(level).growth);
    let (element, shortage) = if growth_at(place) < MAIN_SHARE * growth {
        // Nothing waits for a slot or a consumer: visits share cores that do not suffice.
        let group = busiest(report).filter(|group| use_of(report, *group) >= SATURATED)?;
        (network.groups[group].element, shortage(report, group))
    } else if place >= groups {
        (network.queues[place - groups].element, Shortage::Consumers)
    } else {
        (network.groups[place].element, shortage(report, place))
    };
    let overload = Overload {
        element,
        shortage,
        growth_per_s: growth / step_s,
        since_s: overall(&onset) * step_s,
        replications: trials.len() as u32,
    };
    Some((overload, least))
}

/// Whether the messages of a queue are ever taken. Dead letters only gather.
fn consumed(network: &Network, queue: usize) -> bool {
    !network.queues[queue].groups.is_empty()
}

/// Requests without an answer and messages waiting for a consumer, at the end of each step of a run
/// from an empty start.
fn in_system(network: &Network, report: &Report) -> Vec<f64> {
    let series = &report.series;
    let queues = series.queues.iter().enumerate();
    let queues: Vec<_> = queues
        .filter(|(queue, _)| consumed(network, *queue))
        .collect();
    let steps = series.journeys.first().map_or(0, Vec::len);
    let mut requests = 0.0;
    (0..steps)
        .map(|i| {
            for bucket in series.journeys.iter().filter_map(|steps| steps.get(i)) {
                requests += bucket.arrived as f64 - (bucket.succeeded + bucket.failed) as f64;
            }
            let depths = queues.iter().filter_map(|(_, steps)| steps.get(i));
            requests + depths.map(|bucket| bucket.depth).sum::<f64>()
        })
        .collect()
}

/// What waits at one place over time: the groups first, then the queues.
fn level_at(report: &Report, place: usize) -> Vec<f64> {
    let groups = &report.series.groups;
    match groups.get(place) {
        Some(steps) => steps.iter().map(|bucket| bucket.waiting).collect(),
        None => {
            let steps = &report.series.queues[place - groups.len()];
            steps.iter().map(|bucket| bucket.depth).collect()
        }
    }
}
