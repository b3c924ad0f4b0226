//! The first start, without a file.

use crate::window;

#[tokio::test]
async fn the_first_start_shows_the_example_running_and_what_to_pull_out() {
    window::fresh("first_run", |page| async move {
        assert!(page.text("model-name").await.contains("Image processing"));
        page.until("the baseline is shown", async || {
            page.attribute("option-baseline", "aria-selected").await == "true"
        })
        .await;
        // Nobody asked for a run: it was begun with the window.
        let answer = page.text("answer-browse").await;
        assert!(answer.contains("P99"), "{answer}");
        let hint = page.text("hint-pull-out").await;
        assert!(hint.contains("Shop"), "{hint}");
        page.click("hint-dismiss").await;
        page.until("the hint is gone", async || {
            !page.has("hint-pull-out").await
        })
        .await;
        assert!(!page.has("dirty").await, "looking is no change");
    })
    .await;
}
