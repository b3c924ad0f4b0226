//! The JSON Schemas of what is read and printed.

use spinout_results::Run;

use crate::protocol::{AskSchema, SchemaOf, SchemaText};

/// A JSON Schema, as text that ends with a line end.
pub fn schema(ask: AskSchema) -> SchemaText {
    let text = match ask.of {
        SchemaOf::Model => spinout_model::schema(),
        SchemaOf::Results => {
            let mut schema = schemars::schema_for!(Run);
            schema.insert(
                "title".to_owned(),
                "What `spinout simulate --json` prints for an option and a scenario".into(),
            );
            let text = serde_json::to_string_pretty(&schema)
                .unwrap_or_else(|error| unreachable!("a schema is plain JSON: {error}"));
            text + "\n"
        }
    };
    SchemaText { text }
}
