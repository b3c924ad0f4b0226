//! What follows from a rate of requests along the steps of a program.

use spinout_network::{Cached, Step};

use super::{Caller, Engine};
use crate::preview::cache::Missed;
use crate::preview::shape::most_receives;

impl Engine<'_> {
    /// Gives the rate of those that come to the end.
    pub(super) fn flow(&mut self, steps: &[Step], rate: f64, caller: &Caller) -> f64 {
        let mut rate = rate;
        for step in steps {
            self.flow_step(step, rate, caller);
            rate *= self.step_success(step, caller.group);
        }
        rate
    }

    fn flow_step(&mut self, step: &Step, rate: f64, caller: &Caller) {
        match step {
            Step::Cpu { demand, .. } => {
                if let Some(group) = caller.group {
                    let busy = rate * demand.mean() * self.now.factor[group];
                    self.places[group].busy += busy;
                    self.places[group].varied += busy * demand.scv();
                }
            }
            Step::Call(call) => {
                let Some(entry) = self.shape.callee(call) else {
                    return;
                };
                let most = self.attempts(call);
                let failure = 1.0 - self.attempt(call).succeeds;
                let rate = rate * crate::expected_attempts(failure, most.min(64));
                debug_assert_ne!(entry, caller.entry);
                self.coming[entry] += rate;
                self.bound[entry][0] += rate * caller.bound;
                self.bound[entry][1] += rate * caller.rounds;
            }
            Step::Publish(publish) => self.send(publish.queue.at(), rate),
            Step::Within { steps, .. } => {
                self.flow(steps, rate, caller);
            }
            Step::Repeat { count, steps, .. } => {
                let each = self.success(steps, caller.group);
                let times = if each >= 1.0 {
                    *count
                } else {
                    let whole = count.floor();
                    let reach = libm::pow(each, whole);
                    (1.0 - reach) / (1.0 - each) + (count - whole) * reach
                };
                self.flow(steps, rate * times, caller);
            }
            Step::Branch { arms, .. } => {
                for arm in arms {
                    self.flow(&arm.steps, rate * arm.probability, caller);
                }
            }
            Step::Parallel(parallel) => {
                for branch in &parallel.branches {
                    self.flow(branch, rate * f64::from(parallel.times), caller);
                }
            }
            Step::Try { steps, otherwise } => {
                let done = self.flow(steps, rate, caller);
                self.flow(otherwise, rate - done, caller);
            }
            Step::Shift(shift) => {
                let (share, shadow) = self.share(shift.schedule);
                self.flow(&shift.old, rate * (1.0 - share), caller);
                self.flow(&shift.new, rate * if shadow { 1.0 } else { share }, caller);
            }
            Step::Cached(cached) => {
                self.flow(&cached.ask, rate, caller);
                self.look_up(cached, rate, caller.group);
                let asks = rate * self.missed(cached, caller.group).asks;
                let answered = self.flow(&cached.miss, asks, caller);
                self.flow(&cached.fill, answered, caller);
            }
            _ => {}
        }
    }

    /// Notes look-ups, at one of the places of a cache.
    fn look_up(&mut self, cached: &Cached, rate: f64, group: Option<usize>) {
        let miss = self.steps(&cached.miss, group);
        let fill = self.steps(&cached.fill, group);
        let cache = cached.cache.at();
        let own = self.network.caches[cache].group.map(|own| own.at());
        let places = match own.filter(|own| group == Some(*own)) {
            Some(own) => self.places[own].instances.max(1.0),
            None => 1.0,
        };
        let all = &mut self.look_ups[cache];
        let before = all.rate;
        all.rate += rate / places;
        let part = (all.rate - before) / all.rate.max(1e-300);
        all.fill += part * (miss.response.mean + fill.response.mean - all.fill);
        all.succeeds += part * (miss.succeeds * fill.succeeds - all.succeeds);
    }

    /// What becomes of look-ups at present.
    pub(crate) fn missed(&self, cached: &Cached, group: Option<usize>) -> Missed {
        let found = self.stores[cached.cache.at()].found;
        Missed::of(found, self.success(&cached.ask, group))
    }

    /// Caches see the look-ups of the step as those that have been for long.
    pub(crate) fn set_stores(&mut self) {
        for (store, all) in self.stores.iter_mut().zip(&self.look_ups) {
            store.set(all);
        }
    }

    /// The share that goes the new way at present, and whether the rest does too, unheard.
    pub(crate) fn share(&self, schedule: u32) -> (f64, bool) {
        self.now
            .phases
            .get(schedule as usize)
            .copied()
            .unwrap_or((0.0, false))
    }

    fn send(&mut self, queue: usize, rate: f64) {
        if self.now.outage[queue] {
            return;
        }
        self.published[queue] += rate;
        for number in &self.shape.taps_of[queue] {
            let consumer = self.shape.taps[*number].consumer;
            let most = most_receives(&self.network.queues[queue], consumer);
            let entry = self.shape.taps[*number].entry;
            let line = &self.lines[*number];
            let out: f64 = line.lanes.iter().map(|lane| lane.out).sum();
            let failure = 1.0 - self.visits[entry].succeeds;
            let all = rate * crate::expected_attempts(failure, most) / line.batch;
            // What comes to the line; what gets to its consumers is what it lets through.
            self.lines[*number].rate = all;
            self.coming[entry] += out;
        }
        let dead = self.dead(queue);
        if let Some(next) = self.network.queues[queue]
            .dead_letter
            .filter(|_| dead > 0.0)
        {
            self.send(next.at(), rate * dead);
        }
    }

    /// Dead letters of a message, in all consumer groups.
    pub(crate) fn dead(&self, queue: usize) -> f64 {
        let data = &self.network.queues[queue];
        let taps = self.shape.taps_of[queue].iter();
        let dead = taps.map(|tap| {
            let tap = &self.shape.taps[*tap];
            let failure = 1.0 - self.visits[tap.entry].succeeds;
            libm::pow(failure, f64::from(most_receives(data, tap.consumer)))
        });
        dead.sum()
    }
}
