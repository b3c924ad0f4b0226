//! What can only be said of a solution: whether what the preview leaves out would have happened.

use spinout_network::{Call, Publish, Step};

use super::moments::Moments;
use super::population::Settled;
use super::reason::{Cause, Place, Reasons};
use super::scaled;
use super::shape::all_steps;
use super::solve::{Solver, acknowledged};

/// What happens more often than this is not left out.
const RARE: f64 = 5e-4;

pub(crate) fn look(solver: &Solver<'_>, settled: &Settled, reasons: &mut Reasons) {
    let network = solver.shape.network;
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
