//! What hardly ever happens: read from how it is asked for, and found.

use spinout_network::{ElementIndex, JourneyIndex};
use spinout_results::{Method, RareResult, Stop};
use spinout_stats::Confidence;
use spinout_study::{Observer, Plan, RareEvent, RarePlan};
use spinout_units::Duration;

use super::{Place, Ready, cannot_run, prepare, scenario_of};
use crate::app::App;
use crate::assemble;
use crate::protocol::{Problem, ProblemKind, RareRun, RunSettings, SimulateRare};
use crate::view::{baseline, option_of};

/// Half the interval's width over the value at which a probability is precise enough, at least: it takes
/// far more work than a quantile.
const PRECISION: f64 = 0.1;

/// A rare event as it was asked for, and as the engine knows it.
pub(super) struct Asked {
    what: String,
    event: RareEvent,
}

/// What is asked for, for each network.
pub(super) fn events<'a>(
    rare: &[String],
    settings: &RunSettings,
    ready: impl Iterator<Item = &'a Ready>,
) -> Result<Vec<Vec<Asked>>, Problem> {
    if settings.method == Some(Method::Fluid) && !rare.is_empty() {
        return Err(Problem::new(
            ProblemKind::BadInput,
            "a fluid has no rare outcomes",
            "ask for them in a run of events",
        ));
    }
    let of = |ready: &Ready| {
        let read = |what: &String| known(what, ready).ok_or_else(|| not_understood(what, ready));
        rare.iter().map(read).collect()
    };
    ready.map(of).collect()
}

/// What is asked for, where the network has it.
fn known(what: &str, ready: &Ready) -> Option<Asked> {
    read(what, ready).map(|event| Asked {
        what: what.to_owned(),
        event,
    })
}

fn read(what: &str, ready: &Ready) -> Option<RareEvent> {
    let lowered = &ready.lowered;
    let journey = |name: &str| {
        let mut journeys = lowered.journeys.iter();
        let place = journeys.position(|id| id.as_str() == name.trim());
        place.map(JourneyIndex::from)
    };
    if let Some((name, count)) = what.split_once(">=") {
        let mut elements = lowered.elements.iter();
        let named = |id: &spinout_units::ElementId| id.as_str() == name.trim();
        let place = elements.position(|id| id.as_ref().is_some_and(named))?;
        let at_least = count.trim().parse().ok().filter(|count| *count > 0)?;
        let element = ElementIndex::from(place);
        return Some(RareEvent::Crowd { element, at_least });
    }
    if let Some((name, time)) = what.split_once('>') {
        let time: Duration = time.trim().parse().ok()?;
        return Some(RareEvent::Late {
            journey: journey(name)?,
            beyond_s: time.base(),
        });
    }
    let name = what.trim().strip_suffix("fails")?;
    Some(RareEvent::Fails {
        journey: journey(name)?,
    })
}

fn not_understood(what: &str, ready: &Ready) -> Problem {
    let known: Vec<&str> = ready
        .lowered
        .journeys
        .iter()
        .map(|id| id.as_str())
        .collect();
    Problem::new(
        ProblemKind::BadInput,
        format!("`{what}` is not understood as something rare"),
        format!(
            "write JOURNEY>5s, JOURNEY fails or ELEMENT>=50, with one of the journeys: {}",
            known.join(", ")
        ),
    )
}

impl App {
    /// How often things happen that hardly ever do; the option beside the baseline.
    pub fn simulate_rare(&self, ask: &SimulateRare) -> Result<RareRun, Problem> {
        let going = self.runs.begin(ask.run)?;
        let document = self.snapshot(ask.document)?;
        let asked = super::asked(&ask.settings)?;
        let option = option_of(document.model(), ask.option.as_ref())?;
        let scenario = scenario_of(&document, ask.scenario.as_ref())?;
        let own = prepare(&document, &option, &scenario, &|| !going.wishes.cancelled())?;
        let events = events(&ask.rare, &ask.settings, std::iter::once(&own))?;
        let mut sides = vec![(own, events.into_iter().flatten().collect::<Vec<_>>())];
        if option != baseline() {
            let base = prepare(&document, &baseline(), &scenario, &|| {
                !going.wishes.cancelled()
            })?;
            let events = ask.rare.iter().filter_map(|what| known(what, &base));
            let events = events.collect();
            sides.push((base, events));
        }
        let total = sides.iter().map(|(_, events)| events.len() as u32).sum();
        let found = self.watched(&going, &ask.settings, PRECISION, |watch| {
            let mut done = 0;
            let side = |(ready, events): &(Ready, Vec<Asked>)| {
                let plan = assemble::plan(&ready.architecture, &ready.lowered, &asked);
                let find = |event| {
                    watch.move_to(Place {
                        scenario: scenario.clone(),
                        done,
                        total,
                    });
                    done += 1;
                    self.rare(ready, event, &plan, watch)
                };
                events.iter().map(find).collect::<Result<Vec<_>, _>>()
            };
            sides.iter().map(side).collect::<Result<Vec<_>, _>>()
        })?;
        let mut found = found.into_iter().map(|mut outcomes| {
            for outcome in &mut outcomes {
                if outcome.stop == Stop::Time && going.wishes.finished() {
                    outcome.stop = Stop::Stopped;
                }
            }
            outcomes
        });
        Ok(RareRun {
            option,
            scenario,
            confidence: Confidence::STANDARD.share(),
            outcomes: found.next().unwrap_or_default(),
            baseline: found.next(),
        })
    }

    /// Finds how often something happens that hardly ever does.
    pub(super) fn rare(
        &self,
        ready: &Ready,
        asked: &Asked,
        plan: &Plan,
        observer: &dyn Observer,
    ) -> Result<RareResult, Problem> {
        let plan = RarePlan {
            relative_half_width: plan.precision.relative_half_width.max(PRECISION),
            ..RarePlan::new(plan.kind.clone(), plan.seed)
        };
        let executor = self.host().executor();
        let network = &ready.lowered.network;
        let found = spinout_study::rare(network, &asked.event, &plan, executor, observer)
            .map_err(|error| cannot_run(&error))?;
        Ok(RareResult {
            what: asked.what.clone(),
            probability: found.probability,
            levels: found.levels,
            replications: found.replications,
            events: found.events,
            stop: match found.stop {
                spinout_study::Stop::Precise => Stop::Precise,
                spinout_study::Stop::Limit => Stop::Replications,
                spinout_study::Stop::Overload => Stop::Overload,
                spinout_study::Stop::Interrupted => Stop::Time,
            },
        })
    }
}
