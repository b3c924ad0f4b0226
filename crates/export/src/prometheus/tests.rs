//! Unit tests for `promtool test rules`: every alert is silent while all is well, and fires when theory says.

use serde_json::{Value, json};

use super::alert::TEST_URL;
use super::queues::{Role, Watched, alerts};
use super::slo::burn_alert;
use super::telemetry::{consumed, ready_series};
use crate::objectives::{Burn, Promise, burns, histogram_series};
use crate::write::{decimal, percent, tidy};
use crate::{Design, Options};

/// Requests a minute in the tests.
const REQUESTS: f64 = 1000.0;
/// How far an alert may be from theory, in minutes: it is evaluated once a minute, and the versions of
/// Prometheus differ in whether a window includes its first sample.
const TOLERANCE: f64 = 2.0;

/// The tests of an objective's alerts.
pub(super) fn of_objective(
    design: &Design<'_>,
    promise: &Promise<'_>,
    options: &Options,
) -> Vec<Value> {
    let (burns, _) = burns(promise.objective.target, promise.period_s());
    let mut cases = vec![healthy(promise), silent(promise)];
    for pages in [true, false] {
        let chosen: Vec<&Burn> = burns.iter().filter(|burn| burn.pages == pages).collect();
        cases.extend(outage(design, promise, &chosen, options));
    }
    cases
}

/// Good requests before, a share of bad ones from then on.
fn outage(
    design: &Design<'_>,
    promise: &Promise<'_>,
    burns: &[&Burn],
    options: &Options,
) -> Option<Value> {
    let budget = burns.first()?.budget;
    let bad = tidy((20.0 * budget).min(1.0));
    let detections: Vec<(&Burn, f64)> = burns
        .iter()
        .filter_map(|burn| Some((*burn, burn.detection_s(bad)? / 60.0)))
        .collect();
    let before = burns
        .iter()
        .map(|burn| burn.long.1 / 60.0)
        .fold(0.0, f64::max)
        + 10.0;
    let last = detections
        .iter()
        .map(|(_, minute)| minute.ceil())
        .fold(0.0, f64::max)
        + TOLERANCE
        + 1.0;
    let mut minutes: Vec<f64> = detections
        .iter()
        .flat_map(|(_, minute)| [minute.floor() - TOLERANCE, minute.ceil() + TOLERANCE])
        .filter(|at| *at > 0.0)
        .filter(|at| {
            detections
                .iter()
                .all(|(_, minute)| (at - minute).abs() >= TOLERANCE)
        })
        .collect();
    minutes.sort_by(f64::total_cmp);
    minutes.dedup();
    let name = if burns.first()?.pages {
        "ErrorBudgetBurnPage"
    } else {
        "ErrorBudgetBurnTicket"
    };
    let labels = [
        ("service", promise.service.as_str()),
        ("slo", promise.slo.as_str()),
    ];
    let checks: Vec<Value> = minutes
        .iter()
        .map(|at| {
            let expected: Vec<Value> = detections
                .iter()
                .filter(|(_, minute)| minute < at)
                .map(|(burn, _)| burn_alert(design, promise, burn, options).expected(&labels))
                .collect();
            check(before + at, name, &expected)
        })
        .collect();
    let rising = |from: f64, to: f64| {
        let first = from * before + to;
        format!(
            "0+{}x{} {}+{}x{}",
            decimal(from),
            decimal(before),
            decimal(first),
            decimal(to),
            decimal(last - 1.0)
        )
    };
    let good = tidy(REQUESTS * (1.0 - bad));
    let all = rising(REQUESTS, REQUESTS);
    let series = match promise.indicator.within_s {
        // Slow ones are bad: all are counted, fewer stand in the bucket.
        Some(_) => vec![
            input(histogram_series(&promise.indicator, "count", false), &all),
            input(
                histogram_series(&promise.indicator, "bucket", false),
                &rising(REQUESTS, good),
            ),
        ],
        None => vec![
            input(
                histogram_series(&promise.indicator, "count", false),
                &rising(REQUESTS, good),
            ),
            input(
                histogram_series(&promise.indicator, "count", true),
                &rising(0.0, tidy(REQUESTS * bad)),
            ),
        ],
    };
    let said = format!(
        "{}: {} are bad from minute {} on",
        promise.slo,
        percent(bad),
        decimal(before)
    );
    Some(case(&said, &series, &checks))
}

/// Good requests only, without a single series of failures, then none at all.
fn healthy(promise: &Promise<'_>) -> Value {
    let steady = "0+1000x120 120000x120";
    let mut series = vec![input(
        histogram_series(&promise.indicator, "count", false),
        steady,
    )];
    if promise.indicator.within_s.is_some() {
        series.push(input(
            histogram_series(&promise.indicator, "bucket", false),
            steady,
        ));
    }
    let checks: Vec<Value> = [110.0, 235.0]
        .iter()
        .flat_map(|at| {
            ["ErrorBudgetBurnPage", "ErrorBudgetBurnTicket"].map(|name| check(*at, name, &[]))
        })
        .collect();
    case(
        &format!(
            "{}: silent while all is well, and without requests",
            promise.slo
        ),
        &series,
        &checks,
    )
}

