//! Figures of autoscalers.

use super::{count, positive};
use crate::validate::Report;
use crate::{
    Autoscaler, Function, KedaRule, KnativeRule, Path, ScalingBehaviour, ScalingMetric,
    ScalingRule, TargetTrackingRule,
};

pub(super) fn check(report: &mut Report, at: &Path, autoscaler: &Autoscaler, replicas: u32) {
    bounds(report, at, autoscaler, replicas);
    metric(report, at, autoscaler);
    if autoscaler.interval.base() <= 0.0 {
        report.range(at.child("interval"), autoscaler.interval, "above 0");
    }
    share(report, at.child("tolerance"), autoscaler.tolerance);
    for (field, behaviour) in [
        ("scale_up", &autoscaler.scale_up),
        ("scale_down", &autoscaler.scale_down),
    ] {
        if let Some(behaviour) = behaviour {
            policies(report, &at.child(field), behaviour);
        }
    }
    let rule = at.child("rule");
    match &autoscaler.rule {
        ScalingRule::Hpa | ScalingRule::Scheduled => {}
        ScalingRule::Keda(keda) => check_keda(report, &rule.child("keda"), keda),
        ScalingRule::TargetTracking(rule_of) => {
            check_tracking(report, &rule.child("target_tracking"), rule_of);
        }
        ScalingRule::Knative(knative) => check_knative(report, &rule.child("knative"), knative),
    }
    schedule(report, at, autoscaler);
    budget(report, at, autoscaler);
}

fn bounds(report: &mut Report, at: &Path, autoscaler: &Autoscaler, replicas: u32) {
    let to_none = matches!(
        autoscaler.rule,
        ScalingRule::Keda(_) | ScalingRule::Knative(_) | ScalingRule::Scheduled
    );
    if !(autoscaler.min == 0 && to_none) {
        count(report, at.child("min"), autoscaler.min);
    }
    count(report, at.child("max"), autoscaler.max);
    if autoscaler.max < autoscaler.min {
        let least = format!("at least `min`, {}", autoscaler.min);
        report.range(at.child("max"), autoscaler.max, &least);
    } else if !(autoscaler.min..=autoscaler.max).contains(&replicas) {
        let range = format!(
            "between the autoscaler's `min` and `max`, as `replicas` ({replicas}) is what it starts from"
        );
        let found = format!("{} to {}", autoscaler.min, autoscaler.max);
        report.range(at.clone(), found, &range);
    }
}

fn metric(report: &mut Report, at: &Path, autoscaler: &Autoscaler) {
    let at = at.child("target");
    let knative = matches!(autoscaler.rule, ScalingRule::Knative(_));
    match &autoscaler.target {
        None if autoscaler.rule == ScalingRule::Scheduled => {}
        None => report.range(
            at,
            "nothing",
            "what it steers to, such as {\"cpu\": 0.6}, unless its rule is `scheduled`",
        ),
        Some(target) => {
            let measured = matches!(
                target,
                ScalingMetric::Concurrency(_) | ScalingMetric::Requests(_)
            );
            if knative && !measured {
                let range = "`concurrency` or `requests`, which are what Knative looks at";
                report.range(at.clone(), "another metric", range);
            }
            match target {
                ScalingMetric::Cpu(use_of_cores) => {
                    if !(*use_of_cores > 0.0 && *use_of_cores <= 1.0) {
                        report.range(at.child("cpu"), use_of_cores, "above 0 and at most 1");
                    }
                }
                ScalingMetric::QueueLength(n) => positive(report, at.child("queue_length"), *n),
                ScalingMetric::Lag(n) => positive(report, at.child("lag"), *n),
                ScalingMetric::Concurrency(n) => positive(report, at.child("concurrency"), *n),
                ScalingMetric::Requests(rate) => {
                    if rate.base() <= 0.0 {
                        report.range(at.child("requests"), rate, "above 0");
                    }
                }
            }
        }
    }
}

fn share(report: &mut Report, at: Path, found: f64) {
    if !(0.0..=1.0).contains(&found) {
        report.range(at, found, "from 0 to 1");
    }
}

fn least(report: &mut Report, at: Path, found: f64, least: f64) {
    if !(found.is_finite() && found >= least) {
        report.range(at, found, &format!("at least {least}"));
    }
}

