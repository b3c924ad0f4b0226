//! Times of visits from the state of what they meet, callees first.

use spinout_network::{Group, Step};

use super::attempt::pause;
use super::engine::{Engine, Place, of};
use super::pool::{Inflow, Pool};
use crate::preview::moments::Moments;
use crate::preview::outcome::Outcome;
use crate::preview::parallel;
use crate::preview::servers::limited;
use crate::preview::solve::{acknowledged, shortened};
use crate::preview::station::{Offered, Station, variation, waiting};

/// Up to this use, what waits at random is what would wait if nothing changed …
const NEARLY: f64 = 0.9999;
/// … and beyond, what would at this: the rest is the fluid's.
const FULL: f64 = 0.995;
/// What has changed by less than this part has not changed.
const SAME: f64 = 1e-6;

impl Engine<'_> {
    /// Every visit, callees first, and what waits at random once all entries of a group are known.
    pub(crate) fn come_up(&mut self) {
        for number in 0..self.shape.entries.len() {
            let entry = self.shape.entries[number];
            let program = &self.network.programs[entry.program];
            let mut hold = self.steps(&program.steps, entry.group);
            if let Some(group) = entry.group {
                hold.succeeds *= 1.0 - self.now.errors[group];
            }
            self.visits[number] = hold;
            let Some(group) = entry.group else { continue };
            if self.shape.last[group] == number {
                self.set_place(group);
                let place = &self.places[group];
                let pool = &place.pool;
                let wait = place.wait.stretched(pool.settled()).plus(Moments {
                    mean: pool.delay(),
                    ..Moments::ZERO
                });
                let inside = 1.0 - (1.0 - place.inside) * pool.settled();
                for entry in &self.entries_of[group] {
                    let hold = shortened(self.visits[*entry], inside);
                    self.visits[*entry] = Outcome {
                        response: wait.plus(hold.response),
                        completion: wait.plus(hold.completion),
                        ..hold
                    };
                }
            }
        }
        for number in 0..self.lines.len() {
            self.set_line(number);
        }
    }

    /// Whether it is the slots of a group that are short, rather than its cores.
    pub(crate) fn by_slots(&self, group: usize) -> bool {
        let data = &self.network.groups[group];
        let place = &self.places[group];
        match (data.slots, data.cores) {
            (Some(slots), Some(cores)) => {
                f64::from(slots.count) * place.demand < cores * place.hold * 0.999
            }
            (Some(_), None) => true,
            _ => false,
        }
    }

    /// Capacity of a group, and what waits at random in front of it.
    fn set_place(&mut self, group: usize) {
        let data = &self.network.groups[group];
        let entries = &self.entries_of[group];
        let parts = entries
            .iter()
            .map(|entry| (self.mix[*entry], self.visits[*entry].response));
        let all: f64 = entries.iter().map(|entry| self.mix[*entry]).sum();
        let hold = Moments::mixture(parts.map(|(part, hold)| (part / all.max(1e-300), hold)));
        let in_hand = self.shape.worker_of[group].map(|tap| {
            let tap = &self.shape.taps[tap];
            let each = tap.shares.len() as f64 / self.places[group].instances.max(1e-9);
            let concurrency = f64::from(tap.consumer.concurrency);
            if tap.shares.is_empty() {
                concurrency
            } else {
                each
            }
        });
        let place = &mut self.places[group];
        // No more than are let in share the cores.
        let shared = 1.0 + (place.stretch - 1.0) * place.pool.settled();
        let most = slots_of(data)
            .zip(data.cores)
            .map_or(f64::INFINITY, |(s, c)| (s / c).max(1.0));
        place.hold = (hold.mean - place.demand * (shared - most).max(0.0)).max(0.0);
        let instances = place.instances;
        let cores = data.cores.map_or(f64::INFINITY, |cores| cores * instances);
        let slots = slots_of(data);
        let by_cores = if place.demand > 0.0 {
            cores / place.demand
        } else {
            f64::INFINITY
        };
        let by_slots = match slots {
            Some(slots) if place.hold > 0.0 => slots * instances / place.hold,
            _ => f64::INFINITY,
        };
        let by_slots = place.full.map_or(by_slots, |full| full.max(by_slots));
        let capacity = by_cores.min(by_slots);
        place.pool.capacity = if instances > 0.0 { capacity } else { 0.0 };
        // What comes to those who answer each other swings while they find each other; what goes does less.
        place.seen = if place.inflow.bound > 0.0 {
            0.5 * (place.seen + place.pool.out)
        } else {
            place.inflow.rate
        };
        let rate = place.seen;
        let known = [
            rate,
            instances,
            hold.mean,
            hold.variance,
            place.demand,
            place.demand_scv,
            place.arrival_scv,
            place.freedom,
        ];
        let same = known
            .iter()
            .zip(&place.known)
            .all(|(new, old)| (new - old).abs() <= SAME * old.abs());
        if !same && instances > 0.0 && capacity.is_finite() {
            evaluate(place, data, hold, in_hand, below(rate, capacity));
            if let Some((most, cores)) = in_hand.zip(data.cores) {
                place.stretch = place.stretch.min((most / cores).max(1.0));
            }
        } else if capacity == f64::INFINITY {
            (place.stretch, place.wait, place.waits) = (1.0, Moments::ZERO, 0.0);
            (place.pool.random, place.pool.scale) = (0.0, 0.0);
        }
        // Messages are never refused: they wait in their queue.
        let room = match (data.accept_queue, self.shape.worker_of[group]) {
            (Some(room), None) => {
                let inside = if by_cores < by_slots {
                    slots.unwrap_or(0.0)
                } else {
                    0.0
                };
                (f64::from(room) + inside) * instances
            }
            _ => f64::INFINITY,
        };
        place.room = room;
        place.known = known;
    }

    /// What the rest of a program takes, from its end, as everything is now.
    pub(crate) fn steps(&self, steps: &[Step], group: Option<usize>) -> Outcome {
        steps.iter().rev().fold(Outcome::DONE, |rest, step| {
            self.time(step, group).then(rest)
        })
    }

    fn time(&self, step: &Step, group: Option<usize>) -> Outcome {
        match step {
            Step::Cpu { demand, .. } => Outcome::takes(match group {
                Some(group) => self.compute(group, of(demand)),
                None => of(demand),
            }),
            Step::Delay { time, .. } => {
                let factor = group.map_or(1.0, |group| self.now.factor[group]);
                Outcome::takes(of(time).stretched(factor))
            }
            Step::Fail { probability, .. } => Outcome {
                succeeds: 1.0 - probability,
                ..Outcome::DONE
            },
            Step::Call(call) => {
                let attempt = self.attempt(call);
                attempt.retried(self.attempts(call), |attempt| Moments {
                    mean: pause(call, attempt, 0.5),
                    ..Moments::ZERO
                })
            }
            Step::Publish(publish) => Outcome {
                succeeds: f64::from(u8::from(!self.now.outage[publish.queue.at()])),
                ..Outcome::takes(of(&publish.hop).plus(acknowledged(publish)))
            },
            Step::Within { steps, .. } => self.steps(steps, group),
            Step::Repeat { count, steps, .. } => self.steps(steps, group).repeated(*count),
            Step::Branch { arms, .. } => {
                let arms = arms.iter();
                let each = arms.map(|arm| (arm.probability, self.steps(&arm.steps, group)));
                Outcome::either(each.collect::<Vec<_>>())
            }
            Step::Parallel(parallel) => {
                let branches = parallel.branches.iter();
                let each: Vec<_> = branches.map(|branch| self.steps(branch, group)).collect();
                parallel::joined(parallel, &each, 0.0, 0.0)
            }
            Step::Try { steps, otherwise } => {
                let tried = self.steps(steps, group);
                let failure = 1.0 - tried.succeeds;
                let rest = self.steps(otherwise, group);
                let whole = Outcome {
                    succeeds: 1.0,
                    ..tried
                };
                Outcome {
                    succeeds: tried.succeeds + failure * rest.succeeds,
                    ..whole.then(Outcome::either([(failure, rest)]))
                }
            }
            Step::Shift(shift) => {
                let (share, _) = self.share(shift.schedule);
                Outcome::either([
                    (share, self.steps(&shift.new, group)),
                    (1.0 - share, self.steps(&shift.old, group)),
                ])
            }
            Step::Cached(cached) => {
                let ask = self.steps(&cached.ask, group);
                let miss = self.steps(&cached.miss, group);
                let fill = self.steps(&cached.fill, group);
                self.missed(cached, group).takes(ask, miss, fill)
            }
            _ => Outcome::DONE,
        }
    }

    /// The probability that a step succeeds as everything is now.
    pub(crate) fn step_success(&self, step: &Step, group: Option<usize>) -> f64 {
        match step {
            Step::Cpu { .. } | Step::Delay { .. } => 1.0,
            step => self.time(step, group).succeeds,
        }
    }

    pub(crate) fn success(&self, steps: &[Step], group: Option<usize>) -> f64 {
        let each = steps.iter().map(|step| self.step_success(step, group));
        each.product()
    }

    /// Computing that takes `demand` on a free core.
    fn compute(&self, group: usize, demand: Moments) -> Moments {
        let place = &self.places[group];
        let stretch = 1.0 + (place.stretch - 1.0) * place.pool.settled();
        let station = Station {
            stretch,
            freedom: place.freedom,
            ..Station::default()
        };
        station.compute(demand.stretched(self.now.factor[group]))
    }

    /// What waits at random for the consumers of a queue, and what they can do.
    fn set_line(&mut self, number: usize) {
        let tap = &self.shape.taps[number];
        let group = tap.consumer.group.at();
        let visit = self.visits[tap.entry].response;
        let hold = visit.plus(of(&tap.consumer.hop));
        let place = &self.places[group];
        // What the cores leave to this line, beside what others ask of them.
        let own = self.served[tap.entry] * place.demand;
        let others = (place.busy - own).max(0.0);
        let data = &self.network.groups[group];
        let cores = data.cores.map_or(f64::INFINITY, |cores| {
            let all = cores * place.instances;
            (all - others).max(0.05 * all)
        });
        let by_cores = if place.demand > 0.0 {
            cores / place.demand
        } else {
            f64::INFINITY
        };
        let reachable = !self.now.outage[tap.queue] && place.instances > 0.0;
        let line = &mut self.lines[number];
        line.hold = hold.mean;
        let lanes = line.lanes.len() as f64;
        if tap.shares.is_empty() {
            let most = f64::from(tap.consumer.concurrency) * place.instances;
            let capacity = (most / hold.mean.max(1e-12)).min(by_cores);
            let rate = below(line.rate, capacity);
            let present = rate * hold.mean;
            let found = limited(None, present, present, most);
            let lane = &mut line.lanes[0];
            lane.capacity = if reachable { capacity } else { 0.0 };
            (line.wait, line.waits) = (Moments::ZERO, 0.0);
            if let Some(found) = found.filter(|_| rate > 0.0) {
                let factor = variation(1.0, hold.scv(), 1.0 / found.capacity);
                line.wait = waiting(&found, rate, factor, most, hold, 1.0);
                line.waits = found.waits;
                set_random(lane, rate * line.wait.mean, rate);
            }
        } else {
            let second = hold.variance + hold.mean * hold.mean;
            let (mut mean, mut waits) = (0.0, 0.0);
            for (lane, share) in line.lanes.iter_mut().zip(&tap.shares) {
                let capacity = (1.0 / hold.mean.max(1e-12)).min(by_cores / lanes);
                lane.capacity = if reachable { capacity } else { 0.0 };
                let rate = below(line.rate * share, capacity);
                let used = rate / capacity;
                let wait = rate * second / (2.0 * (1.0 - used));
                set_random(lane, rate * wait, rate);
                mean += share * wait;
                waits += share * used;
            }
            let given = mean / waits.max(1e-300);
            line.wait = Moments::gamma(mean, 2.0 * waits * given * given / (mean * mean) - 1.0);
            line.waits = waits;
        }
        if let Some(batch) = &tap.consumer.batch {
            let messages = line.rate * line.batch;
            let used = line.rate / line.lanes[0].capacity.max(1e-300);
            let most = f64::from(tap.consumer.concurrency) * place.instances;
            let busy = used.min(2.0) * most * line.batch;
            let size = f64::from(batch.size);
            let full = if line.lanes[0].waiting > 2.0 * line.lanes[0].random + 1.0 {
                size
            } else {
                (1.0 + messages * batch.wait).max(busy).clamp(1.0, size)
            };
            line.batch = 0.5 * (line.batch + full);
        }
    }

    /// What waits in queues after the step.
    pub(crate) fn drain_lines(&mut self, before: &[Vec<f64>], seconds: f64) {
        for (number, line) in self.lines.iter_mut().enumerate() {
            let tap = &self.shape.taps[number];
            let queue = &self.network.queues[tap.queue];
            let lanes = line.lanes.len() as f64;
            for (lane_number, lane) in line.lanes.iter_mut().enumerate() {
                let share = tap.shares.get(lane_number).copied().unwrap_or(1.0);
                let inflow = Inflow {
                    rate: line.rate * share,
                    ..Inflow::default()
                };
                let room = queue
                    .capacity
                    .map_or(f64::INFINITY, |room| f64::from(room) / lanes / line.batch);
                let kept = queue
                    .retention
                    .map_or(f64::INFINITY, |time| time * lane.capacity.max(inflow.rate));
                if lane.capacity > 0.0 {
                    lane.advance(before[number][lane_number], inflow, room.min(kept), seconds);
                } else {
                    // Nobody takes anything: it stays.
                    let most = room.min(kept);
                    let all = before[number][lane_number] + seconds * inflow.rate;
                    lane.door = if all > most && inflow.rate > 0.0 {
                        ((all - most) / (seconds * inflow.rate)).min(1.0)
                    } else {
                        0.0
                    };
                    (lane.waiting, lane.out) = (all.min(most), 0.0);
                }
            }
        }
    }
}

