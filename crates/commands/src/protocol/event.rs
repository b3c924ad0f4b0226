use serde::{Deserialize, Serialize};
use spinout_results::{Comparison, Run};
use spinout_units::ScenarioId;
use ts_rs::TS;

use super::Problem;

/// What a client is told without having asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// How far a run has come; at most 20 times a second for each run.
    Progress(RunProgress),
    /// What a run has found so far; at most 20 times a second for each run, and only for one that asks for
    /// it.
    Interim(Box<RunInterim>),
    /// Something went wrong that stops no command, such as a history that cannot be written.
    Warning {
        /// What.
        problem: Problem,
    },
}

/// How far a run has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RunProgress {
    /// The number that the client gave the run.
    pub run: u32,
    /// The scenario that is being run.
    pub scenario: ScenarioId,
    /// How many parts of the run, each an option under a scenario, are done. A comparison is one part.
    pub parts_done: u32,
    /// How many parts there are.
    pub parts: u32,
    /// What is being done.
    pub phase: RunPhase,
    /// Replications finished, of all options together.
    pub replications: u32,
    /// Replications at which precision is next tested, of all options together.
    pub next_check: u32,
    /// The widest relative half-width at the last test; none before the first.
    pub precision: Option<f64>,
    /// The relative half-width that was asked for.
    pub target: f64,
}

/// What a run has found so far. Each figure has the interval that is known now; the series over time, the
/// bill and what is computed from a whole run are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RunInterim {
    /// The number that the client gave the run.
    pub run: u32,
    /// The option that is being run under the scenario that is being run; of a comparison, nothing: its
    /// runs are in it.
    pub runs: Vec<Run>,
    /// The comparison.
    pub comparison: Option<Comparison>,
}

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunPhase {
    /// Trial runs, to find the warm-up. They are thrown away.
    Pilot,
    /// Replications that count.
    Measure,
}
