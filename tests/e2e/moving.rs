//! Moving an element, taking it back, saving it.

use serde_json::Value;

use crate::{Copy, window};

#[tokio::test]
async fn a_moved_element_is_undone_redone_and_saved_alone() {
    let copy = Copy::of_the_example();
    let before = copy.text();
    window::with("moving", &copy.path(), |page| async move {
        page.click("option-baseline").await;
        page.until("the baseline is shown", async || {
            page.attribute("option-baseline", "aria-selected").await == "true"
        })
        .await;
        let start = page.offset("node-customers", "node-shop").await;
        page.drag("node-customers", 48.0, 64.0).await;
        let moved = page.offset("node-customers", "node-shop").await;
        assert!(
            moved.0 > start.0 + 20.0 && moved.1 > start.1 + 20.0,
            "{start:?} {moved:?}"
        );
        page.part("dirty").await;

        page.click("undo").await;
        page.until("it is back", async || {
            page.offset("node-customers", "node-shop").await == start
        })
        .await;
        assert!(!page.has("dirty").await, "nothing is left to save");
        page.click("redo").await;
        page.until("it moves again", async || {
            page.offset("node-customers", "node-shop").await == moved
        })
        .await;

        page.press_with_ctrl('s').await;
        page.until("it is saved", async || !page.has("dirty").await)
            .await;
    })
    .await;

    let after = copy.text();
    let changed: Vec<&str> = before
        .lines()
        .zip(after.lines())
        .filter(|(a, b)| a != b)
        .map(|(_, b)| b)
        .collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(
        changed.len(),
        1,
        "moving one element changes one line: {changed:#?}"
    );
    let (before, after): (Value, Value) = (
        serde_json::from_str(&before).unwrap(),
        serde_json::from_str(&after).unwrap(),
    );
    let place = |model: &Value, axis: &str| {
        model["layout"]["elements"]["customers"][axis]
            .as_f64()
            .unwrap()
    };
    assert!(place(&after, "x") > place(&before, "x"));
    assert!(place(&after, "y") > place(&before, "y"));
}
