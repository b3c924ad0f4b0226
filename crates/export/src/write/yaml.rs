//! Block YAML that parsers of YAML 1.1 and 1.2 read alike.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_saphyr::{DoubleQuoted, SingleQuoted};

/// Texts longer than this are folded over several lines.
const LONG: usize = 80;

/// Comment lines above `values`, each a document of one YAML file.
pub(crate) fn documents(comments: &[String], values: &[Value]) -> String {
    let mut out = String::new();
    for line in comments {
        out.push_str(&comment(line));
    }
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push_str("---\n");
        }
        // A JSON value has text keys and finite numbers only, which is all that can fail.
        out.push_str(&serde_saphyr::to_string(&Node(value)).unwrap_or_default());
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// A value whose longer texts are blocks, but only where every parser reads the block as it was meant.
struct Node<'a>(&'a Value);

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if needs_quotes(text) && !text.contains('\n') && is_tame(text) => {
                SingleQuoted(text).serialize(serializer)
            }
            Value::String(text) if needs_quotes(text) => DoubleQuoted(text).serialize(serializer),
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(&Node(item))?;
                }
                sequence.end()
            }
            Value::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, value) in object {
                    map.serialize_entry(key, &Node(value))?;
                }
                map.end()
            }
            other => other.serialize(serializer),
        }
    }
}

/// Would it become a block, and should not? Long addresses and expressions of one line should not, as a line
/// break makes them harder to read.
fn needs_quotes(text: &str) -> bool {
    let prose = text.split([' ', '\n']).all(|word| word.len() < LONG / 2);
    (text.contains('\n') && !is_tame(text))
        || (text.len() > LONG && !(text.contains('\n') || prose && is_tame(text)))
}

/// Can the text stand in a block? Parsers differ over blanks where indentation is counted, and over what
/// ends a line: such texts are quoted.
fn is_tame(text: &str) -> bool {
    let quiet = |c: char| c == '\n' || c == ' ' || !(c.is_whitespace() || unsafe_in_a_line(c));
    let bare = text.strip_suffix('\n').unwrap_or(text);
    text.chars().all(quiet)
        && !bare.starts_with([' ', '\n'])
        && !bare.ends_with([' ', '\n'])
        && !bare.contains("  \n")
}

/// `text` as one comment line: whatever could end the line or turn its direction is blanked.
pub(crate) fn comment(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|c| if unsafe_in_a_line(c) { ' ' } else { c })
        .collect();
    format!("# {line}").trim_end().to_owned() + "\n"
}

/// Controls, line ends, and marks that change the direction of what follows.
pub(crate) fn unsafe_in_a_line(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_that_old_parsers_take_for_something_else_are_quoted() {
        for word in [
            "yes",
            "on",
            "12:30:45",
            "2001-12-14",
            "1_000",
            "null",
            "=",
            "<<",
            "",
        ] {
            let text = documents(&[], &[json!({ "a": word })]);
            assert!(text.contains(&format!("\"{word}\"")), "{text}");
        }
    }

    #[test]
    fn blocks_are_for_texts_that_every_parser_reads_alike() {
        let write = |text: &str| documents(&[], &[json!({ "a": text })]);
        assert_eq!(write("sum(x)\n  or\ny\n"), "a: |\n  sum(x)\n    or\n  y\n");
        assert!(write("word ".repeat(20).trim()).starts_with("a: >-\n  word"));
        for wild in ["\t\n", " a\nb", "a\n\n", "a\r\nb", "a\u{2028}\nb"] {
            assert!(write(wild).starts_with("a: \""), "{wild:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back(text in proptest::prelude::any::<String>(), blank in "[ \n\t\ra:#-]{0,100}") {
            let value = json!({ "any": text, "blank": blank, (text): [blank] });
            let read: Value = serde_norway::from_str(&documents(&[], std::slice::from_ref(&value))).unwrap();
            proptest::prop_assert_eq!(read, value);
        }
    }

    #[test]
    fn a_comment_stays_on_its_line() {
        assert_eq!(comment("a\nkey: b\u{2028}c\r"), "# a key: b c\n");
    }
}
