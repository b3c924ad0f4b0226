use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Rate, Size};
use ts_rs::TS;

use super::{StartUp, is_default, seconds};

/// What a platform does for a function: an environment for each request inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Function {
    /// The catalogue item that it is billed as, such as `lambda/x86`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(title = "Billed as", extend("x-otherwise" = "not billed", "x-common" = true, "x-billed" = true))]
    pub service: Option<String>,
    /// Memory of an environment, for the bill. Default 128MiB. Its demand is the time that it takes with it.
    #[serde(skip_serializing_if = "is_smallest")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "128 MiB", "x-common" = true))]
    pub memory: Size,
    /// The most environments at once; more requests are throttled. Default 1000 (an AWS account's).
    #[serde(skip_serializing_if = "is_thousand")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 1000, "x-source" = "AWS documentation: an account's default", "x-common" = true))]
    pub concurrency: u32,
    /// Environments that only it can have: its most, and taken out of what is left to the other functions of
    /// its account. None if left out.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(title = "Reserved", range(min = 1), extend("x-otherwise" = "none", "x-unit" = "environments"))]
    pub reserved: Option<u32>,
    /// Environments that are always there.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0), extend("default" = 0, "x-common" = true))]
    pub provisioned: u32,
    /// How fast environments may be added. Default 1000 at once and 100/s on top (AWS: 1,000 each 10 s).
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "1000 and 100/s", "x-source" = "AWS documentation", "examples" = [{"initial": 1000, "rate": "100/s"}]))]
    pub burst: Burst,
    /// Time until a new environment runs its first request, or its distribution. Default 500ms, a guess.
    #[serde(default = "half_a_second", skip_serializing_if = "is_half_a_second")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "500 ms", "x-source" = "a guess", "x-common" = true))]
    pub cold_start: StartUp,
    /// Time without a request until an environment goes, or its distribution. Default 10min, as measured.
    #[serde(default = "ten_minutes", skip_serializing_if = "is_ten_minutes")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "10 min", "x-source" = "measured", "x-common" = true))]
    pub idle_expiry: StartUp,
    /// Time after which a request is ended as failed, and its environment with it. Default 15min (AWS).
    #[serde(skip_serializing_if = "is_quarter_of_an_hour")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "15 min", "x-source" = "AWS documentation", "x-common" = true))]
    pub time_limit: Duration,
}

impl Default for Function {
    fn default() -> Self {
        Self {
            service: None,
            memory: smallest(),
            concurrency: 1000,
            reserved: None,
            provisioned: 0,
            burst: Burst::default(),
            cold_start: half_a_second(),
            idle_expiry: ten_minutes(),
            time_limit: seconds(900.0),
        }
    }
}

impl Function {
    /// The most environments at once: its `concurrency`, or what is reserved for it where that is less.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.reserved
            .map_or(self.concurrency, |own| own.min(self.concurrency))
    }

    /// How many requests of an account's `concurrency` nobody else can run.
    #[must_use]
    pub fn taken(&self) -> u32 {
        self.reserved.map_or(self.provisioned, |_| self.most())
    }
}

/// How fast environments may be added: a token bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Burst {
    /// So many at once.
    pub initial: u32,
    /// And so many on top in a time, such as "500/min".
    pub rate: Rate,
}

impl Default for Burst {
    fn default() -> Self {
        Self {
            initial: 1000,
            rate: Rate::new(100.0, "/s").unwrap_or_else(|_| unreachable!("a literal rate")),
        }
    }
}

fn smallest() -> Size {
    Size::new(128.0, "MiB").unwrap_or_else(|_| unreachable!("a literal size"))
}
fn is_smallest(size: &Size) -> bool {
    *size == smallest()
}
fn is_thousand(n: &u32) -> bool {
    *n == 1000
}
fn half_a_second() -> StartUp {
    StartUp::Time(Duration::new(500.0, "ms").unwrap_or_else(|_| seconds(0.5)))
}
fn is_half_a_second(time: &StartUp) -> bool {
    *time == half_a_second()
}
fn ten_minutes() -> StartUp {
    StartUp::Time(seconds(600.0))
}
fn is_ten_minutes(time: &StartUp) -> bool {
    *time == ten_minutes()
}
fn is_quarter_of_an_hour(time: &Duration) -> bool {
    *time == seconds(900.0)
}
