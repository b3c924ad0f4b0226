//! Who emits what the dashboards read.

use std::collections::BTreeMap;

use super::panel::Panel;
use crate::write::escape;

const RULES: &str = "the exported rules of Prometheus";
const LIBRARY: &str = "OpenTelemetry's library in the unit";
const KUBELET: &str = "the kubelet (cAdvisor)";
const STATE: &str = "kube-state-metrics";
const COST: &str = "OpenCost";
const TEAM: &str = "the team, as no convention names it";

/// A series by how its name begins, and who emits it.
const SERIES: &[(&str, &str)] = &[
    ("service_slo:bad_requests:", RULES),
    ("queue:messages_ready:sum", RULES),
    ("queue:messages_consumed:rate5m", RULES),
    ("ALERTS", "Prometheus itself, of the exported rules"),
    ("target_info", LIBRARY),
    ("http_server_request_duration_seconds", LIBRARY),
    ("http_server_active_requests", LIBRARY),
    (
        "journey_completion_duration_seconds",
        "whoever ends a request, as the exported rules say",
    ),
    ("messaging_client_consumed_messages_total", LIBRARY),
    ("messaging_process_duration_seconds", LIBRARY),
    (
        "process_start_time_seconds",
        "Prometheus' client library, or the collector's host metrics",
    ),
    (
        "system_cpu_utilization_ratio",
        "the collector's host metrics",
    ),
    (
        "system_memory_utilization_ratio",
        "the collector's host metrics",
    ),
    ("container_cpu_usage_seconds_total", KUBELET),
    ("container_memory_working_set_bytes", KUBELET),
    ("container_cpu_cfs_throttled_periods_total", KUBELET),
    ("container_cpu_cfs_periods_total", KUBELET),
    ("kube_pod_container_status_restarts_total", STATE),
    ("container_cpu_allocation", COST),
    ("container_memory_allocation_bytes", COST),
    ("node_cpu_hourly_cost", COST),
    ("node_ram_hourly_cost", COST),
    ("faas_invoke_duration_seconds", LIBRARY),
    ("faas_coldstarts_total", LIBRARY),
    (
        "cicd_pipeline_run_duration_seconds",
        "the pipeline, by OpenTelemetry's conventions",
    ),
    (
        "cicd_pipeline_run_errors_total",
        "the pipeline, by OpenTelemetry's conventions",
    ),
    ("otelcol_receiver_accepted_spans", "the collector itself"),
    ("otelcol_receiver_refused_spans", "the collector itself"),
    (
        "otelcol_receiver_accepted_log_records",
        "the collector itself",
    ),
    ("otelcol_exporter_send_failed_spans", "the collector itself"),
    ("cdn_requests_total", TEAM),
    ("browser_page_load_duration_seconds", TEAM),
    ("browser_errors_total", TEAM),
    ("data_job_runs_total", TEAM),
    ("data_lag_seconds", TEAM),
    ("auth_failures_total", TEAM),
    ("policy_denials_total", TEAM),
];

/// A list, in Markdown, of the series that the panels read.
pub(super) fn named(panels: &[Panel]) -> String {
    let queries: Vec<&str> = panels
        .iter()
        .filter(|panel| panel.asks_metrics())
        .flat_map(|panel| &panel.queries)
        .map(|query| query.text.as_str())
        .collect();
    let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (series, who) in SERIES {
        let read = *series == "target_info" || queries.iter().any(|query| query.contains(series));
        if read {
            by.entry(who).or_default().push(series);
        }
    }
    let lines: Vec<String> = by
        .iter()
        .map(|(who, series)| format!("- {}: `{}`", escape(who), series.join("`, `")))
        .collect();
    lines.join("\n")
}
