//! Running a scenario and reading the answer.

use crate::{Copy, window};

#[tokio::test]
async fn a_run_is_answered_beside_the_baseline_and_kept() {
    let copy = Copy::of_the_example();
    window::with("running", &copy.path(), |page| async move {
        page.click("option-worker-spinout").await;
        // A model that was never run is run as soon as it is open.
        page.run().await;
        page.click("scenario").await;
        page.click("scenario-steady").await;
        page.run().await;

        for part in ["answer-browse", "answer-upload"] {
            let answer = page.text(part).await;
            assert!(answer.contains("P99") && answer.contains("ms"), "{answer}");
            assert!(
                answer.contains("baseline"),
                "the baseline stands beside it: {answer}"
            );
        }
        let cost = page.text("answer-cost").await;
        assert!(
            cost.contains('$') && cost.contains(|c: char| c.is_ascii_digit()),
            "{cost}"
        );
        let failure = page.text("answer-blast").await;
        assert!(failure.contains('%'), "{failure}");
        assert!(!page.has("stale").await);

        page.click("drawer-compare").await;
        page.part("compare").await;
        page.click("drawer-history").await;
        let history = page.text("history").await;
        assert!(history.contains("Steady"), "{history}");
    })
    .await;
}

#[tokio::test]
async fn a_run_can_be_cancelled_and_leaves_no_answer() {
    let copy = Copy::of_the_example();
    window::with("cancelling", &copy.path(), |page| async move {
        page.part("node-shop").await;
        // A model that was never run is run as soon as it is open.
        page.click("cancel").await;
        page.part("run").await;
        page.part("no-answer").await;
        assert!(!page.has("answer-browse").await);
    })
    .await;
}
