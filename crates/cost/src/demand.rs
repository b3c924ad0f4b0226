use std::collections::BTreeMap;

use spinout_graph::{Link, OperationGraph, home};
use spinout_model::{Architecture, ElementKind, Mode, OperationRef, Relationship};
use spinout_results::Run;
use spinout_units::{ElementId, JourneyId, RelationshipId};

use crate::month::finished_per_s;

/// How often a finished request of each journey takes each relationship, by the drawing: attempts that
/// are repeated and requests that stop half-way are not told apart.
pub(crate) struct Demand<'a> {
    architecture: &'a Architecture,
    per_request: BTreeMap<&'a JourneyId, BTreeMap<RelationshipId, f64>>,
}

impl<'a> Demand<'a> {
    pub(crate) fn of(architecture: &'a Architecture) -> Self {
        let graph = OperationGraph::of(architecture);
        let per_request = architecture.journeys.iter().map(|(id, journey)| {
            let visits = graph.visits(&journey.entry).unwrap_or_default();
            (id, takes(&graph, &visits))
        });
        Self {
            architecture,
            per_request: per_request.collect(),
        }
    }

    /// How often `relationship` is taken in `run`, per second.
    pub(crate) fn rate(&self, run: &Run, relationship: &RelationshipId) -> f64 {
        self.per_request
            .iter()
            .filter_map(|(journey, takes)| {
                Some(finished_per_s(run.journeys.get(*journey)?) * takes.get(relationship)?)
            })
            .sum()
    }

    /// Bytes that `relationship` carries in `run`, per second: its payload, or the size of each request.
    pub(crate) fn bytes(&self, run: &Run, id: &RelationshipId, link: &Relationship) -> f64 {
        if let Some(payload) = &link.payload {
            return payload.base() * self.rate(run, id);
        }
        let of_journey = |(journey, takes): (&&JourneyId, &BTreeMap<RelationshipId, f64>)| {
            let size = self.architecture.journeys.get(*journey)?.size.as_ref()?;
            let size = size.solve().ok()?.mean();
            Some(size * finished_per_s(run.journeys.get(*journey)?) * takes.get(id)?)
        };
        self.per_request.iter().filter_map(of_journey).sum()
    }

    /// The relationships that leave their process, and those that bring work into one: a journey's entry
    /// is no relationship, so it is not among them.
    pub(crate) fn crossing(&self) -> impl Iterator<Item = (&'a RelationshipId, &'a Relationship)> {
        let architecture = self.architecture;
        architecture.relationships.iter().filter(move |(_, link)| {
            home(architecture, &link.from.element) != home(architecture, &link.to.element)
        })
    }

    /// How often work comes into `process` from outside in `run`, per second: calls from other processes
    /// and users, and messages if asked for.
    pub(crate) fn arrivals_at(&self, run: &Run, process: &ElementId, with_messages: bool) -> f64 {
        let links: f64 = self
            .crossing()
            .filter(|(_, link)| match link.mode {
                Mode::Calls => home(self.architecture, &link.to.element) == process,
                Mode::Consumes => {
                    with_messages && home(self.architecture, &link.from.element) == process
                }
                Mode::Reads | Mode::Writes | Mode::Publishes => false,
            })
            .map(|(id, _)| self.rate(run, id))
            .sum();
        let entries = self.architecture.journeys.iter();
        let entries = entries
            .filter(|(_, journey)| home(self.architecture, &journey.entry.element) == process)
            .filter_map(|(id, _)| run.journeys.get(id))
            .map(finished_per_s);
        links + entries.sum::<f64>()
    }

    /// Is the other end's side of a link not drawn, so that it is a user who asks?
    pub(crate) fn is_user(&self, element: &ElementId) -> bool {
        let found = self.architecture.elements.get(element);
        found.is_some_and(|e| matches!(e.kind, ElementKind::Client | ElementKind::Frontend))
    }
}

fn takes(
    graph: &OperationGraph,
    visits: &BTreeMap<&OperationRef, f64>,
) -> BTreeMap<RelationshipId, f64> {
    let mut consumers: BTreeMap<&OperationRef, f64> = BTreeMap::new();
    for (queue, edge, _) in graph.edges() {
        if edge.link == Link::Delivers {
            *consumers.entry(queue).or_default() += 1.0;
        }
    }
    let mut takes = BTreeMap::new();
    for (from, edge, _) in graph.edges() {
        if let (Some(id), Some(visits)) = (&edge.relationship, visits.get(from)) {
            let part = match edge.link {
                Link::Delivers => 1.0 / consumers.get(from).copied().unwrap_or(1.0),
                _ => edge.per_request,
            };
            *takes.entry(id.clone()).or_default() += visits * part;
        }
    }
    takes
}
