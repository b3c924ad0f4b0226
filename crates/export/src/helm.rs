//! A Helm chart of a unit: the same objects as its manifests, with what differs from release to release and from
//! environment to environment as values, and a schema that refuses values that cannot be meant.

use serde_json::{Value, json};

use crate::kubernetes::{Unit, units};
use crate::registry::{Exporter, File};
use crate::write::documents;
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "helm",
    about: "A Helm chart of a unit, with image, size and bounds as values",
    accepted_by: &[
        "helm lint --strict",
        "helm template",
        "kubernetes-validate --strict",
    ],
    target: Target::Infrastructure,
    ownership: Ownership::Owned,
    files,
};

/// Where a value stands in an object of a kind, and what the value is called.
const PLACES: &[(&str, &str, &str)] = &[
    (
        "Deployment",
        "/spec/template/spec/containers/0/image",
        "image",
    ),
    (
        "Deployment",
        "/spec/template/spec/containers/0/resources",
        "resources",
    ),
    ("Deployment", "/spec/replicas", "replicas"),
    ("HorizontalPodAutoscaler", "/spec/minReplicas", "fewest"),
    ("HorizontalPodAutoscaler", "/spec/maxReplicas", "most"),
    ("ScaledObject", "/spec/minReplicaCount", "fewest"),
    ("ScaledObject", "/spec/maxReplicaCount", "most"),
];

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    units(design.architecture)
        .iter()
        .flat_map(|unit| chart(design, unit))
        .collect()
}

fn chart(design: &Design<'_>, unit: &Unit<'_>) -> Vec<File> {
    let made = unit.manifests();
    let mut values = serde_json::Map::new();
    let mut files = Vec::new();
    for object in &made.objects {
        let (text, found) = template(design, object);
        values.extend(found);
        let kind = object["kind"].as_str().unwrap_or_default().to_lowercase();
        files.push(File {
            path: format!("charts/{}/templates/{kind}.yaml", unit.boundary.id),
            about: "A template of the chart".to_owned(),
            text,
        });
    }
    let mut comments = header(design);
    comments.push(format!(
        "Install it with: helm upgrade --install {0} . --namespace {1} --set image=…",
        unit.name, unit.namespace
    ));
    comments.extend(made.notes);
    let mut about = header(design);
    about.push("The pipeline gives the version: helm package --version.".to_owned());
    let meta = json!({
        "apiVersion": "v2",
        "name": unit.name,
        "description": unit.boundary.unit_label(),
        "type": "application",
        "version": "0.1.0"
    });
    let mut add = |name: &str, what: &str, text: String| {
        files.push(File {
            path: format!("charts/{}/{name}", unit.boundary.id),
            about: what.to_owned(),
            text,
        });
    };
    add(
        "Chart.yaml",
        "The chart of a unit",
        documents(&about, &[meta]),
    );
    add(
        "values.schema.json",
        "What the chart's values may be",
        schema(&values),
    );
    add(
        "values.yaml",
        "The chart's values",
        documents(&comments, &[Value::Object(values)]),
    );
    files
}

/// The template of an object, and the values that it takes by their names.
fn template(design: &Design<'_>, object: &Value) -> (String, Vec<(String, Value)>) {
    let comments = header(design);
    let plain = documents(&comments, std::slice::from_ref(object));
    let mut mark = "value".to_owned();
    while plain.contains(&mark) {
        mark.push('z');
    }
    let mut object = object.clone();
    let mut found = Vec::new();
    let mut put = Vec::new();
    for (kind, place, name) in PLACES {
        let here = object["kind"] == json!(kind);
        if let Some(value) = object.pointer_mut(place).filter(|_| here) {
            let token = format!("{mark}{}q", put.len());
            found.push(((*name).to_owned(), value.clone()));
            *value = json!(token);
            put.push((token, format!("{{{{ toJson .Values.{name} }}}}")));
        }
    }
    if let Some(value) = object.pointer_mut("/metadata/namespace") {
        let token = format!("{mark}{}q", put.len());
        *value = json!(token);
        put.push((token, "{{ toJson .Release.Namespace }}".to_owned()));
    }
    let mut text = documents(&comments, &[object]).replace("{{", "{{ \"{{\" }}");
    for (token, expression) in put {
        text = text.replacen(&token, &expression, 1);
    }
    (text, found)
}

fn schema(values: &serde_json::Map<String, Value>) -> String {
    let quantity = json!({ "anyOf": [
        { "type": "number", "exclusiveMinimum": 0 },
        { "type": "string", "pattern": "^[0-9.]+(m|[kKMGTPE]i?)?$" }
    ] });
    let amounts = json!({
        "type": "object",
        "properties": { "cpu": quantity, "memory": quantity },
        "additionalProperties": false
    });
    let properties: serde_json::Map<String, Value> = values
        .keys()
        .map(|name| {
            let rule = match name.as_str() {
                "image" => json!({
                    "type": "string",
                    "description": "The image with its tag or digest.",
                    "pattern": "^[^\\s:@]+(:[0-9]+/[^\\s:@]+)?(:[\\w.-]{1,128})?(@sha256:[0-9a-f]{64})?$"
                }),
                "resources" => json!({
                    "type": "object",
                    "description": "What an instance asks for, and its bounds.",
                    "properties": { "requests": amounts, "limits": amounts },
                    "required": ["requests"],
                    "additionalProperties": false
                }),
                "fewest" => json!({ "type": "integer", "minimum": 0, "description": "The fewest instances." }),
                "most" => json!({ "type": "integer", "minimum": 1, "description": "The most instances." }),
                _ => json!({ "type": "integer", "minimum": 0, "description": "How many instances run." }),
            };
            (name.clone(), rule)
        })
        .collect();
    let mut required: Vec<&String> = values.keys().collect();
    required.sort();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": required
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
