//! AsyncAPI 3.0 of the asynchronous boundary: for each unit that was spun out one document with its queues
//! and dead letters, and what each side sends and receives there.
//!
//! Retention, deliveries and dead letters stand in the broker's own binding where it has words for them,
//! and always in the extension `x-delivery` of the channel: `retention`, `maxMessages`, `maxReceives`,
//! `deadLetterChannel`, `redeliveryDelay`, in the model's units.

mod bindings;
mod channel;
mod operations;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use spinout_units::ElementId;

use crate::boundary::{Boundary, boundaries};
use crate::broker::Broker;
use crate::contract::{DRAFT_VERSION, highest, message};
use crate::registry::{Exporter, File};
use crate::write::{Names, camel, documents};
use crate::{Design, Options, Ownership, Target, header};
use channel::Part;

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "asyncapi",
    about: "AsyncAPI 3.0 contracts of the messages that cross a unit's boundary",
    accepted_by: &["@asyncapi/parser"],
    target: Target::Unit,
    ownership: Ownership::Owned,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    boundaries(design.architecture)
        .iter()
        .filter(|boundary| !boundary.channels().is_empty())
        .map(|boundary| File {
            path: format!("contracts/{}/asyncapi.yaml", boundary.id),
            about: "The messages that cross the boundary".to_owned(),
            text: documents(&header(design), &[document(boundary)]),
        })
        .collect()
}

fn document(boundary: &Boundary<'_>) -> Value {
    let mut names = Names::default();
    let channels = boundary.channels();
    let mut keys: BTreeMap<&ElementId, String> = BTreeMap::new();
    let dead = channels
        .iter()
        .filter_map(|channel| channel.dead_letter().map(|dead| &dead.to));
    for id in channels.iter().map(|channel| channel.id).chain(dead) {
        keys.entry(id)
            .or_insert_with(|| names.once(&camel(id.as_str())));
    }
    let parts: Vec<Part<'_>> = channels
        .iter()
        .map(|channel| Part {
            key: keys[channel.id].clone(),
            dead_key: channel.dead_letter().map(|dead| keys[&dead.to].clone()),
            promise: message(boundary.architecture, channel),
            broker: Broker::of(channel.rules()),
            channel,
        })
        .collect();
    let mut made = Map::new();
    let mut messages = Map::new();
    let mut schemas = Map::new();
    let mut operations = Map::new();
    for part in &parts {
        made.insert(part.key.clone(), part.channel(boundary));
        messages.insert(part.message_key(), part.message());
        schemas.insert(part.payload_key(), part.payload());
        operations::add(&mut operations, boundary, part);
        // Dead letters that somebody consumes have a channel already.
        if let Some((key, dead)) = part
            .dead_letters(boundary)
            .filter(|(key, _)| parts.iter().all(|part| part.key != *key))
        {
            operations::add_dead_letters(&mut operations, boundary, part, &key);
            made.insert(key, dead);
        }
    }
    let written = parts.iter().filter(|part| !part.promise.draft);
    let versions: Vec<&str> = written.map(|part| part.promise.version.as_str()).collect();
    let mut document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": format!("{} messages", boundary.unit_label()),
            "version": if versions.is_empty() { DRAFT_VERSION.to_owned() } else { highest(versions.into_iter()) },
            "description": format!(
                "The messages between {} and {}.", boundary.parent_label(), boundary.unit_label()
            )
        },
        "defaultContentType": "application/json"
    });
    let servers = servers(&parts);
    if !servers.is_empty() {
        document["servers"] = Value::Object(servers);
    }
    document["channels"] = Value::Object(made);
    document["operations"] = Value::Object(operations);
    document["components"] = json!({ "messages": messages, "schemas": schemas });
    document
}

/// One server for each kind of broker.
fn servers(parts: &[Part<'_>]) -> Map<String, Value> {
    let protocols: BTreeSet<&str> = parts
        .iter()
        .filter_map(|part| part.broker.protocol())
        .collect();
    protocols
        .into_iter()
        .map(|protocol| {
            let server = json!({
                "host": "{host}",
                "protocol": protocol,
                "description": "The broker; its host is set for each environment.",
                "variables": { "host": { "description": "The host of the broker, with its port." } }
            });
            (protocol.to_owned(), server)
        })
        .collect()
}
