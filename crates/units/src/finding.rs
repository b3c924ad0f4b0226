use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much a finding matters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something a reviewer would question; the model can still be simulated.
    Warning,
    /// The model cannot be simulated or exported before this is mended.
    Error,
}

/// What a check says about one place in a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Finding {
    /// The check that says it: a stable id such as `A3`, `B17` or `recursion-without-end`.
    pub id: String,
    /// How much it matters.
    pub severity: Severity,
    /// The place in the model as a slash-separated path of keys, such as `elements/shop/process`.
    pub place: String,
    /// What is wrong and why it matters, for a person.
    pub why: String,
    /// What to do about it.
    pub fix: String,
}
