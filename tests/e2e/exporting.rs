//! Exporting: the preview, the files on the disk, and the check against them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{Copy, window};

#[tokio::test]
async fn exported_files_are_what_the_preview_showed() {
    let copy = Copy::of_the_example();
    let folder = copy.folder.path().join("contracts");
    let there = folder.clone();
    let previews = window::with("exporting", &copy.path(), move |page| async move {
        page.click("option-worker-spinout").await;
        // What a run proves is in the checklist: a run that ended meanwhile would change it.
        page.run().await;
        page.click("drawer-export").await;
        page.write("export-folder", &there.to_string_lossy()).await;
        page.until("the plan for the folder is there", async || {
            let states = page.texts("[data-testid='artifacts'] .file .state").await;
            let files = page.texts("[data-testid='artifacts'] .file").await;
            !states.is_empty() && states.len() == files.len()
        })
        .await;
        page.part("preview").await;
        let mut previews = BTreeMap::new();
        for path in page
            .texts("[data-testid='artifacts'] .file > span:first-child")
            .await
        {
            page.click_text("[data-testid='artifacts'] .file > span:first-child", &path)
                .await;
            page.until("its preview is shown", async || {
                page.attribute("preview", "aria-label")
                    .await
                    .ends_with(&path)
            })
            .await;
            previews.insert(path, page.property("preview", "textContent").await);
        }
        page.click("export-write").await;
        page.part("export-report").await;
        page.click("export-check").await;
        page.until("nothing differs", async || {
            let states = page.texts("[data-testid='artifacts'] .state").await;
            !states.is_empty() && states.iter().all(|state| state == "same")
        })
        .await;
        previews
    })
    .await;
    assert!(previews.len() >= 4, "{:?}", previews.keys());
    let mut written = written(&folder);
    // What the next export knows of this one; nothing that anybody would read.
    assert!(written.remove("spinout.lock.json").is_some());
    assert_eq!(
        Vec::from_iter(written.keys()),
        Vec::from_iter(previews.keys())
    );
    for (path, text) in written {
        assert!(
            text == previews[&path],
            "{path} is not what was shown:\n{text}"
        );
    }
}

/// The files of a folder by their paths in it.
fn written(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                files.insert(name, std::fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}
