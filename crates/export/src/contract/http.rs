use std::collections::BTreeMap;

use serde_json::{Value, json};
use spinout_model::{Architecture, Contract, Mode, OperationRef};

use super::{Route, contracts_of};
use crate::place::{links_behind, operation_label};

/// What an operation promises over HTTP.
pub(crate) struct HttpPromise<'a> {
    pub(crate) operation: OperationRef,
    /// In small letters.
    pub(crate) method: String,
    pub(crate) route: Route,
    pub(crate) summary: String,
    /// The written contract; none for a draft.
    pub(crate) contract: Option<&'a Contract>,
    pub(crate) request: Option<Value>,
    pub(crate) response: Option<Value>,
    pub(crate) examples: BTreeMap<String, Value>,
    /// Must the caller prove who it is? Yes, where the model does not say no.
    pub(crate) auth: bool,
    pub(crate) scope: String,
    /// Is the work done later, so that the answer is 202?
    pub(crate) accepts: bool,
}

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What `operation` promises over HTTP; `accepts` where it only takes work in.
pub(crate) fn http<'a>(
    architecture: &'a Architecture,
    operation: &'a OperationRef,
    accepts: bool,
) -> HttpPromise<'a> {
    let contract = http_contract(architecture, operation);
    let (method, route) = route_of(architecture, operation);
    let summary = contract
        .and_then(|contract| contract.summary.clone())
        .filter(|summary| !summary.trim().is_empty())
        .unwrap_or_else(|| operation_label(architecture, operation).to_owned());
    let auth = architecture
        .relationships
        .values()
        .filter(|link| link.mode == Mode::Calls && link.to == *operation)
        .all(|link| link.auth_required != Some(false));
    let (request, response) = match contract {
        Some(contract) => (contract.request.clone(), contract.response.clone()),
        None => (draft_request(&method), Some(draft_response(accepts))),
    };
    HttpPromise {
        scope: contract
            .and_then(|contract| contract.scope.clone())
            .unwrap_or_else(|| {
                let verb = if method == "get" { "read" } else { "write" };
                format!("{}.{verb}", operation.element)
            }),
        examples: contract
            .map(|contract| contract.examples.clone())
            .unwrap_or_default(),
        operation: operation.clone(),
        method,
        route,
        summary,
        contract,
        request,
        response,
        auth,
        accepts,
    }
}

/// The method, in small letters, and the route that an operation answers.
pub(crate) fn route_of(architecture: &Architecture, operation: &OperationRef) -> (String, Route) {
    match http_contract(architecture, operation).and_then(|contract| contract.http.as_ref()) {
        Some(http) => {
            let method = http.method.to_ascii_lowercase();
            let known = METHODS.contains(&method.as_str());
            (
                if known { method } else { "post".to_owned() },
                Route::new(&http.path),
            )
        }
        None => (
            draft_method(architecture, operation).to_owned(),
            draft_route(architecture, operation),
        ),
    }
}

/// The contract of an operation as something asked over HTTP: one that says how, else one that is not
/// about messages.
fn http_contract<'a>(
    architecture: &'a Architecture,
    operation: &'a OperationRef,
) -> Option<&'a Contract> {
    contracts_of(architecture, operation)
        .find(|contract| contract.http.is_some())
        .or_else(|| {
            contracts_of(architecture, operation).find(|contract| contract.message.is_none())
        })
}

fn draft_method(architecture: &Architecture, operation: &OperationRef) -> &'static str {
    let changes = [Mode::Writes, Mode::Publishes]
        .iter()
        .any(|mode| !links_behind(architecture, operation, *mode).is_empty());
    if changes { "post" } else { "get" }
}

fn draft_route(architecture: &Architecture, operation: &OperationRef) -> Route {
    let of_process = architecture
        .elements
        .get(&operation.element)
        .is_some_and(|element| element.kind.is_process());
    Route::new(&match (of_process, operation.operation.as_str()) {
        (_, "default") => format!("/{}", operation.element),
        (true, name) => format!("/{name}"),
        (false, name) => format!("/{}/{name}", operation.element),
    })
}

fn draft_request(method: &str) -> Option<Value> {
    (method != "get").then(|| {
        json!({
            "type": "object",
            "description": "What the operation needs. The model does not say: write a contract.",
            "properties": {
                "input": {
                    "type": "object",
                    "description": "The input, or a reference to it where it is large."
                }
            },
            "required": ["input"]
        })
    })
}

fn draft_response(accepts: bool) -> Value {
    if accepts {
        json!({
            "type": "object",
            "description": "The receipt of a job that is done later.",
            "properties": {
                "jobId": {
                    "type": "string",
                    "format": "uuid",
                    "description": "Names the job on both sides of the boundary: in the message, in logs and in \
                                    traces."
                },
                "acceptedAt": {
                    "type": "string",
                    "format": "date-time",
                    "description": "When it was accepted; its completion is counted from here."
                }
            },
            "required": ["jobId", "acceptedAt"]
        })
    } else {
        json!({
            "type": "object",
            "description": "The answer. The model does not say: write a contract."
        })
    }
}
