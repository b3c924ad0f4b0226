use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, ObjectiveId};
use ts_rs::TS;

use super::{OperationRef, SizeDistribution, is_default};

/// A kind of user request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Journey {
    /// What it is called; its id where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// What the user wants, for a reader.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Option<String>,
    /// The operation that is asked first.
    pub entry: OperationRef,
    /// Its part of a scenario's load, relative to the other journeys' shares. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.0), extend("default" = 1, "x-common" = true))]
    pub share: f64,
    /// Who asks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub traffic: Option<TrafficClass>,
    /// How large what it carries is: drawn once for each request, for everything that is done for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub size: Option<SizeDistribution>,
    /// What a good request is worth, relative to those of other journeys. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.0), extend("default" = 1))]
    pub value: f64,
    /// What is promised of it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub objectives: BTreeMap<ObjectiveId, Objective>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct TrafficClass {
    /// The tenant, by name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tenant: Option<String>,
    /// How urgent its requests are, 0 to 255: a higher one goes first where waiting is by priority, and is
    /// shed last. Default 0.
    #[serde(default, skip_serializing_if = "is_default")]
    pub priority: u8,
}

/// What is promised: of all requests of the window, the share `target` is good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Objective {
    /// What is looked at, and what counts as good.
    pub sli: Sli,
    /// The share of requests that must be good, above 0 and below 1.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-unit" = "of 1"))]
    pub target: f64,
    /// The share that was promised by contract to those who pay (a service level agreement), if any: below the
    /// target, so that the alarm comes before the penalty.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-unit" = "of 1", "x-otherwise" = "none"))]
    pub agreed: Option<f64>,
    /// Over how long. Default 30d.
    #[serde(default = "thirty_days", skip_serializing_if = "is_thirty_days")]
    pub window: Duration,
}

/// A service level indicator. A failed request is never good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sli {
    /// Good when the caller has its answer within this time.
    Response(Duration),
    /// Good when the last asynchronous consequence is done within this time.
    Completion(Duration),
    /// Good when it does not fail.
    Success,
}

fn one() -> f64 {
    1.0
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}
fn thirty_days() -> Duration {
    Duration::new(30.0, "d").unwrap_or_else(|_| unreachable!("a literal number of days"))
}
fn is_thirty_days(d: &Duration) -> bool {
    *d == thirty_days()
}
