//! The fluid over time: in each step rates go down from callers to callees, times come back up, and what
//! waits grows or drains.

mod walk;

use spinout_network::{Arrivals, Distribution, Network};

use super::conditions::{Conditions, mean_rate};
use super::pool::{Inflow, Pool};
use super::scaler::{Figures, Instances};
use crate::preview::cache::{LookUps, Store};
use crate::preview::flow::Flow;
use crate::preview::moments::Moments;
use crate::preview::outcome::Outcome;
use crate::preview::shape::Shape;

/// The most rounds in which rates and times of a step find each other, and when they have.
const ROUNDS: usize = 40;
const ENOUGH: f64 = 1e-7;
/// What is farther apart than this at the end has found no rest.
const NEAR: f64 = 1e-2;

/// A group under the fluid.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) pool: Pool,
    /// Instances that take visits.
    pub(crate) instances: f64,
    /// What comes: visits a second, and what of them is bounded.
    pub(crate) inflow: Inflow,
    /// Busy cores.
    pub(crate) busy: f64,
    /// The same, weighted with the variation of the demands.
    pub(crate) varied: f64,
    /// Mean demand of a visit on the cores, and its variation.
    pub(crate) demand: f64,
    pub(crate) demand_scv: f64,
    /// Mean time for which a visit holds its slot.
    pub(crate) hold: f64,
    /// How many times as long computing takes as on a free core.
    pub(crate) stretch: f64,
    /// Waiting for a slot at random, and how often there is such a wait.
    pub(crate) wait: Moments,
    pub(crate) waits: f64,
    /// By how much of an open system's what waits varies: less where it is of a fixed population.
    pub(crate) freedom: f64,
    /// Factor on the time inside that the limit on slots makes.
    pub(crate) inside: f64,
    /// Variation of the times between visits, and between what it asks of others.
    pub(crate) arrival_scv: f64,
    pub(crate) departure_scv: f64,
    /// The larger use of cores and slots.
    pub(crate) used: f64,
    /// The rate at which what waits at random is told.
    pub(crate) seen: f64,
    /// Visits a second of a full house, where cores and slots are scarce together.
    pub(crate) full: Option<f64>,
    /// Visits that get through ÷ those that come.
    through: f64,
    /// The most that may wait.
    pub(crate) room: f64,
    /// What was evaluated last, to leave out what has not changed.
    pub(crate) known: [f64; 8],
}

/// A consumer group under the fluid: one lane, or one for each partition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pub(crate) lanes: Vec<Pool>,
    /// Deliveries (or batches) a second that come.
    pub(crate) rate: f64,
    /// Messages in a batch.
    pub(crate) batch: f64,
    pub(crate) wait: Moments,
    pub(crate) waits: f64,
    /// What a delivery takes a consumer for.
    pub(crate) hold: f64,
}

/// Everything at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Engine<'a> {
    pub(crate) shape: &'a Shape<'a>,
    pub(crate) network: &'a Network,
    pub(crate) now: Conditions,
    pub(crate) places: Vec<Place>,
    pub(crate) lines: Vec<Line>,
    pub(crate) scaled: Vec<Instances>,
    /// Visits a second, by entry: that come, and that are served.
    pub(crate) coming: Vec<f64>,
    pub(crate) served: Vec<f64>,
    bound: Vec<[f64; 2]>,
    /// Shares of a group's visits, by entry.
    pub(crate) mix: Vec<f64>,
    /// A visit, waiting included, by entry.
    pub(crate) visits: Vec<Outcome>,
    /// Entries of each group.
    pub(crate) entries_of: Vec<Vec<usize>>,
    /// Requests a second, by journey; messages published a second, by queue.
    pub(crate) load: Vec<f64>,
    pub(crate) published: Vec<f64>,
    /// Seconds in which rates and waits found no rest.
    pub(crate) unsettled: f64,
    /// Whether instances went down at the beginning of the step, by group.
    pub(crate) went_down: Vec<bool>,
    /// Answers that are kept, and look-ups of them.
    pub(crate) stores: Vec<Store>,
    pub(crate) look_ups: Vec<LookUps>,
}

/// A program that is being gone through.
#[derive(Clone, Copy)]
struct Caller {
    entry: usize,
    group: Option<usize>,
    /// Of its calls, the part that comes slower when answers do, and that over the time of a round.
    bound: f64,
    rounds: f64,
}

