//! JSON Schemas of contracts, made to stand alone or inside another document.

use serde_json::{Map, Value, json};

/// Keywords whose value maps names to schemas.
const MAPS: &[&str] = &[
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
];
/// Keywords whose value is data, not a schema.
const DATA: &[&str] = &[
    "const",
    "enum",
    "default",
    "examples",
    "example",
    "required",
    "dependentRequired",
];

/// `schema` for a place inside another document, `at` a JSON pointer: its references to itself follow
/// there.
pub(crate) fn embedded(schema: &Value, at: &str) -> Value {
    let mut schema = with_references(schema, &|reference| {
        reference
            .strip_prefix('#')
            .map(|rest| format!("{at}{rest}"))
    });
    if let Some(object) = schema.as_object_mut() {
        object.shift_remove("$schema");
        object.shift_remove("$id");
    }
    schema
}

/// `schema` as a document of JSON Schema 2020-12 of its own.
pub(crate) fn standalone(schema: &Value, id: &str, title: &str) -> Value {
    let inner = with_references(schema, &|reference| {
        reference.starts_with('#').then(|| reference.to_owned())
    });
    let mut document = Map::new();
    document.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    document.insert("$id".to_owned(), json!(id));
    document.insert("title".to_owned(), json!(title));
    if let Value::Object(object) = inner {
        for (key, value) in object {
            if key != "$schema" && key != "$id" {
                document.insert(key, value);
            }
        }
    }
    Value::Object(document)
}

/// `schema` in the words of draft 07, which AsyncAPI takes. What draft 07 has no word for is left as it
/// is, which it ignores: the standalone schema says all.
pub(crate) fn draft_07(schema: &Value) -> Value {
    each(schema, &|mut object| {
        if let Some(prefix) = object.shift_remove("prefixItems") {
            if let Some(rest) = object.shift_remove("items") {
                object.insert("additionalItems".to_owned(), rest);
            }
            object.insert("items".to_owned(), prefix);
        }
        let mut dependencies = Map::new();
        for key in ["dependentRequired", "dependentSchemas"] {
            if let Some(Value::Object(more)) = object.shift_remove(key) {
                dependencies.extend(more);
            }
        }
        if !dependencies.is_empty() {
            object.insert("dependencies".to_owned(), Value::Object(dependencies));
        }
        object
    })
}

/// `schema` with its references changed by `change`; one that leads outside becomes a schema that accepts
/// everything, as an exported file must not make its readers fetch things.
fn with_references(schema: &Value, change: &dyn Fn(&str) -> Option<String>) -> Value {
    each(schema, &|mut object| {
        for key in ["$ref", "$dynamicRef"] {
            let Some(reference) = object.get(key) else {
                continue;
            };
            match reference.as_str().and_then(change) {
                Some(changed) => object.insert(key.to_owned(), json!(changed)),
                None => object.shift_remove(key),
            };
        }
        object
    })
}

/// `schema` with `change` made to each schema in it, innermost first. What is no schema becomes one that
/// accepts everything.
fn each(schema: &Value, change: &dyn Fn(Map<String, Value>) -> Map<String, Value>) -> Value {
    match schema {
        Value::Bool(all) => json!(all),
        Value::Object(object) => {
            let mut out = Map::new();
            for (key, value) in object {
                let value = match value {
                    data if DATA.contains(&key.as_str()) => data.clone(),
                    Value::Object(map) if MAPS.contains(&key.as_str()) => Value::Object(
                        map.iter()
                            .map(|(name, inner)| (name.clone(), each(inner, change)))
                            .collect(),
                    ),
                    Value::Object(_) => each(value, change),
                    Value::Array(items) => Value::Array(
                        items
                            .iter()
                            .map(|item| {
                                if item.is_object() {
                                    each(item, change)
                                } else {
                                    item.clone()
                                }
                            })
                            .collect(),
                    ),
                    other => other.clone(),
                };
                out.insert(key.clone(), value);
            }
            Value::Object(change(out))
        }
        _ => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_follow_and_those_outside_are_left_out() {
        let schema = json!({
            "$schema": "x", "$id": "y",
            "properties": { "$ref": { "$ref": "#/$defs/a" }, "b": { "$ref": "https://example.org/b" } },
            "$defs": { "a": { "const": { "$ref": "#" } } }
        });
        let expected = json!({
            "properties": { "$ref": { "$ref": "#/components/schemas/X/$defs/a" }, "b": {} },
            "$defs": { "a": { "const": { "$ref": "#" } } }
        });
        assert_eq!(embedded(&schema, "#/components/schemas/X"), expected);
    }

    #[test]
    fn tuples_are_written_the_old_way() {
        let schema = json!({ "prefixItems": [{ "type": "string" }], "items": false });
        let expected = json!({ "items": [{ "type": "string" }], "additionalItems": false });
        assert_eq!(draft_07(&schema), expected);
    }

    #[test]
    fn what_is_no_schema_accepts_everything() {
        assert_eq!(embedded(&json!("text"), "#/a"), json!({}));
        assert_eq!(standalone(&json!(3), "urn:a", "A")["title"], "A");
    }
}
