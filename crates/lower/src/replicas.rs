//! Copies of stores: a group of their own beside the primary.

use spinout_model::{
    Architecture, Consistency, Mode, OperationRef, OwnWrites, Relationship, Store,
};
use spinout_network::{
    Arm, Distribution, ElementIndex, Fault, Group, GroupIndex, Keys, Network, Program,
    ProgramIndex, Replicated, RowUse, Step, Sticky,
};
use spinout_units::{ElementId, RelationshipId};

use crate::group::{keys, store_group};
use crate::program::access::{Access, Own};
use crate::program::{Compiler, Flat};
use crate::{LowerError, distribution};

/// What the copies of a store are called in a network.
#[must_use]
pub fn replicas_of(store: &ElementId) -> String {
    format!("{store}#replicas")
}

/// The group of the copies of a store, if a network has it.
pub(crate) fn group_of(network: &Network, store: &ElementId) -> Option<(GroupIndex, ElementIndex)> {
    let name = replicas_of(store);
    let at = network.groups.iter().position(|group| group.name == name)?;
    Some((at.into(), network.groups[at].element))
}

/// Who is asked by a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A part of the caller's process, which shares its thread and its cores.
    Inside,
    /// Another process, or a store itself.
    Primary,
    /// A copy of a store, and how that has what the request has written, if it must.
    Copy(Option<Own>),
}

/// What of these steps takes cores and devices, that part of it.
fn work(steps: Vec<Step>, part: f64) -> Vec<Step> {
    let done = |step| match step {
        Step::Cpu {
            demand,
            key,
            per_mib,
        } => Some(Step::Cpu {
            demand: demand.scaled(part),
            key,
            per_mib: per_mib.map(|time| time * part),
        }),
        Step::Hold { resource, steps } => {
            let device = |step| match step {
                Step::Delay { time, key, per_mib } => Step::Delay {
                    time: time.scaled(part),
                    key,
                    per_mib,
                },
                other => other,
            };
            let on_device = matches!(steps[..], [Step::Delay { .. }]);
            if !on_device {
                // A lock is the primary's: what it orders comes in that order.
                let steps = work(steps, part);
                return (!steps.is_empty()).then_some(Step::Repeat {
                    count: 1.0,
                    key: 0,
                    steps,
                });
            }
            let steps = steps.into_iter().map(device).collect();
            Some(Step::Hold { resource, steps })
        }
        Step::Repeat { count, key, steps } => Some(Step::Repeat {
            count,
            key,
            steps: work(steps, part),
        }),
        Step::Branch { key, arms } => Some(Step::Branch {
            key,
            arms: arms
                .into_iter()
                .map(|arm| Arm {
                    steps: work(arm.steps, part),
                    ..arm
                })
                .collect(),
        }),
        _ => None,
    };
    steps.into_iter().filter_map(done).collect()
}

impl<'a> Compiler<'a> {
    /// A call to another process, or to a store and its copies.
    pub(crate) fn asked(
        &mut self,
        world: usize,
        (id, name): (&RelationshipId, &str),
        link: &'a Relationship,
        hop: Distribution,
    ) -> Result<Step, LowerError> {
        let store = self
            .replicated_store(world, &link.to.element)
            .filter(|_| link.mode == Mode::Reads)
            .and_then(|store| store.read_replicas);
        let Some(replicas) = store else {
            return self.call(world, (id, name), link, (hop, Asked::Primary));
        };
        let copy = |own| Asked::Copy(own);
        let asked = match (link.consistency, replicas.own_writes) {
            (Consistency::Primary, _) => Asked::Primary,
            (Consistency::Eventual, _) => copy(None),
            (Consistency::ReadYourWrites, OwnWrites::Wait) => copy(Some(Own::Waits)),
            (Consistency::ReadYourWrites, _) => copy(Some(Own::Luck)),
        };
        let call = self.call(world, (id, name), link, (hop.clone(), asked))?;
        let sticks = link.consistency == Consistency::ReadYourWrites;
        let (OwnWrites::Primary(time), true) = (replicas.own_writes, sticks) else {
            return Ok(call);
        };
        let primary = self.call(world, (id, name), link, (hop, Asked::Primary))?;
        let store = self.copies(world, &link.to.element)?;
        Ok(Step::Sticky(Box::new(Sticky {
            store: store.map_or(0, |(.., store)| store),
            time: time.base(),
            primary: vec![primary],
            copy: vec![call],
        })))
    }

