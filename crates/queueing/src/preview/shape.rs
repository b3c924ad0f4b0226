//! The network as the preview sees it: which program runs where, in an order in which what is called
//! comes before its caller, and how often each visit succeeds.

use std::collections::BTreeMap;

use spinout_network::{Call, Consumer, Network, Queue, Step};

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
    numbers: BTreeMap<(usize, usize), usize>,
    /// The entry of each journey.
    pub(crate) journeys: Vec<usize>,
    /// The entry of each queue's consumer.
    pub(crate) consumers: Vec<Option<usize>>,
    /// The probability that a visit succeeds, by entry.
    pub(crate) succeeds: Vec<f64>,
    /// The last entry of each group in the order.
    pub(crate) last: Vec<usize>,
    /// Whether visits of the group are messages of one queue only.
    pub(crate) worker_of: Vec<Option<usize>>,
}

/// Where the walk over the network stands with an entry.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

/// Who takes a queue's messages, where it is one: what has several is refused.
pub(crate) fn consumer_of(queue: &Queue) -> Option<&Consumer> {
    match &queue.groups[..] {
        [group] => match &group.consumers[..] {
            [only] => Some(only),
            _ => None,
        },
        _ => None,
    }
}

const CLIENT: usize = usize::MAX;

impl<'a> Shape<'a> {
    pub(crate) fn new(network: &'a Network, reasons: &mut Reasons) -> Self {
        let mut shape = Self {
            network,
            entries: Vec::new(),
            numbers: BTreeMap::new(),
            journeys: Vec::new(),
            consumers: vec![None; network.queues.len()],
            succeeds: Vec::new(),
            last: vec![0; network.groups.len()],
            worker_of: vec![None; network.groups.len()],
        };
        let mut marks = BTreeMap::new();
        for journey in &network.journeys {
            let key = (CLIENT, journey.program.at());
            shape.visit(key, &mut marks, reasons);
            shape.journeys.push(shape.numbers[&key]);
        }
        for (number, queue) in network.queues.iter().enumerate() {
            if let Some(consumer) = consumer_of(queue) {
                let key = (consumer.group.at(), consumer.program.at());
                shape.consumers[number] = shape.numbers.get(&key).copied();
            }
        }
        for (number, entry) in shape.entries.iter().enumerate() {
            if let Some(group) = entry.group {
                shape.last[group] = number;
            }
        }
        shape.find_workers();
        for number in 0..shape.entries.len() {
            let steps = &network.programs[shape.entries[number].program].steps;
            let succeeds = shape.success(steps);
            shape.succeeds.push(succeeds);
        }
        shape
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
            self.numbers.insert(key, self.entries.len());
            self.entries.push(Entry {
                group: (key.0 != CLIENT).then_some(key.0),
                program: key.1,
            });
        }
    }

    /// What a program calls, and who consumes what it publishes.
    fn successors(&self, program: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut open: Vec<&[Step]> = vec![&self.network.programs[program].steps];
        while let Some(steps) = open.pop() {
            for step in steps {
                match step {
                    Step::Call(call) => found.push((call.group.at(), call.program.at())),
                    Step::Publish(publish) => {
                        let consumer = consumer_of(&self.network.queues[publish.queue.at()]);
                        found.extend(consumer.map(|c| (c.group.at(), c.program.at())));
                    }
                    Step::Within { steps, .. } | Step::Repeat { steps, .. } => open.push(steps),
                    Step::Branch { arms, .. } => open.extend(arms.iter().map(|arm| &arm.steps[..])),
                    // What leads nowhere, or is not known here and said to be so elsewhere.
                    _ => {}
                }
            }
        }
        found
    }

    /// The groups that do nothing but consume one queue.
    fn find_workers(&mut self) {
        let mut only: Vec<Vec<usize>> = vec![Vec::new(); self.network.groups.len()];
        for (queue, entry) in self.consumers.iter().enumerate() {
            if let Some(group) = entry.and_then(|entry| self.entries[entry].group) {
                only[group].push(queue);
            }
        }
        let mut called = vec![false; self.network.groups.len()];
        for program in 0..self.network.programs.len() {
            let mut open: Vec<&[Step]> = vec![&self.network.programs[program].steps];
            while let Some(steps) = open.pop() {
                for step in steps {
                    match step {
                        Step::Call(call) => called[call.group.at()] = true,
                        Step::Within { steps, .. } | Step::Repeat { steps, .. } => open.push(steps),
                        Step::Branch { arms, .. } => {
                            open.extend(arms.iter().map(|arm| &arm.steps[..]));
                        }
                        _ => {}
                    }
                }
            }
        }
        for (group, queues) in only.iter().enumerate() {
            if let ([queue], false) = (&queues[..], called[group]) {
                self.worker_of[group] = Some(*queue);
            }
        }
    }

    /// The entry that a call leads to.
    pub(crate) fn callee(&self, call: &Call) -> Option<usize> {
        let key = (call.group.at(), call.program.at());
        self.numbers.get(&key).copied()
    }

    /// The probability that steps succeed; nothing that it depends on depends on the load.
    pub(crate) fn success(&self, steps: &[Step]) -> f64 {
        steps.iter().map(|step| self.step_success(step)).product()
    }

    pub(crate) fn step_success(&self, step: &Step) -> f64 {
        match step {
            Step::Fail { probability, .. } => 1.0 - probability,
            Step::Call(call) => {
                let attempts = call.policy.retry.as_ref().map_or(1, |retry| retry.attempts);
                1.0 - libm::pow(self.failure(call), f64::from(attempts))
            }
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
        match &call.policy.retry {
            Some(retry) => crate::expected_attempts(self.failure(call), retry.attempts.min(64)),
            None => 1.0,
        }
    }

    /// Mean deliveries of a message until it is done or a dead letter.
    pub(crate) fn deliveries(&self, queue: usize) -> f64 {
        let Some(entry) = self.consumers[queue] else {
            return 0.0;
        };
        let failure = 1.0 - self.succeeds.get(entry).copied().unwrap_or(1.0);
        crate::expected_attempts(failure, self.network.queues[queue].max_receives.min(64))
    }
}
