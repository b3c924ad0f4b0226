//! From the command line into the window.

use crate::{Copy, window};

#[tokio::test]
async fn the_example_opens_with_its_elements() {
    let copy = Copy::of_the_example();
    window::with("opening", &copy.path(), |page| async move {
        assert!(page.text("model-name").await.contains("Image processing"));
        page.part("option-worker-spinout").await;
        page.click("option-baseline").await;
        for element in ["customers", "shop", "images", "shop-db", "us-east"] {
            page.part(format!("node-{element}")).await;
        }
        assert!(page.text("node-shop").await.contains("Shop"));
        assert!(!page.has("dirty").await, "opening is no change");
    })
    .await;
}

#[tokio::test]
async fn a_broken_file_is_told_with_its_place() {
    let copy = Copy::of_the_example();
    let text = copy
        .text()
        .replacen("\"kind\": \"monolith\"", "\"kind\": \"megalith\"", 1);
    assert!(text.contains("megalith"), "the example has changed");
    let line = 1 + text
        .lines()
        .position(|line| line.contains("megalith"))
        .unwrap();
    std::fs::write(copy.path(), text).unwrap();
    window::with("broken", &copy.path(), move |page| async move {
        let notice = page.text("notice").await;
        assert!(notice.contains("megalith"), "{notice}");
        assert!(
            notice.contains(&format!("image-processing.spinout.json:{line}:")),
            "{notice}"
        );
        page.part("start").await;
    })
    .await;
}
