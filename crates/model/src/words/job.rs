use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::Duration;
use ts_rs::TS;

use super::{is_default, seconds};

/// Work by the clock. Each run works through its items, each of which does the operation `default`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Job {
    /// When it runs first, since a scenario's start. A steady scenario has no start: there it runs at any time of
    /// its period. Default 0s.
    #[serde(skip_serializing_if = "is_no_time")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(title = "First at", extend("x-otherwise" = "0 s", "x-common" = true))]
    pub at: Duration,
    /// How often it runs, such as "24h". Once if left out.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "once", "x-common" = true, "examples" = ["24h"]))]
    pub every: Option<Duration>,
    /// Items of a run. Default 1.
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "1", "x-common" = true, "examples" = [{"min": 1, "max": 10}]))]
    pub items: Items,
    /// Instances of a run, each of which works on one item after the other. Default 1.
    #[serde(skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 1), extend("default" = 1, "x-common" = true, "x-unit" = "instances"))]
    pub parallelism: u32,
    /// What becomes of a run that is due while another is not done. Default `allow` (Kubernetes).
    #[serde(skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "allow", "x-source" = "Kubernetes documentation"))]
    pub overlap: Overlap,
    /// Items that are worked on once more in a run because they failed. Default 6 (Kubernetes).
    #[serde(skip_serializing_if = "is_six")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("default" = 6, "x-source" = "Kubernetes documentation"))]
    pub retries: u32,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            at: no_time(),
            every: None,
            items: Items::default(),
            parallelism: 1,
            overlap: Overlap::default(),
            retries: 6,
        }
    }
}

/// How many items a run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum Items {
    /// Always so many.
    Count(u32),
    /// Any number between two, each as likely.
    Between {
        /// The fewest.
        min: u32,
        /// The most.
        max: u32,
    },
}

impl Items {
    /// The fewest and the most.
    #[must_use]
    pub fn bounds(self) -> (u32, u32) {
        match self {
            Self::Count(count) => (count, count),
            Self::Between { min, max } => (min, max),
        }
    }
}

impl Default for Items {
    fn default() -> Self {
        Self::Count(1)
    }
}

/// What becomes of a run that is due while another is not done, as a CronJob's `concurrencyPolicy` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It begins, beside the other, on instances of its own. At most 16 runs are there at once.
    #[default]
    Allow,
    /// It does not take place.
    Forbid,
    /// The other one is ended, with what it works on.
    Replace,
}

fn no_time() -> Duration {
    seconds(0.0)
}
fn is_no_time(time: &Duration) -> bool {
    *time == no_time()
}
fn is_one(n: &u32) -> bool {
    *n == 1
}
fn is_six(n: &u32) -> bool {
    *n == 6
}
