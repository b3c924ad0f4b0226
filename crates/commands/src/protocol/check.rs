use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Finding, OptionId};
use ts_rs::TS;

use super::DocumentId;

/// Asks for all findings of a model.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CheckDocument {
    /// The model.
    pub document: DocumentId,
    /// Only this option; all options where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
}

/// All findings of a model. A finding that several options share is told once, for the first of them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, TS)]
pub struct CheckReport {
    /// The version of this shape, 1.
    pub format: u32,
    /// What the model is called.
    pub model: String,
    /// The findings, worst first.
    pub findings: Vec<LocatedFinding>,
}

/// A finding and where it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct LocatedFinding {
    /// The option that it was found in; `baseline` for what holds for all.
    pub option: OptionId,
    /// The line, from 1; none where the place is not in the file.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
    /// The finding.
    pub finding: Finding,
}

/// Asks for a JSON Schema.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct AskSchema {
    /// Of what.
    pub of: SchemaOf,
}

/// What there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SchemaOf {
    /// The model file.
    Model,
    /// What `simulate --json` prints.
    Results,
}

/// A JSON Schema.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SchemaText {
    /// The schema as JSON text.
    pub text: String,
}
