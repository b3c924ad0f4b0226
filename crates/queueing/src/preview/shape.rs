//! The network as the preview sees it: which program runs where, in an order in which what is called
//! comes before its caller, and how often each visit succeeds.

use std::collections::BTreeMap;

use spinout_network::{
    Acknowledge, Arrivals, Cached, Call, Consumer, ConsumerGroup, Network, Queue, Shift, Step,
};

use super::cache::{Missed, Store};
use super::moments::Moments;
use super::parallel;
use super::reason::{Cause, Place, Reasons};

/// A program that runs in a group, or at a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// None at a client.
    pub(crate) group: Option<usize>,
    pub(crate) program: usize,
}

/// What does not change with the load.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) network: &'a Network,
    /// Callees before callers, by group where no circle is in the way.
    pub(crate) entries: Vec<Entry>,
    /// Group and number of the entries of each program.
    numbers: Vec<Vec<(usize, usize)>>,
    /// The entry of each journey.
    pub(crate) journeys: Vec<usize>,
    /// Everybody who takes messages.
    pub(crate) taps: Vec<Tap<'a>>,
    /// Of them those of each queue, and those at each group.
    pub(crate) taps_of: Vec<Vec<usize>>,
    pub(crate) taps_at: Vec<Vec<usize>>,
    /// The phase of each schedule: the share that goes the new way, and whether the rest does too, unheard.
    phases: Vec<(f64, bool)>,
    /// MiB that requests carry, over all journeys whose requests do.
    size: Moments,
    /// The probability that a visit succeeds, by entry.
    pub(crate) succeeds: Vec<f64>,
    /// The last entry of each group in the order.
    pub(crate) last: Vec<usize>,
    /// The tap that all visits of the group come from, where it is one.
    pub(crate) worker_of: Vec<Option<usize>>,
    /// What becomes of look-ups, by cache.
    pub(crate) stores: Vec<Store>,
    /// Wherever something is held.
    pub(crate) holds: Vec<Hold<'a>>,
    /// Of them those of each place in a program: by the address of its steps, which is only looked up.
    hold_at: BTreeMap<usize, usize>,
}

/// Steps that are done while something is held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hold<'a> {
    pub(crate) resource: usize,
    /// Who does them.
    pub(crate) group: Option<usize>,
    pub(crate) steps: &'a [Step],
}

/// A consumer group of a queue.
#[derive(Clone, Debug)]
pub(crate) struct Tap<'a> {
    pub(crate) queue: usize,
    pub(crate) entry: usize,
    pub(crate) consumer: &'a Consumer,
    /// The share of the messages that each partition gets; none without partitions.
    pub(crate) shares: Vec<f64>,
}

/// Where the walk over the network stands with an entry.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