/// No series at all: the alert says that nothing is measured.
fn silent(promise: &Promise<'_>) -> Value {
    let name = format!("{}: says that nothing is measured", promise.slo);
    unseen_case(
        &name,
        &format!("alertname=\"ObjectiveUnseen\",slo=\"{}\"", promise.slo),
    )
}

/// Whether exactly one alert with these labels fires where there is no series.
fn unseen_case(name: &str, matchers: &str) -> Value {
    let mut made = case(name, &[input("up{job=\"another\"}", "1x70")], &[]);
    made["promql_expr_test"] = json!([{
        "expr": format!("count(ALERTS{{{matchers},alertstate=\"firing\"}})"),
        "eval_time": "65m",
        "exp_samples": [{ "labels": "{}", "value": 1 }]
    }]);
    made
}

/// The tests of a queue's alerts.
pub(super) fn of_queue(design: &Design<'_>, queue: &Watched<'_>, options: &Options) -> Vec<Value> {
    let alerts = alerts(design, queue, options);
    let labels = [
        ("queue", queue.id.as_str()),
        ("service", queue.service.as_str()),
    ];
    let expect = |name: &str| -> Vec<Value> {
        alerts
            .iter()
            .filter(|alert| alert.name == name)
            .map(|alert| alert.expected(&labels))
            .collect()
    };
    let group = matches!(queue.role, Role::Work { .. }).then_some(queue.service.as_str());
    let depth = |messages: f64| -> Vec<Value> {
        ready_series(queue.broker, &queue.topic, group)
            .into_iter()
            .map(|(series, part)| input(series, &format!("{}x60", decimal(messages * part))))
            .collect()
    };
    let worked = |a_minute: f64| {
        input(
            consumed(&queue.topic, queue.service.as_str()),
            &format!("0+{}x60", decimal(a_minute)),
        )
    };
    let all = |minute: f64, firing: &[&str]| -> Vec<Value> {
        alerts
            .iter()
            .filter(|alert| alert.name != "QueueUnseen")
            .map(|alert| {
                let expected = if firing.contains(&alert.name) {
                    expect(alert.name)
                } else {
                    Vec::new()
                };
                check(minute, alert.name, &expected)
            })
            .collect()
    };
    let id = queue.id;
    let unseen = unseen_case(
        &format!("{id}: says that nothing is measured"),
        &format!("alertname=\"QueueUnseen\",queue=\"{id}\""),
    );
    let Role::Work { late_s } = &queue.role else {
        return vec![
            case(
                &format!("{id}: one dead letter"),
                &depth(1.0),
                &all(10.0, &["DeadLetters"]),
            ),
            case(
                &format!("{id}: no dead letter"),
                &depth(0.0),
                &all(10.0, &[]),
            ),
            unseen,
        ];
    };
    let with = |mut series: Vec<Value>, more: Value| {
        series.push(more);
        series
    };
    // Sixty messages a minute are worked on: a wait in seconds is as many messages.
    let late = late_s.map_or(200.0, |seconds| seconds * 1.5);
    let mut firing = vec!["QueueLate"];
    if queue
        .retention
        .is_some_and(|retention| late > retention.base() / 2.0)
    {
        firing.push("QueueOutlastsRetention");
    }
    let mut cases = vec![
        unseen,
        case(
            &format!("{id}: nothing waits"),
            &with(depth(0.0), worked(60.0)),
            &all(30.0, &[]),
        ),
        case(
            &format!("{id}: late"),
            &with(depth(late), worked(60.0)),
            &all(30.0, &firing),
        ),
    ];
    let stalled = case(
        &format!("{id}: stalled"),
        &with(depth(1.0), worked(0.0)),
        &all(15.0, &["QueueStalled"]),
    );
    cases.push(stalled);
    if let Some(retention) = queue.retention {
        let messages = retention.base() * 0.75;
        let mut firing = vec!["QueueOutlastsRetention"];
        if late_s.map_or(messages > 100.0, |seconds| messages > seconds) {
            firing.push("QueueLate");
        }
        cases.push(case(
            &format!("{id}: the backlog nears its retention"),
            &with(depth(messages), worked(60.0)),
            &all(30.0, &firing),
        ));
    }
    cases
}

fn case(name: &str, series: &[Value], checks: &[Value]) -> Value {
    let mut case = json!({
        "name": name,
        "interval": "1m",
        "external_url": TEST_URL,
        "input_series": series
    });
    if !checks.is_empty() {
        case["alert_rule_test"] = json!(checks);
    }
    case
}

fn input(series: impl Into<String>, values: &str) -> Value {
    json!({ "series": series.into(), "values": values })
}

fn check(minute: f64, alert: &str, expected: &[Value]) -> Value {
    json!({ "eval_time": format!("{}m", decimal(minute)), "alertname": alert, "exp_alerts": expected })
}
