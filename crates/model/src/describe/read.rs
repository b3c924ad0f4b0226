//! Forms out of the JSON Schema of the words. Beside the keywords of JSON Schema it reads `x-otherwise`
//! (what holds when nothing is said, in words), `x-unit`, `x-source`, `x-common`,
//! `x-billed` and `x-only` (the kinds or modes that a word has a meaning for); the first of `examples` is what
//! to begin with.

use std::collections::BTreeMap;

use serde_json::Value;

use super::form::{Choice, Dimension, Field, Form, Variant};

/// Every group of words, by its name.
pub(super) fn forms(schema: &Value) -> BTreeMap<String, Form> {
    let definitions = schema["$defs"].as_object();
    let mut forms: BTreeMap<String, Form> = definitions
        .into_iter()
        .flatten()
        .filter(|(name, _)| scalar(name).is_none())
        .map(|(name, definition)| (name.clone(), form(definition)))
        .collect();
    forms.insert("Model".to_owned(), form(schema));
    forms
}

/// Names of what is written as one value.
fn scalar(name: &str) -> Option<Form> {
    let dimension = |dimension| Some(Form::Quantity { dimension });
    let drawn = |dimension, or_time| Some(Form::Distribution { dimension, or_time });
    match name {
        "Duration" => dimension(Dimension::Time),
        "Rate" => dimension(Dimension::Rate),
        "Size" => dimension(Dimension::Size),
        "Price" => dimension(Dimension::Price),
        "Distribution" => drawn(Dimension::Time, false),
        "SizeDistribution" => drawn(Dimension::Size, false),
        "StartUp" => drawn(Dimension::Time, true),
        "OperationRef" => Some(Form::Reference {
            to: "operation".to_owned(),
        }),
        _ => name.strip_suffix("Id").map(|to| Form::Reference {
            to: to.to_lowercase(),
        }),
    }
}

fn form(schema: &Value) -> Form {
    if let Some(name) = referred(schema) {
        return scalar(name).unwrap_or_else(|| Form::Named {
            name: name.to_owned(),
        });
    }
    if let Some(inner) = optional(schema) {
        return form(inner);
    }
    if let Some(variants) = schema["oneOf"].as_array() {
        return one_of(variants);
    }
    match kind_of(schema) {
        Some("string") => Form::Text,
        Some("boolean") => Form::Flag,
        Some(number @ ("integer" | "number")) => Form::Number {
            least: schema["minimum"].as_f64(),
            most: schema["maximum"].as_f64(),
            whole: number == "integer",
        },
        Some("array") => Form::List {
            of: Box::new(form(&schema["items"])),
        },
        Some("object") => object(schema),
        _ => Form::Json,
    }
}

/// The definition that is referred to.
fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/$defs/")
}

/// What is there when it is not null.
fn optional(schema: &Value) -> Option<&Value> {
    match schema["anyOf"].as_array()?.as_slice() {
        [inner, null] | [null, inner] if null["type"] == "null" => Some(inner),
        _ => None,
    }
}

fn kind_of(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(one) => Some(one),
        Value::Array(some) => some.iter().filter_map(Value::as_str).find(|t| *t != "null"),
        _ => None,
    }
}

/// Words to choose from, or things with figures of their own.
fn one_of(variants: &[Value]) -> Form {
    let all: Option<Vec<Choice>> = variants.iter().map(choice).collect();
    if let Some(choices) = all {
        return Form::Choice { choices };
    }
    let variants = variants.iter().filter_map(variant).collect();
    Form::Variants { variants }
}

fn choice(schema: &Value) -> Option<Choice> {
    let value = schema["const"].as_str()?;
    Some(Choice {
        value: value.to_owned(),
        label: label(value, schema),
        help: help(schema),
    })
}

fn variant(schema: &Value) -> Option<Variant> {
    if let Some(word) = choice(schema) {
        return Some(Variant {
            key: word.value,
            label: word.label,
            help: word.help,
            form: None,
        });
    }
    let (key, inner) = schema["properties"].as_object()?.iter().next()?;
    Some(Variant {
        key: key.clone(),
        label: label(key, schema),
        help: help(schema),
        form: Some(form(inner)),
    })
}

fn object(schema: &Value) -> Form {
    if let Some(fields) = schema["properties"].as_object() {
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let fields = fields
            .iter()
            .map(|(key, schema)| field(key, schema, required.contains(&key.as_str())))
            .collect();
        return Form::Group { fields };
    }
    let by_pattern = schema["patternProperties"].as_object();
    let of = by_pattern
        .and_then(|patterns| patterns.values().next())
        .or_else(|| schema.get("additionalProperties").filter(|s| s.is_object()));
    Form::Map {
        of: Box::new(of.map_or(Form::Json, form)),
    }
}

fn field(key: &str, schema: &Value, required: bool) -> Field {
    let text = |name: &str| schema[name].as_str().map(str::to_owned);
    let default = match &schema["default"] {
        Value::Null => None,
        Value::String(words) => Some(words.clone()),
        Value::Bool(true) => Some("yes".to_owned()),
        Value::Bool(false) => Some("no".to_owned()),
        other => Some(other.to_string()),
    };
    Field {
        key: key.to_owned(),
        label: label(key, schema),
        help: help(schema),
        required,
        otherwise: text("x-otherwise").or(default),
        unit: text("x-unit"),
        source: text("x-source"),
        common: schema["x-common"] == true,
        billed: schema["x-billed"] == true,
        only: schema["x-only"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        start: schema["examples"].get(0).cloned(),
        form: form(schema),
    }
}

/// The title, or else the word with its underscores as spaces and a capital at its beginning.
fn label(word: &str, schema: &Value) -> String {
    if let Some(title) = schema["title"].as_str() {
        return title.to_owned();
    }
    let mut label = word.replace('_', " ");
    if let Some(first) = label.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    label
}

/// The documentation in one line.
fn help(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    text.replace('\n', " ").replace('`', "")
}
