use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_model::{Objective, OperationRef};
use spinout_units::{ElementId, ObjectiveId, WindowId};

use crate::{Estimate, Latency, MessageResult};
use ts_rs::TS;

/// What a journey's users got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct JourneyResult {
    /// What the journey is called.
    pub name: String,
    /// The operation that it asks first.
    pub entry: OperationRef,
    /// Until the caller has its answer, failures included with the time at which they failed.
    pub response_s: Latency,
    /// Until the last asynchronous consequence is done.
    pub completion_s: Latency,
    /// Response of successful requests only.
    pub success_response_s: Latency,
    /// Finished requests per second.
    pub throughput_per_s: Option<Estimate>,
    /// Successful ÷ finished.
    pub success_rate: Option<Estimate>,
    /// Requests followed, over all replications.
    pub requests: u64,
    /// Of those, the ones that had not finished when the run ended.
    pub censored: u64,
    /// What was promised, and whether it was kept.
    pub objectives: Vec<ObjectiveResult>,
    /// Where the time of a request goes until it is complete, greatest first.
    pub where_it_goes: Vec<Share>,
    /// What became of the messages of its requests, where they publish any.
    #[serde(default)]
    pub messages: Option<MessageResult>,
    /// For a terminating scenario: the same by windows of arrival.
    #[serde(default)]
    pub windows: BTreeMap<WindowId, WindowResult>,
}

/// A journey over the requests that arrived in one window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WindowResult {
    /// Start and end of the window, seconds since the scenario's start.
    pub from_s: f64,
    /// See `from_s`.
    pub to_s: f64,
    /// Until the caller has its answer.
    pub response_s: Latency,
    /// Until the last asynchronous consequence is done.
    pub completion_s: Latency,
    /// Successful ÷ finished.
    pub success_rate: Option<Estimate>,
}

/// An objective and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ObjectiveResult {
    /// Its id.
    pub id: ObjectiveId,
    /// What was promised.
    pub objective: Objective,
    /// The share of good requests.
    pub good: Option<Estimate>,
    /// Is the share at least the target? Null where it could not be estimated.
    pub met: Option<bool>,
    /// Is the interval wholly on one side of the target?
    pub certain: bool,
    /// (1 − good) ÷ (1 − target): 1 spends the error budget exactly over its window.
    pub burn_rate: Option<f64>,
    /// What is left of the error budget if the whole window were like this, 1 is all; may be negative.
    pub budget_left: Option<f64>,
}

/// The part of an element in the time of a mean request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Share {
    /// The element; none for the network between elements.
    pub element: Option<ElementId>,
    /// Computing and waiting of its own, seconds a request.
    pub own_s: f64,
    /// Waiting for its threads, cores or connections, or in its queue, seconds a request.
    pub wait_s: f64,
    /// Is it spent before the caller has its answer?
    pub in_response: bool,
}
