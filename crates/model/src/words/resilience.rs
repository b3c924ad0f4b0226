use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Rate, RelationshipId};
use ts_rs::TS;

use super::is_default;

/// Further attempts after a failure or a time-out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Retry {
    /// Attempts in all, the first one among them; at least 2.
    #[schemars(range(min = 2), extend("x-unit" = "in all"))]
    pub attempts: u32,
    /// Wait before the second attempt. At once if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Back-off", extend("x-otherwise" = "at once", "x-common" = true))]
    pub backoff: Option<Duration>,
    /// Factor between one wait and the next; 1 = always the same. Default 2.
    #[serde(default = "two", skip_serializing_if = "is_two")]
    #[schemars(range(min = 1.0), extend("default" = 2, "x-common" = true))]
    pub multiplier: f64,
    /// The longest wait, if there is one.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Back-off at most", extend("x-otherwise" = "no limit"))]
    pub max_backoff: Option<Duration>,
    /// Share of a wait that is drawn at random, 0 to 1: 1 is "full jitter", 0.5 "equal jitter".
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0), extend("default" = 0, "x-unit" = "of 1", "x-common" = true))]
    pub jitter: f64,
    /// The failures that are tried again. All if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: Vec<FailureKind>,
    /// What bounds the retries of an instance of the caller, however many calls fail.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "examples" = [{"ratio": 0.2, "burst": 10}]))]
    pub budget: Option<RetryBudget>,
}

/// How a call can fail.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// It took too long.
    Timeout,
    /// It was turned away before any work was done: a full accept queue, no instance that is up, an
    /// open breaker, a limit.
    Refused,
    /// It was done, and failed.
    Error,
}

/// A budget of retries by tokens, as in Finagle and gRPC: a call earns a part of a retry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RetryBudget {
    /// Retries for one call, in the long run. Default 0.2 (Finagle).
    #[serde(default = "fifth", skip_serializing_if = "is_fifth")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0))]
    pub ratio: f64,
    /// Retries that can be saved up, and that there are at first. Default 10 (gRPC's `maxTokens`).
    #[serde(default = "ten", skip_serializing_if = "is_ten")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0))]
    pub burst: u32,
}

/// A circuit breaker in each instance of the caller: closed, open, half-open. Its defaults are those of
/// resilience4j.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Breaker {
    /// The latest calls, so many, are looked at. Default 100.
    #[serde(skip_serializing_if = "is_hundred")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 100, "x-unit" = "calls", "x-common" = true))]
    pub window: u32,
    /// It opens when this share of them has failed, above 0 and at most 1. Default 0.5.
    #[serde(skip_serializing_if = "is_half")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0, max = 1.0), extend("default" = 0.5, "x-unit" = "of 1", "x-common" = true))]
    pub failure_ratio: f64,
    /// Answers before the share means anything. As many as the window if left out.
    #[serde(skip_serializing_if = "is_default")]
    pub min_calls: Option<u32>,
    /// It opens after so many failures in a row, too.
    #[serde(skip_serializing_if = "is_default")]
    pub consecutive: Option<u32>,
    /// How long it stays open and refuses every call. Default 60s.
    #[serde(skip_serializing_if = "is_minute")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "60 s", "x-common" = true))]
    pub open: Duration,
    /// Calls that pass then, half-open; their failed share decides. Default 10.
    #[serde(skip_serializing_if = "is_ten")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 10))]
    pub trials: u32,
    /// Calls that take too long count against it as failures do, by a share of their own. None do if left out.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(optional)]
    #[schemars(extend("x-otherwise" = "none", "examples" = [{"longer_than": "1s", "ratio": 0.5}]))]
    pub slow_calls: Option<SlowCalls>,
}

/// Calls that take too long, however they end. The defaults are those of resilience4j.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct SlowCalls {
    /// A call is slow beyond this time. Default 60s.
    #[serde(skip_serializing_if = "is_minute")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "60 s", "x-common" = true))]
    pub longer_than: Duration,
    /// It opens when this share of the latest calls was slow, above 0 and at most 1. Default 1.
    #[serde(skip_serializing_if = "is_whole")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0, max = 1.0), extend("default" = 1, "x-unit" = "of 1", "x-common" = true))]
    pub ratio: f64,
}

