use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::Path;

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Line and column (in characters), both from 1, of a place such as a finding's in the text of a file;
/// of what is nearest around it where it is not written, as defaults are. Nothing if the text is not
/// JSON.
#[must_use]
pub fn locate(text: &str, place: &str) -> Option<(usize, usize)> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).ok()?;
    let mut at = &parsed.value?;
    for key in Path::from(place).keys() {
        let inner = match at {
            ast::Value::Object(object) => object.get(key).map(|property| &property.value),
            ast::Value::Array(list) => key.parse().ok().and_then(|n: usize| list.elements.get(n)),
            _ => None,
        };
        match inner {
            Some(inner) => at = inner,
            None => break,
        }
    }
    Some(position(text, at.start()))
}

/// Line and column of a byte of the text.
fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |n| n + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The column in characters for serde_json's line and column in bytes.
pub(super) fn in_characters(text: &str, line: usize, column: usize) -> (usize, usize) {
    let found = text.split('\n').nth(line.saturating_sub(1)).unwrap_or("");
    let mut end = column.saturating_sub(1).min(found.len());
    while !found.is_char_boundary(end) {
        end -= 1;
    }
    (line.max(1), found[..end].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_place_or_what_is_around_it() {
        let text = "{\n  \"ö\": {\"b\": [1,\n    22]}\n}\n";
        assert_eq!(locate(text, "ö/b/1"), Some((3, 5)));
        assert_eq!(locate(text, "ö/b"), Some((2, 14)));
        assert_eq!(locate(text, "ö/b/9/x"), Some((2, 14)));
        assert_eq!(locate("{,}", "a"), None);
    }
}
