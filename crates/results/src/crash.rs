use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_stats::Estimate;
use spinout_units::{ElementId, JourneyId, OptionId, ScenarioId};
use ts_rs::TS;

use crate::Stop;

/// What is lost when an element fails, by simulation: what `blast --json` prints. A request is lost to
/// a fault if it is good (a success that meets every objective of its journey) in the run without the
/// fault and not in the run with it, under the same draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BlastRun {
    /// The version of this shape, 1.
    pub format: u32,
    /// What the model is called.
    pub model: String,
    /// The scenario whose load is used; its own faults are left out.
    pub scenario: ScenarioId,
    /// The seed of all random draws.
    pub seed: u64,
    /// The version of the engine.
    pub engine: String,
    /// The confidence of every interval, 0.95.
    pub confidence: f64,
    /// What happens to each element: `crash`, all of it is down.
    pub fault: String,
    /// When it happens, seconds since the scenario's start.
    pub at_s: f64,
    /// How long it lasts, seconds.
    pub duration_s: f64,
    /// Independent replications.
    pub replications: u32,
    /// Events of the engine, over all runs.
    pub events: u64,
    /// Why it ended. A run stopped for time or by hand is not reproducible.
    pub stop: Stop,
    /// The option.
    pub option: OptionLosses,
    /// The baseline under the same users; none where the option is the baseline.
    pub baseline: Option<OptionLosses>,
    /// The loss at the worst element, option − baseline, paired by replication.
    pub difference: Option<Estimate>,
}

/// What is lost in one option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OptionLosses {
    /// The option.
    pub option: OptionId,
    /// The headline: the element whose fault loses most, and what is lost. Boundaries, which take all
    /// they hold along, don't count here.
    pub worst: Option<Loss>,
    /// Every element that can fail, worst first.
    pub failures: Vec<Loss>,
    /// Elements that every way of some journey leads through, with no second instance, by structure.
    pub single_points_of_failure: Vec<ElementId>,
}

/// What is lost when one element fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Loss {
    /// The element.
    pub element: ElementId,
    /// What the element is called.
    pub name: String,
    /// Value of the requests lost ÷ value offered, from the fault's start until its backlog is gone.
    pub loss: Option<Estimate>,
    /// The loss minus that in the baseline, paired by replication; none where the baseline does not have
    /// the element.
    pub than_baseline: Option<Estimate>,
    /// Requests offered in that time, mean of the replications.
    pub offered: f64,
    /// How long after the fault's end its backlog is gone, seconds; none where it was not in some
    /// replication.
    pub recovery_s: Option<Estimate>,
    /// Replications in which the backlog was still there at the end of the longest run.
    pub not_recovered: u32,
    /// The journeys that lose requests, worst first.
    pub journeys: Vec<JourneyLoss>,
}

/// What a journey loses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct JourneyLoss {
    /// The journey.
    pub journey: JourneyId,
    /// The share of its requests that are lost.
    pub loss: Estimate,
}
