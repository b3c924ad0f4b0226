use std::collections::BTreeSet;

use spinout_model::{Architecture, Deploy as Drawn, FaultKind, Outage, Scenario, ScenarioKind};
use spinout_network::{
    Deploy, Distribution, ElementIndex, Fault, Gate, GroupIndex, Network, QueueIndex, Trouble,
};
use spinout_units::{ElementId, FaultId};

use crate::LowerError;
use crate::distribution;
use crate::places::Places;
use crate::replicas::{group_of, promote};

/// What a fault hits: itself and everything within it.
struct Struck {
    elements: Vec<ElementIndex>,
    groups: BTreeSet<GroupIndex>,
    queues: BTreeSet<QueueIndex>,
}

impl Struck {
    fn of(architecture: &Architecture, places: &Places, network: &Network, id: &ElementId) -> Self {
        let inside = |at: &ElementId| {
            let mut above = Some(at);
            // No deeper than there are elements, whatever a circle of parents may say.
            for _ in 0..=architecture.elements.len() {
                match above {
                    Some(at) if at == id => return true,
                    Some(at) => {
                        let element = architecture.elements.get(at);
                        above = element.and_then(|element| element.parent.as_ref());
                    }
                    None => return false,
                }
            }
            false
        };
        let struck: Vec<&ElementId> = architecture
            .elements
            .keys()
            .filter(|at| inside(at))
            .collect();
        let copies = || struck.iter().filter_map(|at| group_of(network, at));
        Self {
            elements: (struck.iter().filter_map(|at| places.element(at)))
                .chain(copies().map(|copies| copies.1))
                .collect(),
            groups: (struck.iter().filter_map(|at| places.group(at)))
                .chain(copies().map(|copies| copies.0))
                .collect(),
            queues: struck.iter().filter_map(|at| places.queue(at)).collect(),
        }
    }
}

/// Adds the faults of the scenario. A fault may hit what only another option has: it is left out here,
/// and named in the notes that are given back.
pub(crate) fn add(
    architecture: &Architecture,
    scenario: &Scenario,
    places: &Places,
    network: &mut Network,
) -> Result<Vec<String>, LowerError> {
    let mut notes = Vec::new();
    if scenario.kind == ScenarioKind::Steady && !scenario.faults.is_empty() {
        return Err(LowerError::new(
            "faults",
            "a steady scenario has no beginning that a fault could be counted from",
            "make the scenario terminating, with a horizon, or remove its faults",
        ));
    }
    let stuck = stuck(architecture, scenario, places, network);
    for (id, fault) in &scenario.faults {
        let gone = fault
            .elements()
            .find(|element| !architecture.elements.contains_key(*element));
        if let Some(gone) = gone {
            notes.push(format!(
                "The fault `{id}` hits `{gone}`, which this option does not have."
            ));
            continue;
        }
        if fault.kind.is_of_operations() {
            continue;
        }
        let mut parts = Parts {
            id,
            stuck: &stuck,
            struck: Struck::of(architecture, places, network, &fault.element),
            other: None,
            span: (fault.at.base(), fault.duration.base()),
            network: &mut *network,
        };
        if let FaultKind::Partition(Some(other)) = &fault.kind {
            parts.other = Some(Struck::of(architecture, places, parts.network, other).elements);
        }
        let crashes = matches!(fault.kind, FaultKind::Crash(_));
        let copies = group_of(parts.network, &fault.element).filter(|_| crashes);
        if let Some((copies, _)) = copies {
            // The loss of a store is that of its primary.
            parts.struck.groups.remove(&copies);
        }
        parts.add(&fault.kind, &fault.element)?;
        if copies.is_some() {
            promote(architecture, &fault.element, network);
        }
    }
    Ok(notes)
}

