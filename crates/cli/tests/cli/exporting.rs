use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::Folder;

#[test]
fn an_export_is_checked_and_what_was_edited_is_kept() {
    let folder = Folder::new();
    assert_eq!(folder.said("export shop.spinout.json out --check").0, 1);
    assert!(!folder.path("out").exists(), "a check writes nothing");
    let (code, report) = folder.json("export shop.spinout.json out --json");
    assert_eq!(code, 0);
    assert_eq!(report["option"], "worker-spinout");
    assert_eq!(folder.said("export shop.spinout.json out --check").0, 0);
    let owned = report["files"].as_array().unwrap().iter().find_map(|file| {
        let path = file["path"].as_str().unwrap();
        path.ends_with("asyncapi.yaml").then(|| path.to_owned())
    });
    let owned = folder.path("out").join(owned.unwrap());
    fs::write(&owned, "by hand").unwrap();
    assert_eq!(folder.said("export shop.spinout.json out --check").0, 4);
    assert_eq!(folder.said("export shop.spinout.json out").0, 4);
    assert_eq!(fs::read_to_string(&owned).unwrap(), "by hand");
    assert_eq!(folder.said("export shop.spinout.json out --force").0, 0);
    assert_eq!(folder.said("export shop.spinout.json out --check").0, 0);
    let text = fs::read_to_string(folder.path("shop.spinout.json")).unwrap();
    fs::write(
        folder.path("open.json"),
        text.replace("  \"chosen\": \"worker-spinout\",\n", ""),
    )
    .unwrap();
    let complaint = folder.complaint("export open.json out");
    assert!(
        complaint.contains("baseline, worker-spinout"),
        "{complaint}"
    );
}

#[test]
fn kinds_of_repository_have_folders_and_exit_codes_tell_what_differs() {
    let folder = Folder::new();
    let both = "export shop.spinout.json --target unit=images --target monitoring=watch";
    let (code, report) = folder.json(&format!("{both} --json"));
    assert_eq!(code, 0);
    let dirs: BTreeSet<&str> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["dir"].as_str().unwrap())
        .collect();
    assert_eq!(Vec::from_iter(dirs), ["images", "watch"]);
    assert!(folder.path("images/spinout.lock.json").exists());
    assert!(folder.path("watch/monitoring/openslo.yaml").exists());
    assert!(!folder.path("images/monitoring").exists());
    assert_eq!(folder.said(&format!("{both} --check")).0, 0);

    // One folder however it is spelled has one lock, and all of what goes to it.
    let one = "export shop.spinout.json --target unit=images --target monitoring=images/../images";
    assert_eq!(folder.said(one).0, 0);
    assert_eq!(folder.said(&format!("{one} --check")).0, 0);

    // Another option does not take the place of this one unasked.
    let other = "export shop.spinout.json --target unit=images --option baseline";
    assert_eq!(folder.said(other).0, 2);
    let left_over = format!("{other} --check");
    assert_eq!(folder.said(&left_over).0, 5);
    let (code, patch) = folder.said(&format!("{both} --plan"));
    assert!(code == 0 && !patch.contains("+++"), "{patch}");

    let text = fs::read_to_string(folder.path("shop.spinout.json")).unwrap();
    fs::write(
        folder.path("shop.spinout.json"),
        text.replace("\"completion\": \"2min\"", "\"completion\": \"3min\""),
    )
    .unwrap();
    assert_eq!(folder.said(&format!("{both} --check")).0, 1);
    let (_, patch) = folder.said(&format!("{both} --plan"));
    assert!(
        patch.contains("+++ watch/monitoring/openslo.yaml"),
        "{patch}"
    );
    let complaint = folder.complaint("export shop.spinout.json --target units=x");
    assert!(complaint.contains("infrastructure"), "{complaint}");
}

#[test]
fn an_export_that_cannot_be_finished_changes_nothing() {
    let folder = Folder::new();
    assert_eq!(folder.said("export shop.spinout.json out").0, 0);
    let text = fs::read_to_string(folder.path("shop.spinout.json")).unwrap();
    fs::write(
        folder.path("shop.spinout.json"),
        text.replace("\"completion\": \"2min\"", "\"completion\": \"3min\""),
    )
    .unwrap();
    // A folder stands where a file is to go.
    let blocked = folder.path("out/monitoring/openslo.yaml");
    fs::remove_file(&blocked).unwrap();
    fs::create_dir(&blocked).unwrap();
    let before = files(&folder.path("out"));
    folder.complaint("export shop.spinout.json out");
    assert_eq!(files(&folder.path("out")), before);
}

/// Every file under a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}
