//! Taking a component out of the monolith by hand.

use crate::{Copy, window};

#[tokio::test]
async fn a_component_is_spun_out_into_a_new_option() {
    let copy = Copy::of_the_example();
    window::with("spinning_out", &copy.path(), |page| async move {
        page.click("option-baseline").await;
        page.click("node-images").await;
        page.click("spin-out").await;
        page.part("preview-spin-out").await;
        page.write("spin-option", "Picture worker").await;
        page.until("it is taken", async || !page.has("spin-out-dialog").await)
            .await;

        page.until("the new option is shown", async || {
            page.texts("[data-testid^='option-'][aria-selected='true']")
                .await
                == ["Picture worker"]
        })
        .await;
        for role in ["service", "queue", "dead-letters"] {
            let nodes = format!("[data-testid^='node-'][data-testid$='--{role}']");
            page.until(&format!("one {role} is drawn"), async || {
                page.texts(&nodes).await.len() == 1
            })
            .await;
        }
        page.part("dirty").await;

        page.click("undo").await;
        page.until("the option is gone again", async || {
            page.texts("[role='tab'][data-testid^='option-']")
                .await
                .len()
                == 2
        })
        .await;
    })
    .await;
}