    /// What each copy of a store does for a write by an operation; none where that takes nothing of it.
    pub(crate) fn applying(
        &mut self,
        world: usize,
        at: &OperationRef,
    ) -> Result<Option<ProgramIndex>, LowerError> {
        let Some(store) = self.replicated_store(world, &at.element) else {
            return Ok(None);
        };
        let part = store.read_replicas.as_ref().map_or(0.0, |r| r.apply);
        let takes = store.cores.is_some() || store.io.is_some();
        let Some((.., number)) = self
            .copies(world, &at.element)?
            .filter(|_| takes && part > 0.0)
        else {
            return Ok(None);
        };
        // What copies do for writes are no reads of theirs.
        let name = format!("{}#applying", at.element);
        let known = self.network.elements.iter().position(|e| e.name == name);
        let element = known.map_or_else(
            || self.network.add_element(&name),
            |known| ElementIndex(known as u32),
        );
        let place = format!("elements/{}/operations", at.element);
        let operation = self.operation(world, at, &place)?;
        let access = Access::of_applying();
        let body = self.body(at, operation, Some(&access), &mut Flat::new(world))?;
        let mut steps = work(body, part);
        if steps.is_empty() {
            return Ok(None);
        }
        steps.push(Step::Row {
            store: number,
            what: RowUse::Applied,
            key: 0,
        });
        let same = |program: &Program| program.element == element && program.steps == steps;
        let known = self.network.programs.iter().position(same);
        Ok(Some(known.map_or_else(
            || self.network.add_program(element, steps.clone()),
            |known| ProgramIndex(known as u32),
        )))
    }

    /// The store, if it has copies.
    pub(crate) fn replicated_store(&self, world: usize, id: &ElementId) -> Option<Store> {
        let element = self.worlds[world].architecture.elements.get(id)?;
        let store = element.store.as_ref()?;
        store.read_replicas.is_some().then(|| store.clone())
    }

    /// The copies of a store and its number, made where they are not there yet.
    pub(crate) fn copies(
        &mut self,
        world: usize,
        id: &ElementId,
    ) -> Result<Option<(GroupIndex, ElementIndex, u32)>, LowerError> {
        let Some(store) = self.replicated_store(world, id) else {
            return Ok(None);
        };
        let Some(drawn) = &store.read_replicas else {
            return Ok(None);
        };
        let primary = self.element(id)?;
        let known = (self.network.replicated.iter()).position(|store| store.element == primary);
        if let (Some(at), Some((group, element))) = (known, group_of(self.network, id)) {
            return Ok(Some((group, element, at as u32)));
        }
        let name = replicas_of(id);
        let element = self.network.add_element(&name);
        let group = Group {
            name,
            replicas: drawn.count,
            ..store_group(id, &store, element)?
        };
        let group = self.network.add_group(group);
        let place = format!("elements/{id}/store/read_replicas/lag");
        let lag = drawn.lag.as_ref();
        let lag = lag.map_or(Ok(Distribution::ZERO), |lag| {
            distribution::lower(lag, &place)
        })?;
        self.network.replicated.push(Replicated {
            element: primary,
            keys: drawn.keys.as_ref().map_or(Keys::Uniform { count: 1 }, keys),
            lag,
            copies: Some(group),
        });
        Ok(Some((
            group,
            element,
            self.network.replicated.len() as u32 - 1,
        )))
    }
}

/// After the loss of a primary one of its copies takes its place: the primary is away for as long as that
/// takes, and the copies are one fewer from then on.
pub(crate) fn promote(architecture: &Architecture, id: &ElementId, network: &mut Network) {
    let element = architecture.elements.get(id);
    let replicas = element.and_then(|element| element.store.as_ref()?.read_replicas.as_ref());
    let Some(promotion) = replicas.and_then(|replicas| replicas.promotion) else {
        return;
    };
    let Some((copies, _)) = group_of(network, id) else {
        return;
    };
    let takes = promotion.base();
    let Some(Fault::Crash {
        start, duration, ..
    }) = network.faults.last_mut()
    else {
        return;
    };
    if *duration <= takes {
        return;
    }
    let (at, left) = (*start + takes, *duration - takes);
    *duration = takes;
    network.faults.push(Fault::Crash {
        group: copies,
        instance: Some(0),
        start: at,
        duration: left,
    });
}
