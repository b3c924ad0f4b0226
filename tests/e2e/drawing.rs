//! Drawing by the quick line.

use crate::{Copy, window};

#[tokio::test]
async fn an_element_and_its_link_are_drawn_in_one_line_and_undone_in_one_step() {
    let copy = Copy::of_the_example();
    window::with("drawing", &copy.path(), |page| async move {
        page.click("option-baseline").await;
        page.click("node-images").await;
        page.click("new-link").await;
        page.go_on("quick-input", "Hot cache 2/req 3ms").await;
        page.until("the line is taken", async || !page.has("quick").await)
            .await;
        page.part("outline-hot-cache").await;
        page.part("dirty").await;

        page.click("undo").await;
        page.until("the new store is gone again", async || {
            !page.has("outline-hot-cache").await
        })
        .await;
    })
    .await;
}
