use std::collections::BTreeMap;

use spinout_model::{
    Arm as DrawnArm, MIB, Mode, OperationRef, Others as DrawnOthers, Relationship, Step as Drawn,
};
use spinout_network::{Arm, Others, Parallel, Step, key};
use spinout_units::RelationshipId;

use crate::program::{Compiler, Flat};
use crate::{LowerError, distribution};

/// What draws are keyed by in one operation: its steps by their numbers, its relationships by their ids.
/// A relationship that is followed again draws anew.
pub(crate) struct Names<'a> {
    original: String,
    followed: BTreeMap<&'a RelationshipId, u32>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(original: String) -> Self {
        Self {
            original,
            followed: BTreeMap::new(),
        }
    }

    /// The name of a relationship that is followed once more.
    pub(crate) fn next(&mut self, id: &'a RelationshipId) -> String {
        let times = self.followed.entry(id).or_insert(0);
        *times += 1;
        if *times == 1 {
            id.to_string()
        } else {
            format!("{id}#{times}")
        }
    }
}

/// Steps that somebody has written.
pub(crate) struct Written<'a, 'b> {
    /// Whose they are.
    pub(crate) at: &'b OperationRef,
    pub(crate) steps: &'a [Drawn],
    /// The numbers of the steps around them, with a dot after each.
    pub(crate) number: String,
    pub(crate) place: String,
}

impl<'a> Compiler<'a> {
    /// Compiles steps that somebody has written.
    pub(crate) fn written(
        &mut self,
        written: &Written<'a, '_>,
        names: &mut Names<'a>,
        flat: &mut Flat,
    ) -> Result<Vec<Step>, LowerError> {
        let mut steps = Vec::new();
        for (number, step) in written.steps.iter().enumerate() {
            let place = format!("{}/{number}", written.place);
            let number = format!("{}{number}", written.number);
            let name = format!("{}#{number}", names.original);
            let inner = |n: usize, steps: &'a [Drawn]| Written {
                at: written.at,
                steps,
                number: format!("{number}.{n}."),
                place: place.clone(),
            };
            match step {
                Drawn::Compute(demand) => {
                    steps.push(Step::cpu(&name, distribution::lower(demand, &place)?));
                }
                Drawn::Wait(time) => {
                    steps.push(Step::delay(&name, distribution::lower(time, &place)?));
                }
                Drawn::ComputePerMib(time) => {
                    steps.push(self.by_size(Step::cpu_by_size, &name, time.base()));
                }
                Drawn::WaitPerMib(time) => {
                    steps.push(self.by_size(Step::delay_by_size, &name, time.base()));
                }
                Drawn::Follow(id) => {
                    let (id, link) = self.own_link(flat.world, written.at, id, &place)?;
                    self.follow(&names.next(id), id, link, &mut steps, flat)?;
                }
                Drawn::Branch(arms) => {
                    let mut lowered = Vec::new();
                    let shares = self.sizes.shares(arms);
                    let ranges = DrawnArm::ranges(arms);
                    for (n, (arm, share)) in arms.iter().zip(shares).enumerate() {
                        let range = ranges.as_ref().map(|ranges| ranges[n]);
                        if range == Some(None) {
                            continue;
                        }
                        let outer = flat.chance;
                        // By size the share is what is expected, but requests without a size may differ.
                        let least = if range.is_some() { 1e-6 } else { 0.0 };
                        flat.chance *= share.max(least);
                        lowered.push(Arm {
                            probability: share,
                            steps: self.written(&inner(n, &arm.steps), names, flat)?,
                            // Without an upper end it is the largest number: a network is plain data, and
                            // infinity could not be written as such.
                            sizes: range
                                .flatten()
                                .map(|(from, to)| (from / MIB, (to / MIB).min(f64::MAX))),
                        });
                        flat.chance = outer;
                    }
                    let key = key::key_of(&name);
                    steps.push(Step::Branch { key, arms: lowered });
                }
                Drawn::Repeat(repeat) => {
                    let outer = flat.chance;
                    flat.chance *= repeat.times;
                    let body = self.written(&inner(0, &repeat.steps), names, flat)?;
                    flat.chance = outer;
                    steps.push(Step::repeat(&name, repeat.times, body));
                }
                Drawn::Try(attempt) => steps.push(Step::Try {
                    steps: self.written(&inner(0, &attempt.steps), names, flat)?,
                    otherwise: self.written(&inner(1, &attempt.otherwise), names, flat)?,
                }),
                Drawn::Lock(lock) => {
                    let body = self.written(&inner(0, &lock.steps), names, flat)?;
                    let of = (&written.at.element, &lock.name);
                    let place = format!("{place}/lock/name");
                    steps.push(self.locked(flat.world, of, body, &place)?);
                }
                Drawn::Parallel(_) | Drawn::FirstOf(_) | Drawn::Quorum(_) => {
                    let mut branches = Vec::new();
                    for (n, (_, branch)) in step.inner().into_iter().enumerate() {
                        branches.push(self.written(&inner(n, branch), names, flat)?);
                    }
                    steps.push(Step::Parallel(side_by_side(step, &name, branches)));
                }
            }
        }
        flat.steps += steps.len();
        Ok(steps)
    }

    pub(crate) fn own_link(
        &self,
        world: usize,
        at: &OperationRef,
        id: &RelationshipId,
        place: &str,
    ) -> Result<(&'a RelationshipId, &'a Relationship), LowerError> {
        let architecture = self.worlds[world].architecture;
        architecture
            .relationships
            .get_key_value(id)
            .filter(|(_, link)| link.from == *at && link.mode != Mode::Consumes)
            .ok_or_else(|| {
                LowerError::new(
                    place,
                    format!("`{id}` is not a relationship of `{at}`"),
                    "follow a relationship that starts at this operation",
                )
            })
    }
}

/// The figures of a step with branches.
fn side_by_side(step: &Drawn, name: &str, branches: Vec<Vec<Step>>) -> Parallel {
    let mut parallel = Parallel::all(name, branches);
    match step {
        Drawn::Parallel(drawn) => {
            parallel.times = drawn.times;
            parallel.need = parallel.need.saturating_mul(drawn.times);
            parallel.others = others(drawn.others);
        }
        Drawn::FirstOf(drawn) => {
            parallel.times = drawn.times;
            parallel.need = 1;
            parallel.stagger = drawn.after.map(|after| after.base());
            parallel.others = others(drawn.others);
        }
        Drawn::Quorum(drawn) => {
            parallel.times = drawn.times;
            parallel.need = drawn.need;
            parallel.others = others(drawn.others);
        }
        _ => {}
    }
    parallel
}

pub(crate) fn others(drawn: DrawnOthers) -> Others {
    match drawn {
        DrawnOthers::Await => Others::Await,
        DrawnOthers::Leave => Others::Leave,
        DrawnOthers::Cancel => Others::Cancel,
    }
}
