use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_stats::Estimate;
use spinout_units::{ElementId, JourneyId, ObjectiveId};
use ts_rs::TS;

/// The twelve metrics that a spinout is steered by.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
pub enum MetricId {
    /// End-to-end latency.
    M1,
    /// Success rate.
    M2,
    /// Processing time.
    M3,
    /// Queue depth.
    M4,
    /// Size of the dead-letter queue.
    M5,
    /// Cost per transaction.
    M6,
    /// Deployment frequency.
    M7,
    /// Mean time to recovery.
    M8,
    /// Trace join rate.
    M9,
    /// Authentication failure rate.
    M10,
    /// Resource saturation.
    M11,
    /// Error budget burn rate.
    M12,
}

/// A metric, for everything in the design that has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Metric {
    /// What it is called.
    pub name: String,
    /// What its values are counted in: `s`, `share`, `messages`, `per week`, a currency, or `×` of a budget.
    pub unit: String,
    /// What it is measured by.
    pub measured_by: String,
    /// What to start from; depends on the workload. None for what is only tracked against the baseline.
    pub target: Option<MetricTarget>,
    /// By what has it.
    pub values: Vec<MetricValue>,
}

/// What to start from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MetricTarget {
    /// On which side of the figure a value must lie.
    pub bound: Bound,
    /// The figure, in the metric's unit.
    pub value: f64,
}

/// On which side of a target's figure a value must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Less than it.
    Below,
    /// It or less.
    AtMost,
    /// It or more.
    AtLeast,
}

impl MetricTarget {
    /// Is `value` on the right side?
    #[must_use]
    pub fn is_met(&self, value: f64) -> bool {
        match self.bound {
            Bound::Below => value < self.value,
            Bound::AtMost => value <= self.value,
            Bound::AtLeast => value >= self.value,
        }
    }
}

/// A metric of one journey or element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MetricValue {
    /// What it is of, for a reader.
    pub name: String,
    /// The journey, where it is of one.
    pub journey: Option<JourneyId>,
    /// The objective of the journey, where it is of one.
    pub objective: Option<ObjectiveId>,
    /// The element, where it is of one.
    pub element: Option<ElementId>,
    /// The figure; without width where it is no estimate. Null where it is not known.
    pub value: Option<Estimate>,
    /// Does it meet the target? Null without a figure or a target.
    pub met: Option<bool>,
    /// How much there is to it.
    pub found: Found,
    /// How it came about.
    pub how: String,
    /// What would have to be said for it to be known, or better known: paths in the model, or words.
    pub missing: Vec<String>,
}

/// How much there is to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It came out of the simulation.
    Simulated,
    /// It was computed beside it from what the model says.
    Computed,
    /// Something in it is an assumption of the program, and `how` says which.
    Assumed,
}
