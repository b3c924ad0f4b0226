//! What the brokers' own bindings have words for.

use serde_json::{Value, json};
use spinout_model::Queue;
use spinout_units::ElementId;

use crate::broker::Broker;

/// The binding of a channel; none for a broker without words of its own.
pub(super) fn channel(broker: Broker, topic: &str, rules: Option<&Queue>) -> Option<Value> {
    let retention = rules
        .and_then(|rules| rules.retention)
        .map(|time| time.base());
    match broker {
        Broker::Kafka => {
            let mut kafka = json!({ "topic": topic });
            if let Some(seconds) = retention {
                kafka["topicConfiguration"] =
                    json!({ "retention.ms": (seconds * 1e3).round() as u64 });
            }
            kafka["bindingVersion"] = json!("0.5.0");
            Some(json!({ "kafka": kafka }))
        }
        Broker::Sqs => {
            let mut queue = json!({ "name": topic, "fifoQueue": topic.ends_with(".fifo") });
            if let Some(seconds) = retention {
                queue["messageRetentionPeriod"] = json!(seconds.round() as u64);
            }
            if let Some(dead) = rules.and_then(|rules| rules.dead_letter.as_ref()) {
                queue["redrivePolicy"] = json!({
                    "deadLetterQueue": { "name": dead.to.as_str() },
                    "maxReceiveCount": dead.max_receives
                });
            }
            Some(json!({ "sqs": { "queue": queue, "bindingVersion": "0.2.0" } }))
        }
        Broker::Amqp => Some(json!({
            "amqp": {
                "is": "queue",
                "queue": { "name": topic, "durable": true, "exclusive": false, "autoDelete": false },
                "bindingVersion": "0.3.0"
            }
        })),
        Broker::Unknown => None,
    }
}

/// The binding of a message: what keeps the order of those that belong together.
pub(super) fn message(broker: Broker, key: Option<&str>) -> Option<Value> {
    let key = key?;
    (broker == Broker::Kafka).then(|| {
        json!({
            "kafka": {
                "key": { "type": "string", "description": format!("The payload's {key}.") },
                "bindingVersion": "0.5.0"
            }
        })
    })
}

/// The binding of an operation that receives.
pub(super) fn receive(broker: Broker, process: &ElementId) -> Option<Value> {
    (broker == Broker::Kafka).then(|| {
        json!({
            "kafka": {
                "groupId": { "type": "string", "enum": [process.as_str()] },
                "bindingVersion": "0.5.0"
            }
        })
    })
}
