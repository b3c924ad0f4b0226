//! The generated TypeScript is what the protocol says.

use std::path::Path;

#[test]
fn the_windows_declarations_are_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/generated/protocol.ts");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == spinout_commands::protocol::typescript::declarations(),
        "run `cargo run -p spinout-commands --example typescript` and commit the result"
    );
}
