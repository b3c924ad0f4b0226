//! What a relationship adds to the operation that it asks, where that is done.

use spinout_model::{OperationRef, Relationship};
use spinout_network::Step;
use spinout_units::LockId;

use super::Compiler;
use crate::LowerError;

/// How an operation is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Access {
    /// The lock that is held meanwhile.
    lock: Option<LockId>,
}

impl Access {
    /// As a relationship asks.
    pub(crate) fn of(link: &Relationship) -> Self {
        Self {
            lock: link.lock.clone(),
        }
    }
}

impl Compiler<'_> {
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
        // What an operation holds by itself it does not take once more.
        let lock = access.lock.as_ref();
        if let Some(lock) = lock.filter(|lock| operation.lock.as_ref() != Some(lock)) {
            steps = vec![self.locked(world, (&at.element, lock), steps, &place)?];
        }
        Ok(steps)
    }
}
