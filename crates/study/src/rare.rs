//! Outcomes so rare that no plain run sees enough of them: RESTART (Villén-Altamirano and
//! Villén-Altamirano 1991; 2002 for the gain). A run that comes closer to the outcome than a level is
//! split into copies that go on by themselves, each counting for less; a copy ends where it falls below
//! the level that it was split at. What is counted that way has the expectation of the plain count,
//! wherever the levels lie and however closeness is measured: both decide on precision only.

mod levels;
mod tree;

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use spinout_network::{ElementIndex, JourneyIndex, Network};
use spinout_sim::{Engine, RunConfig, Simulation};
use spinout_stats::{Confidence, Estimate, ratio};

use crate::{
    Executor, Kind, Observer, Phase, Progress, Stop, StudyError,
    pilot::pilot,
    replicate::{Replicator, lock},
    study::next_check,
    workload::at_first_load,
};
use levels::find;
use tree::{Found, Grown, Tree};

/// Replications before the stopping rule is first asked.
const LEAST_REPLICATIONS: u32 = 20;
/// The most replications.
const MOST_REPLICATIONS: u32 = 5_120;
/// Requests of a replication, at least, before any splitting …
const REQUESTS: f64 = 2_000.0;
/// … and how many times the warm-up and the longest time scale it lasts, at least.
const WARM_UPS: f64 = 2.0;
const TIME_SCALES: f64 = 20.0;

/// Something that hardly ever happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RareEvent {
    /// The answer to a request of a journey, success or failure, takes longer.
    Late {
        /// The journey.
        journey: JourneyIndex,
        /// Than so many seconds.
        beyond_s: f64,
    },
    /// A request of a journey fails.
    Fails {
        /// The journey.
        journey: JourneyIndex,
    },
    /// At least so many visits and messages are at an element.
    Crowd {
        /// The element.
        element: ElementIndex,
        /// How many.
        at_least: u64,
    },
}

impl RareEvent {
    /// The journey whose answers are looked at.
    fn journey(&self) -> Option<JourneyIndex> {
        match self {
            Self::Late { journey, .. } | Self::Fails { journey } => Some(*journey),
            Self::Crowd { .. } => None,
        }
    }
}

/// How a rare event is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct RarePlan {
    /// The seed of all random draws.
    pub seed: u64,
    /// A long-run question, or a story with an end; windows are not looked at.
    pub kind: Kind,
    /// The confidence of the interval.
    pub confidence: Confidence,
    /// Half the interval's width over the value at which it is precise enough.
    pub relative_half_width: f64,
    /// The most events of the engine before it ends as it is.
    pub most_events: u64,
}

impl RarePlan {
    /// The usual plan: 95 % confidence, ±10 %.
    #[must_use]
    pub fn new(kind: Kind, seed: u64) -> Self {
        Self {
            seed,
            kind,
            confidence: Confidence::STANDARD,
            relative_half_width: 0.1,
            most_events: 200_000_000,
        }
    }
}

/// What was found out about a rare event.
#[derive(Clone, Debug, PartialEq)]
pub struct RareOutcome {
    /// Its probability: of an answer to be late or a failure, or the share of time of a crowd. `None` where
    /// it was never seen, or something cannot keep up.
    pub probability: Option<Estimate>,
    /// Levels at which the run was split, and into how many copies.
    pub levels: u32,
    /// Independent replications.
    pub replications: u32,
    /// Events of the engine, the search for the levels included.
    pub events: u64,
    /// Why it ended.
    pub stop: Stop,
}

/// Estimates the probability of something that hardly ever happens.
///
/// # Errors
/// [`StudyError`] if the network or the plan cannot be run.
pub fn rare(
    network: &Network,
    event: &RareEvent,
    plan: &RarePlan,
    executor: &dyn Executor,
    observer: &dyn Observer,
) -> Result<RareOutcome, StudyError> {
    let replicator = Replicator::new(plan.seed, executor, observer);
    Simulation::new(network, &config(plan.seed, 0, 0.0, 1.0))?;
    let none = |stop| RareOutcome {
        probability: None,
        levels: 0,
        replications: 0,
        events: 0,
        stop,
    };
    let calm;
    let start = match plan.kind {
        Kind::Steady => network,
        Kind::Terminating { .. } => {
            calm = at_first_load(network);
            &calm
        }
    };
    let found = pilot(&[start], &replicator);
    if replicator.stands_still() {
        return Err(StudyError::Standstill);
    }
    let Some(found) = found else {
        return Ok(none(Stop::Interrupted));
    };
    let steady = matches!(plan.kind, Kind::Steady);
    if steady && found.overloads[0].is_some() {
        return Ok(none(Stop::Overload));
    }
    let horizon_s = match plan.kind {
        Kind::Terminating { horizon_s, .. } => horizon_s,
        Kind::Steady if found.requests_per_s > 0.0 => (REQUESTS / found.requests_per_s)
            .max(WARM_UPS * found.warm_up_s)
            .max(TIME_SCALES * found.time_scale_s)
            .min(0.25 * spinout_network::limits::TIME),
        Kind::Steady => return Ok(none(Stop::Limit)),
    };
    let search = Search {
        network,
        event: *event,
        plan,
        replicator: &replicator,
        pre_roll_s: found.warm_up_s,
        horizon_s,
    };
    Ok(search.run())
}