impl<'a> Engine<'a> {
    pub(crate) fn new(shape: &'a Shape<'a>) -> Self {
        let network = shape.network;
        let mut entries_of = vec![Vec::new(); network.groups.len()];
        for (number, entry) in shape.entries.iter().enumerate() {
            if let Some(group) = entry.group {
                entries_of[group].push(number);
            }
        }
        let count = shape.entries.len();
        let places = network.groups.iter().map(|group| Place {
            instances: f64::from(group.replicas),
            stretch: 1.0,
            inside: 1.0,
            freedom: 1.0,
            arrival_scv: 1.0,
            departure_scv: 1.0,
            through: 1.0,
            ..Place::default()
        });
        let lines = shape.taps.iter().map(|tap| Line {
            lanes: vec![Pool::default(); tap.shares.len().max(1)],
            batch: 1.0,
            ..Line::default()
        });
        let scaled = network.groups.iter().map(|group| {
            let least = group.scaler.as_ref().map_or(0, |scaler| scaler.min);
            Instances::new(f64::from(group.replicas.max(least)))
        });
        Self {
            shape,
            network,
            now: Conditions::at(network, f64::NEG_INFINITY),
            places: places.collect(),
            lines: lines.collect(),
            scaled: scaled.collect(),
            coming: vec![0.0; count],
            served: vec![0.0; count],
            bound: vec![[0.0; 2]; count],
            mix: vec![1.0; count],
            visits: vec![Outcome::DONE; count],
            entries_of,
            load: vec![0.0; network.journeys.len()],
            published: vec![0.0; network.queues.len()],
            unsettled: 0.0,
            went_down: vec![false; network.groups.len()],
            stores: shape.stores.clone(),
            look_ups: vec![LookUps::default(); network.caches.len()],
        }
    }

    /// From `from` for `seconds`; nothing changes at once in between. Gives the visits that were lost at its
    /// beginning, by group.
    pub(crate) fn step(&mut self, from: f64, seconds: f64) -> Vec<f64> {
        self.now = Conditions::at(self.network, from + 1e-9 * seconds);
        let lost = self.set_instances();
        let before: Vec<f64> = self.places.iter().map(|p| p.pool.waiting).collect();
        let lines: Vec<Vec<f64>> = self.lines.iter().map(|line| waiting(&line.lanes)).collect();
        for round in 0..ROUNDS {
            let last = self.sums();
            self.come_up();
            self.go_down(from, seconds);
            for (place, before) in self.places.iter_mut().zip(&before) {
                let (room, guess) = (place.room, place.pool.waiting);
                place.pool.advance(*before, place.inflow, room, seconds);
                if round > 2 && place.inflow.bound > 0.0 {
                    // What answers each other comes to rest halfway.
                    place.pool.waiting = 0.5 * (guess + place.pool.waiting);
                }
                let coming = place.inflow.rate;
                place.through = if coming > 0.0 {
                    place.pool.out / coming
                } else {
                    1.0
                };
            }
            self.drain_lines(&lines, seconds);
            let near = |(old, new): (f64, f64)| (new - old).abs() <= NEAR * new.abs();
            let same = |(old, new): (f64, f64)| (new - old).abs() <= ENOUGH * new.abs();
            let sums = last.into_iter().zip(self.sums());
            if round + 1 == ROUNDS && !sums.clone().all(near) {
                self.unsettled += seconds;
            }
            if round > 1 && sums.clone().all(same) {
                break;
            }
        }
        lost
    }

    /// What goes through all places, and what waits there.
    fn sums(&self) -> [f64; 2] {
        let pools = self.places.iter().map(|place| place.pool);
        pools.fold([0.0, 1e-9], |[out, waiting], pool| {
            [out + pool.out, waiting + pool.waiting]
        })
    }

    /// Autoscalers look at what the step was.
    pub(crate) fn scale(&mut self, until: f64, seconds: f64) {
        for (number, group) in self.network.groups.iter().enumerate() {
            let Some(scaler) = &group.scaler else {
                continue;
            };
            let place = &self.places[number];
            let messages = match scaler.rule.metric() {
                Some(spinout_network::ScalerMetric::QueueLength { queue, .. }) => {
                    let taps = self.shape.taps_of[queue.at()].iter();
                    taps.map(|tap| self.messages(*tap)).sum()
                }
                _ => 0.0,
            };
            let figures = Figures {
                busy: place.busy / group.cores.unwrap_or(1.0),
                messages,
                inside: place.pool.waiting + place.pool.out * place.hold,
                rate: place.inflow.rate,
            };
            self.scaled[number].pass(scaler, figures, until, seconds);
        }
    }

    /// Messages of a consumer group that wait or are in hand.
    pub(crate) fn messages(&self, tap: usize) -> f64 {
        let line = &self.lines[tap];
        let waiting: f64 = line.lanes.iter().map(|lane| lane.waiting).sum();
        let out: f64 = line.lanes.iter().map(|lane| lane.out).sum();
        line.batch * (waiting + out * line.hold)
    }

