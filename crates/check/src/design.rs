use std::collections::BTreeMap;

use spinout_graph::{OperationGraph, home};
use spinout_model::{
    Architecture, Do, Element, ElementKind, Model, Relationship, Scenario, Team, Unit,
};
use spinout_units::{ChangeId, ElementId, RelationshipId, ScenarioId};

/// A design as the checks look at it.
pub(crate) struct Design<'a> {
    pub(crate) model: &'a Model,
    pub(crate) architecture: &'a Architecture,
    /// The scenarios that are looked at.
    pub(crate) scenarios: BTreeMap<&'a ScenarioId, &'a Scenario>,
    pub(crate) operations: OperationGraph,
}

impl<'a> Design<'a> {
    pub(crate) fn new(
        model: &'a Model,
        architecture: &'a Architecture,
        scenario: Option<&ScenarioId>,
    ) -> Self {
        let all = model.scenarios.iter();
        Self {
            model,
            architecture,
            scenarios: all
                .filter(|(id, _)| scenario.is_none_or(|s| s == *id))
                .collect(),
            operations: OperationGraph::of(architecture),
        }
    }

    pub(crate) fn element(&self, id: &ElementId) -> Option<&'a Element> {
        self.architecture.elements.get(id)
    }

    pub(crate) fn kind(&self, id: &ElementId) -> Option<ElementKind> {
        self.element(id).map(|e| e.kind)
    }

    /// What an element is called.
    pub(crate) fn label(&self, id: &'a ElementId) -> &'a str {
        self.element(id).map_or(id.as_str(), |e| e.label(id))
    }

    /// The process around an element, or itself.
    pub(crate) fn home(&self, id: &'a ElementId) -> &'a ElementId {
        home(self.architecture, id)
    }

    pub(crate) fn is_process(&self, id: &ElementId) -> bool {
        self.kind(id).is_some_and(ElementKind::is_process)
    }

    /// What is around an element, nearest first.
    pub(crate) fn around(&self, id: &ElementId) -> Vec<&'a ElementId> {
        let outer = |id: &ElementId| self.element(id).and_then(|e| e.parent.as_ref());
        let mut found = Vec::new();
        let mut next = outer(id);
        while let Some(at) = next.filter(|at| !found.contains(at)) {
            found.push(at);
            next = outer(at);
        }
        found
    }

    /// The processes.
    pub(crate) fn processes(&self) -> impl Iterator<Item = (&'a ElementId, &'a Element)> {
        let elements = self.architecture.elements.iter();
        elements.filter(|(_, element)| element.kind.is_process())
    }

    /// Relationships that leave their process.
    pub(crate) fn crossing(&self) -> impl Iterator<Item = (&'a RelationshipId, &'a Relationship)> {
        let links = self.architecture.relationships.iter();
        links.filter(|(_, link)| self.home(&link.from.element) != self.home(&link.to.element))
    }

    /// Relationships that leave a process, and don't come from users.
    pub(crate) fn between_systems(
        &self,
    ) -> impl Iterator<Item = (&'a RelationshipId, &'a Relationship)> {
        self.crossing()
            .filter(|(_, link)| self.is_process(self.home(&link.from.element)))
    }

    /// What is said of each process as something operated.
    pub(crate) fn units(&self) -> impl Iterator<Item = (&'a ElementId, &'a Unit)> {
        let units = self.architecture.units.iter();
        units.filter(|(id, _)| self.architecture.elements.contains_key(*id))
    }

    /// The team that owns an element: its unit's, its own, or that of what it is in.
    pub(crate) fn team(&self, id: &ElementId) -> Option<&'a Team> {
        let unit = self
            .architecture
            .units
            .get(id)
            .and_then(|u| u.team.as_ref());
        let mut at = self.element(id);
        let mut team = unit.or_else(|| at?.team.as_ref());
        for _ in 0..self.architecture.elements.len() {
            if team.is_some() {
                break;
            }
            at = at
                .and_then(|e| e.parent.as_ref())
                .and_then(|p| self.element(p));
            team = at.and_then(|e| e.team.as_ref());
        }
        self.architecture.teams.get(team?)
    }

    /// Where a change stands in the file.
    pub(crate) fn change_place(&self, change: &ChangeId) -> String {
        let mut options = self.model.options.iter();
        let option = options.find(|(_, o)| o.changes.contains_key(change));
        let option = option.map_or(&self.architecture.option, |(id, _)| id);
        format!("options/{option}/changes/{change}/do")
    }

    /// Where something is said of a unit in the file: with the `spin_out` that made it, or among the units.
    pub(crate) fn unit_place(&self, unit: &ElementId, field: &str) -> String {
        let mut origins = self.architecture.spinouts.iter();
        let origin = origins.find(|(_, origin)| origin.unit == *unit);
        let place = origin.map_or_else(
            || format!("units/{unit}/{field}"),
            |(change, _)| format!("{}/spin_out/unit/{field}", self.change_place(change)),
        );
        place.trim_end_matches('/').to_owned()
    }

    /// Where the cutover to what a `spin_out` made stands in the file.
    pub(crate) fn cutover_place(&self, spin_out: &ChangeId) -> String {
        let mut changes = self.model.options.values().flat_map(|o| &o.changes);
        let found = changes.find(|(_, c)| matches!(&c.what, Do::Cutover(c) if c.of == *spin_out));
        let id = found.map_or(spin_out, |(id, _)| id);
        format!("{}/cutover", self.change_place(id))
    }

    /// The queues that take other queues' dead letters, with the queue whose they are.
    pub(crate) fn dead_letter_queues(&self) -> BTreeMap<&'a ElementId, &'a ElementId> {
        let elements = self.architecture.elements.iter();
        elements
            .filter_map(|(id, e)| Some((&e.queue.as_ref()?.dead_letter.as_ref()?.to, id)))
            .collect()
    }

    /// The processes that consume a queue.
    pub(crate) fn consumers(&self, queue: &ElementId) -> Vec<&'a ElementId> {
        let links = self.architecture.relationships.values();
        let mut homes: Vec<_> = links
            .filter(|l| l.mode == spinout_model::Mode::Consumes && l.to.element == *queue)
            .map(|l| self.home(&l.from.element))
            .collect();
        homes.dedup();
        homes
    }
}
