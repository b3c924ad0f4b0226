use std::collections::{BTreeMap, BTreeSet};

use spinout_graph::{Structure, inside};
use spinout_lower::Lowered;
use spinout_model::{Architecture, ElementKind};
use spinout_network::{ElementIndex, Fault, GroupIndex, Network, QueueIndex, RateCurve};
use spinout_results::{JourneyLoss, Loss, OptionLosses};
use spinout_stats::{Confidence, Estimate};
use spinout_study::{BlastOutcome, BlastPlan, BlastSubject, Case};
use spinout_units::ElementId;

use super::plan::all_thresholds;

/// Requests over all runs of a blast radius, about: a higher load has fewer replications, each of which
/// says more.
const REQUESTS: f64 = 20e6;
/// Replications where the load allows, and the fewest.
const REPLICATIONS: f64 = 20.0;
const LEAST_REPLICATIONS: f64 = 4.0;

/// The crashes of one design: each set of things that go down together once, and what it stands for.
#[derive(Clone, Debug)]
pub struct Crashes {
    cases: Vec<Case>,
    /// The case of each element that can fail.
    case_of: BTreeMap<ElementId, usize>,
}

impl Crashes {
    /// Of every element that can fail: a component takes its whole process along, a boundary all that it
    /// holds.
    #[must_use]
    pub fn new(architecture: &Architecture, lowered: &Lowered) -> Self {
        let parts = parts(&lowered.network);
        let index: BTreeMap<&ElementId, usize> = lowered
            .elements
            .iter()
            .enumerate()
            .filter_map(|(index, id)| Some((id.as_ref()?, index)))
            .collect();
        let inside = inside(architecture);
        let mut crashes = Self {
            cases: Vec::new(),
            case_of: BTreeMap::new(),
        };
        let mut known: BTreeMap<BTreeSet<Part>, usize> = BTreeMap::new();
        for (id, element) in &architecture.elements {
            let Some(&at) = index.get(id) else { continue };
            if element.kind == ElementKind::Client {
                continue;
            }
            let with = inside
                .get(id)
                .into_iter()
                .flat_map(|with| with.iter())
                .chain([id]);
            let with = with.chain(lowered.process_of.get(id));
            let down: BTreeSet<Part> = with
                .filter_map(|id| parts.get(index.get(id)?))
                .flatten()
                .copied()
                .collect();
            if down.is_empty() {
                continue;
            }
            let case = *known.entry(down).or_insert_with_key(|down| {
                crashes.cases.push(Case {
                    element: ElementIndex::from(at),
                    faults: down.iter().map(|part| part.crash()).collect(),
                });
                crashes.cases.len() - 1
            });
            crashes.case_of.insert(id.clone(), case);
        }
        crashes
    }

    /// For the study.
    #[must_use]
    pub fn subject<'a>(&self, lowered: &'a Lowered) -> BlastSubject<'a> {
        BlastSubject {
            network: &lowered.network,
            cases: self.cases.clone(),
        }
    }
}

/// What can go down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Group(GroupIndex),
    Queue(QueueIndex),
}

impl Part {
    /// Start and duration are set by the study.
    fn crash(self) -> Fault {
        let (start, duration) = (0.0, 1.0);
        match self {
            Self::Group(group) => Fault::Crash {
                group,
                instance: None,
                start,
                duration,
            },
            Self::Queue(queue) => Fault::Outage {
                queue,
                start,
                duration,
            },
        }
    }
}

/// The groups and queues of each element.
fn parts(network: &Network) -> BTreeMap<usize, Vec<Part>> {
    let mut parts: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
    for (number, group) in network.groups.iter().enumerate() {
        let part = Part::Group(GroupIndex::from(number));
        parts.entry(group.element.at()).or_default().push(part);
    }
    for (number, queue) in network.queues.iter().enumerate() {
        let part = Part::Queue(QueueIndex::from(number));
        parts.entry(queue.element.at()).or_default().push(part);
    }
    parts
}

