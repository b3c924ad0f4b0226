//! What a reason stands in the way of: which journeys' figures it makes unknown.

use spinout_network::Step;

use super::check::{calls, publishes};
use super::reason::{Cause, Place, Reasons};
use super::shape::{Shape, all_steps};

/// Sets of small numbers.
pub(crate) type Set = Vec<bool>;

/// What each entry leads to.
pub(crate) struct Reach {
    /// Groups that a visit waits for, its own first, by entry.
    waits_for: Vec<Set>,
    /// Groups and queues (after the groups) that a visit leads to in any way, by entry.
    leads_to: Vec<Set>,
    /// Whether it does anything side by side before its answer, by entry.
    forks: Set,
    groups: usize,
}

impl Reach {
    pub(crate) fn new(shape: &Shape<'_>) -> Self {
        let network = shape.network;
        let (groups, places) = (
            network.groups.len(),
            network.groups.len() + network.queues.len(),
        );
        let mut reach = Self {
            waits_for: Vec::new(),
            leads_to: Vec::new(),
            forks: Vec::new(),
            groups,
        };
        for entry in &shape.entries {
            let (mut waits_for, mut leads_to) = (vec![false; groups], vec![false; places]);
            if let Some(group) = entry.group {
                waits_for[group] = true;
                leads_to[group] = true;
            }
            let steps = &network.programs[entry.program].steps;
            let mut forks = false;
            all_steps(steps, &mut |step| {
                forks |= matches!(step, Step::Parallel(_));
            });
            calls(steps, &mut |call| {
                if let Some(callee) = shape.callee(call) {
                    unite(&mut waits_for, reach.waits_for.get(callee));
                    forks |= reach.forks.get(callee) == Some(&true);
                    unite(&mut leads_to, reach.leads_to.get(callee));
                }
            });
            publishes(steps, &mut |publish| {
                let queue = publish.queue.at();
                leads_to[groups + queue] = true;
                for tap in &shape.taps_of[queue] {
                    unite(&mut leads_to, reach.leads_to.get(shape.taps[*tap].entry));
                }
            });
            reach.waits_for.push(waits_for);
            reach.leads_to.push(leads_to);
            reach.forks.push(forks);
        }
        reach
    }

    /// Whether a journey's answer waits for branches side by side.
    pub(crate) fn forks(&self, entry: usize) -> bool {
        self.forks[entry]
    }

    /// Groups that a journey's answer waits for.
    pub(crate) fn answer(&self, entry: usize) -> impl Iterator<Item = usize> + '_ {
        numbers(&self.waits_for[entry])
    }

    /// Groups and, numbered after them, queues that a journey leads to.
    pub(crate) fn all(&self, entry: usize) -> impl Iterator<Item = usize> + '_ {
        numbers(&self.leads_to[entry])
    }

    /// The groups and queues whose figures the reasons make unknown.
    pub(crate) fn spoilt(&self, shape: &Shape<'_>, reasons: &Reasons) -> Set {
        let mut set = vec![false; self.groups + shape.network.queues.len()];
        for (place, cause) in reasons.iter() {
            match place {
                Place::Whole => set.fill(true),
                Place::Program(program) => {
                    for (number, entry) in shape.entries.iter().enumerate() {
                        if entry.program == program {
                            unite(&mut set, self.leads_to.get(number));
                        }
                    }
                }
                Place::Group(group) => self.disturb(shape, &mut set, group, cause),
                Place::Queue(queue) => {
                    set[self.groups + queue] = true;
                    for tap in &shape.taps_of[queue] {
                        unite(&mut set, self.leads_to.get(shape.taps[*tap].entry));
                    }
                }
                Place::Journey(journey) => {
                    unite(&mut set, self.leads_to.get(shape.journeys[journey]));
                }
            }
        }
        // Who waits for it holds threads longer, or shorter, and with them those who share them.
        for (number, entry) in shape.entries.iter().enumerate() {
            if let Some(group) = entry.group
                && numbers(&self.waits_for[number]).any(|other| set[other])
            {
                set[group] = true;
            }
        }
        for tap in &shape.taps {
            if set[tap.consumer.group.at()] {
                set[self.groups + tap.queue] = true;
            }
        }
        set
    }

    /// A group, and what it leads to if it no longer leads there as often as foretold.
    fn disturb(&self, shape: &Shape<'_>, set: &mut Set, group: usize, cause: Cause) {
        set[group] = true;
        if cause == Cause::Autoscaling {
            return;
        }
        for (number, entry) in shape.entries.iter().enumerate() {
            if entry.group == Some(group) {
                unite(set, self.leads_to.get(number));
            }
        }
    }
}

/// Which reasons stand in the way of each journey's response, and of its completion.
pub(crate) fn in_the_way(
    shape: &Shape<'_>,
    reach: &Reach,
    reasons: &Reasons,
    spoilt: &Set,
) -> Vec<(Vec<usize>, Vec<usize>)> {
    if reasons.iter().next().is_none() {
        return vec![Default::default(); shape.journeys.len()];
    }
    let each = shape.journeys.iter().enumerate().map(|(journey, entry)| {
        let whole = reasons.whole();
        let program = shape.entries[*entry].program;
        let its = |place| place == Place::Journey(journey) || place == Place::Program(program);
        let own = reasons.iter().any(|(place, _)| its(place));
        let about = |places: &Set| -> Vec<usize> {
            if !whole && !own && !numbers(places).any(|place| spoilt[place]) {
                return Vec::new();
            }
            let met = |place| match place {
                Place::Whole => true,
                Place::Program(other) => {
                    let mut all = shape.entries.iter().filter(|entry| entry.program == other);
                    other == program
                        || all.any(|entry| entry.group.is_some_and(|group| places[group]))
                }
                Place::Group(group) => places.get(group) == Some(&true),
                Place::Queue(queue) => places.get(reach.groups + queue) == Some(&true),
                Place::Journey(other) => other == journey,
            };
            let all = reasons.iter().enumerate();
            let direct: Vec<usize> = all
                .filter(|(_, (place, _))| met(*place))
                .map(|(n, _)| n)
                .collect();
            if direct.is_empty() {
                // By way of those who share something with it.
                (0..reasons.iter().count()).collect()
            } else {
                direct
            }
        };
        (
            about(&reach.waits_for[*entry]),
            about(&reach.leads_to[*entry]),
        )
    });
    each.collect()
}

fn numbers(set: &[bool]) -> impl Iterator<Item = usize> + '_ {
    set.iter()
        .enumerate()
        .filter_map(|(number, is)| is.then_some(number))
}

fn unite(set: &mut [bool], other: Option<&Set>) {
    for (one, other) in set.iter_mut().zip(other.into_iter().flatten()) {
        *one |= other;
    }
}
