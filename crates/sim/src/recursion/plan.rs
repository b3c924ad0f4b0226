//! Which networks the recursion can run, and in which order it takes their stations.

use std::collections::BTreeSet;

use spinout_network::{
    Arrivals, Balancing, Call, CallPolicy, Group as GroupData, Journey, Network, Step,
};

use crate::{
    compile::{Code, Op},
    config::{Engine, RunConfig},
    frames::NONE,
    station::{Discipline, Group},
};

/// Instances of a group, at most: all of them are looked at where somebody waits.
const INSTANCES: u32 = 64;
/// Calls within calls of steps, at most.
const DEPTH: usize = 64;

/// What is done at a station.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    /// Sampler of its time, or [`NONE`], and the key of its draw.
    pub(super) sampler: u32,
    pub(super) key: u64,
    /// The element that it is booked on.
    pub(super) element: u32,
}

/// How a network is run by recursion.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Groups that requests come to, each after those that they come from.
    pub(super) order: Vec<u32>,
    /// By call.
    pub(super) work: Vec<Work>,
    /// The calls of the only journey, where all it does is to be served at one place after the other; else
    /// none.
    pub(super) straight: Vec<u32>,
}

impl Plan {
    /// None where the event list is needed.
    pub(crate) fn new(
        network: &Network,
        config: &RunConfig,
        code: &Code,
        groups: &[Group],
    ) -> Option<Self> {
        if !asks_for_nothing_else(config) || !network.journeys.iter().all(is_plain_journey) {
            return None;
        }
        let mut ways = Ways {
            network,
            edges: vec![BTreeSet::new(); network.groups.len()],
            called: BTreeSet::new(),
        };
        for journey in &network.journeys {
            let steps = &network.programs[journey.program.at()].steps;
            begins_at_once(steps, &mut false, 0)?;
            ways.heads(steps, BTreeSet::new(), 0)?;
        }
        let serves = |group: &u32| {
            let at = *group as usize;
            serves_in_order(&network.groups[at], &groups[at])
        };
        let plain = network.groups.iter().all(is_plain_group);
        if !plain || !ways.called.iter().all(serves) || !has_nothing_else(network) {
            return None;
        }
        Some(Self {
            order: ways.order()?,
            work: code
                .calls
                .iter()
                .map(|call| work(code, call.entry))
                .collect(),
            straight: Vec::new(),
        })
    }
}

fn work(code: &Code, entry: u32) -> Work {
    match code.ops[entry as usize] {
        Op::Cpu {
            sampler,
            element,
            key,
        }
        | Op::Delay {
            sampler,
            element,
            key,
        } => Work {
            sampler,
            key,
            element,
        },
        _ => Work {
            sampler: NONE,
            key: 0,
            element: code.element_of(entry),
        },
    }
}

/// Answers that count must be those of requests that came before the horizon, and single requests are not
/// followed.
fn asks_for_nothing_else(config: &RunConfig) -> bool {
    config.engine == Engine::Auto
        && config.event_limit.is_none()
        && config.judgement.is_none()
        && config
            .windows
            .iter()
            .all(|window| window.end <= config.horizon)
}

fn is_plain_journey(journey: &Journey) -> bool {
    let plain = Journey {
        name: journey.name.clone(),
        key: journey.key,
        priority: journey.priority,
        ..Journey::new("", journey.program, journey.arrivals.clone())
    };
    matches!(journey.arrivals, Arrivals::Open { .. }) && *journey == plain
}

/// Equal instances that are always up and do nothing by themselves.
fn is_plain_group(data: &GroupData) -> bool {
    let plain = GroupData {
        replicas: data.replicas,
        balancing: data.balancing,
        slots: data.slots,
        accept_queue: data.accept_queue,
        cores: data.cores,
        ..GroupData::delay(&data.name, data.element)
    };
    *data == plain
}

/// First come first served, or without waiting; instances are not chosen by how many they have.
fn serves_in_order(data: &GroupData, group: &Group) -> bool {
    let blind = matches!(data.balancing, Balancing::RoundRobin | Balancing::Random);
    let serves = match group.discipline {
        Discipline::Delay => true,
        Discipline::Servers => group.only_computes,
        Discipline::Sharing | Discipline::Ranked => false,
    };
    serves && (1..=INSTANCES).contains(&data.replicas) && (blind || data.replicas == 1)
}

