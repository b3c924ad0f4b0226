//! The fluid mode: a network whose load no run of events can follow, as its mean-field limit, with sampled
//! requests for the distribution of times.
//!
//! In the limit of many like requests what waits is a fluid (Kurtz 1970): a set of equations over the same
//! network, whose cost does not depend on the rate. What single instances make wait at random stays, by
//! the preview's formulas. Sampled requests walk their programs through the fluid, and give quantiles.

mod attempt;
mod conditions;
mod draw;
mod engine;
mod error;
mod outcome;
mod pool;
mod record;
mod refuse;
mod scaler;
mod times;
mod tracer;

use spinout_network::{Network, key};

pub use error::error_of;
pub use outcome::{
    Ask, Fluid, GroupFluid, JourneyFluid, Overflowing, QueueFluid, Refused, SECTIONS, Trace,
};
pub use refuse::Refusal;

use crate::preview::Resource;
use crate::preview::reason::Reasons;
use crate::preview::shape::Shape;
use conditions::corners;
use engine::Engine;
use record::Record;
use tracer::Walk;

/// Steps of a scenario, corners apart; fewer where the network is large.
const STEPS: f64 = 2000.0;
const LEAST_STEPS: f64 = 300.0;
const CELLS: f64 = 400_000.0;
/// Steps until everything is at rest, the first of them in responses without waiting, and their growth.
const RESTING: u32 = 150;
const FIRST: f64 = 1e-3;
const GROWTH: f64 = 1.4;
/// The longest of them, in responses without waiting.
const LONGEST: f64 = 2000.0;
/// The most looks of an autoscaler until it is at rest.
const LOOKS: f64 = 2000.0;
/// A backlog that grows by this part of what comes grows for ever.
const GROWS: f64 = 1e-3;
/// The share of time in which rates and waits may be without rest.
const RARELY: f64 = 0.02;

/// Follows a valid network as a fluid.
///
/// # Errors
///
/// What it cannot represent, all of it by name.
pub fn fluid(network: &Network, ask: &Ask) -> Result<Fluid, Refused> {
    let mut reasons = Reasons::default();
    let shape = Shape::new(network, 0.0, &mut reasons);
    let refusals = refuse::refusals(&shape, &mut reasons);
    if !refusals.is_empty() {
        return Err(Refused(refusals));
    }
    let mut engine = Engine::new(&shape);
    let growth = rest(&mut engine);
    let mut record = Record::new(&engine);
    let mut told = Fluid {
        journeys: vec![JourneyFluid::default(); network.journeys.len()],
        groups: vec![GroupFluid::default(); network.groups.len()],
        queues: vec![QueueFluid::default(); network.queues.len()],
        ..Fluid::default()
    };
    let times = match ask.horizon_s {
        Some(horizon) => grid(network, &shape, horizon),
        None => vec![-1.0, 0.0],
    };
    engine.unsettled = 0.0;
    for pair in times.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let before: Vec<f64> = waiting(&engine);
        engine.set_variation();
        let lost = engine.step(from, to - from);
        engine.set_stores();
        if ask.horizon_s.is_some() {
            engine.scale(to, to - from);
        }
        record.note(&engine, (from, to), &before, &lost);
        tell(&engine, &mut told);
    }
    if ask.horizon_s.is_none() {
        told.overload = growth;
        told.times_s = vec![0.0, 1.0];
    } else {
        told.times_s = times;
    }
    for (group, scaled) in told.groups.iter_mut().zip(&engine.scaled) {
        group.at_max = scaled.at_max / ask.horizon_s.unwrap_or(1.0);
    }
    let seconds = told.times_s[told.times_s.len() - 1] - told.times_s[0];
    if engine.unsettled > RARELY * seconds {
        return Err(Refused(vec![Refusal {
            element: None,
            what: "loads and waits that follow each other do not come to rest",
        }]));
    }
    if told.overload.is_none() {
        trace(&shape, &record, ask, &mut told);
    }
    Ok(told)
}

