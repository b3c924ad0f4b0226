//! Rules about the repository that would otherwise be prose.

#![allow(
    clippy::unwrap_used,
    reason = "a test may panic, and so may what only tests use"
)]

mod dependencies;
mod files;
mod front_end;
mod module_docs;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Every file under version control or about to be, with its path from the top, and its text where it
/// has one. What was deleted but not yet committed is left out.
fn tracked_files() -> Vec<(String, Option<String>)> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let paths = String::from_utf8(listed.stdout).unwrap();
    let files: Vec<_> = paths
        .split('\0')
        .filter(|path| root().join(path).is_file())
        .map(|path| {
            (
                path.to_owned(),
                std::fs::read_to_string(root().join(path)).ok(),
            )
        })
        .collect();
    assert!(
        files.len() > 100,
        "only {} files: is this a checkout?",
        files.len()
    );
    files
}

/// Fails with all complaints at once.
#[track_caller]
fn none_of(complaints: &[String], rule: &str) {
    assert!(
        complaints.is_empty(),
        "{rule}:\n  {}",
        complaints.join("\n  ")
    );
}
