use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::graph::NodeIndex;
use spinout_model::{Architecture, Element, ElementKind, OperationRef, Technology};
use spinout_units::{ElementId, JourneyId};

use crate::chance::Chances;
use crate::paths::Ways;
use crate::{Link, OperationGraph, inside};

/// What fails when an element fails, by structure: no load, no queue, no time.
#[derive(Clone, Debug, PartialEq)]
pub struct Blast {
    /// Every element that can fail, worst first: by value lost, then value degraded; where those are
    /// alike, what fails by itself before the components and boundaries that share its fate; then by id.
    pub failures: Vec<Failure>,
    /// What some journey cannot do without and there is one of, by id.
    pub single_points: Vec<SinglePoint>,
}

/// The failure of all of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The element.
    pub element: ElementId,
    /// What the element is.
    pub kind: ElementKind,
    /// Value of the requests that cannot succeed ÷ value offered, 0 to 1.
    pub value_lost: f64,
    /// Value of the requests that are answered, but whose consequences come late or never ÷ value
    /// offered, 0 to 1.
    pub value_degraded: f64,
    /// The journeys behind the numbers.
    pub journeys: Vec<Impact>,
}

/// What a failure does to a journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Impact {
    /// The journey.
    pub journey: JourneyId,
    /// The share of its requests that cannot succeed, 0 to 1.
    pub lost: f64,
    /// The share of its requests that are answered, but whose consequences come late or never, 0 to 1.
    pub degraded: f64,
    /// The elements from the journey's entry to the failed one, on the shortest way.
    pub path: Vec<ElementId>,
}

/// An element that a journey cannot do without, and that there is one instance of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinglePoint {
    /// The element.
    pub element: ElementId,
    /// The journeys that always need it.
    pub journeys: BTreeSet<JourneyId>,
}

/// Shares below this are rounding.
const NOTHING: f64 = 1e-12;

/// An architecture made ready for questions about failures.
///
/// A crash of a component takes its whole process with it: that is the blast radius of a monolith. A
/// publisher needs its broker, because it waits for the acknowledgement; it does not need what consumes
/// the message. Time-outs and retries don't help against something that stays down.
#[derive(Clone, Debug)]
pub struct Structure<'a> {
    architecture: &'a Architecture,
    operations: OperationGraph,
    inside: BTreeMap<ElementId, Arc<BTreeSet<ElementId>>>,
}

impl<'a> Structure<'a> {
    /// Reads `architecture`.
    #[must_use]
    pub fn of(architecture: &'a Architecture) -> Self {
        Self {
            architecture,
            operations: OperationGraph::of(architecture),
            inside: inside(architecture),
        }
    }

    /// Its operations.
    #[must_use]
    pub fn operations(&self) -> &OperationGraph {
        &self.operations
    }

    /// What some journey cannot do without and there is one of, by id: a request is lost for certain when
    /// calls that are always made lead to what failed.
    #[must_use]
    pub fn single_points(&self) -> Vec<SinglePoint> {
        let always: Vec<(&JourneyId, BTreeSet<&ElementId>)> = self
            .architecture
            .journeys
            .iter()
            .map(|(id, journey)| {
                let ways = self.operations.ways(&journey.entry, |edge| {
                    matches!(edge.link, Link::Waits | Link::Publishes) && edge.per_request >= 1.0
                });
                (id, ways.elements(&self.operations))
            })
            .collect();
        self.architecture
            .elements
            .iter()
            .filter(|(_, element)| is_alone(element))
            .map(|(id, _)| SinglePoint {
                element: id.clone(),
                journeys: always
                    .iter()
                    .filter(|(_, needs)| self.inside[id].iter().any(|part| needs.contains(part)))
                    .map(|(journey, _)| (*journey).clone())
                    .collect(),
            })
            .filter(|point| !point.journeys.is_empty())
            .collect()
    }

    /// What fails when each element fails, where journeys come by their shares.
    #[must_use]
    pub fn blast(&self) -> Blast {
        self.blast_at(&self.shares())
    }

    /// The same, as long as `go_on` says so, which is asked before each element: a large design takes
    /// its time. `None` once it has said no.
    #[must_use]
    pub fn blast_while(&self, go_on: &dyn Fn() -> bool) -> Option<Blast> {
        self.blast_at_while(&self.shares(), go_on)
    }

    fn shares(&self) -> BTreeMap<JourneyId, f64> {
        let journeys = self.architecture.journeys.iter();
        journeys.map(|(id, j)| (id.clone(), j.share)).collect()
    }

    /// What fails when each element fails, where journeys come at `rates` (in any unit; one that is left
    /// out does not come). Without value on offer nothing is lost.
    #[must_use]
    pub fn blast_at(&self, rates: &BTreeMap<JourneyId, f64>) -> Blast {
        let blast = self.blast_at_while(rates, &|| true);
        blast.unwrap_or_else(|| unreachable!("nothing says no"))
    }

