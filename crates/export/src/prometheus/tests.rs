//! Unit tests for `promtool test rules`: every alert is silent while all is well, and fires when theory says.

use serde_json::{Value, json};

use super::alert::TEST_URL;
use super::queues::{Role, Watched, alerts};
use super::telemetry::{consumed, ready_series};
use crate::objectives::{Burn, Promise, burns, histogram_series};
use crate::write::{decimal, percent, tidy};
use crate::{Design, Options};

/// Requests a minute in the tests.
const REQUESTS: f64 = 1000.0;
/// How far an alert may be from theory, in evaluations: it is seen at the next one, and the versions of
/// Prometheus differ in whether a window includes its first sample.
const TOLERANCE: f64 = 1.0;

/// How often the rules are evaluated in a file of tests. Windows that reach over days would take `promtool`
/// minutes for each objective with a sample every minute.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Pace {
    /// Once a minute: queues, and windows of up to an hour.
    Minute,
    /// Every twenty minutes: longer windows.
    TwentyMinutes,
}

impl Pace {
    /// The one that a pair of windows is tested at.
    fn of(burn: &Burn) -> Self {
        if burn.long.1 <= 3600.0 {
            Self::Minute
        } else {
            Self::TwentyMinutes
        }
    }

    fn minutes(self) -> f64 {
        match self {
            Self::Minute => 1.0,
            Self::TwentyMinutes => 20.0,
        }
    }

    /// As Prometheus writes it.
    pub(super) fn interval(self) -> &'static str {
        match self {
            Self::Minute => "1m",
            Self::TwentyMinutes => "20m",
        }
    }
}

/// The tests of an objective's alerts, at one pace.
pub(super) fn of_objective(promise: &Promise<'_>, pace: Pace) -> Vec<Value> {
    let (burns, _) = burns(promise.objective.target, promise.period_s());
    let chosen: Vec<Burn> = burns
        .into_iter()
        .filter(|burn| Pace::of(burn) == pace)
        .collect();
    let mut cases = match pace {
        Pace::Minute => vec![healthy(promise), silent(promise)],
        Pace::TwentyMinutes => Vec::new(),
    };
    cases.extend(outage(promise, &chosen, pace));
    cases
}

/// Good requests before, a share of bad ones from then on: each alert fires when theory says, one evaluation
/// more or less, and not before.
fn outage(promise: &Promise<'_>, burns: &[Burn], pace: Pace) -> Option<Value> {
    let bad = tidy((20.0 * burns.first()?.budget).min(1.0));
    let step = pace.minutes();
    let detections: Vec<(&Burn, f64)> = burns
        .iter()
        .filter_map(|burn| Some((burn, burn.detection_s(bad)? / 60.0 / step)))
        .collect();
    // From here on in steps of the pace, of which the outage begins after `before`.
    let before = (burns
        .iter()
        .map(|burn| burn.long.1 / 60.0)
        .fold(0.0, f64::max)
        / step)
        .ceil()
        + 2.0;
    let last = detections
        .iter()
        .map(|(_, at)| at.ceil())
        .fold(0.0, f64::max)
        + TOLERANCE
        + 1.0;
    let mut times: Vec<f64> = detections
        .iter()
        .flat_map(|(_, at)| [at.floor() - TOLERANCE, at.ceil() + TOLERANCE])
        .filter(|time| *time > 0.0)
        .filter(|time| {
            detections
                .iter()
                .all(|(_, at)| (time - at).abs() >= TOLERANCE)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let windows: Vec<&str> = burns.iter().map(|burn| burn.long.0).collect();
    let query = format!(
        "count by (severity,window) (ALERTS{{slo=\"{}\",window=~\"{}\"}})",
        promise.slo,
        windows.join("|")
    );
    let checks: Vec<Value> = times
        .iter()
        .map(|time| {
            let fired = detections.iter().filter(|(_, at)| at < time);
            let windows: Vec<(String, u32)> = fired
                .map(|(burn, _)| {
                    (
                        format!(
                            "{{severity=\"{}\",window=\"{}\"}}",
                            burn.severity(),
                            burn.long.0
                        ),
                        1,
                    )
                })
                .collect();
            finds((before + time) * step, &query, &windows)
        })
        .collect();
    let requests = REQUESTS * step;
    let rising = |from: f64, to: f64| {
        format!(
            "0+{}x{} {}+{}x{}",
            decimal(from),
            decimal(before),
            decimal(from * before + to),
            decimal(to),
            decimal(last - 1.0)
        )
    };
    let good = tidy(requests * (1.0 - bad));
    let series = match promise.indicator.within_s {
        // Slow ones are bad: all are counted, fewer stand in the bucket.
        Some(_) => vec![
            input(
                histogram_series(&promise.indicator, "count", false),
                &rising(requests, requests),
            ),
            input(
                histogram_series(&promise.indicator, "bucket", false),
                &rising(requests, good),
            ),
        ],
        None => vec![
            input(
                histogram_series(&promise.indicator, "count", false),
                &rising(requests, good),
            ),
            input(
                histogram_series(&promise.indicator, "count", true),
                &rising(0.0, tidy(requests * bad)),
            ),
        ],
    };
    let name = format!(
        "{}: {} are bad from minute {} on",
        promise.slo,
        percent(bad),
        decimal(before * step)
    );
    let mut made = case(&name, &series, &[]);
    made["interval"] = json!(pace.interval());
    made["promql_expr_test"] = json!(checks);
    Some(made)
}

/// Good requests only, without a single series of failures, then none at all.
fn healthy(promise: &Promise<'_>) -> Value {
    let steady = "0+1000x30 30000x30";
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
    let query = format!(
        "ALERTS{{slo=\"{}\",alertname=~\"ErrorBudget.+\"}}",
        promise.slo
    );
    let mut made = case(
        &format!(
            "{}: silent while all is well, and without requests",
            promise.slo
        ),
        &series,
        &[],
    );
    made["promql_expr_test"] = json!([finds(30.0, &query, &[]), finds(60.0, &query, &[])]);
    made
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
    let query = format!("count(ALERTS{{{matchers},alertstate=\"firing\"}})");
    made["promql_expr_test"] = json!([finds(65.0, &query, &[("{}".to_owned(), 1)])]);
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

/// What a query finds after `minute` minutes, by labels.
fn finds(minute: f64, query: &str, samples: &[(String, u32)]) -> Value {
    let samples: Vec<Value> = samples
        .iter()
        .map(|(labels, value)| json!({ "labels": labels, "value": value }))
        .collect();
    json!({ "expr": query, "eval_time": format!("{}m", decimal(minute)), "exp_samples": samples })
}