fn policies(report: &mut Report, at: &Path, behaviour: &ScalingBehaviour) {
    for (n, policy) in behaviour.policies.iter().enumerate() {
        let at = at.child("policies").child(n.to_string());
        if policy.pods.is_some() == policy.percent.is_some() {
            let found = if policy.pods.is_some() {
                "both"
            } else {
                "neither"
            };
            report.range(at.clone(), found, "either `pods` or `percent`");
        }
        if let Some(percent) = policy.percent {
            positive(report, at.child("percent"), percent);
        }
        if policy.period.base() <= 0.0 {
            report.range(at.child("period"), policy.period, "above 0");
        }
    }
}

fn check_keda(report: &mut Report, at: &Path, keda: &KedaRule) {
    if keda.polling_interval.base() <= 0.0 {
        report.range(
            at.child("polling_interval"),
            keda.polling_interval,
            "above 0",
        );
    }
    least(report, at.child("activation"), keda.activation, 0.0);
}

fn check_tracking(report: &mut Report, at: &Path, rule: &TargetTrackingRule) {
    if rule.period.base() <= 0.0 {
        report.range(at.child("period"), rule.period, "above 0");
    }
    for (field, periods) in [
        ("out_periods", rule.out_periods),
        ("in_periods", rule.in_periods),
    ] {
        if !(1..=1440).contains(&periods) {
            report.range(at.child(field), periods, "from 1 to 1440");
        }
    }
    share(report, at.child("in_threshold"), rule.in_threshold);
}

fn check_knative(report: &mut Report, at: &Path, rule: &KnativeRule) {
    if !(rule.utilization > 0.0 && rule.utilization <= 1.0) {
        report.range(
            at.child("utilization"),
            rule.utilization,
            "above 0 and at most 1",
        );
    }
    for (field, times) in [
        ("panic_threshold", rule.panic_threshold),
        ("max_scale_up_rate", rule.max_scale_up_rate),
        ("max_scale_down_rate", rule.max_scale_down_rate),
    ] {
        least(report, at.child(field), times, 1.0);
    }
    if rule.panic_window.base() < 2.0 || rule.panic_window.base() > rule.stable_window.base() {
        let range = "at least 2s and at most the stable window";
        report.range(at.child("panic_window"), rule.panic_window, range);
    }
}

fn schedule(report: &mut Report, at: &Path, autoscaler: &Autoscaler) {
    if autoscaler.rule == ScalingRule::Scheduled && autoscaler.schedule.is_empty() {
        report.range(at.child("schedule"), "nothing", "at least one time");
    }
    for (n, entry) in autoscaler.schedule.iter().enumerate() {
        let at = at.child("schedule").child(n.to_string());
        if entry.replicas.is_some() == (entry.min.is_some() || entry.max.is_some()) {
            let range = "either `replicas`, or `min` and `max` or one of them";
            report.range(at.clone(), "neither or both", range);
        }
        if let (Some(min), Some(max)) = (entry.min, entry.max)
            && max < min
        {
            report.range(at.child("max"), max, &format!("at least `min`, {min}"));
        }
        if let Some(max) = entry
            .max
            .or(entry.replicas)
            .or(entry.min)
            .filter(|n| *n > 0)
        {
            count(report, at.clone(), max);
        }
        if let Some(every) = entry.every.filter(|every| every.base() < 1.0) {
            report.range(at.child("every"), every, "at least 1s");
        }
    }
}

fn budget(report: &mut Report, at: &Path, autoscaler: &Autoscaler) {
    let Some(budget) = &autoscaler.budget else {
        return;
    };
    let at = at.child("budget");
    if budget.spend.is_none() && budget.instance_hours.is_none() {
        let range = "`spend`, such as \"2USD/h\", or `instance_hours`";
        report.range(at.clone(), "no limit", range);
    }
    for (field, price) in [("spend", &budget.spend), ("price", &budget.price)] {
        if let Some(price) = price {
            let by_time = matches!(price.unit(), "USD/h" | "USD/month");
            if !by_time || price.base() <= 0.0 {
                report.range(at.child(field), price, "above 0 and by the hour or month");
            }
        }
    }
    if let Some(hours) = budget.instance_hours {
        positive(report, at.child("instance_hours"), hours);
    }
    if budget.window.base() < 1.0 {
        report.range(at.child("window"), budget.window, "at least 1s");
    }
}

