use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{ChangeId, ElementId, OptionId, ScenarioId};
use ts_rs::TS;

/// What can be said of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Decision {
    /// The option.
    pub option: OptionId,
    /// The scenarios that both it and the baseline were run under.
    pub compared: Vec<ScenarioId>,
    /// It changes the design, and takes nothing out of its process: a refactor (T1).
    pub refactor: bool,
    /// Its spinouts.
    pub spinouts: Vec<SpinOutDecision>,
}

/// What can be said of a spinout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SpinOutDecision {
    /// The change.
    pub change: ChangeId,
    /// The new process.
    pub unit: ElementId,
    /// What it is called.
    pub name: String,
    /// What the rule says.
    pub verdict: Verdict,
    /// The rule that applies; none where no rule does, or too little is known.
    pub rule: Option<Rule>,
    /// What speaks for the verdict, with figures.
    pub because: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What is not known, and would be needed for a verdict or a better one.
    pub missing: Vec<Open>,
    /// What it is.
    pub class: Class,
    /// Why it is that.
    pub class_because: String,
    /// How far its operation has come.
    pub maturity: Maturity,
    /// Why so far.
    pub maturity_because: String,
    /// K1 to K6.
    pub properties: Vec<Property>,
}

/// What a rule says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Take it out.
    SpinOut,
    /// Leave it where it is.
    Leave,
    /// Not now.
    Postpone,
    /// Too little is known, or nothing tells the two designs apart.
    Open,
}

/// When to take something out of its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub enum Rule {
    /// Its load or tail is far from that of the rest, and a team is there to run it: spin out.
    D1,
    /// Data must be kept apart, and a boundary of its own shrinks what is audited: spin out.
    D2,
    /// It is small and loosely coupled, and nobody can operate it: leave it.
    D3,
    /// Today's system keeps its promises, and the other one costs more: postpone, where cost comes first.
    D4,
}

/// What a spinout is, or what it is mistaken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub enum Class {
    /// A unit of its own: owned, released and seen by itself.
    Spinout,
    /// T2: its own process, and nobody runs, releases or sees it apart from the rest.
    T2,
    /// T7: a function that is a unit of its own; serverless is where it runs, not what makes it one.
    T7,
    /// T8: it only ever takes a share of the traffic: a way to deploy, not a separation.
    T8,
}

/// How far the operation of a unit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Maturity {
    /// A worker of its own, and a basic pipeline.
    Beginner,
    /// Deployed, measured, traced and scaled by itself.
    Intermediate,
    /// With an identity of its own, canaries and runbooks that were drilled.
    Advanced,
}

/// What makes a spinout one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub enum PropertyId {
    /// One team owns it and is on call for it.
    K1,
    /// It is released and steered without its old process.
    K2,
    /// Indicators are defined, and the trace context crosses every link of its boundary.
    K3,
    /// Identity, network policy and secrets of its own.
    K4,
    /// What is paid more, and what is won, is known.
    K5,
    /// A contract for each interface, and a way to migrate to it.
    K6,
}

/// A property and how one knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Property {
    /// Which.
    pub id: PropertyId,
    /// What it is called.
    pub name: String,
    /// Is it there?
    pub state: State,
    /// How one knows.
    pub evidence: Vec<String>,
    /// What is not so, or was not said.
    pub open: Vec<Open>,
}

/// Is something so?
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Yes.
    Met,
    /// Nobody has said.
    Unknown,
    /// No.
    Not,
}

/// Something that is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Open {
    /// What.
    pub what: String,
    /// Where it would be said in the file; nothing where a run would say it.
    pub place: Option<String>,
}