/// There is nothing beside groups and journeys.
fn has_nothing_else(network: &Network) -> bool {
    let rest = Network {
        elements: Vec::new(),
        groups: Vec::new(),
        programs: Vec::new(),
        journeys: Vec::new(),
        links: Vec::new(),
        ..network.clone()
    };
    rest == Network::default()
}

/// An operation of another element at the client must begin when the request does: only then is it known
/// how long it took. `late` where time has passed.
fn begins_at_once(steps: &[Step], late: &mut bool, depth: usize) -> Option<()> {
    for step in steps {
        match step {
            step if goes_by_size(step) => return None,
            Step::Within { steps, .. } if !*late && depth < DEPTH => {
                begins_at_once(steps, late, depth + 1)?;
            }
            Step::Branch { arms, .. }
                if depth < DEPTH && arms.iter().all(|arm| arm.sizes.is_none()) =>
            {
                let before = *late;
                for arm in arms {
                    let mut arm_late = before;
                    begins_at_once(&arm.steps, &mut arm_late, depth + 1)?;
                    *late |= arm_late;
                }
            }
            Step::Call(_) | Step::Cpu { per_mib: None, .. } | Step::Delay { per_mib: None, .. } => {
                *late = true;
            }
            _ => return None,
        }
    }
    Some(())
}

/// Whether a step depends on what the request carries.
fn goes_by_size(step: &Step) -> bool {
    match step {
        Step::Cpu { per_mib, .. } | Step::Delay { per_mib, .. } => per_mib.is_some(),
        Step::Branch { arms, .. } => arms.iter().any(|arm| arm.sizes.is_some()),
        _ => false,
    }
}

/// The ways that requests take from group to group.
struct Ways<'a> {
    network: &'a Network,
    /// Where a request may go from each group.
    edges: Vec<BTreeSet<u32>>,
    called: BTreeSet<u32>,
}

impl Ways<'_> {
    /// The groups that steps may come to first, where `after` are those that may come after them.
    fn heads(
        &mut self,
        steps: &[Step],
        after: BTreeSet<u32>,
        depth: usize,
    ) -> Option<BTreeSet<u32>> {
        let mut heads = after;
        for step in steps.iter().rev() {
            heads = match step {
                Step::Cpu { .. } | Step::Delay { .. } => heads,
                Step::Call(call) => {
                    self.is_plain_call(call).then_some(())?;
                    self.called.insert(call.group.0);
                    self.edges[call.group.at()].extend(heads);
                    BTreeSet::from([call.group.0])
                }
                Step::Within { steps, .. } if depth < DEPTH => {
                    self.heads(steps, heads, depth + 1)?
                }
                Step::Branch { arms, .. } if depth < DEPTH => {
                    let mut either = heads.clone();
                    for arm in arms {
                        either.extend(self.heads(&arm.steps, heads.clone(), depth + 1)?);
                    }
                    either
                }
                _ => return None,
            };
        }
        Some(heads)
    }

    /// One piece of work, and an answer that nobody gives up waiting for.
    fn is_plain_call(&self, call: &Call) -> bool {
        let policy = CallPolicy {
            // Nothing fails.
            retry: None,
            ..call.policy.clone()
        };
        let cores = self.network.groups[call.group.at()].cores;
        policy == CallPolicy::default()
            && match &self.network.programs[call.program.at()].steps[..] {
                [step] if goes_by_size(step) => false,
                [] | [Step::Cpu { per_mib: None, .. }] => true,
                // Holds a slot, but no core.
                [Step::Delay { per_mib: None, .. }] => cores.is_none(),
                _ => false,
            }
    }

    /// The groups, each after those that lead to it; none where requests come back.
    fn order(&self) -> Option<Vec<u32>> {
        let mut leads = vec![0_usize; self.edges.len()];
        for to in self.edges.iter().flatten() {
            leads[*to as usize] += 1;
        }
        let first = |group: &&u32| leads[**group as usize] == 0;
        let mut order: Vec<u32> = self.called.iter().filter(first).copied().collect();
        let mut done = 0;
        while let Some(group) = order.get(done).copied() {
            done += 1;
            for to in &self.edges[group as usize] {
                leads[*to as usize] -= 1;
                if leads[*to as usize] == 0 {
                    order.push(*to);
                }
            }
        }
        (order.len() == self.called.len()).then_some(order)
    }
}
