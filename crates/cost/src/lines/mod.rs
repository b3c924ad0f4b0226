//! The parts of a bill: each reads the month and books lines.

pub(crate) mod balancers;
pub(crate) mod functions;
pub(crate) mod instances;
pub(crate) mod nodes;
pub(crate) mod queues;
pub(crate) mod stores;
pub(crate) mod telemetry;
pub(crate) mod transfer;

use spinout_model::Architecture;
use spinout_units::ElementId;

use crate::demand::Demand;
use crate::month::Month;

/// What every part looks at.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) architecture: &'a Architecture,
    pub(crate) month: &'a Month<'a>,
    pub(crate) demand: &'a Demand<'a>,
}

impl View<'_> {
    /// What `element` is called.
    pub(crate) fn label(&self, element: &ElementId) -> String {
        let found = self.architecture.elements.get(element);
        found.map_or(element.to_string(), |e| e.label(element).to_owned())
    }
}