/// Who takes a group's messages, where it is one: what has several is refused.
pub(crate) fn consumer_of(group: &ConsumerGroup) -> Option<&Consumer> {
    match &group.consumers[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The most attempts of a call whose failures are those of its callee.
pub(crate) fn attempts(call: &Call) -> u32 {
    let retry = call.policy.retry.as_ref().filter(|retry| retry.on.errors);
    retry.map_or(1, |retry| retry.attempts)
}

/// The steps that a step holds.
pub(crate) fn inner<'a>(step: &'a Step, each: &mut dyn FnMut(&'a [Step])) {
    match step {
        Step::Within { steps, .. } | Step::Repeat { steps, .. } => each(steps),
        Step::Branch { arms, .. } => arms.iter().for_each(|arm| each(&arm.steps)),
        Step::Parallel(parallel) => parallel.branches.iter().for_each(|branch| each(branch)),
        Step::Try { steps, otherwise } => {
            each(steps);
            each(otherwise);
        }
        Step::Shift(shift) => {
            each(&shift.old);
            each(&shift.new);
        }
        Step::Hold { steps, .. } => each(steps),
        Step::Cached(cached) => {
            each(&cached.ask);
            each(&cached.miss);
            each(&cached.fill);
        }
        // What holds none, or is not known here and said to be so elsewhere.
        _ => {}
    }
}

/// All steps, those within others too.
pub(crate) fn all_steps<'a>(steps: &'a [Step], each: &mut dyn FnMut(&'a Step)) {
    for step in steps {
        each(step);
        inner(step, &mut |steps| all_steps(steps, each));
    }
}

const CLIENT: usize = usize::MAX;

impl<'a> Shape<'a> {
    /// As it is at `time`, in seconds of the scenario.
    pub(crate) fn new(network: &'a Network, time: f64, reasons: &mut Reasons) -> Self {
        let mut shape = Self {
            network,
            entries: Vec::new(),
            numbers: vec![Vec::new(); network.programs.len()],
            journeys: Vec::new(),
            taps: Vec::new(),
            taps_of: vec![Vec::new(); network.queues.len()],
            taps_at: vec![Vec::new(); network.groups.len()],
            phases: network
                .schedules
                .iter()
                .map(|all| {
                    all.at(time)
                        .map_or((0.0, false), |now| (now.share, now.shadow))
                })
                .collect(),
            size: size(network, time),
            succeeds: Vec::new(),
            last: vec![0; network.groups.len()],
            worker_of: vec![None; network.groups.len()],
            stores: Store::all(network),
            holds: Vec::new(),
            hold_at: BTreeMap::new(),
        };
        let mut marks = BTreeMap::new();
        for journey in &network.journeys {
            let key = (CLIENT, journey.program.at());
            shape.visit(key, &mut marks, reasons);
            shape.journeys.extend(shape.number(key));
        }
        for (number, queue) in network.queues.iter().enumerate() {
            for consumer in queue.groups.iter().filter_map(consumer_of) {
                let group = consumer.group.at();
                if let Some(entry) = shape.number((group, consumer.program.at())) {
                    shape.taps_of[number].push(shape.taps.len());
                    shape.taps_at[group].push(shape.taps.len());
                    let partitions = queue.partitions.as_ref();
                    shape.taps.push(Tap {
                        queue: number,
                        entry,
                        consumer,
                        shares: partitions.map_or(Vec::new(), |all| all.shares()),
                    });
                }
            }
        }
        for (number, entry) in shape.entries.iter().enumerate() {
            if let Some(group) = entry.group {
                shape.last[group] = number;
            }
        }
        shape.find_workers();
        shape.find_holds();
        shape.set_success();
        shape
    }

    /// How often each visit succeeds, callees first.
    pub(crate) fn set_success(&mut self) {
        self.succeeds.clear();
        for number in 0..self.entries.len() {
            let steps = &self.network.programs[self.entries[number].program].steps;
            let succeeds = self.success(steps);
            self.succeeds.push(succeeds);
        }
    }

    fn find_holds(&mut self) {
        let (holds, hold_at) = (&mut self.holds, &mut self.hold_at);
        for entry in &self.entries {
            let network: &'a Network = self.network;
            all_steps(&network.programs[entry.program].steps, &mut |step| {
                if let Step::Hold { resource, steps } = step {
                    hold_at.entry(steps.as_ptr() as usize).or_insert_with(|| {
                        holds.push(Hold {
                            resource: resource.at(),
                            group: entry.group,
                            steps,
                        });
                        holds.len() - 1
                    });
                }
            });
        }
    }

    /// The number of the place where steps are done while something is held.
    pub(crate) fn hold_of(&self, steps: &[Step]) -> Option<usize> {
        self.hold_at.get(&(steps.as_ptr() as usize)).copied()
    }

    /// What becomes of look-ups.
    pub(crate) fn missed(&self, cached: &Cached) -> Missed {
        let found = self.stores[cached.cache.at()].found;
        Missed::of(found, self.success(&cached.ask))
    }

    /// Numbers an entry after all that it leads to. A list in place of recursion: a chain of calls may be
    /// as long as a drawing is large.
    fn visit(
        &mut self,
        root: (usize, usize),
        marks: &mut BTreeMap<(usize, usize), Mark>,
        reasons: &mut Reasons,
    ) {
        let mut path = vec![(root, None::<Vec<(usize, usize)>>)];
        while let Some((key, open)) = path.last_mut() {
            let key = *key;
            let Some(successors) = open else {
                match marks.get(&key) {
                    Some(Mark::Open) => {
                        reasons.add(Place::Whole, Cause::Circle);
                        path.pop();
                    }
                    Some(Mark::Done) => {
                        path.pop();
                    }
                    None => {
                        marks.insert(key, Mark::Open);
                        *open = Some(self.successors(key.1));
                    }
                }
                continue;
            };
            if let Some(next) = successors.pop() {
                path.push((next, None));
                continue;
            }
            path.pop();
            marks.insert(key, Mark::Done);
            self.numbers[key.1].push((key.0, self.entries.len()));
            self.entries.push(Entry {
                group: (key.0 != CLIENT).then_some(key.0),
                program: key.1,
            });
        }
    }

    /// What a program calls, and who consumes what it publishes.
    fn successors(&self, program: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        all_steps(
            &self.network.programs[program].steps,
            &mut |step| match step {
                Step::Call(call) => found.push((call.group.at(), call.program.at())),
                Step::Publish(publish) => {
                    let groups = &self.network.queues[publish.queue.at()].groups;
                    let consumers = groups.iter().filter_map(consumer_of);
                    found.extend(consumers.map(|c| (c.group.at(), c.program.at())));
                }
                _ => {}
            },
        );
        found
    }

    /// The groups that do nothing but take messages of one queue.
    fn find_workers(&mut self) {
        let mut called = vec![false; self.network.groups.len()];
        for program in &self.network.programs {
            all_steps(&program.steps, &mut |step| {
                if let Step::Call(call) = step {
                    called[call.group.at()] = true;
                }
            });
        }
        for (group, taps) in self.taps_at.iter().enumerate() {
            if let ([tap], false) = (&taps[..], called[group]) {
                self.worker_of[group] = Some(*tap);
            }
        }
    }

    fn number(&self, (group, program): (usize, usize)) -> Option<usize> {
        let mut own = self.numbers[program].iter();
        own.find(|(other, _)| *other == group)
            .map(|(_, entry)| *entry)
    }

    /// The entry that a call leads to.
    pub(crate) fn callee(&self, call: &Call) -> Option<usize> {
        self.number((call.group.at(), call.program.at()))
    }

    /// The ways there and back of a call, with what it carries.
    pub(crate) fn ways(&self, call: &Call) -> (Moments, Moments) {
        let (mut out, mut back) = (Moments::of(&call.out), Moments::of(&call.back));
        if let Some(transfer) = &call.policy.transfer {
            let mut carried = self.size.stretched(transfer.per_mib);
            carried.mean += transfer.fixed;
            let way = if transfer.back { &mut back } else { &mut out };
            *way = way.plus(carried);
        }
        (out, back)
    }

    /// The share that goes the new way, and whether the rest does too, unheard.
    pub(crate) fn phase(&self, shift: &Shift) -> (f64, bool) {
        let phase = self.phases.get(shift.schedule as usize).copied();
        phase.unwrap_or((0.0, false))
    }

    /// The probability that steps succeed; it depends on the load only where a cache does.
    pub(crate) fn success(&self, steps: &[Step]) -> f64 {
        steps.iter().map(|step| self.step_success(step)).product()
    }

    pub(crate) fn step_success(&self, step: &Step) -> f64 {
        match step {
            Step::Fail { probability, .. } => 1.0 - probability,
            Step::Call(call) => 1.0 - libm::pow(self.failure(call), f64::from(attempts(call))),
            Step::Within { steps, .. } => self.success(steps),
            Step::Repeat { count, steps, .. } => {
                let each = self.success(steps);
                if each == 1.0 {
                    return 1.0;
                }
                let whole = count.floor();
                libm::pow(each, whole) * (1.0 - (count - whole) * (1.0 - each))
            }
            Step::Branch { arms, .. } => {
                let fails = arms
                    .iter()
                    .map(|arm| arm.probability * (1.0 - self.success(&arm.steps)));
                1.0 - fails.sum::<f64>()
            }
            Step::Parallel(parallel) => {
                let branches = parallel.branches.iter().map(|branch| self.success(branch));
                parallel::succeeds(parallel, &branches.collect::<Vec<_>>())
            }
            Step::Try { steps, otherwise } => {
                let each = self.success(steps);
                each + (1.0 - each) * self.success(otherwise)
            }
            Step::Shift(shift) => {
                let (share, _) = self.phase(shift);
                share * self.success(&shift.new) + (1.0 - share) * self.success(&shift.old)
            }
            Step::Hold { steps, .. } => self.success(steps),
            Step::Cached(cached) => self.missed(cached).succeeds(self.success(&cached.miss)),
            _ => 1.0,
        }
    }

    /// The probability that one attempt of a call fails.
    pub(crate) fn failure(&self, call: &Call) -> f64 {
        let succeeds = self.callee(call).and_then(|entry| self.succeeds.get(entry));
        1.0 - succeeds.copied().unwrap_or(1.0)
    }

    /// Mean attempts of a call.
    pub(crate) fn attempts(&self, call: &Call) -> f64 {
        crate::expected_attempts(self.failure(call), attempts(call).min(64))
    }

    /// Mean deliveries of a message until it is done or a dead letter.
    pub(crate) fn deliveries(&self, tap: usize) -> f64 {
        let (failure, most, poison) = self.fate(tap);
        (1.0 - poison) * crate::expected_attempts(failure, most) + poison * f64::from(most)
    }

    /// The probability that a message is given up.
    pub(crate) fn given_up(&self, tap: usize) -> f64 {
        let (failure, most, poison) = self.fate(tap);
        poison + (1.0 - poison) * libm::pow(failure, f64::from(most))
    }

    /// The probability that a delivery fails, the most deliveries, and the share of messages that always fail.
    fn fate(&self, tap: usize) -> (f64, u32, f64) {
        let tap = &self.taps[tap];
        let queue = &self.network.queues[tap.queue];
        let failure = 1.0 - self.succeeds.get(tap.entry).copied().unwrap_or(1.0);
        (failure, most_receives(queue, tap.consumer), queue.poison)
    }
}

/// The size of a request that has one, by how many there are of each kind.
fn size(network: &Network, time: f64) -> Moments {
    let sizes = network.journeys.iter().filter_map(|journey| {
        let rate = match &journey.arrivals {
            Arrivals::Open { rate, .. } => rate.at(time),
            Arrivals::Closed { population, think } => {
                f64::from(*population) / think.mean().max(1e-3)
            }
        };
        Some((rate, Moments::of(journey.size.as_ref()?)))
    });
    let sizes: Vec<_> = sizes.collect();
    let all: f64 = sizes.iter().map(|(rate, _)| rate).sum();
    Moments::mixture(
        sizes
            .into_iter()
            .map(|(rate, size)| (rate / all.max(1e-300), size)),
    )
}

/// The most deliveries of a message to a consumer that are told apart.
pub(crate) fn most_receives(queue: &Queue, consumer: &Consumer) -> u32 {
    match consumer.acknowledge {
        Acknowledge::AfterWork => queue.max_receives.min(64),
        Acknowledge::OnDelivery => 1,
    }
}
