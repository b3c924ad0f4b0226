//! Writes the protocol's TypeScript declarations to `ui/src/generated/protocol.ts`, and what can be said in
//! a model to `ui/tests/description.json`, for the tests of the front end.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/generated");
    std::fs::create_dir_all(&dir)?;
    std::fs::write(
        dir.join("protocol.ts"),
        spinout_commands::protocol::typescript::declarations(),
    )?;
    std::fs::write(
        dir.join("../../tests/description.json"),
        spinout_commands::protocol::typescript::description(),
    )
}
