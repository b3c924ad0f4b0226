//! The committed JSON Schema is the one of the words. `UPDATE=1 cargo test -p spinout-model --test
//! schema` writes it anew.

use std::path::Path;

use spinout_model::schema;

#[test]
fn the_committed_schema_is_fresh() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/spinout.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, schema()).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == schema(),
        "models/spinout.schema.json is stale: run UPDATE=1 cargo test -p spinout-model --test schema"
    );
}