/// How the blast radius of these designs, which share their users, is found.
#[must_use]
pub fn blast_plan(
    architecture: &Architecture,
    designs: &[(&Lowered, &Crashes)],
    seed: u64,
    span_s: (f64, f64),
    replications: Option<u32>,
) -> BlastPlan {
    let (at_s, duration_s) = span_s;
    let runs: usize = designs
        .iter()
        .map(|(_, crashes)| crashes.cases.len() + 1)
        .sum();
    let rate = designs
        .first()
        .map_or(0.0, |(lowered, _)| rate(&lowered.network));
    let each = rate * (at_s + 2.0 * duration_s) * runs as f64;
    let affordable = (REQUESTS / each.max(1.0)).clamp(LEAST_REPLICATIONS, REPLICATIONS);
    let values = designs
        .first()
        .map_or(&[][..], |(lowered, _)| &lowered.journeys);
    BlastPlan {
        seed,
        confidence: Confidence::STANDARD,
        at_s,
        duration_s,
        replications: replications.map_or(affordable as u32, |asked| asked.max(2)),
        values: values
            .iter()
            .map(|id| architecture.journeys.get(id).map_or(1.0, |j| j.value))
            .collect(),
        thresholds: designs
            .first()
            .map(|(lowered, _)| all_thresholds(architecture, lowered))
            .unwrap_or_default(),
    }
}

/// Requests a second at the start, at most.
fn rate(network: &Network) -> f64 {
    let rate = |curve: &RateCurve| curve.at(0.0);
    let journeys = network
        .journeys
        .iter()
        .map(|journey| match &journey.arrivals {
            spinout_network::Arrivals::Open { rate: curve, .. } => rate(curve),
            spinout_network::Arrivals::Closed { population, think } => {
                f64::from(*population) / think.mean().max(0.1)
            }
        });
    journeys.sum()
}

/// What is lost in one option, beside `base` where there is one.
#[must_use]
pub fn losses(
    architecture: &Architecture,
    lowered: &Lowered,
    (crashes, found): (&Crashes, &BlastOutcome),
    base: Option<(&Crashes, &BlastOutcome)>,
) -> OptionLosses {
    let than_baseline = |id: &ElementId, case: usize| -> Option<Estimate> {
        let (base, outcome) = base?;
        found.minus(case, outcome, *base.case_of.get(id)?)
    };
    let mut failures: Vec<(u8, Loss)> = Vec::new();
    for (id, &case) in &crashes.case_of {
        let (Some(element), Some(outcome)) = (architecture.elements.get(id), found.cases.get(case))
        else {
            continue;
        };
        let journeys = lowered.journeys.iter().zip(&outcome.journeys);
        let mut journeys: Vec<JourneyLoss> = journeys
            .filter_map(|(id, loss)| {
                let loss = (*loss).filter(|loss| loss.value > 0.0)?;
                let journey = id.clone();
                Some(JourneyLoss { journey, loss })
            })
            .collect();
        journeys.sort_by(|a, b| b.loss.value.total_cmp(&a.loss.value));
        let loss = Loss {
            element: id.clone(),
            name: element.label(id).to_owned(),
            loss: outcome.loss,
            than_baseline: than_baseline(id, case),
            offered: outcome.offered,
            recovery_s: outcome.recovery_s,
            not_recovered: outcome.not_recovered,
            journeys,
        };
        failures.push((rank(element.kind), loss));
    }
    let value = |loss: &Loss| loss.loss.map_or(-1.0, |loss| loss.value);
    // Where losses are alike, what fails by itself comes before what shares its fate.
    failures.sort_by(|(rank_a, a), (rank_b, b)| {
        let order = value(b).total_cmp(&value(a)).then(rank_a.cmp(rank_b));
        order.then_with(|| a.element.cmp(&b.element))
    });
    let worst = failures.iter().find(|(rank, loss)| {
        *rank != rank_of_boundaries() && loss.loss.is_some_and(|loss| loss.value > 0.0)
    });
    OptionLosses {
        option: architecture.option.clone(),
        worst: worst.map(|(_, loss)| loss.clone()),
        failures: failures.into_iter().map(|(_, loss)| loss).collect(),
        single_points_of_failure: Structure::of(architecture)
            .single_points()
            .into_iter()
            .map(|point| point.element)
            .collect(),
    }
}

/// The loss at the worst element of one option minus that of another, paired by replication.
#[must_use]
pub(crate) fn difference(
    (own, crashes, found): (&OptionLosses, &Crashes, &BlastOutcome),
    (base, base_crashes, base_found): (&OptionLosses, &Crashes, &BlastOutcome),
) -> Option<Estimate> {
    let case = *crashes.case_of.get(&own.worst.as_ref()?.element)?;
    let base_case = *base_crashes.case_of.get(&base.worst.as_ref()?.element)?;
    found.minus(case, base_found, base_case)
}

const fn rank_of_boundaries() -> u8 {
    2
}

fn rank(kind: ElementKind) -> u8 {
    match kind {
        ElementKind::Boundary => rank_of_boundaries(),
        ElementKind::Component => 1,
        _ => 0,
    }
}
