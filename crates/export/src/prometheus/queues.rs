//! The rules of queues and their dead letters.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use spinout_model::Architecture;
use spinout_units::{Duration, ElementId, TeamId};

use super::alert::{Alert, annotations, labels};
use super::telemetry::{consumed, ready};
use crate::boundary::Boundary;
use crate::broker::Broker;
use crate::contract::message;
use crate::objectives::{Kind, Promise};
use crate::place::{label, process_around, team};
use crate::write::{decimal, promql_string};
use crate::{Design, Options};

/// The most messages that may wait where no objective says how long: the starting target of M4.
const DEEP: f64 = 100.0;

/// A queue that is watched.
pub(super) struct Watched<'a> {
    pub(super) id: &'a ElementId,
    pub(super) label: &'a str,
    pub(super) topic: String,
    pub(super) broker: Broker,
    pub(super) retention: Option<Duration>,
    /// The process that works it off, or for dead letters answers for it.
    pub(super) service: ElementId,
    pub(super) team: Option<&'a TeamId>,
    pub(super) role: Role,
}

/// What a queue is for.
pub(super) enum Role {
    /// Work; a message should not wait longer than an objective allows, in seconds.
    Work { late_s: Option<f64> },
    /// What failed too often.
    DeadLetters,
}

/// The queues at the boundaries, each once, with their dead letters.
pub(super) fn watched<'a>(
    boundaries: &[Boundary<'a>],
    promises: &[Promise<'a>],
) -> Vec<Watched<'a>> {
    let mut seen = BTreeSet::new();
    let mut queues = Vec::new();
    for boundary in boundaries {
        let architecture = boundary.architecture;
        for channel in boundary.channels() {
            let Some(consumer) = channel.consumers.first() else {
                continue;
            };
            let service = process_around(architecture, &consumer.from.element)
                .unwrap_or(&boundary.origin.unit);
            if !seen.insert(channel.id) {
                continue;
            }
            let queue = Watched {
                id: channel.id,
                label: label(architecture, channel.id),
                topic: message(architecture, &channel).topic,
                broker: Broker::of(channel.rules()),
                retention: channel.rules().and_then(|rules| rules.retention),
                service: service.clone(),
                team: team(architecture, service),
                role: Role::Work {
                    late_s: late(promises, service),
                },
            };
            let dead = channel.dead_letter().filter(|dead| seen.insert(&dead.to));
            let dead = dead.map(|dead| dead_letters(architecture, &dead.to, &queue));
            queues.push(queue);
            queues.extend(dead);
        }
    }
    queues
}

fn dead_letters<'a>(
    architecture: &'a Architecture,
    id: &'a ElementId,
    of: &Watched<'a>,
) -> Watched<'a> {
    let rules = architecture
        .elements
        .get(id)
        .and_then(|element| element.queue.as_ref());
    Watched {
        id,
        label: label(architecture, id),
        topic: id.to_string(),
        broker: of.broker,
        retention: rules.and_then(|rules| rules.retention),
        service: of.service.clone(),
        team: of.team,
        role: Role::DeadLetters,
    }
}

/// The shortest time in which a journey that `service` ends is to be complete.
fn late(promises: &[Promise<'_>], service: &ElementId) -> Option<f64> {
    promises
        .iter()
        .filter(|promise| promise.indicator.kind == Kind::Completion && promise.service == *service)
        .filter_map(|promise| promise.indicator.within_s)
        .min_by(f64::total_cmp)
}

pub(super) fn group(design: &Design<'_>, queue: &Watched<'_>, options: &Options) -> Value {
    let marks = json!({ "queue": queue.id.as_str(), "service": queue.service.as_str() });
    let consumer = matches!(queue.role, Role::Work { .. }).then_some(queue.service.as_str());
    let mut rules = vec![json!({
        "record": "queue:messages_ready:sum",
        "expr": ready(queue.broker, &queue.topic, consumer),
        "labels": marks
    })];
    if let Role::Work { .. } = queue.role {
        rules.push(json!({
            "record": "queue:messages_consumed:rate5m",
            "expr": format!("sum(rate({}[5m]))", consumed(&queue.topic, queue.service.as_str())),
            "labels": marks
        }));
    }
    rules.extend(alerts(design, queue, options).iter().map(Alert::rule));
    json!({ "name": format!("queue-{}", queue.id), "rules": rules })
}

/// The alerts of a queue.
pub(super) fn alerts(design: &Design<'_>, queue: &Watched<'_>, options: &Options) -> Vec<Alert> {
    let matchers = format!(
        "{{queue={},service={}}}",
        promql_string(queue.id.as_str()),
        promql_string(queue.service.as_str())
    );
    let depth = format!("queue:messages_ready:sum{matchers}");
    let rate = format!("queue:messages_consumed:rate5m{matchers}");
    let wait = format!("{depth} / ({rate} > 0)");
    let alert = |name, severity, hold, expr: String, text: (String, String)| Alert {
        name,
        expr,
        hold: Some(hold),
        labels: labels(
            severity,
            &queue.service,
            queue.team,
            &[("queue", queue.id.as_str())],
        ),
        annotations: annotations(design, options, &queue.service, (&text.0, &text.1), &depth),
    };
    let name = queue.label;
    let mut alerts = Vec::new();
    match &queue.role {
        Role::DeadLetters => alerts.push(alert(
            "DeadLetters",
            "ticket",
            "5m",
            format!("{depth} > 0"),
            (
                format!("{name}: dead letters"),
                "Messages failed too often and were put aside: their users wait in vain. Find the cause, then \
                 replay them."
                    .to_owned(),
            ),
        )),
        Role::Work { late_s } => {
            alerts.push(alert(
                "QueueStalled",
                "page",
                "5m",
                format!("{depth} > 0\nunless\n{rate} > 0\n"),
                (
                    format!("{name}: messages wait and none is worked on"),
                    "No message was consumed for five minutes while some wait: the consumers are down, cannot \
                     reach the broker, or hang."
                        .to_owned(),
                ),
            ));
            if let Some(retention) = queue.retention {
                let half = decimal(retention.base() / 2.0);
                alerts.push(alert(
                    "QueueOutlastsRetention",
                    "page",
                    "10m",
                    format!("{wait} > {half}"),
                    (
                        format!("{name}: the backlog nears its retention"),
                        format!(
                            "At the present pace the last message waits longer than half the retention of \
                             {retention}: what waits longer than that is lost. Add consumers or stop the source."
                        ),
                    ),
                ));
            }
            let (expr, meaning) = match late_s {
                Some(seconds) => (
                    format!("{wait} > {}", decimal(*seconds)),
                    format!(
                        "At the present pace a new message waits longer than the {} s in which its journey is to \
                         be complete.",
                        decimal(*seconds)
                    ),
                ),
                None => (
                    format!("{depth} > {}", decimal(DEEP)),
                    format!("More than {} messages wait.", decimal(DEEP)),
                ),
            };
            alerts.push(alert("QueueLate", "ticket", "15m", expr, (format!("{name}: late"), meaning)));
        }
    }
    alerts.push(alert(
        "QueueUnseen",
        "ticket",
        "1h",
        format!("absent({depth})"),
        (
            format!("{name}: nothing is measured"),
            "The series of its depth is missing, so that no other alert of it can fire: look at the broker's \
             exporter, or name the series that you have in the recording rule."
                .to_owned(),
        ),
    ));
    alerts
}
