use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Bandwidth, Duration, ElementId, LockId, RelationshipId, Size};
use ts_rs::TS;

use super::{
    Breaker, Bulkhead, Cache, Delivery, Distribution, ElementKind, Fallback, Hedge, MessageBatch,
    OperationRef, Outbox, Poller, Pool, RateLimit, Retry, is_default,
};

/// A link from an operation to an operation. For `publishes` the target is a queue; for `consumes` the
/// source is the consuming operation and the target the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Relationship {
    /// The operation that needs the other.
    pub from: OperationRef,
    /// The operation, or the queue, that is needed.
    pub to: OperationRef,
    /// How.
    pub mode: Mode,
    /// What it is for, for a reader.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Option<String>,
    /// How often for one request; the fraction is a chance. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.0), extend("default" = 1, "x-unit" = "times", "x-common" = true))]
    pub per_request: f64,
    /// Where it stands among the relationships of its operation: by this key, then by id.
    #[serde(default, skip_serializing_if = "is_default")]
    pub order: Option<String>,
    /// How much a request carries.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-common" = true))]
    pub payload: Option<Size>,
    /// How fast what it carries gets over: the payload, or where that is left out the size of the request.
    /// It takes its size ÷ this longer, on the way there, or of `reads` on the way back. As if nothing were
    /// carried if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bandwidth: Option<Bandwidth>,
    /// What lies between. Left out, it follows from the boundaries around the two; from a client and to
    /// an external it is nothing, and so it is within a process.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "derived from the boundaries", "x-common" = true))]
    pub network: Option<NetworkClass>,
    /// One-way latency, in place of half the round trip of `network`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "that of its network"))]
    pub latency: Option<Distribution>,
    /// Work of the caller to pack and unpack, on its cores, whenever the link crosses processes.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none"))]
    pub serialization: Option<Distribution>,
    /// After this time the caller gives up; what it asked for goes on.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Time-out", extend("x-otherwise" = "none", "x-common" = true))]
    pub timeout: Option<Duration>,
    /// Does a time-out cancel what was asked for? What waits is taken away, what runs stops at its next
    /// step, and so on down the line.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    #[schemars(extend("default" = false))]
    pub cancel_on_timeout: bool,
    /// Connections that the caller keeps for it. As many as it needs if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["calls", "reads", "writes"], "examples" = [{"size": 10}]))]
    pub pool: Option<Pool>,
    /// For `reads` of a store with `read_replicas`: who may answer. Default `eventual`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub consistency: Consistency,
    /// For `reads` and `calls`: answers that are kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cache: Option<Cache>,
    /// The lock of what it asks that is held there while it is done, such as that of the rows it writes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lock: Option<LockId>,
    /// Further attempts after a failure or a time-out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "examples" = [{"attempts": 3, "backoff": "100ms", "jitter": 0.5}]))]
    pub retry: Option<Retry>,
    /// Further attempts before the first has failed, in place of `retry`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["calls", "reads", "writes"], "examples" = [{"after": "50ms"}]))]
    pub hedge: Option<Hedge>,
    /// What stops calls for a while when many fail.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["calls", "reads", "writes"], "examples" = [{}]))]
    pub breaker: Option<Breaker>,
    /// How many calls an instance of the caller makes at once.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["calls", "reads", "writes"], "examples" = [{"concurrent": 25}]))]
    pub bulkhead: Option<Bulkhead>,
    /// How many calls an instance of the caller makes over time.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["calls", "reads", "writes"], "examples" = [{"rate": "100/s", "burst": 20}]))]
    pub rate_limit: Option<RateLimit>,
    /// What is done where the call has failed for good.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["calls", "reads", "writes"]))]
    pub fallback: Option<Fallback>,
    /// For `consumes`: messages one instance works on at once. Default 1.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("default" = 1, "x-unit" = "messages", "x-common" = true, "x-only" = ["consumes"]))]
    pub concurrency: Option<u32>,
    /// For `consumes`: the group that it belongs to. Each group of a queue gets every message; the consumers
    /// of one group compete for them. Default `default`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "default", "x-only" = ["consumes"]))]
    pub group: Option<String>,
    /// For `consumes`: messages one instance has in hand at once, those it works on among them. As many as
    /// `concurrency` if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1), extend("x-otherwise" = "as concurrency", "x-unit" = "messages", "x-only" = ["consumes"]))]
    pub prefetch: Option<u32>,
    /// For `consumes`: messages are taken together. One by one if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["consumes"], "examples" = [{"size": 10}]))]
    pub batch: Option<MessageBatch>,
    /// For `consumes` of a function: how its platform begins to ask. As SQS and AWS Lambda do where the queue is
    /// billed as `sqs/…`, else for as many messages at once as it may from the start.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "as SQS and AWS Lambda do, or at once", "x-only" = ["consumes"], "examples" = [{}]))]
    pub poller: Option<Poller>,
    /// For `publishes` and `consumes`: what is guaranteed. At least once if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Guarantee", extend("x-otherwise" = "at least once", "x-common" = true, "x-only" = ["publishes", "consumes"]))]
    pub delivery: Option<Delivery>,
    /// For `publishes`: by way of a table in the publisher's own store.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["publishes"]))]
    pub outbox: Option<Outbox>,
    /// For `writes`, `calls` and `publishes`: the other relationship with which it should take effect both or
    /// not at all, without a transaction around them. What fails between is counted.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "none", "x-only" = ["publishes", "writes", "calls"]))]
    pub dual_write_with: Option<RelationshipId>,
    /// For `consumes`, idempotent: what it takes to see whether a message is known. Nothing if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "nothing", "x-only" = ["consumes"]))]
    pub duplicate_check: Option<Distribution>,
    /// Is a request that arrives twice as good as one? Unknown if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "unknown", "x-common" = true))]
    pub idempotent: Option<bool>,
    /// Does the trace context cross it? Unknown if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Traces cross", extend("x-otherwise" = "unknown", "x-common" = true))]
    pub trace_context: Option<bool>,
    /// Must the caller prove who it is? Unknown if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Needs proof", extend("x-otherwise" = "unknown", "x-common" = true))]
    pub auth_required: Option<bool>,
    /// The access token that goes along. That of who asks or publishes, or of the message, if left out; a
    /// request begins with a new one.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "passed on"))]
    pub token: Option<Token>,
    /// Where proof is needed: from this age on a token is not accepted, when the work begins. For ever accepted
    /// if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(title = "Token life time", extend("x-otherwise" = "for ever"))]
    pub token_lifetime: Option<Duration>,
    /// The element that answered this link before a refactoring rewired it. Set by `derive`.
    #[serde(skip)]
    pub origin: Option<ElementId>,
}

