//! U5, U10: what others do, and how little of it one has to feel.

use super::{Found, Opened};

/// U5: conversion, errors, roll backs.
#[test]
fn u5_a_canary_spoils_little() {
    let opened = Opened::new("u5");
    let everybody = opened.run("service", "bad-release");
    let canary = opened.run("service", "bad-release-canary");
    let failed = |run: &Found| 1.0 - run.get("journeys/visit/success_rate");
    assert!(failed(&everybody) > 10.0 * failed(&canary));
    assert_eq!(canary.get("deploys/release/instances") as u32, 1, "of ten");
    assert!(canary.get("deploys/release/over_s") < everybody.get("deploys/release/noticed_s"));
    let alone = opened.run("baseline", "bad-release-canary");
    assert!(
        failed(&alone) > 2.0 * failed(&canary),
        "one of three instances is no canary"
    );

    let flag = opened.run("experiment", "bad-release-canary");
    let bought = |element: &str, link: &str| {
        flag.get(&format!("links/{link}/calls_per_s"))
            / flag.get(&format!("elements/{element}/throughput_per_s"))
    };
    let new = bought("new-checkout", "new-pays");
    assert!((new - 0.05).abs() < 0.01, "the new one sells to {new}");
    let share = flag.get("elements/new-checkout/throughput_per_s") / 40.0;
    assert!((share - 0.1).abs() < 0.01, "a tenth sees it: {share}");
}

/// U10: retries, the supplier's error rate, latency; threads held for a supplier are everybody's.
#[test]
fn u10_a_flaky_supplier_stays_the_suppliers() {
    let opened = Opened::new("u10");
    let guarded = opened.compare("baseline", "guarded", "supplier-flaky");
    guarded.lower("read", Some("disturbance"), "response_s/p95");
    guarded.lower("search", Some("disturbance"), "response_s/p95");
    guarded.higher("search", Some("disturbance"), "success_rate");
    let link = "links/prices-supplier";
    assert!(guarded.option.get(&format!("{link}/breaker/opened")) > 0.5);
    let retries = opened.run("retries-only", "supplier-flaky");
    let amplified = |run: &Found| run.get(&format!("{link}/amplification"));
    assert!(amplified(&retries) > 1.25 && amplified(&guarded.option) < 1.15);
    let read = |run: &Found| run.get("journeys/read/windows/disturbance/response_s/p95");
    assert!(
        read(&retries) > read(&guarded.base),
        "retries make it worse for who only reads"
    );
    assert!(read(&guarded.option) < 0.1);
}
