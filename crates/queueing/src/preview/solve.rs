//! The fixed point: what every visit takes when everything else takes what it takes.

use spinout_network::{Call, Publish, Step};

use super::flow::Flow;
use super::held::Held;
use super::moments::Moments;
use super::outcome::{Outcome, minus};
use super::parallel;
use super::queues::Waiting;
use super::shape::{Shape, attempts, most_receives};
use super::station::{Offered, Station};

/// The most rounds of the fixed point, and the change at which it ends.
const ROUNDS: usize = 40;
const ENOUGH: f64 = 1e-5;

/// A resource that cannot keep up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Saturated {
    pub(crate) place: Busiest,
    /// Load over capacity, above 1 where it is known.
    pub(crate) utilization: f64,
}

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Busiest {
    /// Cores of a group.
    Cores(usize),
    /// Slots of a group.
    Slots(usize),
    /// Consumers of a queue.
    Queue(usize),
    /// A lock or pool.
    Held(usize),
}

/// Everything under one load.
#[derive(Clone, Debug)]
pub(crate) struct Solution {
    pub(crate) flow: Flow,
    pub(crate) stations: Vec<Station>,
    /// By tap.
    pub(crate) queues: Vec<Waiting>,
    /// By resource.
    pub(crate) held: Vec<Held>,
    /// Visits, waiting for their slot included, by entry.
    pub(crate) visits: Vec<Outcome>,
}

/// Solves the network under one load.
pub(crate) struct Solver<'a> {
    pub(crate) shape: &'a Shape<'a>,
    /// Instances, by group.
    pub(crate) replicas: &'a [f64],
    /// By how much of an open system's the numbers of visits vary, by group; 1 where not given.
    pub(crate) freedom: Vec<f64>,
    /// Whether a limit relieves nobody whose place a fixed population takes.
    pub(crate) filled: bool,
    /// Mean time that a visit holds its slot without any waiting, by entry; 0 where not given.
    pub(crate) least: &'a [f64],
}

