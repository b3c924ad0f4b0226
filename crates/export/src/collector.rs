//! OpenTelemetry Collector: one place that takes traces, metrics and logs of the units and hands them on.
//!
//! It bounds its own memory before anything else, and batches last. Where it hands on to is the team's: each
//! address is a variable of its environment.

use serde_json::{Value, json};
use spinout_model::Mode;

use crate::boundary::boundaries;
use crate::objectives::{duration_histogram, promises};
use crate::registry::{Exporter, File};
use crate::write::documents;
use crate::{Design, Options, Ownership, Target, header};

pub(crate) const EXPORTER: Exporter = Exporter {
    id: "opentelemetry-collector",
    about: "OpenTelemetry Collector configuration, with the conventions of spans and logs",
    accepted_by: &["otelcol validate"],
    target: Target::Monitoring,
    ownership: Ownership::Owned,
    files,
};

/// What is handed on: the signal, the variable of its address, and where it goes without one.
const SIGNALS: &[(&str, &str, &str)] = &[
    (
        "traces",
        "TRACES_ENDPOINT",
        "http://tempo.observability.svc:4318",
    ),
    (
        "metrics",
        "METRICS_ENDPOINT",
        "http://prometheus.monitoring.svc:9090/api/v1/otlp",
    ),
    (
        "logs",
        "LOGS_ENDPOINT",
        "http://loki.observability.svc:3100/otlp",
    ),
];

fn files(design: &Design<'_>, _: &Options) -> Vec<File> {
    if design.architecture.spinouts.is_empty() {
        return Vec::new();
    }
    let mut comments = header(design);
    comments.extend(conventions(design));
    vec![File {
        path: "monitoring/collector/config.yaml".to_owned(),
        about: "What takes traces, metrics and logs and hands them on".to_owned(),
        text: documents(&comments, &[document()]),
    }]
}

fn document() -> Value {
    let mut exporters = serde_json::Map::new();
    let mut pipelines = serde_json::Map::new();
    for (signal, variable, otherwise) in SIGNALS {
        let exporter = format!("otlphttp/{signal}");
        pipelines.insert(
            (*signal).to_owned(),
            json!({
                "receivers": ["otlp"],
                "processors": ["memory_limiter", "batch"],
                "exporters": [exporter]
            }),
        );
        exporters.insert(
            exporter,
            json!({
                "endpoint": format!("${{env:{variable}:-{otherwise}}}"),
                "retry_on_failure": { "enabled": true, "max_elapsed_time": "5m" },
                "sending_queue": { "enabled": true, "queue_size": 1000 }
            }),
        );
    }
    json!({
        "receivers": { "otlp": { "protocols": {
            "grpc": { "endpoint": "0.0.0.0:4317" },
            "http": { "endpoint": "0.0.0.0:4318" }
        } } },
        "processors": {
            "memory_limiter": { "check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20 },
            "batch": { "timeout": "5s", "send_batch_size": 8192 }
        },
        "exporters": exporters,
        "service": { "pipelines": pipelines }
    })
}

/// What each side must emit, for the rules and the dashboards to find it.
fn conventions(design: &Design<'_>) -> Vec<String> {
    let mut lines = vec!["What each process emits:".to_owned()];
    for boundary in boundaries(design.architecture) {
        for side in [&boundary.origin.unit, &boundary.origin.parent] {
            lines.push(format!(
                "  {side}: service.name={side}, service.version, deployment.environment.name"
            ));
        }
        for (id, link) in boundary.links() {
            let how = match link.mode {
                Mode::Publishes => {
                    "span \"send\", kind producer, traceparent in the message's headers"
                }
                Mode::Consumes => "span \"process\", kind consumer, linked to the producer's span",
                Mode::Calls | Mode::Reads | Mode::Writes => {
                    "span of kind client and one of kind server, traceparent in the headers"
                }
            };
            lines.push(format!("  link {id}: {how}"));
        }
    }
    lines.push(
        "  logs: one JSON object a line with timestamp, severity, body, trace_id, span_id"
            .to_owned(),
    );
    let (promises, _) = promises(design.architecture);
    lines.extend(promises.iter().map(|promise| {
        format!(
            "  objective {}: {} from {}",
            promise.slo,
            duration_histogram(promise.indicator.kind),
            promise.service
        )
    }));
    lines
}
