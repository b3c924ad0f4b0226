use serde_json::{Value, json};
use spinout_cost::{bill, unpriced};
use spinout_model::Model;
use spinout_results::Bill;

use crate::sample::{baseline, line, model, near, run, went};

const MONTH_S: f64 = 730.0 * 3600.0;

/// A front service in one zone that writes to a store, reads from a database in another zone, publishes
/// to a queue and asks somebody on the internet; a worker takes the messages.
fn pipeline(prices: &Value) -> Model {
    model(&json!({
        "elements": {
            "users": { "kind": "client", "operations": { "default": {} } },
            "a": { "kind": "boundary", "boundary": { "of": "zone" } },
            "b": { "kind": "boundary", "boundary": { "of": "zone" } },
            "front": { "kind": "service", "in": "a", "operations": { "default": {} },
                "process": { "instance": "ec2/m6i.large" } },
            "worker": { "kind": "service", "in": "b", "operations": { "default": {} },
                "process": { "instance": "own/blade" } },
            "pictures": { "kind": "store", "in": "b", "operations": { "default": {} },
                "store": { "technology": "object", "instance": "s3/standard", "storage": "2TB" } },
            "database": { "kind": "store", "in": "b", "operations": { "default": {} },
                "store": { "instance": "rds/db.m5.large", "storage": "100GB" } },
            "jobs": { "kind": "queue", "queue": { "service": "sqs/standard" } },
            "bank": { "kind": "external", "operations": { "default": {} } }
        },
        "relationships": {
            "ask": { "from": "users", "to": "front", "mode": "calls", "payload": "36MB" },
            "keep": { "from": "front", "to": "pictures", "mode": "writes", "per_request": 0.5,
                "payload": "1GB" },
            "look": { "from": "front", "to": "database", "mode": "reads", "per_request": 2,
                "payload": "5kB" },
            "pay": { "from": "front", "to": "bank", "mode": "calls", "network": "internet",
                "payload": "1kB" },
            "send": { "from": "front", "to": "jobs", "mode": "publishes" },
            "take": { "from": "worker", "to": "jobs", "mode": "consumes" },
            "load": { "from": "worker", "to": "pictures", "mode": "reads", "per_request": 1.5 }
        },
        "journeys": { "order": { "entry": "users" } },
        "scenarios": { "steady": { "kind": "steady", "load": { "constant": "10/s" },
            "hours_per_month": 730 } },
        "prices": prices
    }))
}

/// Ten orders a second; 21 visits to the pictures' store, of which a quarter write.
fn billed(model: &Model) -> Bill {
    let mut run = run("steady", &[("order", 10.0)]);
    went(&mut run, "front", 1.0, 10.0, None);
    went(&mut run, "worker", 3.0, 10.0, None);
    went(&mut run, "pictures", 1.0, 21.0, None);
    went(&mut run, "jobs", 1.0, 0.0, Some((10.0, 50.0)));
    bill(model, &baseline(model), &[&run]).unwrap()
}

#[test]
fn a_message_is_three_requests_and_each_redelivery_one() {
    let bill = billed(&pipeline(&json!({})));
    // 50 redeliveries in 100 s are 0.5 a second.
    let requests = line(&bill, "jobs", "sqs/standard/request");
    near(requests.quantity, (3.0 * 10.0 + 0.5) * MONTH_S);
    near(requests.amount, 30.5 * MONTH_S * 0.4e-6);
}

#[test]
fn requests_to_a_store_are_split_by_what_they_do() {
    let bill = billed(&pipeline(&json!({})));
    // By the drawing 5 writes and 15 reads a second; the run saw 21 visits.
    near(
        line(&bill, "pictures", "s3/standard/put").quantity,
        21.0 * 0.25 * MONTH_S,
    );
    near(
        line(&bill, "pictures", "s3/standard/get").quantity,
        21.0 * 0.75 * MONTH_S,
    );
    near(
        line(&bill, "pictures", "s3/standard/get").unit_price,
        0.4e-6,
    );
    near(
        line(&bill, "pictures", "s3/standard/storage").amount,
        2000.0 * 0.023,
    );
}