/// The first load until nothing changes any more; what grows for ever.
fn rest(engine: &mut Engine<'_>) -> Option<Overflowing> {
    let scaled = engine.network.groups.iter();
    let scaled: Vec<_> = scaled.filter_map(|group| group.scaler.as_ref()).collect();
    let looks = scaled.iter().filter_map(|scaler| scaler::rule(scaler)?);
    let interval = looks
        .map(|(_, hpa)| hpa.interval)
        .fold(f64::INFINITY, f64::min);
    if interval.is_finite() {
        let settling = scaled.iter().map(|s| s.settling_s()).fold(0.0, f64::max);
        let looks = (4.0 * settling / interval).ceil().min(LOOKS);
        for look in 0..looks as u32 {
            let until = -(looks - f64::from(look)) * interval;
            engine.step(until - interval, interval);
            engine.scale(until, interval);
        }
    } else if !scaled.is_empty() {
        engine.scale(-1.0, 1.0);
    }
    engine.come_up();
    let journeys = engine.shape.journeys.iter();
    let response = journeys.map(|entry| engine.visits[*entry].response.mean);
    let unit = response.fold(1e-6, f64::max);
    let mut old = Vec::new();
    let mut seconds = 0.0;
    for number in 0..RESTING {
        let grown = FIRST * libm::pow(GROWTH, f64::from(number));
        seconds = unit * grown.min(LONGEST);
        engine.set_variation();
        old = waiting(engine);
        engine.step(-seconds, seconds);
        engine.set_stores();
    }
    let new = waiting(engine);
    let groups = engine.network.groups.len();
    let mut worst: Option<(f64, Overflowing)> = None;
    let mut consider = |part: f64, found: Overflowing| {
        if part > GROWS && worst.is_none_or(|(most, _)| most < part) {
            worst = Some((part, found));
        }
    };
    for (number, group) in engine.network.groups.iter().enumerate() {
        let growth_per_s = (new[number] - old[number]) / seconds;
        let rate = engine.places[number].inflow.rate.max(1e-9);
        let resource = if engine.by_slots(number) {
            Resource::Slots
        } else {
            Resource::Cores
        };
        let found = Overflowing {
            element: group.element,
            resource,
            growth_per_s,
        };
        consider(growth_per_s / rate, found);
    }
    let mut at = groups;
    for (line, tap) in engine.lines.iter().zip(&engine.shape.taps) {
        let lanes = at..at + line.lanes.len();
        at = lanes.end;
        let growth = lanes.map(|lane| new[lane] - old[lane]).sum::<f64>();
        let growth_per_s = growth / seconds * line.batch;
        let found = Overflowing {
            element: engine.network.queues[tap.queue].element,
            resource: Resource::Consumers,
            growth_per_s,
        };
        consider(growth_per_s / (line.rate * line.batch).max(1e-9), found);
    }
    worst.map(|(_, found)| found)
}

/// What waits everywhere: groups, then lanes.
fn waiting(engine: &Engine<'_>) -> Vec<f64> {
    let groups = engine.places.iter().map(|place| place.pool.waiting);
    let lanes = engine.lines.iter().flat_map(|line| &line.lanes);
    groups.chain(lanes.map(|lane| lane.waiting)).collect()
}

/// The beginnings of steps, and the end of the last: even ones, and wherever something changes at once.
fn grid(network: &Network, shape: &Shape<'_>, horizon: f64) -> Vec<f64> {
    let lanes: usize = shape.taps.iter().map(|tap| tap.shares.len().max(1)).sum();
    let places = (network.groups.len() + lanes).max(1) as f64;
    let steps = (CELLS / places).clamp(LEAST_STEPS, STEPS);
    let even = horizon / steps;
    let mut times = vec![0.0];
    for corner in corners(network, horizon).into_iter().chain([horizon]) {
        let from = times[times.len() - 1];
        let parts = ((corner - from) / even).ceil().max(1.0);
        for part in 1..=parts as u32 {
            times.push(from + (corner - from) * f64::from(part) / parts);
        }
    }
    times
}

