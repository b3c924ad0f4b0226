use serde_json::{Map, Value, json};

use super::document::Document;
use super::{place, reference};
use crate::contract::{DRAFT, HttpPromise, Route};
use crate::write::camel;

/// An operation of the model as an operation of OpenAPI.
pub(super) fn operation(
    document: &mut Document<'_>,
    promise: &HttpPromise<'_>,
    route: &Route,
    tag: &str,
) -> Value {
    let id = document.names.once(&camel(&place(&promise.operation)));
    let mut description = if promise.accepts {
        "Accepts the work and answers before it is done.".to_owned()
    } else {
        "Answers when the work is done.".to_owned()
    };
    if promise.contract.is_none() {
        description = format!("{description} {DRAFT}");
    }
    let mut parameters = parameters(promise, route);
    let mut made = Map::new();
    made.insert("operationId".to_owned(), json!(id));
    made.insert("tags".to_owned(), json!([tag]));
    made.insert("summary".to_owned(), json!(promise.summary));
    made.insert("description".to_owned(), json!(description));
    made.insert(
        "security".to_owned(),
        security(promise.auth, &promise.scope),
    );
    if takes_body(&promise.method) {
        if let Some(schema) = &promise.request {
            let schema = document.schema(&format!("{id}-request"), schema);
            made.insert("requestBody".to_owned(), body(promise, &schema));
        }
    } else {
        parameters.extend(query(promise));
    }
    parameters.push(reference("parameters", "TraceContext"));
    made.insert("parameters".to_owned(), Value::Array(parameters));
    let response = promise
        .response
        .as_ref()
        .map(|schema| document.schema(&format!("{id}-response"), schema));
    made.insert("responses".to_owned(), responses(promise, response));
    made.insert(
        "x-spinout-operation".to_owned(),
        json!(place(&promise.operation)),
    );
    Value::Object(made)
}

/// Whether a request of this method carries a body by the rules of HTTP.
fn takes_body(method: &str) -> bool {
    matches!(method, "post" | "put" | "patch")
}

pub(super) fn security(auth: bool, scope: &str) -> Value {
    if auth {
        json!([{ "token": [scope] }])
    } else {
        json!([])
    }
}

fn parameters(promise: &HttpPromise<'_>, route: &Route) -> Vec<Value> {
    let mut parameters: Vec<Value> = route
        .renamed(&promise.route)
        .map(|(promised, here)| {
            let schema = property(promise, promised).unwrap_or_else(|| json!({ "type": "string" }));
            json!({
                "name": here,
                "in": "path",
                "required": true,
                "description": format!("Part of the path, `{promised}` in the model."),
                "schema": schema
            })
        })
        .collect();
    if promise.accepts && promise.contract.is_none() {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": false,
            "description": "A request that comes again with the same key gives the same job.",
            "schema": { "type": "string", "maxLength": 255 }
        }));
    }
    parameters
}

/// The schema of a top-level property of the request, where it can stand alone.
fn property(promise: &HttpPromise<'_>, name: &str) -> Option<Value> {
    let schema = promise.request.as_ref()?.get("properties")?.get(name)?;
    let scalar = schema
        .get("type")
        .is_some_and(|kind| kind != "object" && kind != "array");
    (scalar && schema.get("$ref").is_none()).then(|| schema.clone())
}

/// A request without a body carries the properties of its schema in its query.
fn query(promise: &HttpPromise<'_>) -> Vec<Value> {
    let Some(schema) = &promise.request else {
        return Vec::new();
    };
    let in_path: Vec<&str> = promise.route.parameters().collect();
    let required = schema.get("required").and_then(Value::as_array);
    let is_required =
        |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(|(name, _)| !in_path.contains(&name.as_str()))
        .map(|(name, of)| {
            let said = of.get("description").and_then(Value::as_str);
            json!({
                "name": name,
                "in": "query",
                "required": is_required(name),
                "description": said.unwrap_or("Part of the request."),
                "schema": property(promise, name).unwrap_or_else(|| json!({}))
            })
        })
        .collect()
}

fn body(promise: &HttpPromise<'_>, schema: &Value) -> Value {
    let mut media = json!({ "schema": schema });
    let examples: Map<String, Value> = promise
        .examples
        .iter()
        .enumerate()
        .map(|(index, (name, value))| {
            let plain = !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
            let key = if plain {
                name.clone()
            } else {
                format!("example.{}", index + 1)
            };
            (key, json!({ "summary": name, "value": value }))
        })
        .collect();
    if !examples.is_empty() {
        media["examples"] = Value::Object(examples);
    }
    json!({ "required": true, "content": { "application/json": media } })
}

fn responses(promise: &HttpPromise<'_>, schema: Option<Value>) -> Value {
    let mut responses = Map::new();
    let (status, said) = if promise.accepts {
        ("202", "Accepted: the work is done later.")
    } else if schema.is_some() {
        ("200", "Done.")
    } else {
        ("204", "Done.")
    };
    let mut good = json!({ "description": said });
    if let Some(schema) = schema {
        good["content"] = json!({ "application/json": { "schema": schema } });
    }
    responses.insert(status.to_owned(), good);
    responses.insert(
        "400".to_owned(),
        problem("The request is not what the schema says: mend it, don't repeat it."),
    );
    if promise.auth {
        responses.insert(
            "401".to_owned(),
            problem("No token, or one that is not valid any more: get a new one."),
        );
        responses.insert(
            "403".to_owned(),
            problem("The token lacks the scope: ask the owner for it."),
        );
    }
    responses.insert(
        "503".to_owned(),
        problem("Not now: repeat later, with growing pauses."),
    );
    let written = promise.contract.map(|contract| &contract.errors);
    let mut others = Vec::new();
    for (code, error) in written.into_iter().flatten() {
        let status = code.len() == 3 && matches!(code.parse(), Ok(400..=599u16));
        if status {
            responses.insert(code.clone(), problem(&error.description));
        } else {
            others.push(format!("{code}: {}", error.description));
        }
    }
    if !others.is_empty() {
        responses.insert("422".to_owned(), problem(&others.join("\n")));
    }
    responses.sort_keys();
    Value::Object(responses)
}

pub(super) fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/problem+json": { "schema": reference("schemas", "Problem") } }
    })
}
