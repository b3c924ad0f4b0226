use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Finding, JourneyId, OptionId, ScenarioId, WindowId};

use crate::{Estimate, Run};
use ts_rs::TS;

/// Two options under the same users and the same work, paired by replication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Comparison {
    /// The version of this shape, 1.
    pub format: u32,
    /// The scenario.
    pub scenario: ScenarioId,
    /// What is compared with.
    pub base: OptionId,
    /// What is compared.
    pub option: OptionId,
    /// By journey: option − base.
    pub journeys: BTreeMap<JourneyId, JourneyDifference>,
    /// Cost of the month, option − base; null where one is not known.
    pub cost_per_month: Option<f64>,
    /// Value lost at the worst failure, option − base.
    pub worst_value_lost: Option<f64>,
    /// The two runs, base first.
    pub runs: Vec<Run>,
    /// What is to be said after each of them, in the same order, worst first.
    pub findings: Vec<Vec<Finding>>,
}

/// Option − base for one journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct JourneyDifference {
    /// Over the whole run, by figure: `response_s/mean`, `response_s/p99`, `success_rate`, …
    pub whole: BTreeMap<String, Difference>,
    /// By window of arrival.
    pub windows: BTreeMap<WindowId, BTreeMap<String, Difference>>,
}

/// A paired difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Difference {
    /// In the base.
    pub base: f64,
    /// In the option.
    pub option: f64,
    /// Option − base with the interval of the paired difference.
    pub difference: Estimate,
    /// Is the interval wholly on one side of zero?
    pub certain: bool,
}