impl Default for SlowCalls {
    fn default() -> Self {
        Self {
            longer_than: minute(),
            ratio: 1.0,
        }
    }
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            window: 100,
            failure_ratio: 0.5,
            min_calls: None,
            consecutive: None,
            open: minute(),
            trials: ten(),
            slow_calls: None,
        }
    }
}

/// A bound on calls at once, of each instance of the caller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Bulkhead {
    /// Calls at once; at least 1.
    #[schemars(range(min = 1), extend("x-unit" = "at once"))]
    pub concurrent: u32,
    /// How long a further call waits for its turn before it is refused. Not at all if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "not at all"))]
    pub wait: Option<Duration>,
    /// Does it wait for as long as it takes, as at a semaphore, in place of `wait`?
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("default" = false))]
    pub unbounded_wait: bool,
}

/// A bound on calls over time by a token bucket: in t seconds at most rate × t + burst pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RateLimit {
    /// Calls a second in the long run.
    pub rate: Rate,
    /// Calls that may come at once after a pause. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("x-common" = true))]
    pub burst: u32,
    /// How long a call waits for its turn before it is refused. Not at all if left out; never at the
    /// entrance of a process.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "not at all"))]
    pub wait: Option<Duration>,
}

/// Further attempts before the first has failed: the first answer wins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Hedge {
    /// Time after which the next attempt starts; one that fails starts the next at once.
    pub after: Duration,
    /// Attempts in all, the first one among them; at least 2. Default 2.
    #[serde(default = "two_attempts", skip_serializing_if = "is_two_attempts")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 2), extend("default" = 2))]
    pub attempts: u32,
    /// Whether the others are cancelled when one has succeeded. They go on if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cancel: bool,
}

/// What is done where a call has failed for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// Nothing: something constant is as good as the answer.
    Answer,
    /// Another relationship of the same operation, which is followed for nothing else.
    Follow(RelationshipId),
}

/// Who is shed first: requests below a priority, while an instance has much in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Shedding {
    /// Requests of journeys with a lower priority than this, 1 to 255.
    #[schemars(title = "Below priority")]
    pub below: u8,
    /// From this load on: requests at work and waiting ÷ threads, above 0.
    #[schemars(range(min = 0.0), extend("x-unit" = "of its threads"))]
    pub load: f64,
}

/// Controlled delay (CoDel, RFC 8289): who has waited too long is turned away once the wait has been too
/// long for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Codel {
    /// The wait that is acceptable. Default 5ms.
    #[serde(skip_serializing_if = "is_five_ms")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "5 ms", "x-source" = "RFC 8289"))]
    pub target: Duration,
    /// The while. Default 100ms.
    #[serde(skip_serializing_if = "is_hundred_ms")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "100 ms", "x-source" = "RFC 8289"))]
    pub interval: Duration,
}

impl Default for Codel {
    fn default() -> Self {
        Self {
            target: time(5.0, "ms"),
            interval: time(100.0, "ms"),
        }
    }
}

fn time(n: f64, unit: &str) -> Duration {
    Duration::new(n, unit).unwrap_or_else(|_| unreachable!("a literal time"))
}
fn minute() -> Duration {
    time(60.0, "s")
}
fn is_minute(d: &Duration) -> bool {
    *d == minute()
}
fn is_five_ms(d: &Duration) -> bool {
    *d == Codel::default().target
}
fn is_hundred_ms(d: &Duration) -> bool {
    *d == Codel::default().interval
}
fn one() -> u32 {
    1
}
fn is_one(n: &u32) -> bool {
    *n == 1
}
fn ten() -> u32 {
    10
}
fn is_ten(n: &u32) -> bool {
    *n == 10
}
fn is_hundred(n: &u32) -> bool {
    *n == 100
}
fn two_attempts() -> u32 {
    2
}
fn is_two_attempts(n: &u32) -> bool {
    *n == 2
}
fn two() -> f64 {
    2.0
}
fn is_two(n: &f64) -> bool {
    *n == 2.0
}
fn is_whole(share: &f64) -> bool {
    *share == 1.0
}
fn is_half(n: &f64) -> bool {
    *n == 0.5
}
fn fifth() -> f64 {
    0.2
}
fn is_fifth(n: &f64) -> bool {
    *n == 0.2
}
