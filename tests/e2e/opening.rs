use crate::{Copy, window};

#[tokio::test]
async fn the_example_opens_with_its_elements() {
    let copy = Copy::of_the_example();
    window::with("opening", &copy.path(), |page| async move {
        page.part("start").await;
        assert_eq!(page.title().await, "Spinout");
    })
    .await;
}
