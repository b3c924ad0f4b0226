//! What can only be said of a solution: whether what the preview leaves out would have happened.

use spinout_network::{Call, Publish, Queue, Scaler, ScalerMetric, ScalingRule, Step};

use super::moments::Moments;
use super::population::Settled;
use super::reason::{Cause, Place, Reasons};
use super::shape::consumer_of;
use super::solve::{Solver, acknowledged};

/// What happens more often than this is not left out.
const RARE: f64 = 5e-4;
/// An autoscaler on cores rests at its minimum below this share of its target …
const AT_REST: f64 = 0.8;
/// … and one on messages, where so many standard deviations more still need no other instance.
const DEVIATIONS: f64 = 4.0;

pub(crate) fn look(solver: &Solver<'_>, settled: &Settled, reasons: &mut Reasons) {
    let network = solver.shape.network;
    for (number, group) in network.groups.iter().enumerate() {
        let station = &settled.solution.stations[number];
        if station.offered.rate <= 0.0 {
            continue;
        }
        if let Some(scaler) = &group.scaler
            && !rests(settled, number, scaler)
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
    for (number, queue) in network.queues.iter().enumerate() {
        let found = &settled.solution.queues[number];
        if let Some(room) = queue.capacity {
            let spread = found.spread.max(1.0);
            let free = (f64::from(room) - found.present) / spread;
            if free < -libm::log(RARE) {
                reasons.add(Place::Queue(number), Cause::Refusals);
            }
        }
    }
    for (number, queue) in network.queues.iter().enumerate() {
        if expires(solver, settled, number, queue) {
            reasons.add(Place::Queue(number), Cause::TimeOut);
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

/// Whether messages come again, or are gone, because they wait or are worked on for too long.
fn expires(solver: &Solver<'_>, settled: &Settled, number: usize, queue: &Queue) -> bool {
    let (Some(entry), Some(consumer)) = (solver.shape.consumers[number], consumer_of(queue)) else {
        return false;
    };
    let work = settled.solution.visits[entry].response;
    let work = work.plus(Moments::of(&consumer.hop));
    let all = work.plus(settled.solution.queues[number].wait);
    let seen = queue
        .visibility_timeout
        .is_some_and(|time| work.beyond(time) > RARE);
    seen || queue.retention.is_some_and(|time| all.beyond(time) > RARE)
}

/// The probability of more than `room` waiting, where `mean` do, and any with probability `waits`.
fn beyond(waits: f64, mean: f64, room: f64) -> f64 {
    if mean <= 0.0 || waits <= 0.0 {
        return 0.0;
    }
    waits * libm::exp(-room * waits / mean)
}

/// Whether an autoscaler that stands at its minimum stays there.
fn rests(settled: &Settled, group: usize, scaler: &Scaler) -> bool {
    if scaler.min == 0 || !scaler.schedule.is_empty() {
        return false;
    }
    if scaler.min == scaler.max {
        return true;
    }
    let metric = match &scaler.rule {
        ScalingRule::Hpa { metric, .. } | ScalingRule::Keda { metric, .. } => metric,
        _ => return false,
    };
    match *metric {
        ScalerMetric::CpuUtilisation { target } => {
            settled.solution.stations[group].cores <= AT_REST * target
        }
        ScalerMetric::QueueLength { queue, target } => {
            let found = &settled.solution.queues[queue.at()];
            found.present + DEVIATIONS * found.spread <= target * f64::from(scaler.min)
        }
        _ => false,
    }
}

/// All calls of a program.
pub(crate) fn calls<'a>(steps: &'a [Step], each: &mut impl FnMut(&'a Call)) {
    for step in steps {
        match step {
            Step::Call(call) => each(call),
            Step::Within { steps, .. } | Step::Repeat { steps, .. } => calls(steps, each),
            Step::Branch { arms, .. } => {
                for arm in arms {
                    calls(&arm.steps, each);
                }
            }
            _ => {}
        }
    }
}

/// All publications of a program.
pub(crate) fn publishes<'a>(steps: &'a [Step], each: &mut impl FnMut(&'a Publish)) {
    for step in steps {
        match step {
            Step::Publish(publish) => each(publish),
            Step::Within { steps, .. } | Step::Repeat { steps, .. } => publishes(steps, each),
            Step::Branch { arms, .. } => {
                for arm in arms {
                    publishes(&arm.steps, each);
                }
            }
            _ => {}
        }
    }
}
