use serde::{Deserialize, Serialize};
use spinout_results::{BlastRadius, Method, RareResult, Run};
use spinout_units::{Finding, OptionId, ScenarioId};
use ts_rs::TS;

use super::DocumentId;

/// How a run is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct RunSettings {
    /// The seed of all random draws. Default 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Half the interval's width over the value, of the 95th percentile of every journey's response,
    /// at which a run is precise enough. Default 0.02.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<f64>,
    /// The most replications, at least 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replications: Option<u32>,
    /// The most time in seconds. A run that it stops is not reproducible. No bound where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_budget_s: Option<f64>,
    /// Whether to tell what the run has found so far, time and again. It changes no result.
    pub interim: bool,
    /// By events, or as a fluid. Default by events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
}

/// Asks to run options under scenarios; every option under every scenario. Options of one scenario see
/// the same users and the same work.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Simulate {
    /// The model.
    pub document: DocumentId,
    /// A number of the client's own, for progress and cancel.
    pub run: u32,
    /// The options; the chosen one, or the baseline, where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionId>,
    /// The scenarios; the default one where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<ScenarioId>,
    /// Things that hardly ever happen, the probability of each of which is to be found: `JOURNEY>5s` for an
    /// answer that takes longer, `JOURNEY fails`, `ELEMENT>=50` for so many visits and messages there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rare: Vec<String>,
    /// How.
    #[serde(default)]
    pub settings: RunSettings,
}

/// The runs that were asked for, by scenario, then by option, in the order asked.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Simulated {
    /// The runs.
    pub runs: Vec<StoredRun>,
}

/// A run and where it is kept.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StoredRun {
    /// Its id in the history; none where the history cannot be used.
    pub history: Option<i64>,
    /// The run.
    pub run: Run,
    /// What is to be said after it, worst first.
    pub findings: Vec<Finding>,
}

/// Asks to stop a run. What it has so far is thrown away, and its command ends as `cancelled`.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct Cancel {
    /// The number that the client gave it.
    pub run: u32,
}

/// Asks to stop a run and keep what it has: its command answers with the replications that are done,
/// labelled as stopped. It ends as `cancelled` where there is nothing yet.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct Finish {
    /// The number that the client gave it.
    pub run: u32,
}

/// Asks to run two options under the same users and the same work.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Compare {
    /// The model.
    pub document: DocumentId,
    /// A number of the client's own, for progress and cancel.
    pub run: u32,
    /// What to compare with; the baseline where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<OptionId>,
    /// What to compare; the chosen option where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The scenario; the default one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// How.
    #[serde(default)]
    pub settings: RunSettings,
}

/// Asks what fails when an element fails.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskBlast {
    /// The model.
    pub document: DocumentId,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
}

/// What fails when an element fails, beside the baseline.
#[derive(Clone, Debug, Serialize, TS, schemars::JsonSchema)]
pub struct BlastView {
    /// The option.
    pub option: OptionId,
    /// What fails in the option.
    pub blast_radius: BlastRadius,
    /// What fails in the baseline; none where the option is the baseline.
    pub baseline: Option<BlastRadius>,
}

/// Asks what is lost when each element fails, by simulation; the option beside the baseline.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SimulateBlast {
    /// The model.
    pub document: DocumentId,
    /// A number of the client's own, for progress and cancel.
    pub run: u32,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The scenario whose load is used; the default one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// When elements fail, seconds since the scenario's start. Default 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_s: Option<f64>,
    /// For how long, seconds. Default 600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_s: Option<f64>,
    /// How. It has no precision to reach: `replications` are made, 20 or fewer where the load is high.
    #[serde(default)]
    pub settings: RunSettings,
}

/// Asks how often things happen that hardly ever do, by splitting (RESTART); the option beside the baseline.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SimulateRare {
    /// The model.
    pub document: DocumentId,
    /// A number of the client's own, for progress and cancel.
    pub run: u32,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
    /// The scenario; the default one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// What hardly ever happens, as in [`Simulate`].
    pub rare: Vec<String>,
    /// How.
    #[serde(default)]
    pub settings: RunSettings,
}

/// How often things happen that hardly ever do.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RareRun {
    /// The option.
    pub option: OptionId,
    /// The scenario.
    pub scenario: ScenarioId,
    /// The confidence of every interval, 0.95.
    pub confidence: f64,
    /// What was found in the option, in the order asked.
    pub outcomes: Vec<RareResult>,
    /// The same of the baseline, without what it does not have; none where the option is the baseline.
    pub baseline: Option<Vec<RareResult>>,
}

/// Asks for the bill of a month.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AskBill {
    /// The model.
    pub document: DocumentId,
    /// The option; the chosen one, or the baseline, where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
}
