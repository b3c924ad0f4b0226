//! The pods.

use serde_json::{Value, json};
use spinout_model::StartUp;

use super::space::SURGE;
use super::{PORT, Unit, bytes, cores};
use crate::place::unit as operated;
use crate::write::decimal;

/// Seconds between two looks of a probe.
const LOOK_S: f64 = 5.0;
/// The longest start where the model gives none, and the factor over what it gives.
const PATIENCE_S: f64 = 300.0;
const PATIENCE: f64 = 3.0;

pub(super) fn deployment(unit: &Unit<'_>) -> Value {
    let mut spec = json!({
        "replicas": unit.process.replicas,
        "selector": { "matchLabels": unit.selector() },
        "strategy": { "type": "RollingUpdate", "rollingUpdate": { "maxSurge": SURGE, "maxUnavailable": 0 } },
        "template": {
            "metadata": {
                "labels": unit.labels(),
                "annotations": { "kubernetes.io/description": unit.boundary.unit_label() }
            },
            "spec": {
                "serviceAccountName": unit.name,
                "automountServiceAccountToken": false,
                "securityContext": {
                    "runAsNonRoot": true,
                    "seccompProfile": { "type": "RuntimeDefault" }
                },
                "topologySpreadConstraints": [{
                    "maxSkew": 1,
                    "topologyKey": "topology.kubernetes.io/zone",
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": { "matchLabels": unit.selector() }
                }],
                "containers": [container(unit)],
                "volumes": [{ "name": "tmp", "emptyDir": {} }]
            }
        }
    });
    if unit.process.autoscaler.is_some()
        && let Value::Object(spec) = &mut spec
    {
        // An autoscaler's number would be undone by each release.
        spec.remove("replicas");
    }
    unit.object("apps/v1", "Deployment", &unit.name, json!({ "spec": spec }))
}

fn container(unit: &Unit<'_>) -> Value {
    let probe = |path: &str, failures: f64| {
        json!({
            "httpGet": { "path": path, "port": "http" },
            "periodSeconds": LOOK_S as u32,
            "failureThreshold": failures as u32
        })
    };
    json!({
        "name": "unit",
        "image": format!("{}:unreleased", unit.name),
        "ports": [{ "name": "http", "containerPort": PORT }],
        "env": environment(unit),
        "resources": resources(unit),
        "startupProbe": probe("/health/live", (start_s(unit) / LOOK_S).ceil().clamp(1.0, 1e6)),
        "livenessProbe": probe("/health/live", 6.0),
        "readinessProbe": probe("/health/ready", 2.0),
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "readOnlyRootFilesystem": true,
            "capabilities": { "drop": ["ALL"] }
        },
        "volumeMounts": [{ "name": "tmp", "mountPath": "/tmp" }]
    })
}

/// What it asks for, and its bounds where the model has them: without a CPU limit it uses idle cores.
fn resources(unit: &Unit<'_>) -> Value {
    let process = unit.process;
    let mut resources = json!({ "requests": { "cpu": cores(process.requested_cores()) } });
    if process.memory.is_some() {
        let memory = bytes(process.requested_memory());
        resources["requests"]["memory"] = json!(memory);
        resources["limits"]["memory"] = json!(memory);
    }
    if process.cpu_limit.is_some() {
        resources["limits"]["cpu"] = json!(cores(process.requested_cores()));
    }
    resources
}

/// What OpenTelemetry's libraries read: the series carry the unit's id as `job`.
fn environment(unit: &Unit<'_>) -> Value {
    let set = |name: &str, value: &str| json!({ "name": name, "value": value });
    let mut variables = vec![
        set("OTEL_SERVICE_NAME", unit.id.as_str()),
        set("OTEL_EXPORTER_OTLP_ENDPOINT", super::network::COLLECTOR),
    ];
    let kept = operated(unit.architecture(), unit.id).and_then(|unit| unit.trace_sampling);
    if let Some(share) = kept {
        variables.push(set("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"));
        variables.push(set("OTEL_TRACES_SAMPLER_ARG", &decimal(share)));
    }
    Value::Array(variables)
}

/// How long it may take to start, in seconds.
fn start_s(unit: &Unit<'_>) -> f64 {
    let scaler = unit.process.autoscaler.as_ref();
    let told = unit
        .process
        .start_up
        .as_ref()
        .or_else(|| scaler.map(|scaler| &scaler.start_up));
    match told {
        Some(StartUp::Time(time)) => time.base() * PATIENCE,
        Some(StartUp::Drawn(_)) | None => PATIENCE_S,
    }
}

/// Maintenance takes one instance at a time.
pub(super) fn disruption(unit: &Unit<'_>) -> Value {
    unit.object(
        "policy/v1",
        "PodDisruptionBudget",
        &unit.name,
        json!({ "spec": {
            "maxUnavailable": 1,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
            "selector": { "matchLabels": unit.selector() }
        } }),
    )
}
