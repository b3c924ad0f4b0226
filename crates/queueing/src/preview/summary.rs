//! From the solution to what is told.

use spinout_network::JourneyIndex;

use super::answer::{Bottleneck, ElementPreview, JourneyPreview, Preview, Reason, Resource, Times};
use super::band::{Busy, Class, Kind};
use super::outcome::Outcome;
use super::population::Settled;
use super::reach::{Reach, in_the_way};
use super::reason::{Place, Reasons};
use super::scaled;
use super::shape::Shape;
use super::solve::{Busiest, Saturated, Solution, Solver};
use super::{bounds, elements};

/// Slots that a visit waits for with at least this probability make a case layered.
const SCARCE: f64 = 0.01;

/// Nothing can be said.
pub(crate) fn refused(shape: &Shape<'_>, reasons: &Reasons) -> Preview {
    let all: Vec<usize> = (0..reasons.iter().count()).collect();
    Preview {
        journeys: vec![
            JourneyPreview {
                reasons: all,
                ..JourneyPreview::default()
            };
            shape.journeys.len()
        ],
        elements: vec![ElementPreview::default(); shape.network.elements.len()],
        reasons: told(shape, reasons),
        ..Preview::default()
    }
}

/// Something cannot keep up.
pub(crate) fn saturated(shape: &Shape<'_>, found: &Saturated, reasons: &Reasons) -> Preview {
    let bottleneck = bottleneck(shape, found.place, found.utilization);
    Preview {
        saturated: Some(bottleneck),
        bottleneck: Some(bottleneck),
        ..refused(shape, reasons)
    }
}

pub(crate) fn answer(solver: &Solver<'_>, settled: &Settled, reasons: &Reasons) -> Preview {
    let shape = solver.shape;
    let solution = &settled.solution;
    let reach = Reach::new(shape);
    let spoilt = reach.spoilt(shape, reasons);
    let ways = in_the_way(shape, &reach, reasons, &spoilt);
    let busiest = resources(solver, solution).max_by(|a, b| a.1.total_cmp(&b.1));
    let unloaded = solver.unloaded();
    let closed = settled.factor.iter().any(|factor| *factor != 1.0);
    let journeys = ways
        .into_iter()
        .enumerate()
        .map(|(number, (response, completion))| {
            let entry = shape.journeys[number];
            let visit = solution.visits[entry];
            // Whatever limits keep away from each other, nothing is shorter than without any waiting.
            let least = unloaded.visits[entry].response.mean / visit.response.mean.max(1e-300);
            let visit = scaled(visit, settled.factor[number].max(least));
            let class = |places: &mut dyn Iterator<Item = usize>, asynchronous: bool| {
                let kind = if closed {
                    Kind::Closed
                } else if asynchronous {
                    Kind::Asynchronous
                } else if reach.forks(entry) {
                    Kind::Parallel
                } else {
                    Kind::Open
                };
                classify(solver, solution, places, kind)
            };
            let answers = response.is_empty();
            let completes = completion.is_empty();
            JourneyPreview {
                throughput_per_s: answers.then_some(settled.throughput[number]),
                success_rate: answers.then_some(visit.succeeds),
                response_s: answers.then(|| Times::of(&visit.response)),
                completion_s: completes.then(|| Times::of(&visit.completion)),
                response_class: answers.then(|| class(&mut reach.answer(entry), false)),
                completion_class: completes
                    .then(|| class(&mut reach.all(entry), visit.leaves_work)),
                bounds: answers
                    .then(|| bounds::of(solver, solution, &settled.throughput, &unloaded, number)),
                reasons: if answers { completion } else { response },
            }
        });
    let journeys = journeys.collect();
    Preview {
        saturated: None,
        bottleneck: busiest
            .filter(|(_, used)| *used > 0.0)
            .map(|(place, used)| bottleneck(shape, place, used)),
        journeys,
        elements: elements::of(solver, solution, &spoilt),
        reasons: told(shape, reasons),
    }
}

fn scaled(visit: Outcome, factor: f64) -> Outcome {
    Outcome {
        response: visit.response.stretched(factor),
        completion: visit.completion.stretched(factor),
        ..visit
    }
}

fn told(shape: &Shape<'_>, reasons: &Reasons) -> Vec<Reason> {
    let network = shape.network;
    let tell = |(place, cause)| {
        let element = match place {
            Place::Group(group) => Some(network.groups[group].element),
            Place::Queue(queue) => Some(network.queues[queue].element),
            Place::Program(program) => Some(network.programs[program].element),
            Place::Whole | Place::Journey(_) => None,
        };
        let journey = match place {
            Place::Journey(journey) => Some(JourneyIndex::from(journey)),
            _ => None,
        };
        Reason {
            cause,
            element,
            journey,
        }
    };
    reasons.iter().map(tell).collect()
}

fn bottleneck(shape: &Shape<'_>, place: Busiest, utilization: f64) -> Bottleneck {
    let network = shape.network;
    let (element, resource) = match place {
        Busiest::Cores(group) => (network.groups[group].element, Resource::Cores),
        Busiest::Slots(group) => (network.groups[group].element, Resource::Slots),
        Busiest::Queue(queue) => (network.queues[queue].element, Resource::Consumers),
        Busiest::Held(resource) => (network.resources[resource].element, Resource::Held),
    };
    Bottleneck {
        element,
        resource,
        utilization,
    }
}

/// All resources with their use.
fn resources<'a>(
    solver: &'a Solver<'_>,
    solution: &'a Solution,
) -> impl Iterator<Item = (Busiest, f64)> + 'a {
    let groups = solution
        .stations
        .iter()
        .enumerate()
        .flat_map(|(group, station)| {
            [
                (Busiest::Cores(group), station.cores),
                (Busiest::Slots(group), station.slots),
            ]
        });
    let taps = solver.shape.taps.iter().zip(&solution.queues);
    let queues = taps.map(|(tap, found)| (Busiest::Queue(tap.queue), found.utilization));
    let held = solution.held.iter().enumerate();
    let held = held.map(|(number, held)| (Busiest::Held(number), held.utilization));
    groups.chain(queues).chain(held)
}

/// What kind of case a time is that depends on these groups and (numbered after them) queues.
fn classify(
    solver: &Solver<'_>,
    solution: &Solution,
    places: &mut dyn Iterator<Item = usize>,
    kind: Kind,
) -> Class {
    let groups = solution.stations.len();
    let (mut used, mut scarce, mut scaled) = (0.0_f64, false, false);
    for place in places {
        if let Some(queue) = place.checked_sub(groups) {
            for tap in &solver.shape.taps_of[queue] {
                used = used.max(solution.queues[*tap].utilization);
            }
            continue;
        }
        let station = &solution.stations[place];
        used = used.max(station.cores).max(station.slots);
        for (hold, held) in solver
            .shape
            .holds
            .iter()
            .map(|h| (h, &solution.held[h.resource]))
        {
            if hold.group == Some(place) {
                used = used.max(held.utilization);
                scarce |= held.waits > SCARCE;
            }
        }
        let data = &solver.shape.network.groups[place];
        let servers = matches!((data.slots, data.cores), (Some(slots), Some(cores)) if f64::from(slots.count) <= cores);
        scarce |= station.waits > SCARCE && !servers;
        let least = data.scaler.as_ref().map(scaled::least);
        scaled |= least.is_some_and(|least| solver.replicas[place] > least);
    }
    Class {
        kind: match kind {
            _ if scaled => Kind::Autoscaled,
            Kind::Open if scarce => Kind::Layered,
            kind => kind,
        },
        busy: Busy::of(used),
    }
}
