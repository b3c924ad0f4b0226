use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::Duration;
use ts_rs::TS;

use super::{Distribution, is_default};

/// A lock of an element, which operations take for as long as they last, keeping their thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Lock {
    /// How many requests may have it at once. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1), extend("default" = 1))]
    pub capacity: u32,
    /// How long a request waits for it before it fails. For ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "for ever"))]
    pub max_wait: Option<Duration>,
    /// Is it one and the same for all instances? Else each has its own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shared: bool,
}

/// Connections that a caller keeps for a relationship: each call takes one, and holds it over its further
/// attempts until it has its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Pool {
    /// Connections of one instance of the caller; at least 1.
    #[schemars(range(min = 1), extend("x-unit" = "connections"))]
    pub size: u32,
    /// How long a request waits for one before the call fails. For ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "for ever"))]
    pub max_wait: Option<Duration>,
}

/// Requests that are collected and worked on together, as a GPU does: a batch begins when a worker is free
/// and it is full or its first request has waited long enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BatchWork {
    /// The most requests of a batch; at least 1.
    #[schemars(range(min = 1), extend("x-unit" = "items"))]
    pub most: u32,
    /// How long the first one waits for more. Not at all if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "not at all"))]
    pub wait: Option<Duration>,
    /// Work for a batch, however large.
    pub set_up: Distribution,
    /// Work more for each request in it.
    pub per_item: Distribution,
    /// Workers of an instance, each with a batch at a time. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1), extend("default" = 1))]
    pub workers: u32,
}

fn one() -> u32 {
    1
}
fn is_one(n: &u32) -> bool {
    *n == 1
}