    fn set_instances(&mut self) -> Vec<f64> {
        let mut lost = vec![0.0; self.places.len()];
        for (number, place) in self.places.iter_mut().enumerate() {
            let before = place.instances;
            let there = self.scaled[number].ready;
            place.instances = (there - self.now.down[number]).max(0.0);
            // What waits at an instance that dies is lost with it.
            let crashed = self.now.down[number] > 0.0 && place.instances < before;
            self.went_down[number] = crashed;
            if crashed && before > 0.0 {
                lost[number] = place.pool.waiting * (1.0 - place.instances / before);
                place.pool.waiting -= lost[number];
            }
        }
        lost
    }

    /// How regular what comes to each group is: by the flows of a steady load like the present one.
    pub(crate) fn set_variation(&mut self) {
        let batches: Vec<f64> = self.lines.iter().map(|line| line.batch).collect();
        let places = &self.places;
        let flow = Flow::new(self.shape, &self.load, &batches, &|group| {
            places[group].departure_scv
        });
        let used: Vec<f64> = places.iter().map(|place| place.used).collect();
        for (number, place) in self.places.iter_mut().enumerate() {
            place.arrival_scv = flow.arrival_scv(number, used[number]);
        }
    }

    /// Rates, callers first.
    fn go_down(&mut self, from: f64, seconds: f64) {
        self.coming.fill(0.0);
        self.bound.fill([0.0; 2]);
        self.published.fill(0.0);
        self.look_ups.fill(LookUps::default());
        for place in &mut self.places {
            (place.busy, place.varied) = (0.0, 0.0);
        }
        let mut thinking = 0.0;
        for (number, journey) in self.network.journeys.iter().enumerate() {
            let entry = self.shape.journeys[number];
            let rate = match &journey.arrivals {
                Arrivals::Open { rate, .. } => mean_rate(rate, from, from + seconds),
                Arrivals::Closed { population, think } => {
                    let round = think.mean() + self.visits[entry].response.mean;
                    let users = f64::from(*population);
                    let rate = users / round.max(1e-9);
                    thinking += rate * think.mean();
                    self.bound[entry][0] += rate;
                    self.bound[entry][1] += rate / round.max(1e-9);
                    rate
                }
            };
            self.load[number] = rate;
            self.coming[entry] += rate;
        }
        for number in (0..self.shape.entries.len()).rev() {
            let entry = self.shape.entries[number];
            let coming = self.coming[number];
            let (mut rate, [mut bound, mut rounds]) = (coming, self.bound[number]);
            if let Some(group) = entry.group {
                let place = &self.places[group];
                let full = place.pool.waiting > 4.0 * place.pool.scale;
                rate = if full {
                    place.pool.drains() * self.mix[number]
                } else {
                    coming * place.through
                };
                if full && self.by_slots(group) {
                    // So many are inside, and no more come before one has its answer.
                    (bound, rounds) = (rate, rate / place.hold.max(1e-9));
                } else if coming > 0.0 {
                    (bound, rounds) = (bound * rate / coming, rounds * rate / coming);
                }
            }
            self.served[number] = rate;
            if rate > 0.0 {
                let caller = Caller {
                    entry: number,
                    group: entry.group,
                    bound: bound / rate,
                    rounds: rounds / rate,
                };
                let program = &self.network.programs[entry.program];
                self.flow(&program.steps, rate, &caller);
            }
        }
        for (group, entries) in self.entries_of.iter().enumerate() {
            let mut inflow = Inflow::default();
            for entry in entries {
                inflow.rate += self.coming[*entry];
                inflow.bound += self.bound[*entry][0];
                inflow.rounds += self.bound[*entry][1];
            }
            if inflow.rate > 0.0 {
                for entry in entries {
                    self.mix[*entry] = self.coming[*entry] / inflow.rate;
                }
            }
            let place = &mut self.places[group];
            place.inflow = inflow;
            if inflow.bound > 0.0 {
                let waiting = place.pool.waiting;
                let free = thinking / (thinking + waiting + waiting * waiting).max(1e-12);
                place.freedom = 1.0 - inflow.bound / inflow.rate * (1.0 - free);
            }
            let served: f64 = entries.iter().map(|entry| self.served[*entry]).sum();
            if served > 0.0 {
                place.demand = place.busy / served;
            }
            if place.busy > 0.0 {
                place.demand_scv = place.varied / place.busy;
            }
        }
    }
}

pub(crate) fn of(distribution: &Distribution) -> Moments {
    Moments::of(distribution)
}

fn waiting(lanes: &[Pool]) -> Vec<f64> {
    lanes.iter().map(|lane| lane.waiting).collect()
}
