use std::collections::BTreeMap;

use serde_json::{Value, json};
use spinout_model::{Architecture, Contract, OperationRef};

use super::{DRAFT_VERSION, contracts_of};
use crate::boundary::Channel;
use crate::place::operation_label;

/// What a message promises.
pub(crate) struct MessagePromise {
    /// The topic or queue by its name at the broker.
    pub(crate) topic: String,
    /// What the message is, in a line.
    pub(crate) summary: String,
    pub(crate) version: String,
    /// The field of the payload that tells a message from its repetition; none where a header does.
    pub(crate) key: Option<String>,
    /// The JSON Schema (2020-12) of the payload.
    pub(crate) payload: Value,
    pub(crate) examples: BTreeMap<String, Value>,
    pub(crate) draft: bool,
}

/// What the messages of `channel` promise: by the queue's contract, else by that of the operation that
/// consumes them, else a draft.
pub(crate) fn message(architecture: &Architecture, channel: &Channel<'_>) -> MessagePromise {
    let queue = OperationRef {
        element: channel.id.clone(),
        // A queue has no operations; a reference to it names the one that is meant by default.
        operation: channel
            .consumers
            .iter()
            .chain(&channel.publishers)
            .map(|link| link.to.operation.clone())
            .next()
            .unwrap_or_else(|| unreachable!("a channel has a link")),
    };
    let consumer = channel.consumers.first().map(|link| &link.from);
    let of_consumer = consumer.and_then(|consumer| {
        contracts_of(architecture, consumer)
            .find(|contract| contract.message.is_some())
            .or_else(|| contracts_of(architecture, consumer).next())
    });
    let contract = contracts_of(architecture, &queue).next().or(of_consumer);
    let what = consumer.map_or(channel.label(), |consumer| {
        operation_label(architecture, consumer)
    });
    match contract {
        Some(contract) if contract.request.is_some() => written(contract, channel, what),
        _ => draft(contract, channel, what),
    }
}

fn written(contract: &Contract, channel: &Channel<'_>, what: &str) -> MessagePromise {
    MessagePromise {
        version: contract.version.clone(),
        key: contract
            .message
            .as_ref()
            .and_then(|message| message.key.clone()),
        payload: contract.request.clone().unwrap_or(Value::Bool(true)),
        examples: contract.examples.clone(),
        draft: false,
        ..draft(Some(contract), channel, what)
    }
}

fn draft(contract: Option<&Contract>, channel: &Channel<'_>, what: &str) -> MessagePromise {
    let named = contract.and_then(|contract| contract.message.as_ref());
    let summary = contract.and_then(|contract| contract.summary.clone());
    MessagePromise {
        topic: named
            .map(|message| message.topic.clone())
            .filter(|topic| !topic.trim().is_empty())
            .unwrap_or_else(|| channel.id.to_string()),
        summary: summary
            .filter(|summary| !summary.trim().is_empty())
            .unwrap_or_else(|| format!("Asks for: {what}")),
        version: DRAFT_VERSION.to_owned(),
        key: Some("jobId".to_owned()),
        payload: draft_payload(),
        examples: BTreeMap::from([("draft".to_owned(), draft_example())]),
        draft: true,
    }
}

fn draft_payload() -> Value {
    json!({
        "type": "object",
        "description": "A job. The model does not say what it carries: write a contract.",
        "properties": {
            "jobId": {
                "type": "string",
                "format": "uuid",
                "description": "Names the job; a message that comes again carries the same."
            },
            "input": {
                "type": "object",
                "description": "The input, or a reference to it where it is large."
            }
        },
        "required": ["jobId", "input"]
    })
}

fn draft_example() -> Value {
    json!({
        "jobId": "6f1c2d3e-4b5a-4c6d-8e7f-9a0b1c2d3e4f",
        "input": {}
    })
}