#[test]
fn a_database_is_paid_by_the_hour_and_for_what_it_keeps() {
    let bill = billed(&pipeline(&json!({})));
    near(
        line(&bill, "database", "rds/db.m5.large").amount,
        730.0 * 0.171,
    );
    near(line(&bill, "database", "rds/storage").amount, 100.0 * 0.115);
}

#[test]
fn data_between_zones_are_paid_twice_and_into_an_object_store_not_at_all() {
    let bill = billed(&pipeline(&json!({})));
    // 20 looks a second of 5 kB, both sides; the gigabytes to the object store cross zones for nothing.
    near(
        line(&bill, "front", "transfer/between-zones").quantity,
        2.0 * 20.0 * 5e3 * MONTH_S / 1e9,
    );
    near(
        line(&bill, "front", "transfer/internet").quantity,
        10.0 * 1e3 * MONTH_S / 1e9,
    );
    near(line(&bill, "front", "transfer/internet").unit_price, 0.09);
}

#[test]
fn what_is_called_has_a_load_balancer_and_a_worker_has_none() {
    let bill = billed(&pipeline(&json!({})));
    near(
        line(&bill, "front", "elb/application").amount,
        730.0 * 0.0225,
    );
    // 36 MB × 10/s are 1296 GB/h; 10/s ÷ 10 ÷ 25 connections count for less.
    near(
        line(&bill, "front", "elb/capacity-unit").quantity,
        1296.0 * 730.0,
    );
    assert!(!bill.lines.iter().any(|l| {
        l.item.starts_with("elb") && l.element.as_ref().is_some_and(|e| e.as_str() == "worker")
    }));
}

#[test]
fn telemetry_follows_requests_and_instances() {
    let bill = billed(&pipeline(&json!({})));
    near(
        line(&bill, "worker", "cloudwatch/logs").quantity,
        10.0 * 500.0 * MONTH_S / 1e9,
    );
    near(
        line(&bill, "worker", "cloudwatch/metric").amount,
        10.0 * 3.0 * 0.30,
    );
    near(
        line(&bill, "", "xray/trace").quantity,
        10.0 * MONTH_S * 0.05 - 1e5,
    );
}

#[test]
fn what_has_no_price_is_named_and_never_zero() {
    let model = pipeline(&json!({}));
    let bill = billed(&model);
    assert!(
        bill.notes.iter().any(|n| n.contains("`own/blade`")),
        "{:?}",
        bill.notes
    );
    assert!(
        !bill
            .lines
            .iter()
            .any(|l| l.item == "own/blade" || l.amount <= 0.0)
    );
    let missing = unpriced(&model, &baseline(&model));
    let expected = (
        "elements/worker/process/instance".to_owned(),
        "own/blade".to_owned(),
    );
    assert_eq!(missing, [expected]);
}

#[test]
fn a_companys_own_prices_overlay_the_catalogue() {
    let model = pipeline(&json!({
        "own/blade": "73USD/month", "ec2/m6i.large": "0.05USD/h", "sqs/standard/request": "1USD/h"
    }));
    let bill = billed(&model);
    near(line(&bill, "worker", "own/blade").amount, 3.0 * 73.0);
    near(line(&bill, "front", "ec2/m6i.large").amount, 730.0 * 0.05);
    assert_eq!(
        line(&bill, "front", "ec2/m6i.large").source,
        "the model's own prices"
    );
    near(
        line(&bill, "jobs", "sqs/standard/request").unit_price,
        0.4e-6,
    );
    assert!(
        bill.notes.iter().any(|n| n.contains("is in USD/h")),
        "{:?}",
        bill.notes
    );
    assert!(unpriced(&model, &baseline(&model)).is_empty());
}

#[test]
fn every_line_says_where_it_comes_from() {
    for line in billed(&pipeline(&json!({}))).lines {
        near(line.amount, line.quantity * line.unit_price);
        assert!(
            !line.source.is_empty() && !line.explanation.is_empty(),
            "{line:?}"
        );
    }
}
