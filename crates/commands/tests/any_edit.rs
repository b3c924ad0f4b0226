//! Whatever is edited, in whatever order: patches give the view, and undo gives the file back.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Desk, patch};

const OPTIONS: [&str; 2] = ["baseline", "worker-spinout"];

fn edits() -> impl Strategy<Value = Value> {
    let element = prop::sample::select(vec!["shop", "shop-db", "images", "catalog", "nobody"]);
    let path = prop::sample::select(vec![
        "elements/shop/name",
        "elements/shop/process/threads",
        "elements/shop/process",
        "elements/shop-db/store/connections",
        "elements/fresh",
        "relationships/images-reports/retry",
        "journeys/browse/share",
        "scenarios/steady/hours_per_month",
        "options/worker-spinout/name",
        "chosen",
        "name",
        "later/field",
    ]);
    let value = prop_oneof![
        Just(Value::Null),
        (1_u32..500).prop_map(|n| json!(n)),
        "[a-z]{1,8}".prop_map(|text| json!(text)),
        Just(json!({ "kind": "service" })),
        Just(json!({ "attempts": 2 })),
        Just(json!({ "replicas": 3 })),
    ];
    let change = prop::sample::select(vec!["worker", "namespace", "cutover", "extra"]);
    prop_oneof![
        4 => (path, value).prop_map(|(path, value)| json!({ "kind": "set", "path": path, "value": value })),
        2 => (element.clone(), -500.0..500.0_f64).prop_map(|(element, x)| json!({
            "kind": "place",
            "positions": { element: { "x": x.round(), "y": 7, "width": 120, "height": 60 } },
        })),
        1 => element.prop_map(|element| json!({
            "kind": "spin_out",
            "spin_out": { "components": [element], "pattern": "event_driven_worker" },
        })),
        1 => (change.clone(), any::<bool>()).prop_map(|(id, off)| json!({ "kind": "switch_change", "id": id, "off": off })),
        1 => change.clone().prop_map(|id| json!({ "kind": "remove_change", "id": id })),
        1 => (change.clone(), change).prop_map(|(id, before)| json!({ "kind": "order_change", "id": id, "before": before })),
        1 => Just(json!({ "kind": "add_option", "name": "Another" })),
        1 => Just(json!({ "kind": "remove_option" })),
    ]
}

fn text(desk: &Desk) -> Vec<u8> {
    desk.get(
        "save_as",
        json!({ "document": 1, "path": "copy", "overwrite": true }),
    );
    desk.host.get("copy").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn patches_give_the_view_and_undo_gives_the_file_back(
        script in prop::collection::vec((prop::sample::select(OPTIONS.to_vec()), edits()), 1..12)
    ) {
        let desk = Desk::new();
        desk.example();
        let before = text(&desk);
        let mut made = 0;
        for (option, edit) in script {
            let Ok(mut view) = desk.ask("view", json!({ "document": 1, "option": option })) else {
                continue;
            };
            let revision = view["revision"].clone();
            let ask = json!({ "document": 1, "option": option, "revision": revision, "edit": edit });
            let Ok(applied) = desk.ask("apply", ask) else {
                continue;
            };
            if applied["revision"] != revision {
                made += 1;
            }
            match &applied["patch"] {
                Value::Null => view = applied["view"].clone(),
                operations => patch(&mut view, operations),
            }
            let whole = desk.get("view", json!({ "document": 1, "option": applied["option"] }));
            prop_assert_eq!(view, whole);
        }
        let after = text(&desk);
        for step in ["undo", "redo", "undo"] {
            for _ in 0..made {
                let view = desk.get("view", json!({ "document": 1 }));
                let ask = json!({ "document": 1, "option": "baseline", "revision": view["revision"] });
                desk.get(step, ask);
            }
            let now = text(&desk);
            prop_assert!(now == if step == "undo" { before.clone() } else { after.clone() }, "after {}", step);
        }
    }
}
