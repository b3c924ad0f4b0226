use serde_json::{Map, Value};

use super::form::{self, Form};

/// The text of a file: two spaces for each level, one line for each small value, a newline at the end.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value, form::MODEL, 0);
    out.push('\n');
    out
}

fn put(out: &mut String, value: &Value, form: Form, depth: usize) {
    match (value, form) {
        (Value::Object(object), Form::Block(fields)) => {
            object_in_lines(out, object, depth, |key| {
                form::of_member(fields, key).unwrap_or(Form::Free)
            });
        }
        (Value::Object(object), Form::Entries(entry)) => {
            object_in_lines(out, object, depth, |_| *entry);
        }
        (Value::Object(object), Form::OneOf(fields)) => {
            let opens = object
                .keys()
                .any(|key| form::of_member(fields, key).is_some());
            if opens {
                put(out, value, Form::Block(fields), depth);
            } else {
                line(out, value);
            }
        }
        (Value::Object(object), Form::Free | Form::Wrapped(_)) => {
            object_in_lines(out, object, depth, |_| Form::Free);
        }
        (Value::Array(items), Form::Wrapped(per_line)) => wrapped(out, items, per_line, depth),
        (Value::Array(items), Form::Entries(entry)) => list_in_lines(out, items, *entry, depth),
        (Value::Array(items), Form::Free)
            if items.iter().any(|i| i.is_object() || i.is_array()) =>
        {
            list_in_lines(out, items, Form::Free, depth);
        }
        _ => line(out, value),
    }
}

fn object_in_lines(
    out: &mut String,
    object: &Map<String, Value>,
    depth: usize,
    form_of: impl Fn(&str) -> Form,
) {
    enclosed(
        out,
        ['{', '}'],
        object.iter(),
        depth,
        |out, (key, value)| {
            string(out, key);
            out.push_str(": ");
            put(out, value, form_of(key), depth + 1);
        },
    );
}

fn list_in_lines(out: &mut String, items: &[Value], form: Form, depth: usize) {
    enclosed(out, ['[', ']'], items.iter(), depth, |out, item| {
        put(out, item, form, depth + 1);
    });
}

fn wrapped(out: &mut String, items: &[Value], per_line: usize, depth: usize) {
    enclosed(
        out,
        ['[', ']'],
        items.chunks(per_line),
        depth,
        |out, chunk| {
            separated(out, chunk.iter(), line);
        },
    );
}

fn enclosed<T>(
    out: &mut String,
    [open, close]: [char; 2],
    members: impl ExactSizeIterator<Item = T>,
    depth: usize,
    mut member: impl FnMut(&mut String, T),
) {
    out.push(open);
    let last = members.len();
    for (n, each) in members.enumerate() {
        new_line(out, depth + 1);
        member(out, each);
        if n + 1 < last {
            out.push(',');
        }
    }
    if last > 0 {
        new_line(out, depth);
    }
    out.push(close);
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn separated<T>(
    out: &mut String,
    items: impl Iterator<Item = T>,
    mut each: impl FnMut(&mut String, T),
) {
    for (n, item) in items.enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        each(out, item);
    }
}

fn line(out: &mut String, value: &Value) {
    match value {
        Value::Object(object) => {
            out.push('{');
            separated(out, object.iter(), |out, (key, value)| {
                string(out, key);
                out.push_str(": ");
                line(out, value);
            });
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            separated(out, items.iter(), line);
            out.push(']');
        }
        Value::String(text) => string(out, text),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Null => out.push_str("null"),
    }
}

fn string(out: &mut String, text: &str) {
    out.push_str(&Value::from(text).to_string());
}