/// What can be neither released nor rolled back for a while, as every run of its pipeline fails: the processes
/// that a fault hits, and all that share a pipeline with one of them.
fn stuck(
    architecture: &Architecture,
    scenario: &Scenario,
    places: &Places,
    network: &Network,
) -> Vec<(BTreeSet<GroupIndex>, (f64, f64))> {
    let shared = architecture.units.iter().filter(|(_, unit)| {
        let pipeline = unit.pipeline.as_ref();
        pipeline.is_some_and(|pipeline| pipeline.shared)
    });
    let shared: BTreeSet<GroupIndex> = shared.filter_map(|(id, _)| places.group(id)).collect();
    let broken = scenario
        .faults
        .values()
        .filter(|fault| matches!(fault.kind, FaultKind::FailedRuns(share) if share >= 1.0));
    broken
        .map(|fault| {
            let mut struck = Struck::of(architecture, places, network, &fault.element).groups;
            if !struck.is_disjoint(&shared) {
                struck.extend(&shared);
            }
            (
                struck,
                (fault.at.base(), (fault.at.base() + fault.duration.base())),
            )
        })
        .collect()
}

/// When a version is out that should be at `start`, and for how long: not before it can be released. None where
/// that is too late.
fn released((start, duration): (f64, f64), stuck: &[(f64, f64)]) -> Option<(f64, f64)> {
    let end = start + duration;
    let mut from = start;
    while let Some((_, to)) = stuck
        .iter()
        .find(|(begin, to)| (*begin..*to).contains(&from))
    {
        from = *to;
    }
    (from < end).then_some((from, end - from))
}

/// The parts of one fault, as they are added.
struct Parts<'a> {
    id: &'a FaultId,
    /// What can be neither released nor rolled back, and when.
    stuck: &'a [(BTreeSet<GroupIndex>, (f64, f64))],
    struck: Struck,
    other: Option<Vec<ElementIndex>>,
    span: (f64, f64),
    network: &'a mut Network,
}

