//! An instance of a JSON Schema, for tests that show what a contract means.

use serde_json::{Map, Value, json};

/// How deep schemas may lead into each other.
const DEEPEST: usize = 12;

/// A value that `schema` accepts, with what it requires and no more; none where it cannot be told, as for a
/// pattern without an example.
pub(crate) fn example(schema: &Value) -> Option<Value> {
    made(schema, schema, DEEPEST)
}

fn made(root: &Value, schema: &Value, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return made(root, root.pointer(reference.strip_prefix('#')?)?, depth);
    }
    for keyword in ["const", "default", "example"] {
        if let Some(value) = schema.get(keyword) {
            return Some(value.clone());
        }
    }
    for keyword in ["enum", "examples"] {
        if let Some(value) = schema.get(keyword).and_then(|values| values.get(0)) {
            return Some(value.clone());
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(first) = schema.get(keyword).and_then(|schemas| schemas.get(0)) {
            return made(root, first, depth);
        }
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str),
        Some(kind) => kind.as_str(),
        None if schema.get("properties").is_some() => Some("object"),
        None => None,
    };
    match kind {
        Some("object") => object(root, schema, depth),
        Some("array") => array(root, schema, depth),
        Some("string") => string(schema),
        Some("integer" | "number") => number(schema),
        Some("boolean") => Some(json!(true)),
        Some("null") => Some(Value::Null),
        _ => schema
            .as_object()
            .is_none_or(Map::is_empty)
            .then(|| json!({})),
    }
}

fn object(root: &Value, schema: &Value, depth: usize) -> Option<Value> {
    let mut object = Map::new();
    let required = schema.get("required").and_then(Value::as_array);
    for name in required.into_iter().flatten().filter_map(Value::as_str) {
        let property = schema.get("properties").and_then(|all| all.get(name));
        let value = match property {
            Some(property) => made(root, property, depth)?,
            None => json!("text"),
        };
        object.insert(name.to_owned(), value);
    }
    Some(Value::Object(object))
}

fn array(root: &Value, schema: &Value, depth: usize) -> Option<Value> {
    let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
    let anything = json!({});
    let items = schema.get("items").unwrap_or(&anything);
    (0..least.min(16))
        .map(|_| made(root, items, depth))
        .collect::<Option<Vec<Value>>>()
        .map(Value::Array)
}

fn string(schema: &Value) -> Option<Value> {
    if schema.get("pattern").is_some() {
        return None;
    }
    let text = match schema.get("format").and_then(Value::as_str) {
        Some("uuid") => "6f1c2d3e-4b5a-4c6d-8e7f-9a0b1c2d3e4f",
        Some("date-time") => "2026-01-02T03:04:05Z",
        Some("date") => "2026-01-02",
        Some("time") => "03:04:05Z",
        Some("email") => "somebody@example.org",
        Some("uri") => "https://example.org/",
        Some("ipv4") => "192.0.2.1",
        Some(_) => return None,
        None => "text",
    };
    let count = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    let least = usize::try_from(count("minLength").unwrap_or(0).min(4096)).ok()?;
    let mut text = text.to_owned();
    while text.len() < least {
        text.push('x');
    }
    let fits = count("maxLength").is_none_or(|most| text.len() as u64 <= most);
    match schema.get("format") {
        Some(_) => (fits && text.len() > least).then(|| json!(text)),
        None => {
            let most = count("maxLength").map_or(text.len(), |most| text.len().min(most as usize));
            Some(json!(&text[..most]))
        }
    }
}

fn number(schema: &Value) -> Option<Value> {
    let of = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let whole = schema.get("type") != Some(&json!("number"));
    let step = of("multipleOf").unwrap_or(1.0);
    let least = of("minimum")
        .or_else(|| of("exclusiveMinimum").map(|least| least + step))
        .unwrap_or(1.0);
    let value = (least / step).ceil() * step;
    let fits = of("maximum").is_none_or(|most| value <= most)
        && of("exclusiveMaximum").is_none_or(|most| value < most);
    let value = if fits { value } else { of("maximum")?.floor() };
    if whole {
        Some(json!(value as i64))
    } else {
        Some(json!(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_required_is_there_and_no_more() {
        let schema = json!({
            "type": "object",
            "properties": {
                "id": { "type": "string", "format": "uuid" },
                "size": { "enum": ["small", "large"] },
                "width": { "type": "integer", "minimum": 16 },
                "next": { "$ref": "#/$defs/part" },
                "left": { "type": "string" }
            },
            "required": ["id", "size", "width", "next"],
            "$defs": { "part": { "type": "array", "items": { "type": "boolean" }, "minItems": 2 } }
        });
        let expected = json!({
            "id": "6f1c2d3e-4b5a-4c6d-8e7f-9a0b1c2d3e4f", "size": "small", "width": 16, "next": [true, true]
        });
        assert_eq!(example(&schema), Some(expected));
    }

    #[test]
    fn what_cannot_be_told_is_not_made_up() {
        assert_eq!(
            example(&json!({ "type": "string", "pattern": "^[a-z]{3}$" })),
            None
        );
        let endless = json!({ "properties": { "a": { "$ref": "#" } }, "required": ["a"] });
        assert_eq!(example(&endless), None);
    }
}
