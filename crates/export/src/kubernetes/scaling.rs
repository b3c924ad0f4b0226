//! How the number of pods follows the load: HPA, or KEDA where the model says so.

use serde_json::{Map, Value, json};
use spinout_model::{
    Autoscaler, KedaRule, Mode, PolicyChoice, ScalingBehaviour, ScalingMetric, ScalingRule,
};
use spinout_units::Duration;

use super::Unit;
use crate::write::{decimal, promql_string};

/// Where KEDA asks.
const PROMETHEUS: &str = "http://prometheus.monitoring.svc:9090";

pub(super) fn scaler(unit: &Unit<'_>, notes: &mut Vec<String>) -> Option<Value> {
    let scaler = unit.process.autoscaler.as_ref()?;
    let Some(target) = scaler.target.as_ref() else {
        notes.push(
            "The model scales by times of a scenario only, which no autoscaler of a cluster knows: the number of \
             instances is left to whoever releases."
                .to_owned(),
        );
        return None;
    };
    match &scaler.rule {
        ScalingRule::Keda(rule) => {
            notes.push(format!(
                "KEDA asks Prometheus at {PROMETHEUS}: replace it by yours."
            ));
            Some(keda(unit, scaler, rule, target))
        }
        ScalingRule::Hpa => Some(hpa(unit, scaler, target, notes)),
        ScalingRule::TargetTracking(_) | ScalingRule::Knative(_) | ScalingRule::Scheduled => {
            notes.push(
                "The model's rule of scaling is not one of Kubernetes: HPA with the same target stands in for it, \
                 and reacts differently than simulated."
                    .to_owned(),
            );
            Some(hpa(unit, scaler, target, notes))
        }
    }
}

fn hpa(
    unit: &Unit<'_>,
    scaler: &Autoscaler,
    target: &ScalingMetric,
    notes: &mut Vec<String>,
) -> Value {
    let average = |value: f64| json!({ "type": "AverageValue", "averageValue": quantity(value) });
    let pods = |name: &str, value: f64| json!({ "type": "Pods", "pods": { "metric": { "name": name }, "target": average(value) } });
    let metric = match target {
        ScalingMetric::Cpu(share) => json!({
            "type": "Resource",
            "resource": {
                "name": "cpu",
                "target": { "type": "Utilization", "averageUtilization": (share * 100.0).round().max(1.0) as u32 }
            }
        }),
        ScalingMetric::QueueLength(value) | ScalingMetric::Lag(value) => {
            notes.push(
                "The metrics adapter serves the recorded series queue:messages_ready:sum as the external metric \
                 queue_messages_ready."
                    .to_owned(),
            );
            json!({
                "type": "External",
                "external": {
                    "metric": {
                        "name": "queue_messages_ready",
                        "selector": { "matchLabels": { "queue": queue(unit), "service": unit.id.as_str() } }
                    },
                    "target": average(*value)
                }
            })
        }
        ScalingMetric::Concurrency(value) => {
            notes.push(adapter("http_server_active_requests"));
            pods("http_server_active_requests", *value)
        }
        ScalingMetric::Requests(rate) => {
            notes.push(adapter("http_server_requests_per_second"));
            pods("http_server_requests_per_second", rate.base())
        }
    };
    unit.object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        &unit.name,
        json!({ "spec": {
            "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": unit.name },
            "minReplicas": scaler.min.max(1),
            "maxReplicas": scaler.max.max(1),
            "metrics": [metric],
            "behavior": behaviour(scaler)
        } }),
    )
}

fn adapter(name: &str) -> String {
    format!("The metrics adapter serves {name} of each pod.")
}

fn keda(unit: &Unit<'_>, scaler: &Autoscaler, rule: &KedaRule, target: &ScalingMetric) -> Value {
    let job = promql_string(unit.id.as_str());
    let ask = |query: String, value: f64| {
        json!({
            "type": "prometheus",
            "metricType": "AverageValue",
            "metadata": {
                "serverAddress": PROMETHEUS,
                "query": query,
                "threshold": decimal(value),
                "activationThreshold": decimal(rule.activation)
            }
        })
    };
    let trigger = match target {
        ScalingMetric::Cpu(share) => json!({
            "type": "cpu",
            "metricType": "Utilization",
            "metadata": { "value": decimal((share * 100.0).round().max(1.0)) }
        }),
        ScalingMetric::QueueLength(value) | ScalingMetric::Lag(value) => ask(
            format!(
                "queue:messages_ready:sum{{queue={},service={job}}}",
                promql_string(queue(unit))
            ),
            *value,
        ),
        ScalingMetric::Concurrency(value) => ask(
            format!("sum(http_server_active_requests{{job={job}}})"),
            *value,
        ),
        ScalingMetric::Requests(rate) => ask(
            format!("sum(rate(http_server_request_duration_seconds_count{{job={job}}}[1m]))"),
            rate.base(),
        ),
    };
    unit.object(
        "keda.sh/v1alpha1",
        "ScaledObject",
        &unit.name,
        json!({ "spec": {
            "scaleTargetRef": { "name": unit.name },
            "minReplicaCount": scaler.min,
            "maxReplicaCount": scaler.max.max(1),
            "pollingInterval": seconds(rule.polling_interval, 1.0, 86_400.0),
            "cooldownPeriod": seconds(rule.cooldown, 0.0, 86_400.0),
            "triggers": [trigger],
            "advanced": { "horizontalPodAutoscalerConfig": { "behavior": behaviour(scaler) } }
        } }),
    )
}

fn behaviour(scaler: &Autoscaler) -> Value {
    json!({
        "scaleUp": direction(scaler.scale_up_window, scaler.scale_up.as_ref()),
        "scaleDown": direction(scaler.scale_down_window, scaler.scale_down.as_ref())
    })
}

fn direction(window: Duration, limits: Option<&ScalingBehaviour>) -> Value {
    let mut rules = Map::new();
    rules.insert(
        "stabilizationWindowSeconds".to_owned(),
        json!(seconds(window, 0.0, 3600.0)),
    );
    if let Some(limits) = limits {
        let policies = limits.policies.iter().filter_map(|policy| {
            let (kind, value) = match (policy.pods, policy.percent) {
                (Some(pods), _) => ("Pods", f64::from(pods)),
                (None, Some(percent)) => ("Percent", percent.round()),
                (None, None) => return None,
            };
            let period = seconds(policy.period, 1.0, 1800.0);
            Some(json!({ "type": kind, "value": value.max(1.0) as u32, "periodSeconds": period }))
        });
        let policies: Vec<Value> = policies.collect();
        if !policies.is_empty() {
            rules.insert("policies".to_owned(), Value::Array(policies));
        }
        let choice = match limits.select {
            PolicyChoice::Max => "Max",
            PolicyChoice::Min => "Min",
            PolicyChoice::Disabled => "Disabled",
        };
        rules.insert("selectPolicy".to_owned(), json!(choice));
    }
    Value::Object(rules)
}

/// The queue that the unit works off.
fn queue<'a>(unit: &'a Unit<'_>) -> &'a str {
    unit.architecture()
        .relationships
        .values()
        .find(|link| link.mode == Mode::Consumes && unit.within(&link.from.element))
        .map_or(unit.id.as_str(), |link| link.to.element.as_str())
}

/// Whole seconds within what the field allows.
fn seconds(of: Duration, least: f64, most: f64) -> u32 {
    of.base().round().clamp(least, most) as u32
}

/// A positive quantity: whole, or in thousandths.
fn quantity(value: f64) -> String {
    super::cores(value)
}