/// Figures of functions.
pub(super) fn check_function(report: &mut Report, at: &Path, function: &Function) {
    count(report, at.child("concurrency"), function.concurrency);
    if let Some(reserved) = function.reserved {
        count(report, at.child("reserved"), reserved);
    }
    if function.provisioned > function.most() {
        let most = format!("at most `concurrency` and `reserved`, {}", function.most());
        report.range(at.child("provisioned"), function.provisioned, &most);
    }
    count(
        report,
        at.child("burst").child("initial"),
        function.burst.initial,
    );
    if function.time_limit.base() <= 0.0 {
        report.range(at.child("time_limit"), function.time_limit, "above 0");
    }
    if function.memory.base() <= 0.0 {
        report.range(at.child("memory"), function.memory, "above 0");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::validate::testing::says;

    const AUTOSCALER: &str = "elements/shop/process/autoscaler";

    #[track_caller]
    fn is_out_of_range(autoscaler: Value, places: &[&str]) {
        let mut expected: Vec<String> = places
            .iter()
            .map(|place| format!("out-of-range at {AUTOSCALER}{place}"))
            .collect();
        expected.sort();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        says(AUTOSCALER, autoscaler, &expected);
    }

    #[test]
    fn each_rule_has_figures_that_can_be() {
        let cpu = json!({"cpu": 0.5});
        is_out_of_range(json!({"min": 1, "max": 9}), &["/target"]);
        is_out_of_range(json!({"min": 0, "max": 9, "target": cpu}), &["/min"]);
        is_out_of_range(
            json!({"min": 0, "max": 9, "target": {"lag": 0}, "rule": {"keda": {"polling_interval": "0s", "activation": -1}}}),
            &[
                "/target/lag",
                "/rule/keda/polling_interval",
                "/rule/keda/activation",
            ],
        );
        is_out_of_range(
            json!({"min": 0, "max": 9, "target": cpu, "rule": {"knative": {"utilization": 0, "panic_window": "2min"}}}),
            &[
                "/target",
                "/rule/knative/utilization",
                "/rule/knative/panic_window",
            ],
        );
        is_out_of_range(
            json!({"min": 1, "max": 9, "target": {"requests": "0/s"}, "rule": {"target_tracking": {"out_periods": 0}}}),
            &["/target/requests", "/rule/target_tracking/out_periods"],
        );
        is_out_of_range(
            json!({"min": 1, "max": 9, "target": cpu, "scale_up": {"policies": [{"period": "0s"}]}}),
            &["/scale_up/policies/0", "/scale_up/policies/0/period"],
        );
    }

    #[test]
    fn functions_have_environments_and_time() {
        let function = json!({"concurrency": 5, "provisioned": 6, "burst": {"initial": 0, "rate": "1/s"}, "time_limit": "0s"});
        let said = crate::validate::testing::found(&[(
            "elements/ocr",
            json!({"kind": "function", "function": function, "operations": {"default": {}}}),
        )]);
        for place in ["provisioned", "burst/initial", "time_limit"] {
            let expected = format!("out-of-range at elements/ocr/function/{place}");
            assert!(said.contains(&expected), "{said:?}");
        }
    }

    #[test]
    fn schedules_and_budgets_say_what_they_change() {
        is_out_of_range(
            json!({"min": 1, "max": 9, "rule": "scheduled"}),
            &["/schedule"],
        );
        is_out_of_range(
            json!({"min": 1, "max": 9, "rule": "scheduled", "schedule": [
                {"at": "1h"}, {"at": "2h", "min": 3, "max": 2, "every": "0s"}]}),
            &["/schedule/0", "/schedule/1/max", "/schedule/1/every"],
        );
        is_out_of_range(
            json!({"min": 1, "max": 9, "target": {"cpu": 0.5}, "budget": {"price": "1USD/GB"}}),
            &["/budget", "/budget/price"],
        );
        says(
            AUTOSCALER,
            json!({"min": 0, "max": 9, "target": {"concurrency": 10}, "start_up": {"exponential": {"mean": "3s"}},
                "rule": {"knative": {}}, "budget": {"spend": "2USD/h", "price": "0.1USD/h"}}),
            &[],
        );
    }
}