/// How the engine is asked for one replication.
fn config(seed: u64, number: u32, pre_roll_s: f64, horizon_s: f64) -> RunConfig {
    RunConfig {
        buckets: 1,
        engine: Engine::Events,
        ..RunConfig::new(seed, number, pre_roll_s, horizon_s)
    }
}

/// A search under way.
struct Search<'a> {
    network: &'a Network,
    event: RareEvent,
    plan: &'a RarePlan,
    replicator: &'a Replicator<'a>,
    pre_roll_s: f64,
    horizon_s: f64,
}

impl Search<'_> {
    fn run(&self) -> RareOutcome {
        let (tree, mut events) = find(self);
        let levels = tree.levels.len() as u32;
        let mut figures: Vec<(f64, f64)> = Vec::new();
        let mut next = LEAST_REPLICATIONS;
        let stop = loop {
            let numbers = figures.len() as u32..next;
            let wanted = numbers.len();
            let found = self.grow(&tree, numbers);
            events += found.iter().map(|found| found.events).sum::<u64>();
            let whole = found.iter().take_while(|found| found.whole);
            figures.extend(whole.map(|found| (found.hits, found.of)));
            if found.len() < wanted {
                break Stop::Interrupted;
            }
            if figures.len() < next as usize {
                // More copies than can be run: nothing is known.
                figures.clear();
                break Stop::Limit;
            }
            let reached = self.probability(&figures);
            let reached = reached.map_or(f64::INFINITY, |found| found.relative_half_width());
            if reached <= self.plan.relative_half_width {
                break Stop::Precise;
            }
            let each = events / u64::from(next);
            next = next_check(next);
            if next > MOST_REPLICATIONS || each * u64::from(next) > self.plan.most_events {
                break Stop::Limit;
            }
        };
        let probability = self.probability(&figures);
        RareOutcome {
            probability,
            levels,
            replications: figures.len() as u32,
            events,
            stop,
        }
    }

    /// The ratio of sums over replications. The interval is symmetric on a logarithmic scale: what is rare
    /// is found in few replications much more often than in the mean, and its interval does not reach
    /// below 0.
    fn probability(&self, figures: &[(f64, f64)]) -> Option<Estimate> {
        let found = ratio(figures, self.plan.confidence)?;
        if found.value <= 0.0 {
            return None;
        }
        let factor = libm::exp(found.relative_half_width());
        Some(Estimate {
            value: found.value,
            low: found.value / factor,
            high: (found.value * factor).min(1.0),
        })
    }

    /// Grows the trees of some replications; those behind one that was interrupted are left out.
    fn grow(&self, tree: &Tree, numbers: Range<u32>) -> Vec<Found> {
        let grown = self.trees(tree, numbers, self.horizon_s, None);
        grown.into_iter().map(|grown| grown.found).collect()
    }

    /// The same over `horizon_s` seconds; with `sample` events of each to look at, if any.
    fn trees(
        &self,
        tree: &Tree,
        numbers: Range<u32>,
        horizon_s: f64,
        sample: Option<u64>,
    ) -> Vec<Grown> {
        let Replicator {
            seed,
            executor,
            observer,
            ..
        } = *self.replicator;
        // One that is too much is the end of all.
        let futile = AtomicBool::new(false);
        let slots: Vec<Mutex<Option<Grown>>> = numbers.clone().map(|_| Mutex::new(None)).collect();
        executor.for_each(slots.len(), &|job| {
            let number = numbers.start + job as u32;
            let config = config(seed, number, self.pre_roll_s, horizon_s);
            if futile.load(Ordering::Relaxed) {
                *lock(&slots[job]) = Some(Grown::default());
                return;
            }
            let Ok(simulation) = Simulation::new(self.network, &config) else {
                return;
            };
            let grown = tree.grow(&self.event, simulation, sample, &|| observer.go_on());
            if grown.as_ref().is_some_and(|grown| !grown.found.whole) {
                futile.store(true, Ordering::Relaxed);
            }
            *lock(&slots[job]) = grown;
            observer.progress(&Progress {
                // Trials are looked at; they have numbers of their own, far from those that count.
                phase: if sample.is_some() {
                    Phase::Pilot
                } else {
                    Phase::Measure
                },
                done: numbers.start + job as u32 + 1,
                next_check: numbers.end,
                precision: None,
            });
        });
        let grown = slots.into_iter().map(|slot| lock(&slot).take());
        grown.map_while(|grown| grown).collect()
    }
}
