use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ChangeId, Duration, ElementId, FaultId, JourneyId, ReplayId, WindowId};
use ts_rs::TS;

use super::{Deploy, Distribution, Load, Replay, is_default};

/// Load and faults over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Scenario {
    /// What it is called; its id where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub name: Option<String>,
    /// What it asks, for a reader.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Option<String>,
    /// A long-run question, or a story with a beginning and an end.
    pub kind: ScenarioKind,
    /// The load of all journeys together, split by their shares.
    pub load: Load,
    /// Journeys with a load of their own, outside the split.
    #[serde(default, skip_serializing_if = "is_default")]
    pub loads: BTreeMap<JourneyId, Load>,
    /// For a terminating scenario: its length. Needed there, meaningless for a steady one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub horizon: Option<Duration>,
    /// For a terminating scenario: named windows by arrival. `whole` is always there; with faults or a
    /// spike `disturbance` and `recovery` too, unless given here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub windows: BTreeMap<WindowId, Window>,
    /// What breaks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub faults: BTreeMap<FaultId, Fault>,
    /// When the phases of cutovers begin, by the `spin_out` that is cut over to. For a terminating
    /// scenario; without it everything has gone over already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cutovers: BTreeMap<ChangeId, CutoverTimes>,
    /// What is published once more: dead letters, or a span of what a topic has kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub replays: BTreeMap<ReplayId, Replay>,
    /// Hours of a month that it stands for, in the bill.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hours_per_month: f64,
}

/// The two kinds of scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScenarioKind {
    /// A long-run question: the start is removed, the run goes on until it is precise.
    Steady,
    /// A story with a beginning and an end: nothing is removed, replications give the intervals.
    Terminating,
}

/// A span of a terminating scenario; requests that arrive in it belong to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Window {
    /// Its beginning, since the scenario's start.
    pub from: Duration,
    /// Its end.
    pub to: Duration,
}

/// When the phases of a cutover begin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CutoverTimes {
    /// The beginning of each phase, first to last, since the scenario's start: as many as the cutover
    /// has, or fewer. Until the first, everything goes the old way.
    pub at: Vec<Duration>,
    /// When everything goes back to the old way, if it does.
    #[serde(default, skip_serializing_if = "is_default")]
    pub back: Option<Duration>,
}

/// Something that breaks for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Fault {
    /// The element that it hits.
    pub element: ElementId,
    /// When it begins, since the scenario's start.
    pub at: Duration,
    /// How long it lasts.
    pub duration: Duration,
    /// What happens.
    pub kind: FaultKind,
}

impl Fault {
    /// The elements that it names.
    pub fn elements(&self) -> impl Iterator<Item = &ElementId> {
        let other = match &self.kind {
            FaultKind::Partition(other) => other.as_ref(),
            _ => None,
        };
        std::iter::once(&self.element).chain(other)
    }
}

/// What happens in a fault. A fault of a boundary hits everything in it: the crash of a zone is its loss.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// So many instances are gone: what they work on fails, messages come again. All if `null`.
    Crash(Option<u32>),
    /// Everything takes this many times as long; at least 1.
    Slow(f64),
    /// This share of what it is asked fails after its work, 0 to 1: a bad version, a contract that does
    /// not match (F1), a schema that a consumer cannot read (F5).
    Errors(f64),
    /// It answers slowly and not always: both at once.
    Brownout(Brownout),
    /// Nobody reaches it: an outage of a dependency, with its instances alive.
    Outage(Outage),
    /// This share of calls is turned away at its door without any work, 0 to 1: roles, scopes or tokens
    /// are wrong (F6). Counted as denials.
    Denial(f64),
    /// A bad version is rolled out, instance by instance, until somebody notices.
    Deploy(Box<Deploy>),
    /// Of a queue: this share of the messages that it takes, 0 to 1, fails whenever it is worked on: a schema
    /// that no consumer can read (F5). They stay so when the fault is over.
    Poison(f64),
    /// Nothing passes between it and the other named; between it and everything else if `null`. What is
    /// sent arrives when the fault ends; a caller with a time-out does not wait for that.
    Partition(Option<ElementId>),
    /// Each crossing from or to it is lost with this probability, 0 to 1, and is sent again after 200 ms,
    /// 400 ms and so on, as TCP does on Linux.
    PacketLoss(f64),
    /// Each crossing from or to it takes this much longer, one way.
    Delay(Distribution),
    /// This share of what passes it loses its trace context there, 0 to 1, so that its trace falls into pieces (F2).
    LostTraces(f64),
    /// This share of what it reports does not arrive, 0 to 1: spans and logs of its own are missing (F7).
    LostTelemetry(f64),
    /// This share of the runs of the pipeline that releases it fails, 0 to 1, beside what its stages say. At 1
    /// nothing is released, and nothing is rolled back (F8).
    FailedRuns(f64),
}

impl FaultKind {
    /// Does it change how the system is operated only, and nothing that a request meets?
    #[must_use]
    pub fn is_of_operations(&self) -> bool {
        matches!(
            self,
            Self::LostTraces(_) | Self::LostTelemetry(_) | Self::FailedRuns(_)
        )
    }
}

/// An answer that is slow and not always there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Brownout {
    /// Everything takes this many times as long; at least 1.
    #[schemars(range(min = 1.0), extend("x-unit" = "times"))]
    pub slow: f64,
    /// The share of what it is asked that fails after its work, 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0), extend("x-unit" = "of 1"))]
    pub errors: f64,
}

/// How it is that nobody reaches something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// Callers are told so at once.
    Refused,
    /// Callers hear nothing until it ends; only a time-out saves them.
    Silent,
}
