use std::collections::BTreeSet;

use spinout_graph::home;
use spinout_model::{
    Answer, Architecture, BoundaryOf, Cutover, DataClass, Element, ElementKind, Mode, Model,
    Origin, Relationship, Unit, Verdict,
};
use spinout_units::{ChangeId, ElementId, RelationshipId};

use crate::State;

/// What the design says of a spinout.
pub(crate) struct Facts<'a> {
    pub(crate) model: &'a Model,
    pub(crate) architecture: &'a Architecture,
    pub(crate) change: &'a ChangeId,
    pub(crate) origin: &'a Origin,
    /// How it is operated, as far as it was said.
    pub(crate) unit: Option<&'a Unit>,
    pub(crate) element: Option<&'a Element>,
    pub(crate) cutover: Option<&'a Cutover>,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(
        model: &'a Model,
        architecture: &'a Architecture,
        change: &'a ChangeId,
        origin: &'a Origin,
    ) -> Self {
        Self {
            model,
            architecture,
            change,
            origin,
            unit: architecture.units.get(&origin.unit),
            element: architecture.elements.get(&origin.unit),
            cutover: architecture.cutovers.get(change),
        }
    }

    pub(crate) fn label(&self, id: &'a ElementId) -> &'a str {
        let element = self.architecture.elements.get(id);
        element.map_or(id.as_str(), |element| element.label(id))
    }

    /// Where something is said of the unit.
    pub(crate) fn place(&self, field: &str) -> String {
        let mut options = self.model.options.iter();
        let option = options.find(|(_, option)| option.changes.contains_key(self.change));
        let option = option.map_or(&self.architecture.option, |(id, _)| id);
        format!(
            "options/{option}/changes/{}/do/spin_out/{field}",
            self.change
        )
    }

    /// The team that owns it, by name.
    pub(crate) fn team(&self) -> Option<&'a str> {
        let unit = self.unit.and_then(|unit| unit.team.as_ref());
        let id = unit.or_else(|| self.element?.team.as_ref())?;
        let team = self.architecture.teams.get(id)?;
        Some(team.name.as_str())
    }

    /// Is somebody on call for it?
    pub(crate) fn on_call(&self) -> State {
        let said = state(self.unit.and_then(|unit| unit.on_call.as_ref()));
        if said != State::Unknown {
            return said;
        }
        let unit = self.unit.and_then(|unit| unit.team.as_ref());
        let id = unit.or_else(|| self.element?.team.as_ref());
        let team = id.and_then(|id| self.architecture.teams.get(id));
        match team.and_then(|team| team.on_call.as_ref()) {
            Some(_) => State::Met,
            None => State::Unknown,
        }
    }

    fn is_within(&self, element: &ElementId) -> bool {
        home(self.architecture, element) == &self.origin.unit
    }

    /// The links over its boundary by which work comes to it or goes from it: what calls it, what it calls, what
    /// it takes and publishes, and what is published to the queues that were made for it.
    pub(crate) fn boundary(
        &self,
    ) -> impl Iterator<Item = (&'a RelationshipId, &'a Relationship)> + '_ {
        let links = self.architecture.relationships.iter();
        links.filter(|(_, link)| {
            let works = matches!(link.mode, Mode::Calls | Mode::Publishes | Mode::Consumes);
            let crosses = self.is_within(&link.from.element) != self.is_within(&link.to.element);
            let to_its_queue = self.origin.queues.contains(&link.to.element);
            works && (crosses || to_its_queue)
        })
    }

    /// What is asked of it: the links into it, and into the queues that were made for it.
    pub(crate) fn interfaces(
        &self,
    ) -> impl Iterator<Item = (&'a RelationshipId, &'a Relationship)> + '_ {
        self.boundary().filter(|(_, link)| {
            let called = link.mode == Mode::Calls && self.is_within(&link.to.element);
            let fed = link.mode == Mode::Publishes && self.origin.queues.contains(&link.to.element);
            called || fed
        })
    }

    /// The classes of data that rules keep apart, of what was taken out and of the stores that it works with.
    pub(crate) fn regulated(&self) -> BTreeSet<DataClass> {
        let links = self.architecture.relationships.values();
        let works = links
            .filter(|link| matches!(link.mode, Mode::Reads | Mode::Writes))
            .filter(|link| self.is_within(&link.from.element));
        let stores: BTreeSet<&ElementId> = works.map(|link| &link.to.element).collect();
        let data = self.architecture.data.values();
        let kept = data.filter(|set| stores.contains(&set.store));
        let elements = self.architecture.elements.iter();
        elements
            .filter(|(id, _)| self.is_within(id) || stores.contains(id))
            .flat_map(|(_, element)| element.data.iter().copied())
            .chain(kept.flat_map(|set| set.classes.iter().copied()))
            .filter(|class| matches!(class, DataClass::Pii | DataClass::Pci | DataClass::Health))
            .collect()
    }

    /// How many parts (processes, components, stores, queues) share an account with the components before and after; an account that nobody drew
    /// holds everything that is in none. A namespace counts where its unit has an identity and a network policy.
    pub(crate) fn audited(&self) -> Option<(usize, usize)> {
        let before = self.architecture.before.get(self.change)?;
        let hardened = [
            self.unit.and_then(|unit| unit.identity.as_ref()),
            self.unit.and_then(|unit| unit.network_policy.as_ref()),
        ];
        let hardened = hardened.into_iter().all(|said| state(said) == State::Met);
        let after = sharing(self.architecture, &self.origin.unit, hardened);
        Some((sharing(before, &self.origin.parent, false), after))
    }
}

/// The parts within the same wall, itself among them.
fn sharing(architecture: &Architecture, process: &ElementId, namespaces: bool) -> usize {
    let wall = |id: &ElementId| {
        let within = |level| architecture.boundary_around(id, level).cloned();
        let namespace = namespaces.then(|| within(BoundaryOf::Namespace)).flatten();
        namespace.or_else(|| within(BoundaryOf::Account))
    };
    let own = wall(process);
    let elements = architecture.elements.iter();
    elements
        .filter(|(id, element)| {
            let outside = matches!(
                element.kind,
                ElementKind::Client | ElementKind::External | ElementKind::Boundary
            );
            !outside && wall(id) == own
        })
        .count()
}

/// What an answer says.
pub(crate) fn state(answer: Option<&Answer>) -> State {
    match answer.map(|answer| answer.is) {
        Some(Verdict::Yes) => State::Met,
        Some(Verdict::No) => State::Not,
        None => State::Unknown,
    }
}