impl Relationship {
    /// A link with nothing else said.
    #[must_use]
    pub fn new(from: OperationRef, to: OperationRef, mode: Mode) -> Self {
        Self {
            from,
            to,
            mode,
            description: None,
            per_request: one(),
            order: None,
            payload: None,
            bandwidth: None,
            network: None,
            latency: None,
            serialization: None,
            timeout: None,
            cancel_on_timeout: false,
            pool: None,
            consistency: Consistency::Eventual,
            cache: None,
            lock: None,
            retry: None,
            hedge: None,
            breaker: None,
            bulkhead: None,
            rate_limit: None,
            fallback: None,
            concurrency: None,
            group: None,
            prefetch: None,
            batch: None,
            poller: None,
            delivery: None,
            outbox: None,
            dual_write_with: None,
            duplicate_check: None,
            idempotent: None,
            trace_context: None,
            auth_required: None,
            token: None,
            token_lifetime: None,
            origin: None,
        }
    }
}

/// Which access token goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// That of who asks or publishes, or of the message.
    PassedOn,
    /// None: it is lost on the way, as where headers are not copied into a message.
    Lost,
    /// A new one: the caller renews it as it sets out, a consumer as it takes up a message.
    Renewed,
}

/// The relationships that another one falls back on, and that are followed for nothing else.
#[must_use]
pub fn fallbacks(
    relationships: &BTreeMap<RelationshipId, Relationship>,
) -> BTreeSet<&RelationshipId> {
    let of = |link: &'_ Relationship| match &link.fallback {
        Some(Fallback::Follow(id)) => relationships.get_key_value(id).map(|(id, _)| id),
        Some(Fallback::Answer) | None => None,
    };
    relationships.values().filter_map(of).collect()
}

/// Who may answer a read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Consistency {
    /// A copy, which may be behind.
    #[default]
    Eventual,
    /// The primary only.
    Primary,
    /// A copy, except that what the same request has written before is there: the store's `own_writes` say how.
    ReadYourWrites,
}

/// What a link does.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Asks and waits for the answer.
    Calls,
    /// Puts a message on a queue and waits for the broker's acknowledgement only.
    Publishes,
    /// Takes messages from a queue.
    Consumes,
    /// Reads from a store and waits.
    Reads,
    /// Writes to a store and waits.
    Writes,
}

impl NetworkClass {
    /// The round trip that is assumed, in seconds. The zone's is the "latency numbers" figure of 0.5 ms
    /// within a data centre, dated and unsure; the others are guesses beside it.
    #[must_use]
    pub fn round_trip_s(self) -> f64 {
        match self {
            Self::Local => 0.000_05,
            Self::Zone => 0.000_5,
            Self::Region => 0.001,
            Self::World => 0.060,
            Self::Internet => 0.040,
        }
    }
}

impl Mode {
    /// Can it begin at an element of `kind`?
    #[must_use]
    pub fn begins_at(self, kind: ElementKind) -> bool {
        match self {
            Self::Consumes => kind.is_process() || kind == ElementKind::Component,
            _ => !matches!(
                kind,
                ElementKind::Queue | ElementKind::Store | ElementKind::Boundary
            ),
        }
    }

    /// Can it end at an element of `kind`?
    #[must_use]
    pub fn ends_at(self, kind: ElementKind) -> bool {
        match self {
            Self::Calls => matches!(
                kind,
                ElementKind::Frontend
                    | ElementKind::Edge
                    | ElementKind::Monolith
                    | ElementKind::Service
                    | ElementKind::Gateway
                    | ElementKind::Function
                    | ElementKind::Component
                    | ElementKind::External
            ),
            Self::Publishes | Self::Consumes => kind == ElementKind::Queue,
            Self::Reads | Self::Writes => {
                matches!(kind, ElementKind::Store | ElementKind::External)
            }
        }
    }

    /// Does the caller wait for the work of the target?
    #[must_use]
    pub fn is_synchronous(self) -> bool {
        matches!(self, Self::Calls | Self::Reads | Self::Writes)
    }
}

/// What lies between two processes. The defaults are round trips: halves are added each way.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum NetworkClass {
    /// The same machine: 0.05 ms.
    Local,
    /// The same zone: 0.5 ms.
    Zone,
    /// Another zone of the region: 1 ms.
    Region,
    /// Another region: 60 ms.
    World,
    /// The open internet: 40 ms.
    Internet,
}

fn one() -> f64 {
    1.0
}
fn is_one(n: &f64) -> bool {
    *n == 1.0
}