impl Solver<'_> {
    /// Everything under these rates of the journeys.
    pub(crate) fn solve(
        &self,
        rates: &[f64],
        start: Option<&Solution>,
    ) -> Result<Solution, Saturated> {
        let shape = self.shape;
        let mut solution = match start {
            Some(start) => start.clone(),
            None => self.empty(),
        };
        let mut before = f64::INFINITY;
        for round in 0..ROUNDS {
            let flow = {
                let stations = &solution.stations;
                let batches: Vec<f64> = solution.queues.iter().map(|tap| tap.batch).collect();
                Flow::new(shape, rates, &batches, &|group| {
                    stations[group].departure_scv
                })
            };
            solution.flow = flow;
            self.set_cores(&mut solution)?;
            self.go_through(&mut solution)?;
            self.set_held(&mut solution)?;
            let now: f64 = shape
                .journeys
                .iter()
                .map(|entry| solution.visits[*entry].completion.mean)
                .sum();
            if round > 0 && (now - before).abs() <= ENOUGH * now {
                break;
            }
            before = now;
        }
        Ok(solution)
    }

    /// Every visit as if it were the only one.
    pub(crate) fn unloaded(&self) -> Solution {
        let mut solution = self.empty();
        for (number, entry) in self.shape.entries.iter().enumerate() {
            let steps = &self.shape.network.programs[entry.program].steps;
            solution.visits[number] = self.steps(&solution, steps, entry.group, 0.0);
        }
        solution
    }

    fn empty(&self) -> Solution {
        let network = self.shape.network;
        Solution {
            flow: Flow::default(),
            stations: vec![Station::default(); network.groups.len()],
            queues: vec![Waiting::default(); self.shape.taps.len()],
            held: vec![Held::default(); network.resources.len()],
            visits: vec![Outcome::DONE; self.shape.entries.len()],
        }
    }

    /// What cannot keep up with work alone, the worst of it; what the cores make of the rest.
    fn set_cores(&self, solution: &mut Solution) -> Result<(), Saturated> {
        let network = self.shape.network;
        let mut worst: Option<Saturated> = None;
        for (number, group) in network.groups.iter().enumerate() {
            let old = solution.stations[number];
            let used = old.cores.max(old.slots);
            let offered = Offered {
                rate: solution.flow.visits(number),
                load: solution.flow.load[number],
                arrival_scv: solution.flow.arrival_scv(number, used),
                long_run_scv: solution.flow.long_run_scv(number),
                demand_scv: solution.flow.demand_scv(number),
                together: solution.flow.together(number),
                in_hand: self.shape.worker_of[number]
                    .map(|tap| self.most_in_hand(&self.shape.taps[tap]) / self.replicas[number]),
            };
            if let Some(station) = Station::cores(group, self.replicas[number], offered) {
                solution.stations[number] = Station {
                    wait: old.wait,
                    inside: old.inside,
                    fano: old.fano,
                    slots: old.slots,
                    freedom: self.freedom.get(number).copied().unwrap_or(1.0),
                    ..station
                };
            } else {
                let cores = group.cores.unwrap_or(1.0) * self.replicas[number];
                let found = Saturated {
                    place: Busiest::Cores(number),
                    utilization: offered.load / cores,
                };
                if worst.is_none_or(|worst| worst.utilization < found.utilization) {
                    worst = Some(found);
                }
            }
        }
        worst.map_or(Ok(()), Err)
    }

    /// Every entry, callees first, and the slots of each group when all its entries are known.
    fn go_through(&self, solution: &mut Solution) -> Result<(), Saturated> {
        let groups = self.shape.network.groups.len();
        let mut holds = vec![(Vec::new(), 0.0); groups];
        for (number, entry) in self.shape.entries.iter().enumerate() {
            let steps = &self.shape.network.programs[entry.program].steps;
            let rate = solution.flow.entries[number];
            let hold = self.steps(solution, steps, entry.group, rate);
            solution.visits[number] = hold;
            let Some(group) = entry.group else { continue };
            let (parts, excess): &mut (Vec<(usize, f64)>, f64) = &mut holds[group];
            parts.push((number, rate));
            *excess += hold.excess * rate * rate;
            if self.shape.last[group] == number {
                let (parts, excess) = std::mem::take(&mut holds[group]);
                self.set_slots(solution, group, &parts, excess)?;
                for (entry, _) in &parts {
                    let station = &solution.stations[group];
                    let hold = solution.visits[*entry];
                    solution.visits[*entry] = waits(hold, station);
                }
                self.set_queues(solution, group)?;
            }
        }
        Ok(())
    }

    fn set_slots(
        &self,
        solution: &mut Solution,
        group: usize,
        entries: &[(usize, f64)],
        excess: f64,
    ) -> Result<(), Saturated> {
        let rate: f64 = entries.iter().map(|(_, rate)| rate).sum();
        if rate <= 0.0 {
            return Ok(());
        }
        let hold = Moments::mixture(
            entries
                .iter()
                .map(|(entry, part)| (part / rate, solution.visits[*entry].response)),
        );
        let least = entries.iter().map(|(entry, part)| {
            let least = self.least.get(*entry).copied();
            part / rate * least.unwrap_or(0.0)
        });
        let least = least.sum();
        let excess = excess / (rate * rate);
        let station = solution.stations[group];
        let data = &self.shape.network.groups[group];
        let replicas = self.replicas[group];
        solution.stations[group] = station
            .slots(data, replicas, (hold, least), excess)
            .ok_or_else(|| {
                let slots = data.slots.map_or(1.0, |slots| f64::from(slots.count)) * replicas;
                Saturated {
                    place: Busiest::Slots(group),
                    utilization: (rate * hold.mean / slots).max(1.0),
                }
            })?;
        Ok(())
    }

    /// What the rest of a program takes, from its end.
    pub(crate) fn steps(
        &self,
        solution: &Solution,
        steps: &[Step],
        group: Option<usize>,
        rate: f64,
    ) -> Outcome {
        steps.iter().rev().fold(Outcome::DONE, |rest, step| {
            self.step(solution, step, group, rate).then(rest)
        })
    }

    fn step(&self, solution: &Solution, step: &Step, group: Option<usize>, rate: f64) -> Outcome {
        match step {
            Step::Cpu { demand, .. } => {
                let demand = Moments::of(demand);
                Outcome::takes(match group {
                    Some(group) => solution.stations[group].compute(demand),
                    None => demand,
                })
            }
            Step::Delay { time, .. } => Outcome::takes(Moments::of(time)),
            Step::Fail { probability, .. } => Outcome {
                succeeds: 1.0 - probability,
                ..Outcome::DONE
            },
            Step::Call(call) => self.call(solution, call, group, rate),
            Step::Publish(publish) => {
                let sent = Moments::of(&publish.hop);
                let ack = acknowledged(publish);
                let response = sent.plus(ack);
                let consequence = self.message(solution, publish.queue.at());
                Outcome {
                    response,
                    completion: sent.plus(consequence.longer(ack)),
                    leaves_work: !self.shape.taps_of[publish.queue.at()].is_empty(),
                    ..Outcome::DONE
                }
            }
            Step::Within { steps, .. } => self.steps(solution, steps, group, rate),
            Step::Repeat { count, steps, .. } => {
                self.steps(solution, steps, group, rate).repeated(*count)
            }
            Step::Branch { arms, .. } => {
                let arms: Vec<_> = arms
                    .iter()
                    .map(|arm| {
                        (
                            arm.probability,
                            self.steps(solution, &arm.steps, group, rate),
                        )
                    })
                    .collect();
                Outcome::either(arms)
            }
            Step::Parallel(parallel) => {
                let branches = parallel.branches.iter();
                let each: Vec<_> = branches
                    .map(|branch| self.steps(solution, branch, group, rate))
                    .collect();
                let (together, utilization) = self.siblings(solution, &parallel.branches, rate);
                parallel::joined(parallel, &each, together, utilization)
            }
            Step::Try { steps, otherwise } => {
                let tried = self.steps(solution, steps, group, rate);
                let failure = 1.0 - tried.succeeds;
                if failure <= 0.0 {
                    return tried;
                }
                let rest = self.steps(solution, otherwise, group, rate * failure);
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
                let (share, _) = self.shape.phase(shift);
                let way = |steps: &[Step], part: f64| self.steps(solution, steps, group, part);
                Outcome::either([
                    (share, way(&shift.new, rate * share)),
                    (1.0 - share, way(&shift.old, rate * (1.0 - share))),
                ])
            }
            Step::Hold { resource, steps } => {
                let held = &solution.held[resource.at()];
                let inside = self.steps(solution, steps, group, rate);
                Outcome {
                    response: held.wait.plus(inside.response),
                    completion: held.wait.plus(inside.completion),
                    excess: inside.excess + held.excess,
                    ..inside
                }
            }
            Step::Cached(cached) => {
                let ask = self.steps(solution, &cached.ask, group, rate);
                let asks = rate * self.shape.missed(cached).asks;
                let miss = self.steps(solution, &cached.miss, group, asks);
                let fill = self.steps(solution, &cached.fill, group, asks * miss.succeeds);
                self.shape.missed(cached).takes(ask, miss, fill)
            }
            // Marked rows take no time; what else there is, is said to be unknown elsewhere.
            _ => Outcome::DONE,
        }
    }

    /// One attempt of a call, its way there and back included.
    pub(crate) fn attempt(
        &self,
        solution: &Solution,
        call: &Call,
        group: Option<usize>,
    ) -> Outcome {
        let Some(entry) = self.shape.callee(call) else {
            return Outcome::DONE;
        };
        let callee = call.group.at();
        let stations = &solution.stations;
        let relief = solution
            .flow
            .relief(callee, group, |caller| stations[caller].inside);
        let visit = shortened(solution.visits[entry], relief);
        let (out, back) = self.shape.ways(call);
        let left = minus(visit.completion, visit.response);
        let response = out.plus(visit.response).plus(back);
        Outcome {
            response,
            completion: if visit.leaves_work {
                out.plus(visit.response).plus(left.longer(back))
            } else {
                response
            },
            excess: 0.0,
            ..visit
        }
    }

    fn call(&self, solution: &Solution, call: &Call, group: Option<usize>, rate: f64) -> Outcome {
        let mut attempt = self.attempt(solution, call, group);
        let station = &solution.stations[call.group.at()];
        // Of the callee's visits those of this caller, and what their number varies more than Poisson.
        let visits = station.offered.rate.max(rate * 1e-9);
        let (out, back) = self.shape.ways(call);
        let callee = (attempt.response.mean - out.mean - back.mean).max(0.0);
        if rate > 0.0 && visits > 0.0 {
            // A fixed population fills what others leave, if that is what is asked.
            let freedom = self.freedom.get(call.group.at()).copied();
            let freedom = freedom.filter(|_| self.filled).unwrap_or(1.0);
            attempt.excess = freedom * callee * (station.fano - 1.0) / visits;
        }
        match &call.policy.retry {
            Some(retry) => attempt.retried(attempts(call), |attempt| {
                let longest = retry.base * libm::pow(retry.multiplier, f64::from(attempt));
                let longest = longest.min(retry.cap.unwrap_or(longest));
                // Uniform on its last part, where it is random.
                let mean = longest * (1.0 - 0.5 * retry.jitter);
                let deviation = longest * retry.jitter;
                Moments {
                    mean,
                    variance: deviation * deviation / 12.0,
                    third: 0.0,
                }
            }),
            None => attempt,
        }
    }

    /// How far the siblings of branches make up what they meet, and the use of that.
    fn siblings(&self, solution: &Solution, branches: &[Vec<Step>], rate: f64) -> (f64, f64) {
        let (mut together, mut utilization) = (0.0_f64, 0.0_f64);
        for branch in branches {
            if let Some(Step::Call(call)) = branch.first() {
                let station = &solution.stations[call.group.at()];
                together += rate / station.offered.rate.max(rate).max(1e-300);
                utilization = utilization.max(station.cores.max(station.slots));
            }
        }
        (together / branches.len().max(1) as f64, utilization)
    }

    /// From the broker until the last consumer group has done a message, or given it up.
    fn message(&self, solution: &Solution, queue: usize) -> Moments {
        let data = &self.shape.network.queues[queue];
        let mut last = Moments::ZERO;
        for number in &self.shape.taps_of[queue] {
            let tap = &self.shape.taps[*number];
            let visit = solution.visits[tap.entry];
            let once = solution.queues[*number]
                .wait
                .plus(Moments::of(&tap.consumer.hop))
                .plus(visit.completion);
            let again = |delivery: u32| {
                let grown = libm::pow(data.redelivery_multiplier, f64::from(delivery));
                Moments {
                    mean: (data.redelivery_delay * grown).min(data.redelivery_limit),
                    ..Moments::ZERO
                }
            };
            let most = most_receives(data, tap.consumer);
            let fate = |succeeds: f64| {
                let once = Outcome {
                    succeeds,
                    ..Outcome::takes(once)
                };
                once.retried(most, again).response
            };
            let mut done = fate(visit.succeeds);
            if data.poison > 0.0 {
                done = Moments::mixture([(1.0 - data.poison, done), (data.poison, fate(0.0))]);
            }
            done.mean += data.delivery_delay;
            last = last.longer(done);
        }
        last
    }
}

/// From the broker's receipt until the publisher knows.
pub(crate) fn acknowledged(publish: &Publish) -> Moments {
    let back = publish
        .policy
        .as_ref()
        .and_then(|policy| policy.back.as_ref());
    Moments::of(&publish.ack).plus(back.map_or(Moments::ZERO, Moments::of))
}

/// A visit with its wait for a slot.
fn waits(hold: Outcome, station: &Station) -> Outcome {
    let hold = shortened(hold, station.inside);
    Outcome {
        response: station.wait.plus(hold.response),
        completion: station.wait.plus(hold.completion),
        ..hold
    }
}

pub(crate) fn shortened(visit: Outcome, factor: f64) -> Outcome {
    if factor >= 1.0 {
        return visit;
    }
    let left = minus(visit.completion, visit.response);
    let response = visit.response.stretched(factor);
    Outcome {
        response,
        completion: response.plus(left),
        ..visit
    }
}
