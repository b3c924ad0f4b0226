use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use spinout_units::ElementId;

use super::bindings;
use super::channel::Part;
use crate::boundary::Boundary;
use crate::place::{label, process_around};
use crate::write::camel;

/// What each side does at a channel: one operation for each process that sends or receives there.
pub(super) fn add(operations: &mut Map<String, Value>, boundary: &Boundary<'_>, part: &Part<'_>) {
    let processes = |links: &[&spinout_model::Relationship]| -> BTreeSet<ElementId> {
        links
            .iter()
            .map(|link| {
                let element = &link.from.element;
                process_around(boundary.architecture, element)
                    .unwrap_or(element)
                    .clone()
            })
            .collect()
    };
    for sender in processes(&part.channel.publishers) {
        let title = format!("{} sends", label(boundary.architecture, &sender));
        let operation = operation(part, &part.key, "send", &title, &sender);
        insert(
            operations,
            &format!("{}-send-{}", sender, part.channel.id),
            operation,
        );
    }
    for receiver in processes(&part.channel.consumers) {
        let title = format!("{} receives", label(boundary.architecture, &receiver));
        let mut operation = operation(part, &part.key, "receive", &title, &receiver);
        if let Some(bindings) = bindings::receive(part.broker, &receiver) {
            operation["bindings"] = bindings;
        }
        insert(
            operations,
            &format!("{}-receive-{}", receiver, part.channel.id),
            operation,
        );
    }
}

/// Who puts dead letters away, and who takes them up again.
pub(super) fn add_dead_letters(
    operations: &mut Map<String, Value>,
    boundary: &Boundary<'_>,
    part: &Part<'_>,
    key: &str,
) {
    let unit = &boundary.origin.unit;
    let by = format!(
        "{} replays dead letters, once their cause is mended",
        boundary.unit_label()
    );
    let operation = operation(part, key, "receive", &by, unit);
    insert(
        operations,
        &format!("{unit}-replay-{}", part.channel.id),
        operation,
    );
}

fn operation(
    part: &Part<'_>,
    channel: &str,
    action: &str,
    title: &str,
    process: &ElementId,
) -> Value {
    json!({
        "action": action,
        "channel": { "$ref": format!("#/channels/{channel}") },
        "title": title,
        "summary": part.promise.summary,
        "messages": [{ "$ref": format!("#/channels/{channel}/messages/message") }],
        "tags": [{ "name": process.as_str() }],
        "x-spinout-element": process.as_str()
    })
}

fn insert(operations: &mut Map<String, Value>, name: &str, operation: Value) {
    let name = camel(name);
    let mut key = name.clone();
    let mut number = 2;
    while operations.contains_key(&key) {
        key = format!("{name}{number}");
        number += 1;
    }
    operations.insert(key, operation);
}
