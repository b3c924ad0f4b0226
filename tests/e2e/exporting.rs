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
        page.click("drawer-export").await;
        page.write("export-folder", &there.to_string_lossy()).await;
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
    assert_eq!(written(&folder), previews);
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
