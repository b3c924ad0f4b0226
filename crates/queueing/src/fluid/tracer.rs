//! Sampled requests that walk their programs through the fluid.

use spinout_network::{Cached, Call, Distribution, Others, Parallel, Publish, Step, key};

use super::attempt::pause;
use super::draw::Draw;
use super::record::Record;
use crate::preview::shape::{Shape, most_receives};

/// The most repetitions that are walked one by one.
const WALKED: f64 = 256.0;
const OUT: u64 = 1;
const BACK: u64 = 2;
const WAIT: u64 = 3;
const FATE: u64 = 4;
const STRETCH: u64 = 5;
const SIZE: u64 = 6;

/// A sampled request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trace {
    /// When it came, seconds of the scenario.
    pub at_s: f64,
    /// Until its answer, seconds.
    pub response_s: f64,
    /// Until its last consequence, seconds.
    pub completion_s: f64,
    /// Whether it succeeded.
    pub succeeded: bool,
}

/// A walk.
pub(crate) struct Walk<'a> {
    pub(crate) shape: &'a Shape<'a>,
    pub(crate) record: &'a Record,
    /// When the last consequence so far is done.
    last: f64,
    /// MiB that the request carries.
    size: f64,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(shape: &'a Shape<'a>, record: &'a Record) -> Self {
        Self {
            shape,
            record,
            last: 0.0,
            size: 0.0,
        }
    }

    /// A request of a journey that comes at `time`.
    pub(crate) fn request(&mut self, journey: usize, time: f64, path: u64) -> Trace {
        let entry = self.shape.entries[self.shape.journeys[journey]];
        let network = self.shape.network;
        self.last = time;
        let size = network.journeys[journey].size.as_ref();
        self.size = size.map_or(0.0, |size| Draw::new(path, SIZE).time(size));
        let steps = &network.programs[entry.program].steps;
        let (end, mut succeeded) = self.steps(steps, None, time, path);
        let mut response_s = end - time;
        self.last = self.last.max(end);
        if let Some(patience) = network.journeys[journey].timeout
            && response_s > patience
        {
            (response_s, succeeded) = (patience, false);
        }
        Trace {
            at_s: time,
            response_s,
            completion_s: (self.last - time).max(response_s),
            succeeded,
        }
    }

    /// Gives when it ends, and whether with success.
    fn steps(&mut self, steps: &[Step], group: Option<usize>, time: f64, path: u64) -> (f64, bool) {
        let mut now = time;
        for step in steps {
            let (end, good) = self.step(step, group, now, path);
            now = end;
            if !good {
                return (now, false);
            }
        }
        (now, true)
    }

    fn step(&mut self, step: &Step, group: Option<usize>, now: f64, path: u64) -> (f64, bool) {
        match step {
            Step::Cpu {
                demand,
                key,
                per_mib,
            } => {
                let time = self.drawn(demand, *key, *per_mib, path);
                (now + self.compute(group, time, now, path ^ *key), true)
            }
            Step::Delay { time, key, per_mib } => {
                let factor = group.map_or(1.0, |group| self.mark(group, now).factor);
                (now + factor * self.drawn(time, *key, *per_mib, path), true)
            }
            Step::Fail { probability, key } => {
                (now, Draw::new(path, *key).uniform() >= *probability)
            }
            Step::Call(call) => self.call(call, now, path),
            Step::Publish(publish) => self.publish(publish, now, path),
            Step::Within { steps, key, .. } => {
                self.steps(steps, group, now, key::descend(path, *key))
            }
            Step::Repeat { count, key, steps } => {
                let fraction = Draw::new(path, *key).uniform() < count.fract();
                let times = count.floor() + f64::from(u8::from(fraction));
                let walked = times.min(WALKED);
                let (mut end, mut path) = (now, path);
                for _ in 0..walked as u32 {
                    let (next, good) = self.steps(steps, group, end, path);
                    end = next;
                    if !good {
                        return (end, false);
                    }
                    path = path.wrapping_add(key::iteration(*key));
                }
                let more = if walked > 0.0 { times / walked } else { 1.0 };
                (now + (end - now) * more, true)
            }
            Step::Branch { key, arms } => {
                let mut luck = Draw::new(path, *key).uniform();
                for arm in arms {
                    if let Some((above, most)) = arm.sizes {
                        if self.size > above && self.size <= most {
                            return self.steps(&arm.steps, group, now, path);
                        }
                        continue;
                    }
                    if luck < arm.probability {
                        return self.steps(&arm.steps, group, now, path);
                    }
                    luck -= arm.probability;
                }
                (now, true)
            }
            Step::Parallel(parallel) => self.parallel(parallel, group, now, path),
            Step::Try { steps, otherwise } => {
                let (end, good) = self.steps(steps, group, now, path);
                if good {
                    (end, true)
                } else {
                    self.steps(otherwise, group, end, path)
                }
            }
            Step::Shift(shift) => {
                let phases = &self.record.phases[self.record.step(now)];
                let share = phases.get(shift.schedule as usize);
                let new = Draw::new(path, shift.key).uniform() < share.map_or(0.0, |now| now.0);
                let steps = if new { &shift.new } else { &shift.old };
                self.steps(steps, group, now, path)
            }
            Step::Cached(cached) => self.cached(cached, group, now, path),
            // Marked rows take no time; the others are refused before.
            _ => (now, true),
        }
    }

    fn cached(
        &mut self,
        cached: &Cached,
        group: Option<usize>,
        now: f64,
        path: u64,
    ) -> (f64, bool) {
        let (asked, up) = self.steps(&cached.ask, group, now, path);
        let found = self.record.found[self.record.step(now)][cached.cache.at()];
        let mut luck = Draw::new(path, cached.key);
        let place = luck.uniform();
        if up && place < found.hit {
            return (asked, true);
        }
        let (answered, good) = self.steps(&cached.miss, group, asked, path);
        if !good {
            return (answered, luck.uniform() < found.stale);
        }
        let (kept, _) = self.steps(&cached.fill, group, answered, path);
        if up && place < found.hit + found.coalesced {
            // It waits for the rest of what another has begun.
            return (asked + (kept - asked) * luck.uniform(), true);
        }
        (kept, true)
    }

    /// A time, or what the request's size makes of it.
    fn drawn(&self, time: &Distribution, key: u64, per_mib: Option<f64>, path: u64) -> f64 {
        match per_mib {
            Some(each) => each * self.size,
            None => Draw::new(path, key).time(time),
        }
    }

    fn mark(&self, place: usize, time: f64) -> &super::record::Mark {
        self.record.mark(self.record.step(time), place)
    }

    /// Computing that takes `demand` on a free core: as much longer as the cores are shared, and as that
    /// varies (Coffman, Muntz and Trotter 1970).
    fn compute(&self, group: Option<usize>, demand: f64, now: f64, path: u64) -> f64 {
        let Some(group) = group else { return demand };
        let mark = self.mark(group, now);
        let demand = demand * mark.factor;
        let stretch = mark.stretch;
        if stretch <= 1.0 + 1e-9 || demand <= 0.0 {
            return demand;
        }
        let shared = 1.0 - 1.0 / stretch;
        let noise = 2.0 * shared / (2.0 - shared) * stretch * stretch;
        let variance = mark.freedom * noise * demand * mark.demand;
        let more = (stretch - 1.0) * demand;
        demand + Draw::new(path, STRETCH).gamma(more, variance / (more * more))
    }

    /// Waiting at a place: at random, and for the fluid before it.
    fn wait(&self, place: usize, now: f64, path: u64) -> Result<f64, f64> {
        let mark = self.mark(place, now);
        let mut draw = Draw::new(path, WAIT);
        let random = if mark.wait > 0.0 && draw.uniform() < mark.waits {
            draw.gamma(mark.wait, mark.scv)
        } else {
            0.0
        };
        let delay = self.record.delay(place, now, draw.uniform())?;
        Ok(delay + random)
    }

    /// A visit that comes to its group at `time`.
    fn visit(&mut self, entry: usize, time: f64, path: u64, waits: bool) -> (f64, bool) {
        let entry = self.shape.entries[entry];
        let network = self.shape.network;
        let Some(group) = entry.group else {
            return self.steps(&network.programs[entry.program].steps, None, time, path);
        };
        let mut fate = Draw::new(path, FATE);
        if waits && fate.uniform() < self.mark(group, time).door {
            return (time, false);
        }
        let begin = match self.wait(group, time, path) {
            Ok(wait) => time + wait,
            Err(lost) => return (time + lost, false),
        };
        let steps = &network.programs[entry.program].steps;
        let (end, good) = self.steps(steps, Some(group), begin, path);
        let end = begin + (end - begin) * self.mark(group, begin).inside;
        if let Some(crash) = self.record.crash(group, begin, end, fate.uniform()) {
            return (crash, false);
        }
        let errors = self.mark(group, begin).errors;
        (end, good && fate.uniform() >= errors)
    }

    fn call(&mut self, call: &Call, now: f64, path: u64) -> (f64, bool) {
        let Some(entry) = self.shape.callee(call) else {
            return (now, true);
        };
        let attempts = call.policy.retry.as_ref().map_or(1, |retry| retry.attempts);
        let mut begin = now;
        for attempt in 0..attempts.max(1) {
            let own = key::descend(path, call.key).wrapping_add(u64::from(attempt) * 0x9E37_79B9);
            let mut out = Draw::new(own, OUT).time(&call.out);
            let mut back = Draw::new(own, BACK).time(&call.back);
            if let Some(transfer) = &call.policy.transfer {
                let way = if transfer.back { &mut back } else { &mut out };
                *way += transfer.fixed + transfer.per_mib * self.size;
            }
            let (end, mut good) = self.visit(entry, begin + out, own, true);
            let mut end = end + back;
            if let Some(timeout) = call.policy.timeout
                && end - begin > timeout
            {
                (end, good) = (begin + timeout, false);
            }
            if good || attempt + 1 == attempts.max(1) {
                return (end, good);
            }
            begin = end;
            let luck = Draw::new(own, FATE ^ OUT).uniform();
            begin += pause(call, attempt, luck);
        }
        (begin, false)
    }

    fn parallel(
        &mut self,
        parallel: &Parallel,
        group: Option<usize>,
        now: f64,
        path: u64,
    ) -> (f64, bool) {
        let mut ends = Vec::with_capacity(parallel.width() as usize);
        let mut own = path;
        for _ in 0..parallel.times {
            for branch in &parallel.branches {
                ends.push(self.steps(branch, group, now, own));
            }
            own = own.wrapping_add(key::iteration(parallel.key));
        }
        let last = ends.iter().fold(now, |last, (end, _)| last.max(*end));
        let mut good: Vec<f64> = ends.iter().filter(|e| e.1).map(|e| e.0).collect();
        good.sort_by(f64::total_cmp);
        let need = parallel.need as usize;
        let succeeds = good.len() >= need;
        if parallel.others == Others::Await {
            return (last, succeeds);
        }
        self.last = self.last.max(last);
        if succeeds {
            return (good[need - 1], true);
        }
        // Decided when too few are left.
        let mut bad: Vec<f64> = ends.iter().filter(|e| !e.1).map(|e| e.0).collect();
        bad.sort_by(f64::total_cmp);
        let decides = ends.len() - need;
        (bad.get(decides).copied().unwrap_or(last), false)
    }

    fn publish(&mut self, publish: &Publish, now: f64, path: u64) -> (f64, bool) {
        let own = key::descend(path, publish.key);
        let there = now + Draw::new(own, OUT).time(&publish.hop);
        let queue = publish.queue.at();
        let mut back = Draw::new(own, BACK);
        let mut end = there + back.time(&publish.ack);
        if let Some(time) = publish.policy.as_ref().and_then(|p| p.back.as_ref()) {
            end += back.time(time);
        }
        if self.record.outage[self.record.step(there)][queue] {
            return (end, false);
        }
        let refused = self.message(queue, there, own);
        (end, !refused)
    }

    /// A message from the broker's receipt on; whether it is refused.
    fn message(&mut self, queue: usize, time: f64, path: u64) -> bool {
        let shape = self.shape;
        let data = &shape.network.queues[queue];
        for number in &shape.taps_of[queue] {
            let tap = &shape.taps[*number];
            let mut luck = Draw::new(path, FATE ^ *number as u64);
            let mut lane = 0;
            let mut place = luck.uniform();
            while lane + 1 < tap.shares.len() && place > tap.shares[lane] {
                place -= tap.shares[lane];
                lane += 1;
            }
            let lane = self.record.lanes[*number] + lane;
            let step = self.record.step(time);
            if luck.uniform() < self.record.mark(step, lane).door {
                return true;
            }
            // What is taken together waits for the rest.
            let filling = tap.consumer.batch.as_ref().map_or(0.0, |batch| {
                let size = self.record.batches[step][*number];
                let part = if size > 1.0 { luck.uniform() } else { 0.0 };
                part * batch.wait * ((f64::from(batch.size) - size) / f64::from(batch.size))
            });
            let mut now = time + filling;
            for delivery in 0..most_receives(data, tap.consumer) {
                let own = key::descend(path, tap.consumer.program.at() as u64)
                    .wrapping_add(u64::from(delivery) * 0x9E37_79B9);
                let waited = match self.wait(lane, now, own) {
                    Ok(time) | Err(time) => time,
                };
                let hop = Draw::new(own, OUT).time(&tap.consumer.hop);
                let (end, good) = self.visit(tap.entry, now + waited + hop, own, false);
                now = end;
                if good {
                    break;
                }
                now += data.redelivery_delay;
            }
            self.last = self.last.max(now);
        }
        false
    }
}
