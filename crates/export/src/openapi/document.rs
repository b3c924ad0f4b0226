use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use spinout_units::ElementId;

use super::{host, operation, reference};
use crate::contract::{DRAFT_VERSION, HttpPromise, Route, highest};
use crate::place::{label, team};
use crate::write::{Names, camel, link};
use crate::{Design, Options};

/// An OpenAPI document under way.
pub(super) struct Document<'a> {
    pub(super) design: &'a Design<'a>,
    service: &'a ElementId,
    title: String,
    description: String,
    /// Routes by their shape, as the first one wrote them.
    routes: BTreeMap<String, Route>,
    paths: Map<String, Value>,
    tags: BTreeMap<String, String>,
    pub(super) schemas: Map<String, Value>,
    pub(super) names: Names,
    scopes: BTreeSet<String>,
    versions: Vec<String>,
    left_out: Vec<String>,
    traced: bool,
    token_url: String,
}

/// Where tokens come from, beside the service, where the options do not say.
const TOKEN_URL: &str = "/oauth2/token";

impl<'a> Document<'a> {
    pub(super) fn new(
        design: &'a Design<'a>,
        service: &'a ElementId,
        name: &str,
        about: &str,
        options: &Options,
    ) -> Self {
        let mut schemas = Map::new();
        schemas.insert("Problem".to_owned(), problem());
        let mut names = Names::default();
        names.once("Problem");
        Self {
            design,
            service,
            title: name.to_owned(),
            description: about.to_owned(),
            routes: BTreeMap::new(),
            paths: Map::new(),
            tags: BTreeMap::new(),
            schemas,
            names,
            scopes: BTreeSet::new(),
            versions: Vec::new(),
            left_out: Vec::new(),
            traced: false,
            token_url: options
                .token_url
                .clone()
                .unwrap_or_else(|| TOKEN_URL.to_owned()),
        }
    }

    /// Adds an operation of the model.
    pub(super) fn add(&mut self, promise: &HttpPromise<'_>) {
        let route = self.known(&promise.route);
        if self.has(&promise.method, &route) {
            self.left_out.push(format!(
                "{} is left out: {} {route} is promised already.",
                promise.operation,
                promise.method.to_uppercase()
            ));
            return;
        }
        self.versions
            .extend(promise.contract.map(|contract| contract.version.clone()));
        if promise.auth {
            self.scopes.insert(promise.scope.clone());
        }
        self.traced = true;
        let element = &promise.operation.element;
        let tag = label(self.design.architecture, element).to_owned();
        let made = operation::operation(self, promise, &route, element.as_str());
        self.insert(&promise.method, &route, (element.as_str(), &tag), made);
    }

    /// Puts an operation at its place, with its tag and the tag's description.
    pub(super) fn insert(
        &mut self,
        method: &str,
        route: &Route,
        tag: (&str, &str),
        operation: Value,
    ) {
        self.routes
            .entry(route.shape())
            .or_insert_with(|| route.clone());
        self.tags.insert(tag.0.to_owned(), tag.1.to_owned());
        let item = self
            .paths
            .entry(route.to_string())
            .or_insert_with(|| json!({}));
        item[method] = operation;
    }

    /// Is something promised there already?
    pub(super) fn has(&self, method: &str, route: &Route) -> bool {
        self.paths
            .get(&route.to_string())
            .is_some_and(|item| item.get(method).is_some())
    }

    /// The route as it is written here: two that differ only in the names of parameters are one.
    pub(super) fn known(&self, route: &Route) -> Route {
        self.routes.get(&route.shape()).unwrap_or(route).clone()
    }

    /// Adds a schema under a name like `name`, and gives a reference to it.
    pub(super) fn schema(&mut self, name: &str, schema: &Value) -> Value {
        let name = self.names.once(&capital(&camel(name)));
        let at = format!("#/components/schemas/{name}");
        self.schemas
            .insert(name.clone(), crate::contract::embedded(schema, &at));
        reference("schemas", &name)
    }

    /// A scope that a caller needs.
    pub(super) fn needs(&mut self, scope: &str) {
        self.scopes.insert(scope.to_owned());
        self.traced = true;
    }

    /// Comments on what is not in it.
    pub(super) fn left_out(&self) -> Vec<String> {
        self.left_out.clone()
    }

    pub(super) fn finish(self) -> Value {
        let version = if self.versions.is_empty() {
            DRAFT_VERSION.to_owned()
        } else {
            highest(self.versions.iter().map(String::as_str))
        };
        let mut components = Map::new();
        components.insert("schemas".to_owned(), Value::Object(self.schemas));
        if self.traced {
            components.insert(
                "parameters".to_owned(),
                json!({ "TraceContext": trace_context() }),
            );
        }
        if !self.scopes.is_empty() {
            components.insert(
                "securitySchemes".to_owned(),
                json!({ "token": token(&self.scopes, &self.token_url) }),
            );
        }
        let tags: Vec<Value> = self
            .tags
            .iter()
            .map(|(name, description)| json!({ "name": name, "description": description }))
            .collect();
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": self.title,
                "description": self.description,
                "version": version,
                "contact": contact(self.design, self.service),
                "license": { "name": "Internal", "identifier": "LicenseRef-Internal" }
            },
            "servers": [{
                "url": "{scheme}://{host}",
                "description": "Wherever the service stands; the host is set for each environment.",
                "variables": {
                    "scheme": { "default": "https", "enum": ["https", "http"], "description": "The protocol." },
                    "host": { "default": host(self.service), "description": "The host, with its port." }
                }
            }],
            "tags": tags,
            "paths": self.paths,
            "components": components
        })
    }
}

/// Who answers for the service.
pub(super) fn contact(design: &Design<'_>, service: &ElementId) -> Value {
    let architecture = design.architecture;
    let Some(team) = team(architecture, service) else {
        return json!({ "name": "No team yet" });
    };
    let found = architecture.teams.get(team);
    let name = found.map_or(team.as_str(), |team| team.name.as_str());
    let address = found.and_then(|team| team.on_call.as_deref()).map(link);
    match address.as_deref().and_then(|text| text.strip_prefix('<')) {
        Some(url) => json!({ "name": name, "url": url.trim_end_matches('>') }),
        None => json!({ "name": name }),
    }
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + chars.as_str()
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": { "type": "string", "description": "An address that names the kind of problem." },
            "title": { "type": "string", "description": "The kind of problem, for a person." },
            "status": { "type": "integer", "description": "The HTTP status." },
            "detail": { "type": "string", "description": "What went wrong this time." },
            "traceId": { "type": "string", "description": "The trace to look at." }
        },
        "required": ["title", "status"]
    })
}

fn trace_context() -> Value {
    json!({
        "name": "traceparent",
        "in": "header",
        "required": false,
        "description": "W3C trace context. Callers send it, so that one trace covers both sides.",
        "schema": { "type": "string", "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$" }
    })
}

fn token(scopes: &BTreeSet<String>, token_url: &str) -> Value {
    let scopes: Map<String, Value> = scopes
        .iter()
        .map(|scope| {
            (
                scope.clone(),
                json!("What callers of its operations may do."),
            )
        })
        .collect();
    json!({
        "type": "oauth2",
        "description": "An access token of the calling service, as a bearer token.",
        "flows": { "clientCredentials": { "tokenUrl": token_url, "scopes": scopes } }
    })
}
