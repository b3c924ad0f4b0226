//! What each dashboard asks.

use serde_json::{Value, json};
use spinout_model::Mode;
use spinout_units::Duration;

use super::panel::{Panel, metrics};
use super::{Seen, layers};
use crate::objectives::Promise;
use crate::place::process_around;
use crate::write::{decimal, escape, percent, promql_string};

/// The instances of the environments and versions that are looked at.
fn chosen(job: &str) -> String {
    format!(
        "target_info{{job=\"{job}\",deployment_environment_name=~\"$environment\",service_version=~\"$version\"}}"
    )
}

/// A rate of each instance, of those that are looked at.
pub(super) fn each(job: &str, rate: &str) -> String {
    format!(
        "{rate} * on (job, instance) group_left () max by (job, instance) ({})",
        chosen(job)
    )
}

/// One rate as a part of another.
pub(super) fn share(title: &str, part: &str, all: &str) -> Panel {
    Panel::graph(title, "percentunit")
        .ask(format!("({part} or 0 * {all})\n/\n({all} > 0)"), "share")
}

/// P95 and P99 of a histogram.
pub(super) fn latency(job: &str, histogram: &str, title: &str) -> Panel {
    let quantile = |of: &str| {
        let rate = format!("rate({histogram}_bucket{{job=\"{job}\"}}[$__rate_interval])");
        format!(
            "histogram_quantile({of}, sum by (le) ({}))",
            each(job, &rate)
        )
    };
    Panel::graph(title, "s")
        .ask(quantile("0.95"), "P95")
        .ask(quantile("0.99"), "P99")
}

pub(super) fn active(job: &str, title: &str) -> Panel {
    let series = format!("http_server_active_requests{{job=\"{job}\"}}");
    Panel::graph(title, "short").ask(format!("sum({})", each(job, &series)), "in hand")
}

/// A version that was not there a while ago.
pub(super) fn releases(job: &str) -> Value {
    let here = chosen(job);
    json!({
        "name": "Releases",
        "enable": true,
        "iconColor": "blue",
        "datasource": metrics(),
        "expr": format!(
            "count by (service_version) ({here}) unless count by (service_version) ({here} offset 10m)"
        ),
        "step": "60s",
        "titleFormat": "Release",
        "textFormat": "{{service_version}}"
    })
}

/// The series that tell how the unit's work goes: of requests, or of messages where it only takes those.
struct Work {
    /// The counter of work, and a matcher of what failed.
    count: &'static str,
    failed: &'static str,
    histogram: &'static str,
}

fn work(seen: &Seen<'_>) -> Work {
    if seen.boundary.served().is_empty() && consumes(seen) {
        Work {
            count: "messaging_process_duration_seconds_count",
            failed: "error_type!=\"\"",
            histogram: "messaging_process_duration_seconds",
        }
    } else {
        Work {
            count: "http_server_request_duration_seconds_count",
            failed: "http_response_status_code=~\"5..\"",
            histogram: "http_server_request_duration_seconds",
        }
    }
}

fn consumes(seen: &Seen<'_>) -> bool {
    let architecture = seen.design.architecture;
    architecture.relationships.values().any(|link| {
        link.mode == Mode::Consumes
            && process_around(architecture, &link.from.element) == Some(&seen.boundary.origin.unit)
    })
}

/// The part of the unit's work that failed.
fn failing(seen: &Seen<'_>) -> Panel {
    let (job, work) = (seen.job(), work(seen));
    let rate = |more: &str| {
        let series = format!(
            "rate({}{{job=\"{job}\"{more}}}[$__rate_interval])",
            work.count
        );
        format!("sum({})", each(job, &series))
    };
    share("Failures", &rate(&format!(",{}", work.failed)), &rate(""))
}

fn named(promise: &Promise<'_>) -> String {
    format!("{} – {}", promise.journey_label, promise.id)
}

pub(super) fn executive(seen: &Seen<'_>) -> Vec<Panel> {
    let mut panels = Vec::new();
    for promise in &seen.promises {
        panels.push(
            Panel::stat(&format!("Kept: {}", named(promise)), "percentunit")
                .about(&format!(
                    "Promised: {}. All environments.",
                    promise.wording()
                ))
                .ask(format!("1 - ({})", bad(promise, "$__range")), ""),
        );
        let budget = 1.0 - promise.objective.target;
        panels.push(
            Panel::stat(&format!("Budget left: {}", named(promise)), "percentunit")
                .about(&format!(
                    "What is left of the {} that may be missed in {}. All environments.",
                    percent(budget),
                    promise.objective.window
                ))
                .ask(
                    format!(
                        "1 - ({}) / {}",
                        bad(promise, &window(promise.objective.window)),
                        decimal(budget)
                    ),
                    "",
                ),
        );
    }
    let job = seen.job();
    let here = chosen(job);
    panels.push(Panel::graph("Versions in use", "short").ask(
        format!("count by (service_version) ({here})"),
        "{{service_version}}",
    ));
    panels.push(
        failing(seen).about("How releases turned out: their marks are above, failures below."),
    );
    if let Some((namespace, name)) = &seen.pods {
        let of = format!("namespace=\"{namespace}\",pod=~\"{name}-.+\"");
        let hourly = format!(
            "(\n  sum(container_cpu_allocation{{{of}}} * on (node) group_left () max by (node) (node_cpu_hourly_cost))\n  \
             +\n  sum(container_memory_allocation_bytes{{{of}}} / 1024 ^ 3 * on (node) group_left () max by (node) \
             (node_ram_hourly_cost))\n)"
        );
        panels.push(
            Panel::stat("Cost a day", "none")
                .about("Processor and memory of its pods, at the price of their nodes.")
                .ask(format!("{hourly} * 24"), ""),
        );
        panels.push(
            Panel::stat("Cost a month", "none")
                .about("Processor and memory of its pods, at the price of their nodes.")
                .ask(format!("{hourly} * 730"), ""),
        );
    }
    panels.push(Panel::text("What it was expected to cost", &seen.costs()));
    panels
}

