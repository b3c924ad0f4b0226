use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::Size;
use ts_rs::TS;

use super::{Breakdowns, Discipline, Distribution, is_default};

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
    /// Data kept, for the bill.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-common" = true))]
    pub storage: Option<Size>,
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
