use serde_json::{Value, json};

use super::bindings;
use crate::boundary::{Boundary, Channel};
use crate::broker::Broker;
use crate::contract::{DRAFT, MessagePromise, draft_07, embedded};
use crate::place::label;
use crate::write::camel;

/// A queue with what its messages promise.
pub(super) struct Part<'a> {
    /// The key of its channel.
    pub(super) key: String,
    /// The key of the channel of its dead letters, where it has any.
    pub(super) dead_key: Option<String>,
    pub(super) channel: &'a Channel<'a>,
    pub(super) promise: MessagePromise,
    pub(super) broker: Broker,
}

impl Part<'_> {
    pub(super) fn message_key(&self) -> String {
        format!("{}Message", self.key)
    }

    pub(super) fn payload_key(&self) -> String {
        format!("{}Payload", self.key)
    }

    /// The channel.
    pub(super) fn channel(&self, boundary: &Boundary<'_>) -> Value {
        let about = self.channel.element.description.as_deref();
        let mut channel = json!({
            "address": self.promise.topic,
            "title": self.channel.label(),
            "description": about.unwrap_or("Messages that cross the boundary of the unit."),
            "messages": { "message": reference("messages", &self.message_key()) }
        });
        if let Some(protocol) = self.broker.protocol() {
            channel["servers"] = json!([{ "$ref": format!("#/servers/{protocol}") }]);
        }
        if let Some(bindings) =
            bindings::channel(self.broker, &self.promise.topic, self.channel.rules())
        {
            channel["bindings"] = bindings;
        }
        channel["x-delivery"] = self.delivery();
        channel["x-spinout-element"] = json!(self.channel.id.as_str());
        channel["tags"] = json!([{ "name": boundary.id.as_str() }]);
        channel
    }

    /// The rules of delivery, in the model's units.
    fn delivery(&self) -> Value {
        let mut rules = json!({ "guarantee": "at least once" });
        let Some(queue) = self.channel.rules() else {
            return rules;
        };
        if let Some(retention) = queue.retention {
            rules["retention"] = json!(retention.to_string());
        }
        if let Some(capacity) = queue.capacity {
            rules["maxMessages"] = json!(capacity);
        }
        if let Some(delay) = queue.redelivery_delay {
            rules["redeliveryDelay"] = json!(delay.to_string());
        }
        if let Some(dead) = &queue.dead_letter {
            rules["maxReceives"] = json!(dead.max_receives);
            rules["deadLetterChannel"] = json!(self.dead_key);
        }
        rules
    }

    /// The channel of its dead letters with its key, where it has any.
    pub(super) fn dead_letters(&self, boundary: &Boundary<'_>) -> Option<(String, Value)> {
        let dead = self.channel.dead_letter()?;
        let rules = boundary
            .architecture
            .elements
            .get(&dead.to)
            .and_then(|element| element.queue.as_ref());
        let mut channel = json!({
            "address": dead.to.as_str(),
            "title": label(boundary.architecture, &dead.to),
            "description": format!(
                "Messages that failed {} times, as they were sent. Empty in good times: watch its size.",
                dead.max_receives
            ),
            "messages": { "message": reference("messages", &self.message_key()) }
        });
        if let Some(protocol) = self.broker.protocol() {
            channel["servers"] = json!([{ "$ref": format!("#/servers/{protocol}") }]);
        }
        if let Some(bindings) = bindings::channel(self.broker, dead.to.as_str(), rules) {
            channel["bindings"] = bindings;
        }
        if let Some(retention) = rules.and_then(|rules| rules.retention) {
            channel["x-delivery"] = json!({ "retention": retention.to_string() });
        }
        channel["x-spinout-element"] = json!(dead.to.as_str());
        channel["tags"] = json!([{ "name": boundary.id.as_str() }]);
        Some((self.dead_key.clone()?, channel))
    }

    /// The message, for the components.
    pub(super) fn message(&self) -> Value {
        let mut description = "A message may come more than once: work on it once.".to_owned();
        if self.promise.draft {
            description = format!("{description} {DRAFT}");
        }
        let mut message = json!({
            "name": camel(self.channel.id.as_str()),
            "title": self.promise.summary,
            "description": description,
            "contentType": "application/json",
            "headers": self.headers(),
            "payload": reference("schemas", &self.payload_key()),
            "correlationId": {
                "description": "Tells a message from its repetition, and joins the logs of both sides.",
                "location": self.correlation()
            }
        });
        let examples: Vec<Value> = self
            .promise
            .examples
            .iter()
            .filter(|(_, payload)| payload.is_object())
            .map(|(name, payload)| json!({ "name": name, "payload": payload }))
            .collect();
        if !examples.is_empty() {
            message["examples"] = json!(examples);
        }
        if let Some(bindings) = bindings::message(self.broker, self.promise.key.as_deref()) {
            message["bindings"] = bindings;
        }
        message
    }

    /// The schema of its payload, for the components.
    pub(super) fn payload(&self) -> Value {
        let at = format!("#/components/schemas/{}", self.payload_key());
        draft_07(&embedded(&self.promise.payload, &at))
    }

    fn headers(&self) -> Value {
        let mut headers = json!({
            "type": "object",
            "properties": {
                "traceparent": {
                    "type": "string",
                    "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
                    "description": "W3C trace context: the consumer continues the publisher's trace."
                },
                "tracestate": { "type": "string", "description": "W3C trace state, passed on as it came." },
                "accepted-at": {
                    "type": "string",
                    "format": "date-time",
                    "description": "When the user's request was accepted; completion is counted from here."
                }
            },
            "required": ["traceparent", "accepted-at"]
        });
        if self.promise.key.is_none() {
            headers["properties"]["idempotency-key"] = json!({
                "type": "string",
                "description": "Tells a message from its repetition; the same whenever it comes again."
            });
            headers["required"] = json!(["traceparent", "accepted-at", "idempotency-key"]);
        }
        headers
    }

    fn correlation(&self) -> String {
        match &self.promise.key {
            Some(key) => format!(
                "$message.payload#/{}",
                key.replace('~', "~0").replace('/', "~1")
            ),
            None => "$message.header#/idempotency-key".to_owned(),
        }
    }
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}
