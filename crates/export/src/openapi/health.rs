//! What a unit answers to those who operate it, whatever its contracts say.

use serde_json::json;
use spinout_units::ElementId;

use super::document::Document;
use super::operation::{problem, security};
use super::reference;
use crate::contract::{DRAFT, Route};

/// The probes that a platform asks. Left out where a contract has the same path.
pub(super) fn probes(document: &mut Document<'_>) {
    let probes = [
        (
            "/health/live",
            "healthLive",
            "Is it alive?",
            "Fails when only a restart helps.",
        ),
        (
            "/health/ready",
            "healthReady",
            "Is it ready for work?",
            "Fails while it starts, while it shuts down, and when it cannot work.",
        ),
    ];
    for (path, id, summary, description) in probes {
        let route = Route::new(path);
        if document.has("get", &document.known(&route)) {
            continue;
        }
        let id = document.names.once(id);
        let schema = document.schema(
            &id,
            &json!({
                "type": "object",
                "properties": { "status": { "type": "string", "enum": ["pass", "fail"] } },
                "required": ["status"]
            }),
        );
        let operation = json!({
            "operationId": id,
            "tags": ["health-probes"],
            "summary": summary,
            "description": description,
            "security": [],
            "responses": {
                "200": { "description": "Yes.", "content": { "application/json": { "schema": schema } } },
                "429": problem("Asked too often."),
                "503": problem("No.")
            }
        });
        document.insert(
            "get",
            &route,
            ("health-probes", "What the platform asks."),
            operation,
        );
    }
}

/// A draft of where to ask for a job that was accepted.
pub(super) fn job_status(document: &mut Document<'_>, unit: &ElementId) {
    let route = document.known(&Route::new("/jobs/{jobId}"));
    let Some(parameter) = route.parameters().next().map(str::to_owned) else {
        return;
    };
    if document.has("get", &route) {
        return;
    }
    let scope = format!("{unit}.read");
    document.needs(&scope);
    let id = document.names.once("jobStatus");
    let schema = document.schema(
        &id,
        &json!({
            "type": "object",
            "properties": {
                "jobId": { "type": "string", "format": "uuid" },
                "state": { "type": "string", "enum": ["running", "done", "failed"] },
                "finishedAt": { "type": "string", "format": "date-time" }
            },
            "required": ["jobId", "state"]
        }),
    );
    let operation = json!({
        "operationId": id,
        "tags": ["jobs"],
        "summary": "What became of a job?",
        "description": format!(
            "A job that still waits in the queue is not known here yet: the answer is 404. {DRAFT}"
        ),
        "security": security(true, &scope),
        "parameters": [
            {
                "name": parameter,
                "in": "path",
                "required": true,
                "description": "The job, as it was named when it was accepted.",
                "schema": { "type": "string", "format": "uuid" }
            },
            reference("parameters", "TraceContext")
        ],
        "responses": {
            "200": { "description": "Its state.", "content": { "application/json": { "schema": schema } } },
            "401": problem("No token, or one that is not valid any more: get a new one."),
            "403": problem("The token lacks the scope: ask the owner for it."),
            "404": problem("Not known: never accepted, still waiting, or too long ago."),
            "503": problem("Not now: repeat later, with growing pauses.")
        }
    });
    document.insert(
        "get",
        &route,
        ("jobs", "Work that was accepted."),
        operation,
    );
}
