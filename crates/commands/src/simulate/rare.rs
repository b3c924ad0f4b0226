//! What hardly ever happens: read from how it is asked for, and found.

use spinout_network::{ElementIndex, JourneyIndex};
use spinout_results::{Method, RareResult, Stop};
use spinout_study::{Observer, Plan, RareEvent, RarePlan};
use spinout_units::Duration;

use super::{Ready, cannot_run};
use crate::app::App;
use crate::protocol::{Problem, ProblemKind, Simulate};

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
    ask: &Simulate,
    ready: impl Iterator<Item = &'a Ready>,
) -> Result<Vec<Vec<Asked>>, Problem> {
    if ask.settings.method == Some(Method::Fluid) && !ask.rare.is_empty() {
        return Err(Problem::new(
            ProblemKind::BadInput,
            "a fluid has no rare outcomes",
            "ask for them in a run of events",
        ));
    }
    let of = |ready: &Ready| {
        let read = |what: &String| {
            let event = read(what, ready).ok_or_else(|| not_understood(what, ready))?;
            Ok(Asked {
                what: what.clone(),
                event,
            })
        };
        ask.rare.iter().map(read).collect()
    };
    ready.map(of).collect()
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
