/// The JSON Schema (2020-12) of a model file, as text with a newline at its end.
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(crate::Model);
    schema.insert("title".to_owned(), "A Spinout model, format 1".into());
    let text = serde_json::to_string_pretty(&schema)
        .unwrap_or_else(|error| unreachable!("a schema is plain JSON: {error}"));
    text + "\n"
}
