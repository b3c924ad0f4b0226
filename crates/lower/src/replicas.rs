//! Copies of stores: a group of their own beside the primary.

use spinout_model::{Architecture, Consistency, Mode, Relationship, Store};
use spinout_network::{
    Distribution, ElementIndex, Fault, Group, GroupIndex, Keys, Network, Replicated,
};
use spinout_units::ElementId;

use crate::group::{keys, store_group};
use crate::program::Compiler;
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

impl Compiler<'_> {
    /// Whether a relationship is answered by copies of what it reads.
    pub(crate) fn reads_copies(&self, world: usize, link: &Relationship) -> bool {
        link.mode == Mode::Reads
            && link.consistency == Consistency::Eventual
            && self.replicated_store(world, &link.to.element).is_some()
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