    fn blast_at_while(
        &self,
        rates: &BTreeMap<JourneyId, f64>,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Blast> {
        let graph = &self.operations.graph;
        let chances = Chances::new(&self.operations, |node| self.failure_rate(&graph[node]));
        let journeys: Vec<Offer> = self
            .architecture
            .journeys
            .iter()
            .map(|(id, journey)| Offer {
                id,
                entry: self.operations.index.get(&journey.entry).copied(),
                value: journey.value * rates.get(id).copied().unwrap_or(0.0),
                waiting: self.operations.ways(&journey.entry, |edge| {
                    matches!(edge.link, Link::Waits | Link::Publishes)
                }),
                all: self.operations.ways(&journey.entry, |_| true),
            })
            .collect();
        let mut failures: Vec<Failure> = self
            .architecture
            .elements
            .iter()
            .filter(|(_, element)| element.kind != ElementKind::Client)
            .map(|(id, element)| go_on().then(|| self.failure(id, element, &chances, &journeys)))
            .collect::<Option<_>>()?;
        failures.sort_by(|a, b| {
            let key = |f: &Failure| (-f.value_lost, -f.value_degraded, rank(f.kind));
            let order = key(a).partial_cmp(&key(b));
            order
                .unwrap_or(std::cmp::Ordering::Equal)
                .then_with(|| a.element.cmp(&b.element))
        });
        Some(Blast {
            failures,
            single_points: self.single_points(),
        })
    }

    fn failure(
        &self,
        id: &ElementId,
        element: &Element,
        chances: &Chances<'_>,
        journeys: &[Offer<'_>],
    ) -> Failure {
        let with = &self.inside[id];
        let is_down = |id: &ElementId| {
            with.contains(id) && self.architecture.elements[id].kind != ElementKind::Client
        };
        let outcome = chances.solve(|n| is_down(&self.operations.graph[n].element));
        let offered: f64 = journeys.iter().map(|j| j.value).sum();
        let mut failure = Failure {
            element: id.clone(),
            kind: element.kind,
            value_lost: 0.0,
            value_degraded: 0.0,
            journeys: Vec::new(),
        };
        for journey in journeys {
            let Some(entry) = journey.entry.map(NodeIndex::index) else {
                continue;
            };
            let no_rounding = |share: f64| if share <= NOTHING { 0.0 } else { share };
            let lost = no_rounding(outcome.lost[entry]);
            let degraded = no_rounding(outcome.lost_or_degraded[entry] - outcome.lost[entry]);
            if lost == 0.0 && degraded == 0.0 {
                continue;
            }
            if offered > 0.0 {
                failure.value_lost += lost * journey.value / offered;
                failure.value_degraded += degraded * journey.value / offered;
            }
            let ways = if lost > 0.0 {
                &journey.waiting
            } else {
                &journey.all
            };
            failure.journeys.push(Impact {
                journey: journey.id.clone(),
                lost,
                degraded,
                path: ways.elements_to(&self.operations, is_down),
            });
        }
        failure
    }

    fn failure_rate(&self, operation: &OperationRef) -> f64 {
        let element = self.architecture.elements.get(&operation.element);
        element
            .and_then(|e| e.operations.get(&operation.operation))
            .map_or(0.0, |o| o.failure_rate)
    }
}

struct Offer<'a> {
    id: &'a JourneyId,
    entry: Option<NodeIndex>,
    value: f64,
    waiting: Ways,
    all: Ways,
}

fn rank(kind: ElementKind) -> u8 {
    match kind {
        ElementKind::Boundary => 2,
        ElementKind::Component => 1,
        _ => 0,
    }
}

/// Is there one instance of it? A process whose replicas or whose autoscaler's minimum is 1; a store
/// that is one server: it says its cores or what instance it is billed as, and is no managed store of objects or
/// documents. A store with a copy that takes its place is not alone.
fn is_alone(element: &Element) -> bool {
    match element.kind {
        ElementKind::Monolith | ElementKind::Service | ElementKind::Gateway => element
            .process
            .as_ref()
            .is_none_or(|process| match &process.autoscaler {
                Some(scaler) => scaler.min <= 1,
                None => process.replicas <= 1,
            }),
        ElementKind::Store => element.store.as_ref().is_some_and(|store| {
            let copies = store.read_replicas.as_ref();
            let stands_by = copies.is_some_and(|c| c.count > 0 && c.promotion.is_some());
            let server = match store.technology {
                Technology::Object => false,
                Technology::Document => store.cores.is_some(),
                _ => store.cores.is_some() || store.instance.is_some(),
            };
            server && !stands_by
        }),
        _ => false,
    }
}
