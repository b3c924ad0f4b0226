use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Rate, Size};
use ts_rs::TS;

use super::{Breakdowns, Discipline, Distribution, Keys, is_default};

/// The capacity of a store.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Store {
    /// What sort of store it is.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "relational", "x-common" = true))]
    pub technology: Technology,
    /// The catalogue item its instance is billed as, such as `rds/db.m5.large`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Billed as", extend("x-otherwise" = "not billed", "x-common" = true, "x-billed" = true))]
    pub instance: Option<String>,
    /// Cores that its operations share. Left out for a managed store whose demand is only a time.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.01), extend("x-otherwise" = "not limited", "x-common" = true))]
    pub cores: Option<f64>,
    /// Connections it accepts at once; further ones wait. Unbounded if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("x-otherwise" = "unbounded", "x-common" = true))]
    pub connections: Option<u32>,
    /// Who of those that wait for a connection is next.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "first come, first served"))]
    pub discipline: Discipline,
    /// How long a request waits for a connection before it fails. For ever if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "for ever"))]
    pub patience: Option<Distribution>,
    /// How it stops by itself.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "never", "examples" = [{"after": {"exponential": {"mean": "30d"}}, "lasts": {"constant": "5min"}}]))]
    pub breakdowns: Option<Breakdowns>,
    /// Copies that are read in its place, and are behind. None if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub read_replicas: Option<ReadReplicas>,
    /// What its device does in a time. As much as it is asked for if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub io: Option<Io>,
    /// Data kept, for the bill; with `growth` those that it has now.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-common" = true))]
    pub storage: Option<Size>,
    /// What is left of what relationships write: their `payload`, or the size of the request. It stays as large as
    /// it is if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "it stays as large as it is", "examples" = [{}, {"expiry": "90d"}]))]
    pub growth: Option<Growth>,
    /// The most data that it can keep. Unbounded if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Room for", extend("x-otherwise" = "unbounded"))]
    pub capacity: Option<Size>,
}

/// How a store grows by what is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(default)]
pub struct Growth {
    /// The part of the bytes written that it grows by: less than 1 where some replace others or are deleted, more
    /// with indices. Default 1.
    #[serde(skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0, max = 10.0), extend("default" = 1, "x-unit" = "of what is written"))]
    pub kept: f64,
    /// The age at which data are deleted. Never if left out.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "never"))]
    pub expiry: Option<Duration>,
}

impl Default for Growth {
    /// All of it, for ever.
    fn default() -> Self {
        Self {
            kept: one(),
            expiry: None,
        }
    }
}

/// Copies of a store that answer reads, each with the capacity of the store itself. What is written goes to the
/// primary, and to each copy later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ReadReplicas {
    /// How many; a read goes to one after the other.
    pub count: u32,
    /// How far behind a copy is when it is read. Not at all if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lag: Option<Distribution>,
    /// The rows that are written and read: a read is stale if its own row was written within the lag. One row,
    /// so that every write makes every read stale, if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub keys: Option<Keys>,
    /// How long it takes until a copy is the primary after the primary is lost. Not before the primary is back
    /// if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub promotion: Option<Duration>,
    /// The work of each write that a copy does to have it too, on its cores and its device, as a part of what the
    /// primary does. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(range(min = 0.0, max = 10.0), extend("default" = 1, "x-unit" = "of the write"))]
    pub apply: f64,
    /// How reads with `"consistency": "read_your_writes"` find what their request has written. Default the primary
    /// for 2 s.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("x-otherwise" = "the primary for 2 s", "x-source" = "Rails' default"))]
    pub own_writes: OwnWrites,
}

/// How a read finds what its own request has written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum OwnWrites {
    /// It goes to the primary for so long after the write, and to a copy from then on.
    Primary(Duration),
    /// It waits at its copy until the write is there.
    Wait,
    /// Nothing sees to it: it may miss the write, and that is counted.
    Nothing,
}

impl Default for OwnWrites {
    fn default() -> Self {
        Self::Primary(super::seconds(2.0))
    }
}

/// The device of a store: it does one operation after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Io {
    /// How many operations it does in a time.
    pub rate: Rate,
    /// Operations for each one that a relationship `writes`: pages, logs and indices beside the row. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub write_amplification: f64,
}

fn one() -> f64 {
    1.0
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}

/// Sorts of stores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Technology {
    /// Tables and transactions.
    #[default]
    Relational,
    /// Documents by key.
    Document,
    /// Objects in buckets.
    Object,
    /// A cache.
    Cache,
    /// A search index.
    Search,
    /// An analytic warehouse.
    Warehouse,
}
