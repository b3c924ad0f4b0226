//! Block YAML that parsers of YAML 1.1 and 1.2 read alike.

use serde_json::Value;

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
        out.push_str(&serde_saphyr::to_string(value).unwrap_or_default());
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out
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
    fn a_comment_stays_on_its_line() {
        assert_eq!(comment("a\nkey: b\u{2028}c\r"), "# a key: b c\n");
    }
}
