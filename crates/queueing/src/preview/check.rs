//! What can only be said of a solution: whether what the preview leaves out would have happened.

use spinout_network::{Call, Function, Publish, Request, Step};

use super::guard::{self, RARE};
use super::moments::Moments;
use super::population::Settled;
use super::reason::{Cause, Place, Reasons};
use super::scaled;
use super::shape::all_steps;
use super::solve::{Solver, acknowledged};
use super::station::Station;

pub(crate) fn look(solver: &Solver<'_>, settled: &Settled, reasons: &mut Reasons) {
    let network = solver.shape.network;
    let solution = &settled.solution;
    room(solver, reasons);
    let mut present = vec![0.0; network.groups.len()];
    for (number, entry) in solver.shape.entries.iter().enumerate() {
        if let Some(group) = entry.group {
            present[group] += solution.flow.entries[number] * solution.visits[number].response.mean;
        }
    }
    for (number, group) in network.groups.iter().enumerate() {
        let station = &settled.solution.stations[number];
        if station.offered.rate <= 0.0 {
            continue;
        }
        if let Some(scaler) = &group.scaler
            && !scaled::steady(solver, &settled.solution, number, scaler)
        {
            reasons.add(Place::Group(number), Cause::Autoscaling);
        }
        if guard::turns_away(group, station, solver.replicas[number], present[number]) {
            reasons.add(Place::Group(number), Cause::Refusals);
        }
        if let Some(function) = &group.function {
            functions(function, station, number, reasons);
        }
        if let Some(room) = group.accept_queue {
            let worker = solver.shape.worker_of[number].is_some();
            let each = station.waiting / solver.replicas[number];
            if !worker && beyond(station.waits, each, f64::from(room)) > RARE {
                reasons.add(Place::Group(number), Cause::Refusals);
            }
        }
    }
    for (tap, found) in solver.shape.taps.iter().zip(&settled.solution.queues) {
        let queue = &network.queues[tap.queue];
        if let Some(room) = queue.capacity {
            let spread = found.spread.max(1.0);
            let free = (f64::from(room) - found.present) / spread;
            if free < -libm::log(RARE) {
                reasons.add(Place::Queue(tap.queue), Cause::Refusals);
            }
        }
        let work = settled.solution.visits[tap.entry].response;
        let work = work.plus(Moments::of(&tap.consumer.hop));
        let beyond = |time: Option<f64>, of: Moments| time.is_some_and(|t| of.beyond(t) > RARE);
        // Comes again, or is gone, because it waits or is worked on for too long.
        if beyond(queue.visibility_timeout, work) || beyond(queue.retention, work.plus(found.wait))
        {
            reasons.add(Place::Queue(tap.queue), Cause::TimeOut);
        }
    }
    for (resource, held) in network.resources.iter().zip(&solution.held) {
        let late = resource
            .max_wait
            .is_some_and(|most| held.wait.beyond(most) > RARE);
        if late {
            for (number, group) in network.groups.iter().enumerate() {
                if group.element == resource.element {
                    reasons.add(Place::Group(number), Cause::Refusals);
                }
            }
        }
    }
    for (number, entry) in solver.shape.entries.iter().enumerate() {
        if settled.solution.flow.entries[number] > 0.0 {
            let steps = &network.programs[entry.program].steps;
            publishes(steps, &mut |publish| {
                let timeout = publish.policy.as_ref().and_then(|policy| policy.timeout);
                let time = Moments::of(&publish.hop).plus(acknowledged(publish));
                if timeout.is_some_and(|timeout| time.beyond(timeout) > RARE) {
                    reasons.add(Place::Queue(publish.queue.at()), Cause::TimeOut);
                }
            });
            calls(steps, &mut |call| {
                if guard::acts(solver, solution, call, entry.group) {
                    reasons.add(Place::Group(call.group.at()), Cause::Guard);
                }
                let Some(timeout) = call.policy.timeout else {
                    return;
                };
                let time = solver
                    .attempt(&settled.solution, call, entry.group)
                    .response;
                if time.beyond(timeout) > RARE {
                    reasons.add(Place::Group(call.group.at()), Cause::TimeOut);
                }
            });
        }
    }
}

