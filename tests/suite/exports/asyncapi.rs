use crate::samples::{on_kafka, samples, worked};
use crate::tools::{Written, script};

#[test]
fn every_document_is_accepted() {
    let written = Written::all(&samples());
    let files = written.files("asyncapi.yaml");
    assert!(files.len() > 4);
    script("asyncapi.mjs", &files).accepts();
}

#[test]
fn broken_twins_are_refused() {
    let text = worked().text("asyncapi.yaml");
    let twins = [
        (
            text.replace("action: send", "action: publish"),
            "must be equal to one of the allowed values",
        ),
        (
            text.replace(
                "#/channels/workerQueue/messages/message",
                "#/components/messages/workerQueueMessage",
            ),
            "messages",
        ),
        (
            text.replace("fifoQueue: false", "fifoQueue: perhaps"),
            "must be boolean",
        ),
    ];
    for (twin, why) in twins {
        assert_ne!(twin, text);
        script(
            "asyncapi.mjs",
            &Written::one("asyncapi.yaml", &twin).files("asyncapi.yaml"),
        )
        .refuses(why);
    }
}

/// The parser does not know what belongs in it: both sides, the delivery rules, the dead letters.
#[test]
fn both_sides_and_the_rules_of_delivery_are_in_it() {
    let document: serde_json::Value =
        serde_norway::from_str(&worked().text("asyncapi.yaml")).unwrap();
    let actions: Vec<(&str, &str)> = document["operations"]
        .as_object()
        .unwrap()
        .values()
        .map(|one| {
            (
                one["x-spinout-element"].as_str().unwrap(),
                one["action"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        actions,
        [
            ("shop", "send"),
            ("worker--service", "receive"),
            ("worker--service", "receive")
        ]
    );
    let queue = &document["channels"]["workerQueue"];
    assert_eq!(queue["address"], "media.picture.process.v1");
    assert_eq!(queue["x-delivery"]["retention"], "4d");
    assert_eq!(queue["x-delivery"]["maxReceives"], 5);
    assert_eq!(
        queue["bindings"]["sqs"]["queue"]["messageRetentionPeriod"],
        4 * 24 * 3600
    );
    let dead = queue["x-delivery"]["deadLetterChannel"].as_str().unwrap();
    assert_eq!(
        document["channels"][dead]["address"],
        "worker--dead-letters"
    );
    let message = &document["components"]["messages"]["workerQueueMessage"];
    assert_eq!(
        message["correlationId"]["location"],
        "$message.payload#/job_id"
    );
    assert!(
        message["headers"]["required"]
            .as_array()
            .unwrap()
            .contains(&"traceparent".into())
    );
}

#[test]
fn drafts_say_that_they_are_drafts() {
    let document: serde_json::Value =
        serde_norway::from_str(&on_kafka().text("asyncapi.yaml")).unwrap();
    let message = &document["components"]["messages"]["workerQueueMessage"];
    assert!(message["description"].as_str().unwrap().contains("Draft"));
    assert_eq!(document["info"]["version"], "0.1.0");
    assert_eq!(
        document["channels"]["workerQueue"]["bindings"]["kafka"]["topicConfiguration"]["retention.ms"],
        345_600_000
    );
}
