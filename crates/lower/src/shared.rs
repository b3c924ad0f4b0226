use spinout_model::{BatchWork as Drawn, OperationRef, Pool, owner_of_lock};
use spinout_network::{BatchWork, GroupIndex, Resource, ResourceIndex, Step, key};
use spinout_units::{ElementId, LockId, RelationshipId};

use crate::program::Compiler;
use crate::{LowerError, distribution};

impl Compiler<'_> {
    /// The resource of an element with a name, made where it is not there yet.
    pub(crate) fn resource(&mut self, new: Resource) -> ResourceIndex {
        let resources = &mut self.network.resources;
        let same = |known: &Resource| known.element == new.element && known.name == new.name;
        let known = resources.iter().position(same);
        ResourceIndex::from(known.unwrap_or_else(|| {
            resources.push(new);
            resources.len() - 1
        }))
    }

    /// Steps of an element under a lock of it, or of what is around it.
    pub(crate) fn locked(
        &mut self,
        world: usize,
        (element, id): (&ElementId, &LockId),
        steps: Vec<Step>,
        place: &str,
    ) -> Result<Step, LowerError> {
        let (architecture, places) = (self.worlds[world].architecture, self.worlds[world].places);
        let (owner, lock) =
            owner_of_lock(&architecture.elements, element, id).ok_or_else(|| {
                LowerError::new(
                    place,
                    format!("`{element}` has no lock `{id}`"),
                    "add it to the element's `locks`, or name another",
                )
            })?;
        let by_instance = !lock.shared && places.same_process(owner, element);
        let resource = Resource {
            name: format!("lock:{id}"),
            element: self.element(owner)?,
            group: places.group(element).filter(|_| by_instance),
            capacity: lock.capacity,
            max_wait: lock.max_wait.map(|wait| wait.base()),
            batch: None,
        };
        let resource = self.resource(resource);
        Ok(Step::Hold { resource, steps })
    }

    /// A call over one of the caller's connections.
    pub(crate) fn pooled(
        &mut self,
        caller: &ElementId,
        (id, pool): (&RelationshipId, &Pool),
        group: Option<GroupIndex>,
        call: Step,
    ) -> Result<Step, LowerError> {
        let resource = Resource {
            name: format!("pool:{id}"),
            element: self.element(caller)?,
            group,
            capacity: pool.size,
            max_wait: pool.max_wait.map(|wait| wait.base()),
            batch: None,
        };
        let resource = self.resource(resource);
        let steps = vec![call];
        Ok(Step::Hold { resource, steps })
    }

    /// The work of an operation that takes requests together.
    pub(crate) fn batched(
        &mut self,
        at: &OperationRef,
        (batch, original): (&Drawn, &str),
        group: Option<GroupIndex>,
    ) -> Result<Step, LowerError> {
        let place = format!("elements/{}/operations/{}/batch", at.element, at.operation);
        let work = BatchWork {
            most: batch.most,
            wait: batch.wait.map_or(0.0, |wait| wait.base()),
            set_up: distribution::lower(&batch.set_up, &format!("{place}/set_up"))?,
            per_item: distribution::lower(&batch.per_item, &format!("{place}/per_item"))?,
        };
        let resource = Resource {
            name: format!("workers:{}", at.operation),
            element: self.element(&at.element)?,
            group,
            capacity: batch.workers,
            max_wait: None,
            batch: Some(work),
        };
        let resource = self.resource(resource);
        let key = key::key_of(&format!("{original}#batch"));
        Ok(Step::Batch { resource, key })
    }
}
