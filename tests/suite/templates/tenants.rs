//! U2, U4, U6, U8: who may do what, and to whom it is done.

use super::{Found, Opened};

/// U2: success, authentication failures, latency; and pages that no bank can stop.
#[test]
fn u2_payments_in_an_account_of_their_own() {
    let opened = Opened::new("u2");
    let slow = opened.compare("baseline", "payments-account", "acquirer-slow");
    slow.lower("browse", Some("disturbance"), "response_s/p99");
    assert!(
        slow.option
            .get("journeys/browse/windows/disturbance/response_s/p99")
            < 0.1
    );
    let wrong = opened.compare("baseline", "payments-account", "roles-wrong");
    let denied = wrong.option.metric("M10", "payments--service");
    assert!(denied > 0.01, "{denied}");
    let good = wrong
        .option
        .get("journeys/pay/windows/disturbance/success_rate");
    assert!(good < 0.95 && good > 0.7, "{good}");
    // What the hop between two accounts costs.
    let pay = |run: &Found| run.get("journeys/pay/windows/recovery/response_s/p50");
    let hop = pay(&wrong.option) - pay(&wrong.base);
    assert!(hop.abs() < 0.01, "{hop} s");
}

/// U4: a tenant's latency while another one imports, by limit, by priority, by a pool of its own.
#[test]
fn u4_an_import_hurts_nobody_else() {
    let opened = Opened::new("u4");
    let limit = opened.compare("baseline", "limit", "import");
    limit.lower("small", Some("disturbance"), "response_s/p99");
    assert!(
        limit
            .option
            .get("journeys/large/windows/disturbance/success_rate")
            < 0.6,
        "refused"
    );
    let priority = opened.run("priority", "import");
    let own = opened.run("own-pool", "import");
    let small = |run: &Found| run.get("journeys/small/windows/disturbance/response_s/p99");
    assert!(small(&limit.base) > 5.0);
    assert!(small(&own) < small(&limit.option) && small(&limit.option) < small(&priority));
    assert!(small(&priority) < 1.0);
    assert!(
        own.get("elements/api-large/placement/at_quota") > 0.1,
        "its quota holds it"
    );
    assert!(own.get("journeys/large/success_rate") > 0.99);
    assert!(own.get("elements/api-large/utilization") > own.get("elements/api/utilization"));
}

/// U6: every access is in the log, every denial is counted, and kept keys outlive the key service.
#[test]
fn u6_each_access_is_logged() {
    let opened = Opened::new("u6");
    let policy = opened.run("records-account", "policy");
    assert!(policy.metric("M10", "records--service") > 0.005);
    let log = |what: &str| policy.get(&format!("journeys/read/messages/{what}"));
    assert!(log("published") > 1000.0);
    assert!(
        (log("published") - log("acknowledged")).abs() < 3.0,
        "all but those on their way"
    );
    assert_eq!((log("lost") + log("dead_letters")) as u32, 0);
    let good = policy.get("journeys/read/windows/disturbance/success_rate");
    assert!(good < 0.97, "{good}");
    let keys = opened.compare("no-kept-keys", "records-account", "keys-down");
    assert!(
        keys.base
            .get("journeys/read/windows/disturbance/success_rate")
            < 0.05
    );
    keys.higher("read", Some("disturbance"), "success_rate");
    assert!(
        keys.base.get("journeys/visit/success_rate") > 0.999,
        "the portal does not notice"
    );
}

/// U8: deployments, incidents, promises kept.
#[test]
fn u8_the_first_service_of_a_legacy_system() {
    let opened = Opened::new("u8");
    let tariff = opened.compare("baseline", "first-service", "bad-tariff");
    // In one process every request is of the bad version.
    tariff.higher("look", Some("disturbance"), "success_rate");
    assert!(tariff.option.get("journeys/look/success_rate") > 0.999);
    let (before, after) = (&tariff.base, &tariff.option);
    assert!(before.metric("M8", "legacy") > 4.0 * after.metric("M8", "quotes-out--service"));
    assert!(after.metric("M7", "quotes-out--service") > 1.5 * before.metric("M7", "legacy"));
    assert!(before.metric("M9", "quote") < 0.01);
    assert!(after.metric("M9", "quote") > 0.99 && after.metric("M9", "look") > 0.99);
    // What gateway and sidecars cost: within the promise.
    let p95 = |run: &Found| run.get("journeys/quote/windows/recovery/response_s/p95");
    assert!(p95(after) < 1.1 * p95(before) && p95(after) < 1.5);
}
