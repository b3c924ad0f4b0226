//! From an architecture and a scenario to a queueing network: the one place where a drawing becomes a
//! network. It must not run anything, and knows no screen, file or price.
//!
//! A monolith or a service becomes a group with threads and cores; its components share it, and calls
//! among them are flattened into the caller's program. A store becomes a group with connections, an
//! external a pure delay. Random draws are keyed by original operations and relationships, so that a
//! component keeps its work when a refactoring moves it.

mod autoscaler;
mod conduct;
mod cutover;
mod distribution;
mod error;
mod fault;
mod function;
mod group;
mod hop;
mod job;
mod load;
mod placement;
mod places;
mod program;
mod replay;
mod replicas;
mod resilience;
mod shared;
mod size;
mod steps;
mod window;
mod world;

use std::collections::BTreeMap;

use spinout_model::{Architecture, Scenario, ScenarioKind};
use spinout_network::{Journey, Network, key};
use spinout_units::{ElementId, JourneyId, sha256};

pub use error::LowerError;
pub use replicas::replicas_of;
pub use window::TimeWindow;

use places::Places;
use program::Compiler;
use world::World;

/// A network with the way back to the drawing.
#[derive(Clone, Debug)]
pub struct Lowered {
    /// The network.
    pub network: Network,
    /// The drawn element of each of the network's elements; none for the client side of a journey.
    pub elements: Vec<Option<ElementId>>,
    /// The journey of each of the network's journeys.
    pub journeys: Vec<JourneyId>,
    /// The process, store or external that each element works in, by element: itself, or for a component
    /// the process around it.
    pub process_of: BTreeMap<ElementId, ElementId>,
    /// The kind of scenario.
    pub kind: ScenarioKind,
    /// Length of a terminating scenario, seconds; 0 for a steady one.
    pub horizon_s: f64,
    /// The windows of a terminating scenario, `whole` first.
    pub windows: Vec<TimeWindow>,
    /// What of the scenario has no place in this design.
    pub notes: Vec<String>,
    /// The digest of the network: two designs with the same digest give the same results.
    pub digest: String,
}

/// The network of `architecture` under `scenario`.
///
/// # Errors
/// Whatever cannot be simulated, with its place in the model and what to do about it.
pub fn lower(architecture: &Architecture, scenario: &Scenario) -> Result<Lowered, LowerError> {
    lower_while(architecture, scenario, &|| true)
}

/// The same, as long as `go_on` says so: it is asked between the steps and before each journey. Once it has
/// said no, there is no network.
///
/// # Errors
/// As [`lower`]; and that it was stopped, which a caller who said so need not tell.
pub fn lower_while(
    architecture: &Architecture,
    scenario: &Scenario,
    go_on: &dyn Fn() -> bool,
) -> Result<Lowered, LowerError> {
    let wanted = || {
        let stopped = || LowerError::new("", "it was stopped", "start it again");
        go_on().then_some(()).ok_or_else(stopped)
    };
    let mut network = Network::default();
    let mut notes = Vec::new();
    let going = cutover::going(architecture, scenario, &mut network, &mut notes)?;
    let together = cutover::together(architecture, &going);
    let together = together.as_ref().unwrap_or(architecture);
    wanted()?;
    let places = Places::new(together, &mut network)?;
    wanted()?;
    group::add(together, &places, &mut network)?;
    wanted()?;
    let before: Vec<Places> = (going.iter())
        .map(|going| places.in_design(going.before))
        .collect::<Result<_, _>>()?;
    let mut worlds = vec![World::new(architecture, &places, None)];
    for (going, places) in going.iter().zip(&before) {
        let leaving = Some(going.leaving.clone());
        worlds.push(World::new(going.before, places, leaving));
    }
    let mut compiler = Compiler::new(worlds, &mut network);
    wanted()?;
    compiler.consumers()?;
    let mut journeys = Vec::new();
    let arrivals = load::arrivals(architecture, scenario)?;
    for ((id, journey), arrivals) in architecture.journeys.iter().zip(arrivals) {
        wanted()?;
        let program = compiler.journey(id, journey)?;
        compiler.network.journeys.push(Journey {
            name: id.to_string(),
            key: key::key_of(id.as_str()),
            program,
            arrivals,
            timeout: None,
            priority: journey.traffic.as_ref().map_or(0, |class| class.priority),
            size: size::of_journey(id, journey)?,
        });
        journeys.push(id.clone());
    }
    notes.extend(job::add(architecture, scenario, &places, &mut compiler)?);
    wanted()?;
    compiler.finish()?;
    wanted()?;
    if journeys.is_empty() && network.jobs.is_empty() {
        return Err(LowerError::new(
            "journeys",
            "there is no journey, so nothing is asked of the system",
            "add a journey with its entry operation",
        ));
    }
    notes.extend(fault::add(together, scenario, &places, &mut network)?);
    notes.extend(replay::add(scenario, &places, &mut network)?);
    replay::add_dual_writes(architecture, &mut network);
    placement::add(together, &places, &mut network)?;
    function::add_accounts(together, &places, &mut network);
    notes.extend(autoscaler::settle(together, scenario, &mut network));
    let horizon_s = window::horizon(scenario)?;
    wanted()?;
    network
        .validate()
        .map_err(|invalid| LowerError::of_network(&invalid, &network))?;
    let mut elements: Vec<Option<ElementId>> = places.elements.iter().cloned().map(Some).collect();
    elements.resize(network.elements.len(), None);
    wanted()?;
    Ok(Lowered {
        digest: digest(&network),
        notes,
        elements,
        journeys,
        process_of: places.process_of.clone(),
        kind: scenario.kind,
        horizon_s,
        windows: window::windows(scenario, horizon_s),
        network,
    })
}

/// The first 128 bits of the SHA-256 of the network's JSON, in hexadecimal.
fn digest(network: &Network) -> String {
    let bytes = serde_json::to_vec(network).unwrap_or_default();
    let mut digest = sha256(&bytes);
    digest.truncate(32);
    digest
}
