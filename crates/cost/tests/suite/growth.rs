//! How stores grow, by hand.

use serde_json::{Value, json};
use spinout_cost::bill;
use spinout_results::Bill;

use crate::sample::{baseline, line, model, near, run};

/// Ten requests a second, of which each writes 100 kB: 2628 GB a month.
const WRITTEN: f64 = 10.0 * 1e5 * 730.0 * 3600.0 / 1e9;

fn grown(store: &Value, payload: Option<&str>) -> Bill {
    let mut link = json!({ "from": "front", "to": "pictures", "mode": "writes" });
    if let Some(payload) = payload {
        link["payload"] = json!(payload);
    }
    let mut file = store.clone();
    if file["instance"].is_null() {
        file["technology"] = json!("object");
        file["instance"] = json!("s3/standard");
    }
    let model = model(&json!({
        "elements": {
            "front": { "kind": "service", "operations": { "default": {} } },
            "pictures": { "kind": "store", "operations": { "default": {} }, "store": file }
        },
        "relationships": { "keep": link },
        "journeys": { "upload": { "entry": "front", "size": { "constant": "50kB" } } },
        "scenarios": { "steady": { "kind": "steady", "load": { "constant": "10/s" },
            "hours_per_month": 730 } }
    }));
    bill(
        &model,
        &baseline(&model),
        &[&run("steady", &[("upload", 10.0)])],
    )
    .unwrap()
}

#[test]
fn what_stays_of_what_is_written_adds_up() {
    let bill = grown(
        &json!({ "storage": "1TB", "capacity": "10TB", "growth": { "kept": 0.25 } }),
        Some("100kB"),
    );
    let store = &bill.storage.values().next().unwrap();
    near(store.written_gb_per_month, WRITTEN);
    near(store.now_gb, 1000.0);
    near(store.grows_gb_per_month, WRITTEN / 4.0);
    // 1000 + 12 × 657 GB are 8884 GB; 10 TB are reached after 13.7 months.
    near(store.in_a_year_gb, 8884.0);
    near(store.full_in_months.unwrap(), 9000.0 / 657.0);
    // Paid is the mean of the beginning and the end of a month.
    near(
        line(&bill, "pictures", "s3/standard/storage").quantity,
        1328.5,
    );
    near(store.amount_now.unwrap(), 1328.5 * 0.023);
    near(
        store.amount_in_a_year.unwrap(),
        (1000.0 + 11.5 * 657.0) * 0.023,
    );
}

#[test]
fn what_expires_stops_growing_when_the_first_of_it_is_old() {
    // Two months: what was there is gone after them, and then each month brings what it takes away.
    let store = json!({ "storage": "1TB", "growth": { "expiry": "1460h" } });
    let bill = grown(&store, None);
    let found = bill.storage.values().next().unwrap();
    // Without a payload it is the size of the requests.
    near(found.written_gb_per_month, WRITTEN / 2.0);
    near(found.grows_gb_per_month, WRITTEN / 2.0 - 500.0);
    near(found.in_a_year_gb, WRITTEN);
    near(found.amount_in_a_year.unwrap(), WRITTEN * 0.023);
    assert_eq!(found.full_in_months, None);
}

#[test]
fn what_is_full_keeps_no_more() {
    let store = json!({ "capacity": "657GB", "growth": { "kept": 0.5 } });
    let bill = grown(&store, Some("100kB"));
    let found = bill.storage.values().next().unwrap();
    // Half a month to fill, half a month full: a quarter and a half of it on average.
    near(found.full_in_months.unwrap(), 0.5);
    near(found.in_a_year_gb, 657.0);
    near(
        line(&bill, "pictures", "s3/standard/storage").quantity,
        657.0 * 0.75,
    );
}

#[test]
fn what_does_not_grow_is_not_told() {
    let bill = grown(&json!({ "storage": "1TB" }), Some("100kB"));
    assert!(bill.storage.is_empty());
    near(
        line(&bill, "pictures", "s3/standard/storage").quantity,
        1000.0,
    );
}

#[test]
fn each_copy_has_an_instance_and_the_data_too() {
    let store = json!({
        "storage": "1TB", "growth": { "kept": 0.25 }, "read_replicas": { "count": 2 },
        "instance": "rds/db.m5.large"
    });
    let bill = grown(&store, Some("100kB"));
    let hours = bill
        .lines
        .iter()
        .filter(|line| line.item == "rds/db.m5.large");
    near(hours.map(|line| line.quantity).sum(), 3.0 * 730.0);
    near(
        line(&bill, "pictures", "rds/storage").quantity,
        3.0 * 1328.5,
    );
    let found = bill.storage.values().next().unwrap();
    near(found.amount_now.unwrap(), 3.0 * 1328.5 * 0.115);
    // What there is room for is that of each.
    near(found.now_gb, 1000.0);
}