/// Adds the figures of a step.
fn tell(engine: &Engine<'_>, told: &mut Fluid) {
    for (number, journey) in told.journeys.iter_mut().enumerate() {
        let visit = engine.visits[engine.shape.journeys[number]];
        journey.rate.push(engine.load[number]);
        journey.response_s.push(visit.response.mean);
        journey.success.push(visit.succeeds);
    }
    for (number, group) in told.groups.iter_mut().enumerate() {
        let place = &engine.places[number];
        let data = &engine.network.groups[number];
        let pool = &place.pool;
        let instances = place.instances.max(1e-300);
        let wait = if pool.out > 0.0 {
            pool.waiting / pool.out
        } else {
            0.0
        };
        let entries = engine.entries_of[number].iter();
        let visits = entries.map(|entry| engine.mix[*entry] * engine.visits[*entry].response.mean);
        group.waiting.push(pool.waiting);
        group.served.push(pool.out);
        group.refused.push(pool.door);
        group.wait_s.push(wait);
        group.response_s.push(visits.sum());
        group.instances.push(place.instances);
        if let Some(cores) = data.cores {
            group
                .cores
                .push((place.busy / (cores * instances)).min(1.0));
        }
        if let Some(slots) = data.slots {
            let busy = pool.out * place.hold / (f64::from(slots.count) * instances);
            group.slots.push(busy.min(1.0));
        }
    }
    for (number, queue) in told.queues.iter_mut().enumerate() {
        let taps = &engine.shape.taps_of[number];
        queue.published.push(engine.published[number]);
        queue.dead.push(engine.dead(number));
        queue.lag.resize(taps.len(), Vec::new());
        queue.done.resize(taps.len(), Vec::new());
        let (mut waiting, mut refused) = (0.0, 0.0_f64);
        for (at, tap) in taps.iter().enumerate() {
            let line = &engine.lines[*tap];
            let own: f64 = line.lanes.iter().map(|lane| lane.waiting).sum();
            let out: f64 = line.lanes.iter().map(|lane| lane.out).sum();
            waiting += own * line.batch;
            refused = line
                .lanes
                .iter()
                .fold(refused, |most, lane| most.max(lane.door));
            queue.lag[at].push(engine.messages(*tap));
            let good = engine.visits[engine.shape.taps[*tap].entry].succeeds;
            queue.done[at].push(out * line.batch * good);
        }
        queue.waiting.push(waiting);
        queue.refused.push(refused);
    }
}

/// Walks the sampled requests: in each section at even parts of the load, from a start of its own.
fn trace(shape: &Shape<'_>, record: &Record, ask: &Ask, told: &mut Fluid) {
    let each = (ask.tracers / SECTIONS).max(1);
    for (number, journey) in shape.network.journeys.iter().enumerate() {
        let mut whole = vec![0.0];
        let steps = record.times.windows(2);
        for (pair, rate) in steps.zip(&told.journeys[number].rate) {
            whole.push(whole[whole.len() - 1] + rate * (pair[1] - pair[0]));
        }
        let all = whole[whole.len() - 1];
        if all <= 0.0 {
            continue;
        }
        let source = key::mix(key::mix(ask.seed) ^ journey.key);
        let mut walk = Walk::new(shape, record);
        for section in 0..SECTIONS {
            for tracer in 0..each {
                let path = key::mix(source ^ (u64::from(section) << 32 | u64::from(tracer)));
                let place = draw::Draw::new(path, 0).uniform();
                let part = (f64::from(tracer) + place) / f64::from(each) * all;
                let step = whole.partition_point(|sum| *sum <= part) - 1;
                let step = step.min(record.times.len() - 2);
                let rate = told.journeys[number].rate[step];
                let time = record.times[step] + (part - whole[step]) / rate.max(1e-300);
                let trace = walk.request(number, time, path);
                told.journeys[number].traces.push(trace);
            }
        }
    }
}
