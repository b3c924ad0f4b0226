//! The panels that belong to a unit's layer.

use spinout_model::Layer;

use super::Seen;
use super::panel::Panel;
use super::queries::{active, each, latency, share};

/// What is looked at in the layer of the unit.
pub(super) fn panels(seen: &Seen<'_>) -> Vec<Panel> {
    let job = seen.job();
    let rate = |series: &str, matchers: &str| {
        format!(
            "sum({})",
            each(
                job,
                &format!("rate({series}{{job=\"{job}\"{matchers}}}[$__rate_interval])")
            )
        )
    };
    match seen.layer() {
        Layer::Edge => vec![
            latency(job, "http_server_request_duration_seconds", "Latency at the edge"),
            share(
                "Cache hits",
                &rate("cdn_requests_total", ",cache_status=\"hit\""),
                &rate("cdn_requests_total", ""),
            ),
        ],
        Layer::Gateway => vec![
            share(
                "Errors at the gateway",
                &rate(
                    "http_server_request_duration_seconds_count",
                    ",http_response_status_code=~\"5..\"",
                ),
                &rate("http_server_request_duration_seconds_count", ""),
            ),
            active(job, "Connections with a request"),
        ],
        Layer::Service => vec![active(job, "Requests in hand")],
        Layer::FrontEnd => vec![
            latency(job, "browser_page_load_duration_seconds", "Page load"),
            Panel::graph("Errors in the browser", "ops").ask(rate("browser_errors_total", ""), "errors"),
        ],
        Layer::Data => vec![
            Panel::graph("Failed runs", "short").ask(
                format!("sum(increase(data_job_runs_total{{job=\"{job}\",outcome=\"failure\"}}[1h]))"),
                "in an hour",
            ),
            Panel::graph("How far data lag behind", "s")
                .ask(format!("max(data_lag_seconds{{job=\"{job}\"}})"), "lag"),
        ],
        Layer::Infrastructure => vec![
            Panel::graph("Resource use", "percentunit")
                .ask(format!("avg by (instance) (system_cpu_utilization_ratio{{job=\"{job}\",state!=\"idle\"}})"), "processor {{instance}}")
                .ask(format!("avg by (instance) (system_memory_utilization_ratio{{job=\"{job}\",state=\"used\"}})"), "memory {{instance}}"),
            Panel::graph("Restarts", "short").ask(
                format!("sum(changes(process_start_time_seconds{{job=\"{job}\"}}[1h]))"),
                "in an hour",
            ),
        ],
        Layer::Kubernetes => pods(seen),
        Layer::Serverless => vec![
            latency(job, "faas_invoke_duration_seconds", "Duration"),
            Panel::graph("Cold starts", "ops").ask(rate("faas_coldstarts_total", ""), "cold starts"),
        ],
        Layer::Delivery => vec![
            latency(job, "cicd_pipeline_run_duration_seconds", "Pipeline time"),
            Panel::graph("Failures of the pipeline", "short").ask(
                format!("sum(increase(cicd_pipeline_run_errors_total{{job=\"{job}\"}}[1d]))"),
                "in a day",
            ),
        ],
        Layer::Observability => vec![
            Panel::graph("Spans", "ops")
                .ask("sum(rate(otelcol_receiver_accepted_spans[$__rate_interval]))".to_owned(), "accepted")
                .ask("sum(rate(otelcol_receiver_refused_spans[$__rate_interval]))".to_owned(), "refused")
                .ask("sum(rate(otelcol_exporter_send_failed_spans[$__rate_interval]))".to_owned(), "not sent"),
            Panel::graph("Log records", "ops").ask(
                "sum(rate(otelcol_receiver_accepted_log_records[$__rate_interval]))".to_owned(),
                "accepted",
            ),
        ],
        Layer::Security => vec![
            Panel::graph("Failed authentications", "ops").ask(rate("auth_failures_total", ""), "failed"),
            Panel::graph("Denials by policy", "ops").ask(rate("policy_denials_total", ""), "denied"),
        ],
    }
}

/// Restarts and throttling, which any unit with pods has.
pub(super) fn pods(seen: &Seen<'_>) -> Vec<Panel> {
    let Some((namespace, name)) = &seen.pods else {
        return Vec::new();
    };
    let of = format!("namespace=\"{namespace}\",pod=~\"{name}-.+\"");
    vec![
        Panel::graph("Restarts of pods", "short").ask(
            format!("sum by (pod) (increase(kube_pod_container_status_restarts_total{{{of}}}[1h]))"),
            "{{pod}}",
        ),
        Panel::graph("Periods in which the processor was throttled", "percentunit").ask(
            format!(
                "sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{{{of}}}[$__rate_interval]))\n/\n\
                 sum by (pod) (rate(container_cpu_cfs_periods_total{{{of}}}[$__rate_interval]))"
            ),
            "{{pod}}",
        ),
    ]
}
