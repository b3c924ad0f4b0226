//! The brokers whose words the exports know.

use spinout_model::Queue;

/// The kind of broker that a queue stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broker {
    Kafka,
    Sqs,
    Amqp,
    /// The model names none, or one that we know no words of.
    Unknown,
}

impl Broker {
    /// By the catalogue item that a queue is billed as, such as `sqs/standard`.
    pub(crate) fn of(rules: Option<&Queue>) -> Self {
        let service = rules
            .and_then(|rules| rules.service.as_deref())
            .unwrap_or_default();
        let has = |words: &[&str]| {
            words
                .iter()
                .any(|word| service.to_ascii_lowercase().contains(word))
        };
        if has(&["sqs"]) {
            Self::Sqs
        } else if has(&["kafka", "msk", "redpanda"]) {
            Self::Kafka
        } else if has(&["rabbit", "amqp", "amazonmq"]) {
            Self::Amqp
        } else {
            Self::Unknown
        }
    }

    /// Its protocol in the words of AsyncAPI.
    pub(crate) fn protocol(self) -> Option<&'static str> {
        match self {
            Self::Kafka => Some("kafka"),
            Self::Sqs => Some("sqs"),
            Self::Amqp => Some("amqp"),
            Self::Unknown => None,
        }
    }
}
