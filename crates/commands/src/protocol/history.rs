use serde::{Deserialize, Serialize};
use spinout_results::RunKind;
use spinout_units::OptionId;
use ts_rs::TS;

use super::DocumentId;

/// Asks for the runs of the history.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ListHistory {
    /// Only those of models of this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The most entries. Default 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// The runs of the history.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HistoryList {
    /// The latest first.
    pub runs: Vec<HistoryEntry>,
}

/// A run of the history, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HistoryEntry {
    /// Names it.
    pub id: i64,
    /// When it ended, milliseconds since 1970 UTC.
    pub at_ms: u64,
    /// What the model was called.
    pub model: String,
    /// The option.
    pub option: String,
    /// The scenario.
    pub scenario: String,
    /// The kind of scenario.
    pub kind: RunKind,
    /// The seed.
    pub seed: u64,
    /// The version of the engine.
    pub engine: String,
    /// The digest of the network that was run.
    pub digest: String,
    /// Replications.
    pub replications: u32,
    /// Requests, over all replications.
    pub requests: u64,
    /// Objectives that were met.
    pub objectives_met: u32,
    /// All objectives.
    pub objectives: u32,
    /// The element that could not keep up, if one could not.
    pub overload: Option<String>,
    /// The greatest 99th percentile of a journey's response, in seconds; none where not known.
    pub worst_p99_s: Option<f64>,
    /// Cost of a month; none where not known.
    pub cost_per_month: Option<f64>,
}

/// Asks for a run of the history.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct GetRun {
    /// Its id.
    pub id: i64,
}

/// Asks to take a run out of the history.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct DeleteRun {
    /// Its id.
    pub id: i64,
}

/// Asks to put the summary of a run into the file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct KeepEvidence {
    /// The model.
    pub document: DocumentId,
    /// The option on screen.
    pub option: OptionId,
    /// The revision that the client saw.
    pub revision: u64,
    /// The run's id in the history.
    pub run: i64,
}
