//! What a relationship adds to the operation that it asks, where that is done.

use spinout_model::{Io, Mode, OperationRef, Relationship, Token};
use spinout_network::{Distribution, GroupIndex, Resource, RowUse, Step, Token as Along, key};
use spinout_units::LockId;

use super::Compiler;
use crate::LowerError;
use crate::replicas::Asked;

/// How an operation is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Access {
    /// The lock that is held meanwhile.
    lock: Option<LockId>,
    /// Whether it writes.
    writes: bool,
    /// Whether a copy does it.
    copy: bool,
    /// The token that is looked at first.
    door: Option<Door>,
    /// How it finds there what its own request has written, if it must.
    own: Option<Own>,
}

/// Where a token is looked at: the age up to which it is accepted, in seconds, as its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Door {
    lifetime: Option<u64>,
}

/// How a read of a copy finds what its own request has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Own {
    /// It may miss it.
    Luck,
    /// It waits for it.
    Waits,
}

impl Access {
    /// The same of a copy.
    pub(crate) fn of_copy(link: &Relationship, own: Option<Own>) -> Self {
        Self {
            copy: true,
            own,
            ..Self::of(link)
        }
    }

    /// What a copy does for a write.
    pub(crate) fn of_applying() -> Self {
        Self {
            writes: true,
            copy: true,
            ..Self::default()
        }
    }

    pub(crate) fn is_of_copy(&self) -> bool {
        self.copy
    }

    /// As a relationship asks.
    pub(crate) fn of(link: &Relationship) -> Self {
        Self {
            lock: link.lock.clone(),
            writes: link.mode == Mode::Writes,
            copy: false,
            door: None,
            own: None,
        }
    }

    /// The same, behind a door if there is one.
    pub(crate) fn behind(self, door: Option<Door>) -> Self {
        Self { door, ..self }
    }
}

/// The token that goes along with what follows a relationship.
pub(super) fn token(link: &Relationship) -> Along {
    match link.token {
        None | Some(Token::PassedOn) => Along::PassedOn,
        Some(Token::Lost) => Along::Lost,
        Some(Token::Renewed) => Along::Renewed,
    }
}

impl Compiler<'_> {
    /// Where who follows a relationship must show a token, and one could be missing or too old.
    pub(super) fn door(&self, world: usize, link: &Relationship) -> Option<Door> {
        let mut links = self.worlds[world].architecture.relationships.values();
        let mut lost = || links.any(|link| link.token == Some(Token::Lost));
        let looks = link.auth_required == Some(true) && (link.token_lifetime.is_some() || lost());
        looks.then(|| Door {
            lifetime: link.token_lifetime.map(|age| age.base().to_bits()),
        })
    }

    /// The same as far as it makes a difference: what is done alike is one program.
    pub(super) fn relevant(&self, world: usize, at: &OperationRef, access: Access) -> Access {
        let is_copied = self.replicated_store(world, &at.element).is_some();
        let differs = is_copied
            || self
                .device(world, at)
                .is_some_and(|io| io.write_amplification != 1.0);
        Access {
            writes: access.writes && differs,
            ..access
        }
    }

    /// Who does what a relationship asks of a group, or of its copies, and how that is asked. Within a process
    /// nobody looks at a token.
    pub(super) fn reached(
        &mut self,
        world: usize,
        link: &Relationship,
        (group, asked): (GroupIndex, Asked),
    ) -> Result<(GroupIndex, Access), LowerError> {
        let inside = asked == Asked::Inside;
        let door = self.door(world, link).filter(|_| !inside);
        let copies = self.copies(world, &link.to.element)?;
        let (group, access) = match (copies, asked) {
            (Some((copies, ..)), Asked::Copy(own)) => (copies, Access::of_copy(link, own)),
            _ => (group, Access::of(link)),
        };
        Ok((group, access.behind(door)))
    }

    fn device(&self, world: usize, at: &OperationRef) -> Option<&Io> {
        let elements = &self.worlds[world].architecture.elements;
        elements.get(&at.element)?.store.as_ref()?.io.as_ref()
    }

    /// What an operation takes of the device of its store.
    pub(super) fn on_device(
        &mut self,
        world: usize,
        at: &OperationRef,
        (count, access): (f64, &Access),
    ) -> Result<Option<Step>, LowerError> {
        let Some(io) = self.device(world, at).filter(|_| count > 0.0) else {
            return Ok(None);
        };
        let times = if access.writes {
            io.write_amplification
        } else {
            1.0
        };
        let time = Distribution::constant(count * times / io.rate.base());
        let (group, element) = match self.copies(world, &at.element)? {
            Some((group, element, _)) if access.copy => (Some(group), element),
            _ => {
                let element = self.element(&at.element)?;
                (self.worlds[world].places.group(&at.element), element)
            }
        };
        let resource = Resource {
            name: "io".to_owned(),
            element,
            group,
            capacity: 1,
            max_wait: None,
            batch: None,
        };
        let resource = self.resource(resource);
        let steps = vec![Step::delay(&format!("{at}#io"), time)];
        Ok(Some(Step::Hold { resource, steps }))
    }

    /// The steps of an operation that is asked in such a way.
    pub(super) fn accessed(
        &mut self,
        world: usize,
        at: &OperationRef,
        access: &Access,
        mut steps: Vec<Step>,
    ) -> Result<Vec<Step>, LowerError> {
        let place = format!("elements/{}/locks", at.element);
        let operation = self.operation(world, at, &place)?;
        if let Some((_, _, store)) = self.copies(world, &at.element)? {
            let key = key::key_of(&format!("{}#row", at.element));
            let row = |what| Step::Row { store, what, key };
            if access.writes {
                steps.push(row(RowUse::Written));
                if let Some(program) = self.applying(world, at)? {
                    steps.push(row(RowUse::Ship { program }));
                }
            }
            if access.copy {
                let what = access.own.map_or(RowUse::Read, |_| RowUse::ReadOwn);
                steps.insert(0, row(what));
            }
            if access.own == Some(Own::Waits) {
                steps.insert(0, row(RowUse::Await));
            }
        }
        // What an operation holds by itself it does not take once more.
        let lock = access.lock.as_ref();
        if let Some(lock) = lock.filter(|lock| operation.lock.as_ref() != Some(lock)) {
            steps = vec![self.locked(world, (&at.element, lock), steps, &place)?];
        }
        if let Some(door) = access.door {
            let lifetime = door.lifetime.map(f64::from_bits);
            steps.insert(0, Step::Authenticate { lifetime });
        }
        Ok(steps)
    }
}
