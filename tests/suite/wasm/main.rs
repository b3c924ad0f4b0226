//! Results in WebAssembly are those of this machine, to the last bit of every figure.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::json;

const TARGET: &str = "wasm32-unknown-unknown";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The module, built once for all tests here.
fn module() -> &'static Path {
    static MODULE: OnceLock<PathBuf> = OnceLock::new();
    MODULE.get_or_init(|| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let build = ["build", "--locked", "--package", "spinout-wasm"];
        let built = Command::new(cargo)
            .args(build)
            .args(["--target", TARGET])
            .current_dir(root())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{said}");
        let folder = cargo_metadata::MetadataCommand::new()
            .current_dir(root())
            .no_deps()
            .exec()
            .unwrap()
            .target_directory;
        let file = folder.join(TARGET).join("debug/spinout_wasm.wasm");
        file.into_std_path_buf()
    })
}

/// Runs the options under the scenarios here and there.
fn same(model: &str, options: &[&str], scenarios: &[&str]) {
    let text = std::fs::read_to_string(root().join(model)).unwrap();
    let request = json!({ "model": text, "options": options, "scenarios": scenarios }).to_string();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &request).unwrap();
    let there = Command::new("node")
        .arg(root().join("tests/suite/wasm/run.mjs"))
        .arg(module())
        .arg(file.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&there.stderr);
    assert!(there.status.success(), "{said}");
    let here = spinout_wasm::results(&request);
    assert!(here.contains("\"response_s\""), "{here}");
    let there = String::from_utf8(there.stdout).unwrap();
    let differs = here.bytes().zip(there.bytes()).position(|(a, b)| a != b);
    if let Some(place) = differs {
        let around =
            |text: &str| text[place.saturating_sub(200)..text.len().min(place + 60)].to_owned();
        panic!("here {}\nthere {}", around(&here), around(&there));
    }
    assert_eq!(here.len(), there.len());
}

#[test]
fn options_side_by_side_through_a_spike_and_a_crash() {
    let options = ["baseline", "worker-spinout"];
    let scenarios = ["upload-spike", "worker-crash"];
    same("models/image-processing.spinout.json", &options, &scenarios);
}

#[test]
fn messages_that_fail_and_come_again() {
    let model = "tests/suite/files/models/messages.spinout.json";
    same(model, &["baseline"], &["steady", "bad-release"]);
}

#[test]
fn locks_pools_and_batches() {
    let model = "tests/suite/files/models/lock-pool-batch.spinout.json";
    same(model, &["baseline"], &["steady"]);
}

#[test]
fn three_tiers_in_the_long_run() {
    let model = "tests/suite/files/models/three-tier.spinout.json";
    same(model, &["baseline"], &["steady"]);
}
