use serde_json::json;
use spinout_cost::bill;

use crate::sample::{baseline, line, model, near, run, went};

fn shop() -> spinout_model::Model {
    model(&json!({
        "elements": { "shop": {
            "kind": "monolith", "process": { "instance": "ec2/m6i.large", "replicas": 2 },
            "operations": { "default": {} }
        } },
        "journeys": { "browse": { "entry": "shop" } },
        "scenarios": {
            "rush": {
                "kind": "terminating", "load": { "constant": "9/s" }, "horizon": "1h",
                "hours_per_month": 30
            },
            "steady": { "kind": "steady", "load": { "constant": "2/s" }, "hours_per_month": 600 }
        }
    }))
}

#[test]
fn instance_hours_follow_the_mix_and_the_rest_is_ordinary() {
    let model = shop();
    let (mut steady, mut rush) = (
        run("steady", &[("browse", 2.0)]),
        run("rush", &[("browse", 9.0)]),
    );
    went(&mut steady, "shop", 2.0, 2.0, None);
    went(&mut rush, "shop", 5.5, 9.0, None);
    let bill = bill(&model, &baseline(&model), &[&rush, &steady]).unwrap();
    // 730 − 30 − 600 = 100 h belong to nobody and count as steady.
    let instances = line(&bill, "shop", "ec2/m6i.large");
    near(instances.quantity, 700.0 * 2.0 + 30.0 * 5.5);
    near(instances.unit_price, 0.096);
    near(instances.amount, 1565.0 * 0.096);
    near(
        bill.transactions_per_month,
        0.9 * 3600.0 * (700.0 * 2.0 + 30.0 * 9.0),
    );
    near(bill.per_month, bill.lines.iter().map(|l| l.amount).sum());
    near(
        bill.per_transaction.unwrap(),
        bill.per_month / bill.transactions_per_month,
    );
    assert!(
        bill.notes
            .iter()
            .any(|n| n.starts_with("100 h of the 730 h")),
        "{:?}",
        bill.notes
    );
}

#[test]
fn a_scenario_that_was_not_run_is_named() {
    let model = shop();
    let steady = run("steady", &[("browse", 2.0)]);
    let bill = bill(&model, &baseline(&model), &[&steady]).unwrap();
    assert_eq!(bill.mix, [("steady".parse().unwrap(), 730.0)]);
    assert!(
        bill.notes
            .iter()
            .any(|n| n.contains("`rush` stands for 30 h")),
        "{:?}",
        bill.notes
    );
}

#[test]
fn without_a_run_there_is_no_bill() {
    assert!(bill(&shop(), &baseline(&shop()), &[]).is_none());
}

#[test]
fn what_could_not_keep_up_has_no_cost_of_a_transaction() {
    let model = shop();
    let mut steady = run("steady", &[("browse", 2.0)]);
    for journey in steady.journeys.values_mut() {
        journey.throughput_per_s = None;
    }
    let bill = bill(&model, &baseline(&model), &[&steady]).unwrap();
    assert_eq!(bill.per_transaction, None);
    near(line(&bill, "shop", "ec2/m6i.large").quantity, 730.0 * 2.0);
    assert!(bill.notes.iter().any(|n| n.contains("could not keep up")));
}
