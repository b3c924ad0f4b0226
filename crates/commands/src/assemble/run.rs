use std::collections::BTreeMap;

use spinout_lower::Lowered;
use spinout_model::{Architecture, ScenarioKind};
use spinout_results::{FORMAT, Method, Overload, Run, RunKind, Stop};
use spinout_study::{Outcome, Shortage};
use spinout_units::ScenarioId;

use super::{elements, journeys, links, series};

/// The version of the engine.
pub(crate) const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// What was run.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The model's name.
    pub model: &'a str,
    /// The option with its changes applied.
    pub architecture: &'a Architecture,
    /// The scenario.
    pub scenario: &'a ScenarioId,
    /// The network that was run.
    pub lowered: &'a Lowered,
    /// The seed.
    pub seed: u64,
}

/// The outcome of a study in the words of the drawing, without its bill and its blast radius.
#[must_use]
pub fn run(subject: &Subject<'_>, outcome: &Outcome) -> Run {
    let Subject {
        architecture,
        lowered,
        ..
    } = *subject;
    Run {
        format: FORMAT,
        model: subject.model.to_owned(),
        option: architecture.option.clone(),
        scenario: subject.scenario.clone(),
        kind: match lowered.kind {
            ScenarioKind::Steady => RunKind::Steady,
            ScenarioKind::Terminating => RunKind::Terminating,
        },
        method: Method::default(),
        seed: subject.seed,
        engine: ENGINE.to_owned(),
        digest: lowered.digest.clone(),
        confidence: outcome.confidence.share(),
        replications: outcome.replications,
        requests: outcome.requests,
        events: outcome.events,
        warm_up_s: outcome.warm_up_s,
        horizon_s: outcome.horizon_s,
        stop: match outcome.stop {
            spinout_study::Stop::Precise => Stop::Precise,
            spinout_study::Stop::Limit => Stop::Replications,
            spinout_study::Stop::Overload => Stop::Overload,
            spinout_study::Stop::Interrupted => Stop::Time,
        },
        journeys: journeys::journeys(architecture, lowered, outcome),
        elements: elements::elements(architecture, lowered, outcome),
        links: links::links(outcome),
        deploys: links::deploys(outcome),
        series: series::series(architecture, lowered, outcome),
        cost: None,
        blast_radius: None,
        metrics: BTreeMap::new(),
        failure_modes: BTreeMap::new(),
        rare: Vec::new(),
        overload: outcome
            .overload
            .as_ref()
            .and_then(|found| overload(subject, found)),
        notes: lowered.notes.clone(),
    }
}

fn overload(subject: &Subject<'_>, found: &spinout_study::Overload) -> Option<Overload> {
    let Subject {
        architecture,
        lowered,
        ..
    } = *subject;
    let element = lowered.elements.get(found.element.at())?.clone()?;
    let slots = lowered
        .network
        .groups
        .iter()
        .find(|group| group.name == element.as_str());
    let resource = match found.shortage {
        Shortage::Cores => "cores",
        Shortage::Slots => match slots.and_then(|group| group.slots).map(|slots| slots.kind) {
            Some(spinout_network::SlotKind::Connections) => "connections",
            Some(spinout_network::SlotKind::InFlight) => "in_flight",
            _ => "threads",
        },
        Shortage::Consumers => "consumers",
        Shortage::Deadlock => "deadlock",
    };
    Some(Overload {
        name: architecture
            .elements
            .get(&element)?
            .label(&element)
            .to_owned(),
        element,
        resource: resource.to_owned(),
        growth_per_s: found.growth_per_s,
        since_s: found.since_s,
        replications: found.replications,
    })
}
