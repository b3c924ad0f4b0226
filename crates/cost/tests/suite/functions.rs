//! What functions cost, by hand.

use serde_json::json;
use spinout_cost::bill;

use crate::sample::{baseline, line, model, near, run};

const MONTH_S: f64 = 730.0 * 3600.0;

#[test]
fn runs_starts_and_provisioned_memory_have_prices_of_their_own() {
    let function = |service: &str| {
        json!({ "kind": "function", "operations": { "default": {} },
            "function": { "service": service, "memory": "512MiB", "provisioned": 2 } })
    };
    let model = model(&json!({
        "elements": { "ocr": function("lambda/x86"), "other": function("own/functions") },
        "journeys": { "scan": { "entry": "ocr" } },
        "scenarios": { "steady": { "kind": "steady", "load": { "constant": "10/s" },
            "hours_per_month": 730 } },
        "prices": { "own/functions/gb-second": "20USD/1M" }
    }));
    let mut run = run("steady", &[("scan", 10.0)]);
    let exact = |value: f64| json!({ "value": value, "low": value, "high": value });
    let result = json!({
        "name": "", "resource": null, "utilization": null, "throughput_per_s": null,
        "response_s": {}, "own_s": null, "wait_s": {}, "queue_length": null, "replicas": null,
        "replicas_max": 9,
        "function": { "invocations_per_s": exact(10.0), "cold_starts": null, "throttled": null,
            "timed_out": null, "billed_s_per_s": exact(3.0), "provisioned_s_per_s": exact(1.8),
            "starting_s_per_s": exact(0.05) }
    });
    for id in ["ocr", "other"] {
        let result = serde_json::from_value(result.clone()).unwrap();
        run.elements.insert(id.parse().unwrap(), result);
    }
    let bill = bill(&model, &baseline(&model), &[&run]).unwrap();
    // Half a GiB: 1.2 s of ordinary runs a second, 1.8 s in provisioned environments, 0.05 s of starts, and two
    // environments all month.
    for (element, item, gib, price) in [
        ("ocr", "lambda/x86/gb-second", 0.6, 16.6667e-6),
        ("ocr", "lambda/x86/provisioned-run", 0.9, 9.7222e-6),
        ("ocr", "lambda/x86/provisioned", 1.0, 4.1667e-6),
        ("ocr", "lambda/x86/start", 0.025, 16.6667e-6),
        // Who has no other prices bills all that runs alike, and nothing else.
        ("other", "own/functions/gb-second", 1.5, 20e-6),
    ] {
        let line = line(&bill, element, item);
        near(line.quantity, gib * MONTH_S);
        near(line.amount, gib * MONTH_S * price);
    }
    let lines = bill.lines.iter();
    let other = |item: &str| item.starts_with("own/functions");
    assert_eq!(lines.filter(|line| other(&line.item)).count(), 1);
}
