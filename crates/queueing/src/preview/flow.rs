//! How often everything is visited.

use spinout_network::{Arrivals, Call, Spacing, Step};

use super::shape::{Shape, all_steps};

/// Rates a second under a load, and how the streams vary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    /// Visits, by entry.
    pub(crate) entries: Vec<f64>,
    /// Messages, each counted once, by queue.
    pub(crate) queues: Vec<f64>,
    /// Messages that are worked on together, by tap.
    batches: Vec<f64>,
    /// Mean busy cores, by group, before any sharing.
    pub(crate) load: Vec<f64>,
    /// The same weighted with the squared coefficient of variation of the demands.
    varied: Vec<f64>,
    /// Streams into each group, then into each queue: rate, rate × variation, rate², and rate × how many others
    /// come at the same time.
    streams: Vec<[f64; 4]>,
    /// Visits of each group by the group that calls.
    callers: Vec<Vec<(usize, f64)>>,
    /// How often something is held, by place.
    pub(crate) holds: Vec<f64>,
    /// Attempts, by relationship.
    pub(crate) links: Vec<f64>,
    /// Look-ups, by cache: in all, and of those who have one by instance.
    pub(crate) look_ups: Vec<[f64; 2]>,
}

/// A program that is being gone through.
#[derive(Clone, Copy)]
struct Caller {
    group: Option<usize>,
    /// Visits of the program.
    rate: f64,
    /// Variation of the times between them, where it makes its calls.
    scv: f64,
    /// What it does so many times at once.
    together: f64,
}

impl Flow {
    /// From the rates of the journeys. `departures` gives the variation of what leaves a group.
    /// `batches` is how many messages each tap takes together; one where it is not said.
    pub(crate) fn new(
        shape: &Shape<'_>,
        rates: &[f64],
        batches: &[f64],
        departures: &dyn Fn(usize) -> f64,
    ) -> Self {
        let network = shape.network;
        let groups = network.groups.len();
        let mut flow = Self {
            entries: vec![0.0; shape.entries.len()],
            queues: vec![0.0; network.queues.len()],
            batches: batches.to_vec(),
            load: vec![0.0; groups],
            varied: vec![0.0; groups],
            streams: vec![[0.0; 4]; groups + network.queues.len()],
            callers: vec![Vec::new(); groups],
            holds: vec![0.0; shape.holds.len()],
            links: vec![0.0; network.links.len()],
            look_ups: vec![[0.0; 2]; network.caches.len()],
        };
        let mut scv = vec![1.0; shape.entries.len()];
        for ((journey, entry), rate) in network.journeys.iter().zip(&shape.journeys).zip(rates) {
            flow.entries[*entry] += rate;
            if let Arrivals::Open { spacing, .. } = &journey.arrivals {
                match spacing {
                    Spacing::Poisson => {}
                    Spacing::Even => scv[*entry] = 0.0,
                    Spacing::Stream(stream) => {
                        scv[*entry] = stream.dispersion().unwrap_or(1.0);
                    }
                }
            }
        }
        for number in (0..shape.entries.len()).rev() {
            let entry = shape.entries[number];
            let rate = flow.entries[number];
            if rate > 0.0 {
                let caller = Caller {
                    group: entry.group,
                    rate,
                    scv: entry.group.map_or(scv[number], departures),
                    together: 1.0,
                };
                flow.steps(shape, &network.programs[entry.program].steps, rate, &caller);
            }
        }
        flow
    }

    /// Gives the rate of those that come to the end.
    fn steps(&mut self, shape: &Shape<'_>, steps: &[Step], rate: f64, caller: &Caller) -> f64 {
        steps.iter().fold(rate, |rate, step| {
            self.step(shape, step, rate, caller);
            rate * shape.step_success(step)
        })
    }

