use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, JourneyId};
use ts_rs::TS;

/// The eight ways in which spinouts fail.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
pub enum FailureModeId {
    /// Cutover failure.
    F1,
    /// Missing traces.
    F2,
    /// Cost shock from scaling.
    F3,
    /// Duplicate data.
    F4,
    /// Dead letters pile up.
    F5,
    /// Authorisation failures.
    F6,
    /// Observability gaps.
    F7,
    /// Pipeline broken.
    F8,
}

/// A failure mode that a run shows, by the signal that operators would see it by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FailureMode {
    /// What it is called.
    pub name: String,
    /// What it is seen by.
    pub signal: String,
    /// What the signal is counted in.
    pub unit: String,
    /// What is done about it.
    pub response: String,
    /// Where it is seen; at least once.
    pub seen: Vec<Seen>,
}

/// The signal of a failure mode at one journey or element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Seen {
    /// What it is of, for a reader.
    pub name: String,
    /// The journey, where it is of one.
    pub journey: Option<JourneyId>,
    /// The element, where it is of one.
    pub element: Option<ElementId>,
    /// The mean before anything goes wrong or over; null where nothing was seen before.
    pub before: Option<f64>,
    /// The worst, or for a count all of a replication.
    pub worst: f64,
    /// When it was worst, seconds since the scenario's start; null for a count.
    pub at_s: Option<f64>,
}
