use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ElementId, TeamId};
use ts_rs::TS;

use super::{Function, NetworkClass, Process, Queue, ResourceQuota, Store, Unit, is_default};

/// A refactoring that takes components out of their process into a unit of their own.
///
/// Created elements are called after the change and their role: the change `worker` makes
/// `worker--service` and, as its pattern and its data ask for them, `worker--queue`,
/// `worker--dead-letters`, `worker--gateway`, `worker--namespace`, `worker--account`, `worker--store` and
/// `worker--stream`.
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
    /// How what stays reaches it. The pattern says so where left out: `messages` for an event-driven worker,
    /// `calls` for the others.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "as the pattern has it"))]
    pub reached_by: Option<ReachedBy>,
    /// The boundary to put it into; that of its old process where left out. A namespace or an account that
    /// the pattern makes lies in it.
    #[serde(rename = "in", default, skip_serializing_if = "is_default")]
    pub parent: Option<ElementId>,
    /// The capacity of the new process; the default process where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub process: Option<Process>,
    /// For `function`: what its platform does for it; the default function where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub function: Option<Function>,
    /// For `api_facade`: the capacity of the gateway; the default process where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub gateway: Option<Process>,
    /// For `namespace` and `account`: what all that runs in it may have together; unbounded where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub quota: Option<ResourceQuota>,
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
    /// What becomes of each store that the components used. Where a store is not named: `shared`, and for
    /// `data_pipeline` a `replica` by `cdc` where they read it.
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
    /// P2: a service behind a gateway, the one door to it for everybody; who calls waits, over the network.
    ApiFacade,
    /// P3: a service in a namespace of its own, with a quota, in the cluster of its old process.
    Namespace,
    /// P4: a service in an account of its own, with its hop and its bill.
    Account,
    /// P5: a serverless function, paid by the request, with cold starts and a time limit.
    Function,
    /// P6: a service that works on a copy of the data, kept by a stream of their changes.
    DataPipeline,
}

impl Pattern {
    /// How what stays reaches the unit where nothing else is said.
    #[must_use]
    pub fn reached_by(self) -> ReachedBy {
        match self {
            Self::EventDrivenWorker => ReachedBy::Messages,
            _ => ReachedBy::Calls,
        }
    }

    /// Can its unit be reached like this? A worker takes messages and a façade answers calls; the others
    /// can do both.
    #[must_use]
    pub fn allows(self, by: ReachedBy) -> bool {
        !matches!(self, Self::EventDrivenWorker | Self::ApiFacade) || by == self.reached_by()
    }
}

/// How what stays reaches what is spun out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReachedBy {
    /// It calls and waits for the answer.
    Calls,
    /// It publishes to a queue, with dead letters, and goes on.
    Messages,
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
    /// Reads go to a copy of its own; writes go to the old store. With the migration `outbox` or `cdc` a
    /// stream of changes keeps the copy, and its lag and its load are simulated.
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
