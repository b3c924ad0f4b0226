use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, Rate, TeamId};
use ts_rs::TS;

use super::is_default;

/// A process as something that is operated. Each answer is yes, no or, left out, unknown.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Unit {
    /// The team that owns it; the element's where left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub team: Option<TeamId>,
    /// The layer that it sits at; sets its default telemetry.
    #[serde(default, skip_serializing_if = "is_default")]
    pub layer: Option<Layer>,
    /// Is somebody on call for it?
    #[serde(default, skip_serializing_if = "is_default")]
    pub on_call: Option<Answer>,
    /// What releases it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pipeline: Option<Pipeline>,
    /// Changes that are ready to be released, a week.
    #[serde(default, skip_serializing_if = "is_default")]
    pub changes_per_week: Option<f64>,
    /// How long people take in an incident.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recovery: Option<Recovery>,
    /// The share of requests whose traces are kept, above 0 to 1, decided where a request enters. All if
    /// left out.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-unit" = "of 1"))]
    pub trace_sampling: Option<f64>,
    /// For a unit of the layer `observability`: spans that it takes in all; what comes beyond is dropped.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-otherwise" = "enough"))]
    pub max_spans: Option<Rate>,
    /// Are contract tests green?
    #[serde(default, skip_serializing_if = "is_default")]
    pub contract_tests: Option<Answer>,
    /// Do its traces arrive, joined over the boundary?
    #[serde(default, skip_serializing_if = "is_default")]
    pub traces: Option<Answer>,
    /// Do its metrics arrive?
    #[serde(default, skip_serializing_if = "is_default")]
    pub metrics: Option<Answer>,
    /// Do its logs arrive, with trace ids?
    #[serde(default, skip_serializing_if = "is_default")]
    pub logs: Option<Answer>,
    /// Are there alerts on its objectives, routed to its team?
    #[serde(default, skip_serializing_if = "is_default")]
    pub alerts: Option<Answer>,
    /// Is there a runbook that was drilled?
    #[serde(default, skip_serializing_if = "is_default")]
    pub runbook: Option<Answer>,
    /// Do its documents change with its code, in the same review?
    #[serde(default, skip_serializing_if = "is_default")]
    pub docs: Option<Answer>,
    /// Has it an identity with the least privileges?
    #[serde(default, skip_serializing_if = "is_default")]
    pub identity: Option<Answer>,
    /// Is there a network policy?
    #[serde(default, skip_serializing_if = "is_default")]
    pub network_policy: Option<Answer>,
    /// Do its secrets come from a manager that rotates them?
    #[serde(default, skip_serializing_if = "is_default")]
    pub secrets: Option<Answer>,
    /// Do tags tell whose cost it is?
    #[serde(default, skip_serializing_if = "is_default")]
    pub tags: Option<Answer>,
    /// Was it tested with production-like load?
    #[serde(default, skip_serializing_if = "is_default")]
    pub load_tests: Option<Answer>,
}

/// Yes or no, and how one knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Answer {
    /// The answer.
    pub is: Verdict,
    /// How one knows: a link, a name, a date.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: Option<String>,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is so.
    Yes,
    /// It is not.
    No,
}

/// What releases a unit.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Pipeline {
    /// Is it shared with other units?
    #[serde(default, skip_serializing_if = "is_default")]
    pub shared: bool,
    /// From commit to production, where no `stages` are given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub duration: Option<Duration>,
    /// What a run goes through, in this order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stages: Vec<Stage>,
    /// Does it release to a few users first?
    #[serde(default, skip_serializing_if = "is_default")]
    pub canary: Option<Answer>,
    /// Does it go back by itself?
    #[serde(default, skip_serializing_if = "is_default")]
    pub rollback: Option<Answer>,
}

/// A stage of a pipeline. A run that fails at it is repaired and begins again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Stage {
    /// What it is called.
    pub name: String,
    /// How long it takes.
    pub duration: Duration,
    /// The share of runs that fail at its end, 0 to 1; 1 is a broken pipeline (F8).
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0.0, max = 1.0), extend("default" = 0, "x-unit" = "of 1"))]
    pub failure_rate: f64,
}

/// How long people take in an incident. What is left out is assumed, and the results say so.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct Recovery {
    /// From the alert until somebody looks at it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub acknowledge: Option<Duration>,
    /// Until the cause is found, with traces that join and a runbook.
    #[serde(default, skip_serializing_if = "is_default")]
    pub diagnose: Option<Duration>,
    /// Until the version before runs again, where the pipeline can go back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub roll_back: Option<Duration>,
    /// Until a fix is ready to be released, where it cannot.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fix: Option<Duration>,
}

/// Where a unit sits, L1 to L11.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// L1: edge or CDN.
    Edge,
    /// L2: network or gateway.
    Gateway,
    /// L3: service.
    Service,
    /// L4: front end.
    FrontEnd,
    /// L5: data.
    Data,
    /// L6: infrastructure or platform.
    Infrastructure,
    /// L7: Kubernetes.
    Kubernetes,
    /// L8: serverless.
    Serverless,
    /// L9: delivery.
    Delivery,
    /// L10: observability.
    Observability,
    /// L11: security.
    Security,
}