    fn step(&mut self, shape: &Shape<'_>, step: &Step, rate: f64, caller: &Caller) {
        match step {
            Step::Cpu { demand, .. } => {
                if let Some(group) = caller.group {
                    let load = rate * demand.mean();
                    self.load[group] += load;
                    self.varied[group] += load * demand.scv();
                }
            }
            Step::Call(call) => self.call(shape, call, rate, caller),
            Step::Publish(publish) => {
                let queue = publish.queue.at();
                self.send(shape, queue, rate, caller);
            }
            Step::Within { steps, .. } => {
                self.steps(shape, steps, rate, caller);
            }
            Step::Repeat { count, steps, .. } => {
                let each = shape.success(steps);
                let times = if each == 1.0 {
                    *count
                } else {
                    // Until one fails: a geometric series, with the fraction at its end.
                    let whole = count.floor();
                    let reach = libm::pow(each, whole);
                    (1.0 - reach) / (1.0 - each) + (count - whole) * reach
                };
                self.steps(shape, steps, rate * times, caller);
            }
            Step::Branch { arms, .. } => {
                for arm in arms {
                    self.steps(shape, &arm.steps, rate * arm.probability, caller);
                }
            }
            Step::Parallel(parallel) => {
                let times = f64::from(parallel.times);
                let asked: Vec<_> = parallel
                    .branches
                    .iter()
                    .map(|all| first_call(all))
                    .collect();
                for (branch, group) in parallel.branches.iter().zip(&asked) {
                    // Those that go to the same place come there together.
                    let same = asked.iter().filter(|other| *other == group).count();
                    let copies = Caller {
                        together: caller.together * times * same as f64,
                        ..*caller
                    };
                    self.steps(shape, branch, rate * times, &copies);
                }
            }
            Step::Try { steps, otherwise } => {
                let succeeded = self.steps(shape, steps, rate, caller);
                self.steps(shape, otherwise, rate - succeeded, caller);
            }
            Step::Shift(shift) => {
                let (share, shadow) = shape.phase(shift);
                self.steps(shape, &shift.old, rate * (1.0 - share), caller);
                let new = if shadow { 1.0 } else { share };
                self.steps(shape, &shift.new, rate * new, caller);
            }
            Step::Hold { steps, .. } => {
                if let Some(hold) = shape.hold_of(steps) {
                    self.holds[hold] += rate;
                }
                self.steps(shape, steps, rate, caller);
            }
            Step::Cached(cached) => {
                self.steps(shape, &cached.ask, rate, caller);
                let cache = cached.cache.at();
                let own = shape.network.caches[cache].group.map(|group| group.at());
                let place = usize::from(own.is_some() && own == caller.group);
                self.look_ups[cache][place] += rate;
                let asks = rate * shape.missed(cached).asks;
                let answered = self.steps(shape, &cached.miss, asks, caller);
                self.steps(shape, &cached.fill, answered, caller);
            }
            _ => {}
        }
    }

    fn call(&mut self, shape: &Shape<'_>, call: &Call, rate: f64, caller: &Caller) {
        let Some(entry) = shape.callee(call) else {
            return;
        };
        let rate = rate * shape.attempts(call);
        self.entries[entry] += rate;
        self.stream(call.group.at(), rate, caller);
        if let Some(link) = call.policy.link {
            self.links[link.at()] += rate;
        }
        if let Some(group) = caller.group {
            self.callers[call.group.at()].push((group, rate));
        }
    }

    fn send(&mut self, shape: &Shape<'_>, queue: usize, rate: f64, caller: &Caller) {
        self.queues[queue] += rate;
        self.stream(self.load.len() + queue, rate, caller);
        let mut fails = 0.0_f64;
        let data = &shape.network.queues[queue];
        for number in &shape.taps_of[queue] {
            let tap = &shape.taps[*number];
            let entry = tap.entry;
            fails += shape.given_up(*number);
            let delivered = rate * shape.deliveries(*number) / self.batch(*number);
            self.entries[entry] += delivered;
            if let Some(group) = shape.entries[entry].group {
                let through = Caller {
                    scv: 1.0,
                    rate: delivered,
                    ..*caller
                };
                self.stream(group, delivered, &through);
            }
        }
        // Dead letters go on to their queue, and are a trickle.
        if let Some(next) = data.dead_letter.filter(|_| fails > 0.0) {
            self.send(shape, next.at(), rate * fails, caller);
        }
    }

