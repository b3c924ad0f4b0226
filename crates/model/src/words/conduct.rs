use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Size};
use ts_rs::TS;

use super::{Distribution, is_default};

/// Who of those that wait for a thread or a connection is next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Discipline {
    /// Who came first.
    #[default]
    Fifo,
    /// Who came last.
    Lifo,
    /// Who came first of those with the highest priority; nobody who is served is interrupted.
    Priority,
    /// The same for the cores too: who is served is interrupted by a higher priority, and goes on later where
    /// it was.
    PriorityPreemptive,
    /// Any of them, with equal chance.
    Random,
}

/// Memory of an instance. Past its limit the instance is killed: what it works on fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Memory {
    /// What it may use.
    pub limit: Size,
    /// What it uses when nothing is asked of it. Default none.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none"))]
    pub base: Option<Size>,
    /// What each request takes, in flight or waiting.
    pub per_request: Size,
    /// Time from the kill until it takes requests again.
    pub restart: Distribution,
}

/// A limit on the use of the cores, as Linux' scheduler enforces it for a container: in each period the
/// instance may use `cores` × `period` of the cores that it has, and stands still once that is used up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CpuLimit {
    /// Cores that may be used on average; above 0.
    #[schemars(range(min = 0.01))]
    pub cores: f64,
    /// The period. Default 100ms.
    #[serde(default = "hundred_ms", skip_serializing_if = "is_hundred_ms")]
    #[schemars(extend("x-otherwise" = "100 ms", "x-source" = "Linux' CFS"))]
    pub period: Duration,
}

/// What an instance does once it has nothing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Idle {
    /// It sleeps, and needs this time before it works on the next request.
    SetUp(Distribution),
    /// It goes away for this time, again and again until somebody waits when it comes back: a loop that
    /// polls.
    Vacation(Distribution),
}

/// Instances that stop by themselves now and then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Breakdowns {
    /// Time that an instance is up in between (its mean is the MTBF).
    pub after: Distribution,
    /// Time that it is down (its mean is the MTTR).
    pub lasts: Distribution,
    /// Does what it works on fail, and go new requests elsewhere? Else its cores only stand still, as in a
    /// collector's pause, and go on where they were. Default true.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub loses_work: bool,
}

fn hundred_ms() -> Duration {
    Duration::new(100.0, "ms").unwrap_or_else(|_| unreachable!("a literal number of milliseconds"))
}
fn is_hundred_ms(period: &Duration) -> bool {
    *period == hundred_ms()
}
fn yes() -> bool {
    true
}
fn is_yes(loses: &bool) -> bool {
    *loses
}
