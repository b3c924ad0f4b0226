use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, JourneyId};
use ts_rs::TS;

/// What fails when an element fails, by structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BlastRadius {
    /// The element whose failure loses most, and what it loses. Boundaries, which take all they hold along,
    /// don't count here.
    pub worst: Option<Failure>,
    /// Every element that can fail, worst first.
    pub failures: Vec<Failure>,
    /// Elements that every way of some journey leads through, with no second instance.
    pub single_points_of_failure: Vec<ElementId>,
}

/// The failure of one element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Failure {
    /// The element.
    pub element: ElementId,
    /// What the element is called.
    pub name: String,
    /// Value of the requests that cannot succeed ÷ value offered, 0 to 1, by the journeys' shares.
    pub value_lost: f64,
    /// Value of the requests that succeed, but whose consequences come late or never ÷ value offered.
    pub value_degraded: f64,
    /// The journeys behind the numbers.
    pub journeys: Vec<Impact>,
}

/// What a failure does to a journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Impact {
    /// The journey.
    pub journey: JourneyId,
    /// What becomes of it; `lost` if any of its requests are.
    pub kind: ImpactKind,
    /// The share of its requests that cannot succeed, 0 to 1.
    pub lost: f64,
    /// The share of its requests that are answered, but whose consequences come late or never, 0 to 1.
    pub degraded: f64,
    /// The elements from the journey's entry to the failed one.
    pub path: Vec<ElementId>,
}

/// What becomes of a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImpactKind {
    /// It cannot succeed.
    Lost,
    /// It is answered; something asynchronous behind it waits or is lost.
    Degraded,
}