/// Whether a function throttles or ends what it works on.
fn functions(function: &Function, station: &Station, number: usize, reasons: &mut Reasons) {
    let found = station.environments;
    let most = f64::from(function.limit);
    let throttled = most < found.inside + 12.0 * found.inside.sqrt() + 30.0
        && crate::erlang_b(found.inside, function.limit) > RARE;
    let starts = found.cold * station.offered.rate;
    let held = function
        .burst
        .is_some_and(|burst| starts > 0.5 * burst.rate);
    if throttled || held {
        reasons.add(Place::Group(number), Cause::Refusals);
    }
    if function
        .time_limit
        .is_some_and(|most| station.hold.beyond(most) > RARE)
    {
        reasons.add(Place::Group(number), Cause::TimeOut);
    }
}

/// Whether all instances have their room at rest.
fn room(solver: &Solver<'_>, reasons: &mut Reasons) {
    let placement = &solver.shape.network.placement;
    let nothing = Request::default();
    let request = |group: usize| placement.requests.get(group).unwrap_or(&nothing);
    for quota in &placement.quotas {
        let all = |each: &dyn Fn(&Request) -> f64| -> f64 {
            let groups = quota.groups.iter().map(|group| group.at());
            groups
                .map(|group| solver.replicas[group] * each(request(group)))
                .sum()
        };
        let over = |most: Option<f64>, asked: f64| most.is_some_and(|most| asked > most + 1e-9);
        let short = over(quota.cores, all(&|request| request.cores))
            || over(quota.memory, all(&|request| request.memory))
            || over(quota.instances.map(f64::from), all(&|_| 1.0));
        for group in quota.groups.iter().filter(|_| short) {
            reasons.add(Place::Group(group.at()), Cause::Room);
        }
    }
    for pool in &placement.pools {
        // Each instance on the first node that has room for it.
        let full = (
            pool.cores,
            pool.memory.unwrap_or(f64::INFINITY),
            pool.instances,
        );
        let mut nodes: Vec<(f64, f64, u32)> = Vec::new();
        for group in pool.groups.iter().map(|group| group.at()) {
            let asked = request(group);
            let fits = |(cores, memory, instances): &(f64, f64, u32)| {
                *cores + 1e-9 >= asked.cores && *memory >= asked.memory && *instances > 0
            };
            for _ in 0..solver.replicas[group] as u32 {
                let place = nodes.iter().position(fits).unwrap_or_else(|| {
                    nodes.push(full);
                    nodes.len() - 1
                });
                let node = &mut nodes[place];
                if place >= pool.max as usize || !fits(node) {
                    reasons.add(Place::Group(group), Cause::Room);
                    break;
                }
                *node = (node.0 - asked.cores, node.1 - asked.memory, node.2 - 1);
            }
        }
    }
}

/// The probability of more than `room` waiting, where `mean` do, and any with probability `waits`.
fn beyond(waits: f64, mean: f64, room: f64) -> f64 {
    if mean <= 0.0 || waits <= 0.0 {
        return 0.0;
    }
    waits * libm::exp(-room * waits / mean)
}

/// All calls of a program.
pub(crate) fn calls<'a>(steps: &'a [Step], each: &mut impl FnMut(&'a Call)) {
    all_steps(steps, &mut |step| {
        if let Step::Call(call) = step {
            each(call);
        }
    });
}

/// All publications of a program.
pub(crate) fn publishes<'a>(steps: &'a [Step], each: &mut impl FnMut(&'a Publish)) {
    all_steps(steps, &mut |step| {
        if let Step::Publish(publish) = step {
            each(publish);
        }
    });
}
