//! Figures by element.

use spinout_network::{ElementIndex, Step};

use super::answer::ElementPreview;
use super::reach::Set;
use super::solve::{Solution, Solver};

/// Figures by element; none of those whose groups and queues are spoilt by a reason.
pub(crate) fn of(solver: &Solver<'_>, solution: &Solution, spoilt: &Set) -> Vec<ElementPreview> {
    let network = solver.shape.network;
    let mut sums = vec![[0.0_f64; 3]; network.elements.len()];
    let mut unknown = vec![false; network.elements.len()];
    for (number, group) in network.groups.iter().enumerate() {
        unknown[group.element.at()] |= spoilt[number];
    }
    for (number, queue) in network.queues.iter().enumerate() {
        unknown[queue.element.at()] |= spoilt[network.groups.len() + number];
    }
    for (number, entry) in solver.shape.entries.iter().enumerate() {
        let rate = solution.flow.entries[number];
        if rate <= 0.0 {
            continue;
        }
        let program = &network.programs[entry.program];
        let element = &mut sums[program.element.at()];
        element[0] += rate;
        element[1] += rate * solution.visits[number].response.mean;
        if let Some(group) = entry.group {
            sums[network.groups[group].element.at()][2] +=
                rate * solution.stations[group].wait.mean;
        }
        let mut scope = Scope {
            solver,
            solution,
            group: entry.group,
            sums: &mut sums,
            spoilt: entry.group.is_some_and(|group| spoilt[group]),
            unknown: &mut unknown,
        };
        scope.steps(&program.steps, program.element, rate);
    }
    for (number, queue) in network.queues.iter().enumerate() {
        let rate = solution.flow.queues[number];
        let taps = &solver.shape.taps_of[number];
        let waits = taps.iter().map(|tap| solution.queues[*tap].wait.mean);
        let wait = waits.sum::<f64>() / taps.len().max(1) as f64;
        let sums = &mut sums[queue.element.at()];
        sums[0] += rate;
        sums[1] += rate * wait;
        sums[2] += rate * wait;
    }
    let mut all: Vec<ElementPreview> = sums
        .iter()
        .map(|[rate, response, wait]| {
            let each = |sum: f64| (*rate > 0.0).then(|| sum / rate);
            ElementPreview {
                throughput_per_s: Some(*rate).filter(|rate| *rate > 0.0),
                response_s: each(*response),
                wait_s: each(*wait),
                ..ElementPreview::default()
            }
        })
        .collect();
    for (group, station) in network.groups.iter().zip(&solution.stations) {
        let element = &mut all[group.element.at()];
        element.cores = group.cores.map(|_| station.cores);
        element.slots = group.slots.map(|_| station.slots);
    }
    for (tap, found) in solver.shape.taps.iter().zip(&solution.queues) {
        let element = &mut all[network.queues[tap.queue].element.at()];
        let used = element.consumers.unwrap_or(0.0);
        element.consumers = Some(used.max(found.utilization));
    }
    for (element, unknown) in all.iter_mut().zip(unknown) {
        if unknown {
            *element = ElementPreview::default();
        }
    }
    all
}

/// Books the elements within a program.
struct Scope<'a> {
    solver: &'a Solver<'a>,
    solution: &'a Solution,
    group: Option<usize>,
    sums: &'a mut Vec<[f64; 3]>,
    /// Whether nothing of the group is foretold, and of which elements therefore.
    spoilt: bool,
    unknown: &'a mut [bool],
}

impl Scope<'_> {
    fn steps(&mut self, steps: &[Step], element: ElementIndex, rate: f64) {
        let mut rate = rate;
        self.unknown[element.at()] |= self.spoilt;
        for step in steps {
            match step {
                Step::Cpu { demand, .. } => {
                    if let Some(group) = self.group {
                        let waits = self.solution.stations[group].stretch - 1.0;
                        self.sums[element.at()][2] += rate * demand.mean() * waits;
                    }
                }
                Step::Within {
                    element: inner,
                    steps,
                    ..
                } => {
                    let visit = self.solver.steps(self.solution, steps, self.group, rate);
                    let sums = &mut self.sums[inner.at()];
                    sums[0] += rate;
                    sums[1] += rate * visit.response.mean;
                    self.steps(steps, *inner, rate);
                }
                Step::Repeat { count, steps, .. } => self.steps(steps, element, rate * count),
                Step::Branch { arms, .. } => {
                    for arm in arms {
                        self.steps(&arm.steps, element, rate * arm.probability);
                    }
                }
                Step::Parallel(parallel) => {
                    for branch in &parallel.branches {
                        self.steps(branch, element, rate * f64::from(parallel.times));
                    }
                }
                Step::Try { steps, otherwise } => {
                    let failure = 1.0 - self.solver.shape.success(steps);
                    self.steps(steps, element, rate);
                    self.steps(otherwise, element, rate * failure);
                }
                Step::Shift(shift) => {
                    let (share, _) = self.solver.shape.phase(shift);
                    self.steps(&shift.new, element, rate * share);
                    self.steps(&shift.old, element, rate * (1.0 - share));
                }
                Step::Hold { resource, steps } => {
                    let wait = self.solution.held[resource.at()].wait.mean;
                    self.sums[element.at()][2] += rate * wait;
                    self.steps(steps, element, rate);
                }
                Step::Cached(cached) => {
                    let asks = rate * self.solver.shape.missed(cached).asks;
                    let answered = asks * self.solver.shape.success(&cached.miss);
                    self.steps(&cached.ask, element, rate);
                    self.steps(&cached.miss, element, asks);
                    self.steps(&cached.fill, element, answered);
                }
                _ => {}
            }
            rate *= self.solver.shape.step_success(step);
        }
    }
}
