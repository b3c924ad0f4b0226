//! JSON Schema 2020-12 of message payloads, each a file of its own: what a consumer validates with.

use serde_json::Value;

use crate::boundary::boundaries;
use crate::contract::{message, standalone};
use crate::registry::{Exporter, File};
use crate::{Design, Options, Ownership, Target};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "json-schema",
    about: "JSON Schema 2020-12 of message payloads",
    accepted_by: &[
        "ajv --spec=draft2020 --strict=true",
        "check-jsonschema --check-metaschema",
    ],
    target: Target::Unit,
    ownership: Ownership::Owned,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for boundary in boundaries(design.architecture) {
        for channel in boundary.channels() {
            let promise = message(design.architecture, &channel);
            let id = format!("urn:spinout:{}:{}", boundary.id, channel.id);
            let document = standalone(&promise.payload, &id, &promise.summary);
            files.push(File {
                path: format!(
                    "contracts/{}/schemas/{}.schema.json",
                    boundary.id, channel.id
                ),
                about: format!("The payload of the messages of {}", channel.label()),
                text: pretty(&document),
            });
        }
    }
    files
}

fn pretty(document: &Value) -> String {
    // A JSON value has text keys and finite numbers only, which is all that can fail.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}
