use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, TeamId};
use ts_rs::TS;

use super::{NetworkClass, Process, Queue, Store, Unit, is_default};

/// A refactoring that takes components out of their process into a unit of their own.
///
/// Created elements are called after the change and their role: the change `worker` makes
/// `worker--service`, `worker--queue`, `worker--dead-letters` and, for a store of its own,
/// `worker--store`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SpinOut {
    /// What is taken out: components of one process.
    pub components: Vec<ElementId>,
    /// The shape of the new unit.
    pub pattern: Pattern,
    /// What the unit is called; the first component's name where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// The team that will own it and be on call for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub team: Option<TeamId>,
    /// The boundary to put it into; that of its old process where left out.
    #[serde(rename = "in", default, skip_serializing_if = "is_default")]
    pub parent: Option<ElementId>,
    /// The capacity of the new process; the default process where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub process: Option<Process>,
    /// The delivery rules of the new queue, without its dead letters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub queue: Option<Queue>,
    /// How often a message is delivered before it becomes a dead letter. Default 5.
    #[serde(default = "five", skip_serializing_if = "is_five")]
    #[schemars(title = "Max receives", range(min = 1), extend("default" = 5))]
    pub max_receives: u32,
    /// Messages that one instance works on at once. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1), extend("default" = 1, "x-unit" = "messages"))]
    pub concurrency: u32,
    /// What lies between the old process, the broker and the new process; derived from the boundaries
    /// where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub network: Option<NetworkClass>,
    /// The capacity of the old process afterwards; as it was where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub parent_process: Option<Process>,
    /// What becomes of each store that the components used; `shared` where a store is not named.
    #[serde(default, skip_serializing_if = "is_default")]
    pub data: BTreeMap<ElementId, StoreAccess>,
    /// How the new unit is operated.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unit: Option<Unit>,
}

/// The shapes of a spinout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// P1: a queue with dead letters and a pool of workers; the synchronous call becomes a publication.
    EventDrivenWorker,
}

/// What becomes of the access to a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StoreAccess {
    /// Where the data lie afterwards.
    pub strategy: DataStrategy,
    /// How they get there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub migration: Option<Migration>,
    /// For `own_store` and `replica`: the capacity of the new store; that of the old where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub store: Option<Store>,
}

/// Where the data of a spun-out component lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DataStrategy {
    /// Both sides use the same tables: a finding, as neither can change them alone.
    Shared,
    /// The same server, a schema of its own that only the unit writes.
    OwnSchema,
    /// A store of its own.
    OwnStore,
    /// Reads go to a copy of its own; writes go to the old store.
    Replica,
    /// The unit asks its old process, which keeps the data.
    CallParent,
}

/// How data get to their new place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Migration {
    /// Copied once, in the background.
    Backfill,
    /// Written to both places for a while.
    DualWrite,
    /// Written with an outbox in the same transaction, published from there.
    Outbox,
    /// Followed from the store's log.
    Cdc,
}

fn five() -> u32 {
    5
}
fn is_five(n: &u32) -> bool {
    *n == 5
}
fn one() -> u32 {
    1
}
fn is_one(n: &u32) -> bool {
    *n == 1
}