fn slots_of(group: &Group) -> Option<f64> {
    group.slots.map(|slots| f64::from(slots.count))
}

/// A rate at which what waits at random is told.
fn below(rate: f64, capacity: f64) -> f64 {
    if rate < NEARLY * capacity {
        rate
    } else {
        FULL * capacity
    }
}

/// What waits at random, from how many do at a use that the capacity allows.
fn set_random(pool: &mut Pool, waiting: f64, rate: f64) {
    pool.random = waiting.max(0.0);
    let used = (rate / pool.capacity).clamp(1e-12, NEARLY);
    pool.scale = (pool.random * (1.0 - used) / used).max(1e-9);
}

/// The station that a group is at a rate below its capacity.
fn evaluate(place: &mut Place, data: &Group, hold: Moments, in_hand: Option<f64>, rate: f64) {
    let offered = Offered {
        rate,
        load: rate * place.demand,
        arrival_scv: place.arrival_scv,
        long_run_scv: place.arrival_scv,
        demand_scv: place.demand_scv,
        together: 1.0,
        in_hand,
    };
    (place.stretch, place.wait, place.waits) = (1.0, Moments::ZERO, 0.0);
    (place.inside, place.used, place.full) = (1.0, 0.0, None);
    let mut excess = 0.0;
    if rate > 0.0
        && let Some(mut station) = Station::cores(data, place.instances, offered)
    {
        station.freedom = place.freedom;
        place.stretch = station.stretch;
        excess = (station.stretch - 1.0) * offered.load;
        if let Some(station) = station.slots(data, place.instances, (hold, 0.0), 0.0) {
            excess -= rate * hold.mean * (1.0 - station.inside);
            excess = excess.max(0.0);
            place.wait = station.wait;
            place.waits = station.waits;
            place.inside = station.inside;
            place.full = station.on_cores.is_some().then_some(station.full);
            place.departure_scv = station.departure_scv;
            place.used = station.cores.max(station.slots);
            excess += rate * station.wait.mean;
        }
    }
    set_random(&mut place.pool, excess, rate);
}
