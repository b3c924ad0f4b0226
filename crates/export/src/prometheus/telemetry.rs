//! Where the series come from: names of metrics by broker, and what the rules rely on.

use std::collections::BTreeMap;

use super::Watch;
use super::queues::Watched;
use super::slo::needs;
use crate::broker::Broker;
use crate::objectives::Kind;
use crate::write::promql_string;

/// The expression of how many messages wait in `topic`, and who exports its series. `group` consumes it; none
/// for dead letters, which nobody consumes.
pub(super) fn ready(broker: Broker, topic: &str, group: Option<&str>) -> String {
    let topic = promql_string(topic);
    match (broker, group) {
        (Broker::Kafka, Some(group)) => {
            let group = promql_string(group);
            format!("sum(kafka_consumergroup_lag{{topic={topic},consumergroup={group}}})")
        }
        (Broker::Kafka, None) => format!(
            "sum(\n  kafka_topic_partition_current_offset{{topic={topic}}}\n  -\n  \
             kafka_topic_partition_oldest_offset{{topic={topic}}}\n)\n"
        ),
        (Broker::Sqs, _) => {
            format!(
                "sum(aws_sqs_approximate_number_of_messages_visible_maximum{{dimension_QueueName={topic}}})"
            )
        }
        (Broker::Amqp, _) => format!("sum(rabbitmq_queue_messages_ready{{queue={topic}}})"),
        (Broker::Unknown, _) => {
            format!("sum(messaging_queue_messages_ready{{messaging_destination_name={topic}}})")
        }
    }
}

/// The name and labels of a series that [`ready`] reads, for the unit tests.
pub(super) fn ready_series(broker: Broker, topic: &str, group: Option<&str>) -> Vec<(String, f64)> {
    let topic = promql_string(topic);
    let one = |text: String| vec![(text, 1.0)];
    match (broker, group) {
        (Broker::Kafka, Some(group)) => {
            let group = promql_string(group);
            one(format!(
                "kafka_consumergroup_lag{{topic={topic},consumergroup={group}}}"
            ))
        }
        (Broker::Kafka, None) => vec![
            (
                format!("kafka_topic_partition_current_offset{{topic={topic}}}"),
                1.0,
            ),
            (
                format!("kafka_topic_partition_oldest_offset{{topic={topic}}}"),
                0.0,
            ),
        ],
        (Broker::Sqs, _) => one(format!(
            "aws_sqs_approximate_number_of_messages_visible_maximum{{dimension_QueueName={topic}}}"
        )),
        (Broker::Amqp, _) => one(format!("rabbitmq_queue_messages_ready{{queue={topic}}}")),
        (Broker::Unknown, _) => one(format!(
            "messaging_queue_messages_ready{{messaging_destination_name={topic}}}"
        )),
    }
}

/// The selector of messages that were consumed, by the conventions of OpenTelemetry
/// (`messaging.client.consumed.messages`).
pub(super) fn consumed(topic: &str, service: &str) -> String {
    format!(
        "messaging_client_consumed_messages_total{{messaging_destination_name={},job={}}}",
        promql_string(topic),
        promql_string(service)
    )
}

/// A line for each kind of series that the rules read.
pub(super) fn sources(watch: &Watch<'_>) -> Vec<String> {
    let mut lines = BTreeMap::new();
    for promise in &watch.promises {
        lines.insert(
            (0, promise.slo.clone()),
            match promise.indicator.kind {
                Kind::Response => format!("  {}: {} (OpenTelemetry, HTTP server)", promise.slo, needs(promise)),
                Kind::Completion => format!(
                    "  {}: {} Not of a convention: recorded once by whoever ends a request, with its journey, \
                     and error.type where it failed or was given up.",
                    promise.slo,
                    needs(promise)
                ),
            },
        );
    }
    for queue in &watch.queues {
        lines.insert(
            (1, queue.id.to_string()),
            format!("  {}: {}", queue.id, exporter(queue)),
        );
    }
    lines.into_values().collect()
}

fn exporter(queue: &Watched<'_>) -> &'static str {
    match queue.broker {
        Broker::Kafka => {
            "depth from kafka_exporter, messaging.client.consumed.messages from the consumer."
        }
        Broker::Sqs => {
            "depth from CloudWatch by YACE (statistic Maximum), messaging.client.consumed.messages from the \
             consumer."
        }
        Broker::Amqp => {
            "depth from RabbitMQ's own exporter, messaging.client.consumed.messages from the consumer."
        }
        Broker::Unknown => {
            "the model does not say which broker it stands at, so that the gauge of its depth has a made-up \
             name; messaging.client.consumed.messages from the consumer."
        }
    }
}
