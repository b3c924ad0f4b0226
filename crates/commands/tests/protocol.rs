//! The generated TypeScript is what the protocol says.

use std::path::Path;

use spinout_commands::protocol::typescript::{declarations, description};

#[test]
fn the_windows_declarations_are_fresh() {
    fresh("src/generated/protocol.ts", &declarations());
    fresh("tests/description.json", &description());
}

fn fresh(path: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../ui")
        .join(path);
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == made,
        "{path} is stale: run `cargo run -p spinout-commands --example typescript` and commit the result"
    );
}
