use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{OperationRef, is_default};

/// What is promised at an operation or a queue. A draft is derived where none is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Contract {
    /// The operation, or the queue, that promises. A component's contract moves with it.
    pub of: OperationRef,
    /// What it does, in a line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub summary: Option<String>,
    /// The version of the promise, `major.minor.patch`.
    #[serde(default = "first_version", skip_serializing_if = "is_first_version")]
    pub version: String,
    /// For a request over HTTP.
    #[serde(default, skip_serializing_if = "is_default")]
    pub http: Option<Http>,
    /// For messages over a broker.
    #[serde(default, skip_serializing_if = "is_default")]
    pub message: Option<Message>,
    /// The JSON Schema (2020-12) of what is sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub request: Option<Value>,
    /// The JSON Schema (2020-12) of what comes back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub response: Option<Value>,
    /// Examples of what is sent, by name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub examples: BTreeMap<String, Value>,
    /// What can go wrong, by HTTP status or error code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub errors: BTreeMap<String, ContractError>,
    /// The OAuth scope a caller needs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scope: Option<String>,
}

/// How a request is made over HTTP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Http {
    /// The method in capitals.
    pub method: String,
    /// The path with its parameters in braces, such as `/images/{id}`.
    pub path: String,
}

/// How a message travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Message {
    /// The topic or queue by its name at the broker.
    pub topic: String,
    /// The field of the payload that keeps order, and that tells a message from its repetition.
    #[serde(default, skip_serializing_if = "is_default")]
    pub key: Option<String>,
}

/// An error that a caller must expect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ContractError {
    /// When it comes, and what the caller should do.
    pub description: String,
}

fn first_version() -> String {
    "1.0.0".to_owned()
}
fn is_first_version(version: &str) -> bool {
    version == "1.0.0"
}