    fn batch(&self, tap: usize) -> f64 {
        self.batches.get(tap).copied().unwrap_or(1.0)
    }

    fn stream(&mut self, place: usize, rate: f64, caller: &Caller) {
        let share = rate / caller.rate;
        // Several calls of a visit follow each other: as one that takes as long as all (Whitt eliminates
        // immediate feedback).
        let share = share.min(1.0);
        let scv = share * caller.scv + 1.0 - share;
        let sums = &mut self.streams[place];
        sums[0] += rate;
        sums[1] += rate * scv;
        sums[2] += rate * rate;
        // The others come as seldom as it does; of those who come several times, only the first come together.
        let present = (rate / caller.rate).min(caller.rate / rate);
        sums[3] += rate * (caller.together - 1.0) * present;
    }

    /// How many come to a group (or queue) together, on the mean over them.
    pub(crate) fn together(&self, place: usize) -> f64 {
        let [rate, _, _, others] = self.streams[place];
        1.0 + others / rate.max(1e-300)
    }

    /// Variation of the times between visits of a group (or of a queue, numbered after the groups), of
    /// which this share of the capacity is used: the weights of Whitt's queueing network analyzer (1983).
    pub(crate) fn arrival_scv(&self, place: usize, utilization: f64) -> f64 {
        let [rate, weighted, squares, others] = self.streams[place];
        if rate <= 0.0 {
            return 1.0;
        }
        let streams = rate * rate / squares;
        let idle = (1.0 - utilization).max(0.0);
        let weight = 1.0 / (1.0 + 4.0 * idle * idle * (streams - 1.0).max(0.0));
        // Those at once are a batch: of n, the variation in the long run is n.
        weight * (weighted + others) / rate + 1.0 - weight
    }

    /// The same in the long run: what a busy station behind it sees of it, however idle this one is (Suresh and
    /// Whitt 1990).
    pub(crate) fn long_run_scv(&self, place: usize) -> f64 {
        let [rate, weighted, _, others] = self.streams[place];
        if rate > 0.0 {
            (weighted + others) / rate
        } else {
            1.0
        }
    }

    /// Squared coefficient of variation of the demands on a group's cores, by the load that each makes.
    pub(crate) fn demand_scv(&self, group: usize) -> f64 {
        if self.load[group] > 0.0 {
            self.varied[group] / self.load[group]
        } else {
            1.0
        }
    }

    /// The factor on the visits present at a group that the limits of its callers make, given the factor
    /// that each makes on its own; the limit of `own`, which counts where it is too, by half.
    pub(crate) fn relief(
        &self,
        group: usize,
        own: Option<usize>,
        inside: impl Fn(usize) -> f64,
    ) -> f64 {
        let all = self.streams.get(group).map_or(0.0, |sums| sums[0]);
        if all <= 0.0 {
            return 1.0;
        }
        let callers = self.callers[group].iter();
        let kept = callers.map(|(caller, rate)| {
            let part = if Some(*caller) == own { 0.5 } else { 1.0 };
            part * rate * (1.0 - inside(*caller))
        });
        1.0 - kept.sum::<f64>() / all
    }

    /// Visits of a group a second.
    pub(crate) fn visits(&self, group: usize) -> f64 {
        self.streams[group][0]
    }
}

/// The group that steps call first.
fn first_call(steps: &[Step]) -> Option<usize> {
    let mut first = None;
    all_steps(steps, &mut |step| {
        if let (Step::Call(call), None) = (step, first) {
            first = Some(call.group.at());
        }
    });
    first
}
