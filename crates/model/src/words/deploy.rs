use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::Duration;
use ts_rs::TS;

use super::{is_default, seconds};

/// A bad version of a process is rolled out, instance by instance, and goes back the same way once it is
/// noticed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Deploy {
    /// Share of what an instance with it is asked that fails after its work, 0 to 1.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub errors: f64,
    /// Everything takes this many times as long at an instance with it; at least 1. Default 1.
    #[serde(skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    pub slow: f64,
    /// Share of the instances that get it, above 0 and at most 1: a canary, while it is below 1. Default 1.
    #[serde(skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    pub share: f64,
    /// Instances replaced at once beside which others are started first, so that nothing is missed. Default 1.
    #[serde(skip_serializing_if = "is_one_instance")]
    #[ts(as = "Option<_>", optional)]
    pub max_surge: u32,
    /// Instances replaced at once that take no requests for their `start_up`.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub max_unavailable: u32,
    /// How long those are out. Default 30s.
    #[serde(skip_serializing_if = "is_half_minute")]
    #[ts(as = "Option<_>", optional)]
    pub start_up: Duration,
    /// From one batch to the next. Default 30s.
    #[serde(skip_serializing_if = "is_half_minute")]
    #[ts(as = "Option<_>", optional)]
    pub step: Duration,
    /// The same on the way back. As `step` if left out.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(optional)]
    pub roll_back_step: Option<Duration>,
    /// From the first batch until somebody notices, and it goes back. Nobody does if left out.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(optional)]
    pub detect: Option<Duration>,
    /// What notices by itself.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(optional)]
    pub gate: Option<DeployGate>,
}

impl Default for Deploy {
    fn default() -> Self {
        Self {
            errors: 0.0,
            slow: 1.0,
            share: 1.0,
            max_surge: 1,
            max_unavailable: 0,
            start_up: half_minute(),
            step: half_minute(),
            roll_back_step: None,
            detect: None,
            gate: None,
        }
    }
}

/// An automatic roll-back: it looks at the errors of the new version's instances at the end of each window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct DeployGate {
    /// The share of failed requests there at which it goes back, above 0 and at most 1.
    pub errors: f64,
    /// How long a window is. Default 1min.
    #[serde(default = "minute", skip_serializing_if = "is_minute")]
    #[ts(as = "Option<_>", optional)]
    pub window: Duration,
    /// Requests below which a window says nothing. Default 20.
    #[serde(default = "twenty", skip_serializing_if = "is_twenty")]
    #[ts(as = "Option<_>", optional)]
    pub min_requests: u32,
}

fn half_minute() -> Duration {
    seconds(30.0)
}
fn is_half_minute(d: &Duration) -> bool {
    *d == half_minute()
}
fn minute() -> Duration {
    seconds(60.0)
}
fn is_minute(d: &Duration) -> bool {
    *d == minute()
}
fn twenty() -> u32 {
    20
}
fn is_twenty(n: &u32) -> bool {
    *n == 20
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}
fn is_one_instance(n: &u32) -> bool {
    *n == 1
}
