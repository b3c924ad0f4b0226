//! Pact (version 3): what each caller over a boundary relies on, one file for each caller and provider, with
//! examples of the contract or made from its schemas. The caller tests against it without the provider, and the
//! provider shows that it keeps it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use spinout_model::{Mode, OperationRef};
use spinout_units::ElementId;

use crate::boundary::{Boundary, boundaries};
use crate::contract::{HttpPromise, example, http};
use crate::place::process_around;
use crate::registry::{Exporter, File};
use crate::write::url_query;
use crate::{Design, Options, Ownership, Target};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "pact",
    about: "Pact contracts between the two sides of a boundary, with examples",
    accepted_by: &["openapi-pact-comparator"],
    target: Target::Unit,
    ownership: Ownership::Owned,
    files,
};

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    boundaries(design.architecture)
        .iter()
        .flat_map(|boundary| of_boundary(design, boundary))
        .collect()
}

fn of_boundary(design: &Design<'_>, boundary: &Boundary<'_>) -> Vec<File> {
    let architecture = design.architecture;
    let mut pairs: BTreeMap<(&ElementId, &ElementId), BTreeSet<&OperationRef>> = BTreeMap::new();
    for (_, link) in boundary.links() {
        let (Some(from), Some(to)) = (
            process_around(architecture, &link.from.element),
            process_around(architecture, &link.to.element),
        ) else {
            continue;
        };
        let sides = [&boundary.origin.unit, &boundary.origin.parent];
        if link.mode == Mode::Calls && sides.contains(&to) {
            pairs.entry((from, to)).or_default().insert(&link.to);
        }
    }
    pairs
        .into_iter()
        .filter_map(|((consumer, provider), operations)| {
            let mut seen = BTreeSet::new();
            let interactions: Vec<Value> = operations
                .into_iter()
                .filter_map(|of| {
                    let promise = http(architecture, of, boundary.leads_to_unit(of));
                    let first = seen.insert((promise.method.clone(), promise.route.shape()));
                    first.then(|| interaction(&promise)).flatten()
                })
                .collect();
            let side = if *provider == boundary.origin.unit {
                "unit"
            } else {
                "parent"
            };
            (!interactions.is_empty()).then(|| File {
                path: format!("contracts/{}/{consumer}.{side}.pact.json", boundary.id),
                about: format!("What {consumer} relies on of {provider}"),
                text: pretty(&json!({
                    "consumer": { "name": consumer.as_str() },
                    "provider": { "name": provider.as_str() },
                    "interactions": interactions,
                    "metadata": { "pactSpecification": { "version": "3.0.0" } }
                })),
            })
        })
        .collect()
}

/// One request with its answer; none where no example can be told.
fn interaction(promise: &HttpPromise<'_>) -> Option<Value> {
    let body = matches!(promise.method.as_str(), "post" | "put" | "patch");
    let asked = match &promise.request {
        Some(schema) => Some(
            promise
                .examples
                .values()
                .find(|value| value.is_object())
                .cloned()
                .or_else(|| example(schema))?,
        ),
        None => None,
    };
    let mut headers = Map::new();
    if promise.auth {
        headers.insert("Authorization".to_owned(), json!("Bearer token"));
    }
    let part = |name: &str| {
        let of_schema = || example(promise.request.as_ref()?.get("properties")?.get(name)?);
        let value = of_schema().or_else(|| asked.as_ref()?.get(name).cloned());
        match value {
            Some(Value::String(text)) => text,
            Some(value) if !value.is_object() && !value.is_array() => value.to_string(),
            _ => "example".to_owned(),
        }
    };
    let mut path = promise.route.to_string();
    for name in promise.route.parameters() {
        path = path.replace(&format!("{{{name}}}"), &url_query(&part(name)));
    }
    let mut request = json!({ "method": promise.method.to_uppercase(), "path": path });
    if body {
        if let Some(asked) = &asked {
            headers.insert("Content-Type".to_owned(), json!("application/json"));
            request["body"] = asked.clone();
        }
    } else if let Some(Value::Object(asked)) = &asked {
        let in_path: Vec<&str> = promise.route.parameters().collect();
        let query: Map<String, Value> = asked
            .keys()
            .filter(|name| !in_path.contains(&name.as_str()))
            .map(|name| (name.clone(), json!([part(name)])))
            .collect();
        if !query.is_empty() {
            request["query"] = Value::Object(query);
        }
    }
    if !headers.is_empty() {
        request["headers"] = Value::Object(headers);
    }
    let mut response = match (&promise.response, promise.accepts) {
        (_, true) => json!({ "status": 202 }),
        (Some(_), false) => json!({ "status": 200 }),
        (None, false) => json!({ "status": 204 }),
    };
    if let Some(schema) = &promise.response {
        response["headers"] = json!({ "Content-Type": "application/json" });
        response["body"] = example(schema)?;
    }
    Some(json!({
        "description": format!("{} ({})", promise.summary, promise.operation),
        "providerStates": [{ "name": "it works" }],
        "request": request,
        "response": response
    }))
}

fn pretty(document: &Value) -> String {
    // A JSON value has text keys and finite numbers only, which is all that can fail.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}