impl Parts<'_> {
    fn add(&mut self, kind: &FaultKind, element: &ElementId) -> Result<(), LowerError> {
        let works = !self.struck.groups.is_empty();
        let breaks = works || !self.struck.queues.is_empty();
        let asked = match kind {
            FaultKind::Slow(_) | FaultKind::Errors(_) | FaultKind::Brownout(_) => works,
            FaultKind::Denial(_) | FaultKind::Deploy(_) => works,
            FaultKind::Poison(_) => !self.struck.queues.is_empty(),
            FaultKind::Crash(_) | FaultKind::Outage(_) => breaks,
            FaultKind::LostTraces(_) | FaultKind::LostTelemetry(_) | FaultKind::FailedRuns(_) => {
                return Ok(());
            }
            FaultKind::Partition(_) | FaultKind::PacketLoss(_) | FaultKind::Delay(_) => {
                breaks || !self.struck.elements.is_empty()
            }
        };
        if !breaks && !asked {
            return Err(LowerError::new(
                format!("faults/{}/element", self.id),
                format!("`{element}` has no process that could break"),
                "name a process, a component, a store, an external, a queue or a boundary around them",
            ));
        }
        if !asked && matches!(kind, FaultKind::Poison(_)) {
            return Err(LowerError::new(
                format!("faults/{}/element", self.id),
                format!("`{element}` is no queue, and takes no messages"),
                "name a queue, or let its consumer fail with `errors`",
            ));
        }
        if !asked {
            return Err(LowerError::new(
                format!("faults/{}/kind", self.id),
                "a queue can only crash, or be out of reach",
                "let its consumer be slow or fail instead",
            ));
        }
        match kind {
            FaultKind::Crash(instances) => self.crash(*instances),
            FaultKind::Slow(factor) => self.slow(*factor),
            FaultKind::Errors(share) => self.errors(*share),
            FaultKind::Brownout(brownout) => {
                self.slow(brownout.slow);
                self.errors(brownout.errors);
            }
            FaultKind::Outage(Outage::Refused) => {
                self.refusal(1.0, false);
                self.queues_out();
            }
            FaultKind::Outage(Outage::Silent) | FaultKind::Partition(_) => {
                self.between(Trouble::Cut);
            }
            FaultKind::Denial(share) => self.refusal(*share, true),
            FaultKind::Deploy(deploy) => self.deploy(deploy),
            FaultKind::Poison(share) => self.poison(*share),
            FaultKind::PacketLoss(share) => self.between(Trouble::Loss {
                probability: *share,
            }),
            FaultKind::LostTraces(_) | FaultKind::LostTelemetry(_) | FaultKind::FailedRuns(_) => {}
            FaultKind::Delay(time) => {
                let time: Distribution =
                    distribution::lower(time, &format!("faults/{}/kind/delay", self.id))?;
                self.between(Trouble::Delay { time });
            }
        }
        Ok(())
    }

    fn crash(&mut self, instances: Option<u32>) {
        let (start, duration) = self.span;
        for group in self.struck.groups.clone() {
            let crash = |instance| Fault::Crash {
                group,
                instance,
                start,
                duration,
            };
            match instances {
                None => self.network.faults.push(crash(None)),
                Some(instances) => {
                    let most = self.network.groups[group.at()].max_replicas();
                    let numbers = 0..instances.min(most);
                    self.network.faults.extend(numbers.map(Some).map(crash));
                }
            }
        }
        self.queues_out();
    }

    fn queues_out(&mut self) {
        let (start, duration) = self.span;
        let outage = |queue: &QueueIndex| Fault::Outage {
            queue: *queue,
            start,
            duration,
        };
        self.network
            .faults
            .extend(self.struck.queues.iter().map(outage));
    }

    fn slow(&mut self, factor: f64) {
        let (start, duration) = self.span;
        let slow = |group: &GroupIndex| Fault::SlowDown {
            group: *group,
            factor,
            start,
            duration,
        };
        self.network
            .faults
            .extend(self.struck.groups.iter().map(slow));
    }

    fn deploy(&mut self, drawn: &Drawn) {
        let (start, duration) = self.span;
        let step = drawn.step.base();
        let deploy = Deploy {
            name: self.id.to_string(),
            errors: drawn.errors,
            slow: drawn.slow,
            share: drawn.share,
            surge: drawn.max_surge,
            unavailable: drawn.max_unavailable,
            start_up: drawn.start_up.base(),
            step,
            back: drawn.roll_back_step.map_or(step, |step| step.base()),
            detect: drawn.detect.map(|time| time.base()),
            gate: drawn.gate.map(|gate| Gate {
                errors: gate.errors,
                window: gate.window.base(),
                least: gate.min_requests,
            }),
            stuck: Vec::new(),
        };
        for group in self.struck.groups.clone() {
            let stuck = self.stuck.iter().filter(|(of, _)| of.contains(&group));
            let stuck: Vec<(f64, f64)> = stuck.map(|(_, span)| *span).collect();
            let Some((start, duration)) = released((start, duration), &stuck) else {
                continue;
            };
            let deploy = Box::new(Deploy {
                stuck,
                ..deploy.clone()
            });
            self.network.faults.push(Fault::Deploy {
                group,
                deploy,
                start,
                duration,
            });
        }
    }

    fn poison(&mut self, probability: f64) {
        let (start, duration) = self.span;
        let poison = |queue: &QueueIndex| Fault::Poison {
            queue: *queue,
            probability,
            start,
            duration,
        };
        self.network
            .faults
            .extend(self.struck.queues.iter().map(poison));
    }

    fn errors(&mut self, probability: f64) {
        let (start, duration) = self.span;
        let errors = |group: &GroupIndex| Fault::Errors {
            group: *group,
            probability,
            start,
            duration,
        };
        self.network
            .faults
            .extend(self.struck.groups.iter().map(errors));
    }

    /// Callers from outside are turned away.
    fn refusal(&mut self, probability: f64, denial: bool) {
        self.between(Trouble::Refusal {
            probability,
            denial,
        });
    }

    fn between(&mut self, trouble: Trouble) {
        let (start, duration) = self.span;
        self.network.faults.push(Fault::Link {
            near: self.struck.elements.clone(),
            far: self.other.clone(),
            trouble,
            start,
            duration,
        });
    }
}
