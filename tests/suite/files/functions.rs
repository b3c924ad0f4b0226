//! What the functions of an account have together, against Erlang's loss.

use serde_json::{Value, json};
use spinout_queueing::erlang_b;

use crate::{assert_covers, simulate};

/// Functions `thumbs`, `text` and `scan` in an account, asked three, two and one times a second for a second each.
fn account(quota: &Value, of_scan: &Value) -> String {
    let function = |figures: &Value| {
        json!({"kind": "function", "in": "account", "function": figures,
            "operations": {"default": {"demand": {"exponential": {"mean": "1s"}}}}})
    };
    let warm = json!({"cold_start": "0s", "idle_expiry": "10d"});
    let mut scan = warm.clone();
    scan.as_object_mut()
        .unwrap()
        .extend(of_scan.as_object().unwrap().clone());
    let file = json!({
        "format": 1, "name": "An account",
        "elements": {
            "account": {"kind": "boundary", "boundary": {"of": "account", "quota": quota}},
            "thumbs": function(&warm), "text": function(&warm), "scan": function(&scan)
        },
        "journeys": {
            "a": {"entry": "thumbs", "share": 3}, "b": {"entry": "text", "share": 2},
            "c": {"entry": "scan", "share": 1}
        },
        "scenarios": {"steady": {"kind": "steady", "load": {"constant": "6/s"}}}
    });
    file.to_string()
}

#[test]
fn functions_of_an_account_lose_together_what_is_not_reserved() {
    let text = account(&json!({"concurrency": 8}), &json!({"reserved": 2}));
    let run = simulate(&text, "baseline", "steady");
    let of = |id: &str| run.elements[id].function.as_ref().unwrap();
    // Six are left to the others, who bring five Erlang; who has reserved two is alone with one Erlang.
    for id in ["thumbs", "text"] {
        assert_covers(of(id).throttled, erlang_b(5.0, 6), 0.2);
        assert_covers(of(id).throttled_by_account, erlang_b(5.0, 6), 0.2);
    }
    assert_covers(of("scan").throttled, erlang_b(1.0, 2), 0.2);
    assert_eq!(of("scan").throttled_by_account.unwrap().value, 0.0);
}