/// The share of bad requests of an objective over a range: 0 where there was none.
fn bad(promise: &Promise<'_>, range: &str) -> String {
    let over = |selector: String| format!("sum(increase({selector}[{range}]))");
    let all = over(promise.indicator.total());
    let good = over(promise.indicator.good());
    format!("1 - ({good} or 0 * {all}) / ({all} > 0)")
}

/// A duration as Prometheus writes it: whole seconds, at least one.
fn window(of: Duration) -> String {
    format!("{}s", of.base().round().max(1.0))
}

pub(super) fn on_call(seen: &Seen<'_>) -> Vec<Panel> {
    let (job, work) = (seen.job(), work(seen));
    let mut panels = vec![
        Panel::table("Alerts")
            .about("Of the unit, as the rules find them.")
            .ask(
                format!("ALERTS{{service=\"{job}\",alertstate=\"firing\"}}"),
                "",
            ),
        failing(seen),
        latency(job, work.histogram, "How long it takes"),
    ];
    for promise in &seen.promises {
        let series = |window: &str| {
            format!(
                "service_slo:bad_requests:ratio_rate{window}{{service={},slo={}}} / {}",
                promql_string(promise.service.as_str()),
                promql_string(&promise.slo),
                decimal(1.0 - promise.objective.target)
            )
        };
        panels.push(
            Panel::graph(&format!("Budget burns: {}", named(promise)), "none")
                .about("How many times as fast as it lasts the error budget is spent. All environments.")
                .ask(series("5m"), "5 min")
                .ask(series("1h"), "1 h"),
        );
    }
    for channel in seen.boundary.channels() {
        if channel.consumers.is_empty() {
            continue;
        }
        let of = |id: &str| format!("queue:messages_ready:sum{{queue={}}}", promql_string(id));
        let mut panel = Panel::graph(&format!("Waiting: {}", channel.label()), "short")
            .about("All environments.")
            .ask(of(channel.id.as_str()), "messages");
        if let Some(dead) = channel.dead_letter() {
            panel = panel.ask(of(dead.to.as_str()), "dead letters");
        }
        panels.push(panel);
        panels.push(
            Panel::graph(&format!("Pace: {}", channel.label()), "ops")
                .about("All environments.")
                .ask(
                    format!(
                        "queue:messages_consumed:rate5m{{queue={}}}",
                        promql_string(channel.id.as_str())
                    ),
                    "messages",
                ),
        );
    }
    panels.push(
        Panel::graph("Instances by version", "short")
            .about("A release, or a way back, is where one version replaces another.")
            .ask(
                format!("count by (service_version) ({})", chosen(job)),
                "{{service_version}}",
            ),
    );
    panels.extend(layers::panels(seen));
    panels
}

pub(super) fn debug(seen: &Seen<'_>) -> Vec<Panel> {
    let (job, work) = (seen.job(), work(seen));
    let slowest = seen
        .promises
        .iter()
        .filter(|promise| promise.service == seen.boundary.origin.unit)
        .filter_map(|promise| promise.indicator.within_s)
        .min_by(f64::total_cmp)
        .unwrap_or(1.0);
    let by = |labels: &str, value: &str| {
        format!(
            "sum by ({labels}) (rate({}{{job=\"{job}\"}}[$__rate_interval]) * on (job, instance) group_left \
             ({value}) {})",
            work.count,
            chosen(job)
        )
    };
    let mut panels = vec![
        Panel::traces(
            "Slow and failed traces",
            format!(
                "{{ resource.service.name = \"{job}\" && (status = error || duration > {}ms) }}",
                (slowest * 1000.0).round().max(1.0)
            ),
        ),
        Panel::logs(
            "Logs of failures, with their traces",
            format!(
                "{{service_name=\"{job}\"}} | trace_id != \"\" | detected_level =~ \"error|warn|fatal\""
            ),
        ),
        Panel::graph("Work by version", "ops").ask(
            by("service_version", "service_version"),
            "{{service_version}}",
        ),
        Panel::graph("Work by instance", "ops").ask(by("instance", ""), "{{instance}}"),
    ];
    if let Some((namespace, name)) = &seen.pods {
        let of = format!("namespace=\"{namespace}\",pod=~\"{name}-.+\"");
        panels.push(Panel::graph("Cores in use", "short").ask(
            format!(
                "sum by (pod) (rate(container_cpu_usage_seconds_total{{{of}}}[$__rate_interval]))"
            ),
            "{{pod}}",
        ));
        panels.push(Panel::graph("Memory in use", "bytes").ask(
            format!("sum by (pod) (container_memory_working_set_bytes{{{of}}})"),
            "{{pod}}",
        ));
    }
    if seen.layer() != spinout_model::Layer::Kubernetes {
        panels.extend(layers::panels(seen));
    }
    panels.extend(layers::pods(seen));
    panels.push(Panel::text(
        "What it is",
        &format!(
            "{}, taken out of {}.",
            escape(seen.boundary.unit_label()),
            escape(seen.boundary.parent_label())
        ),
    ));
    panels
}
