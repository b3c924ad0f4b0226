//! The small languages of Prometheus: PromQL strings, Go's templates and its number form.

use super::number::tidy;

/// A PromQL string literal that means `text`.
pub(crate) fn promql_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `text` so that Go's `text/template`, which expands labels and annotations, gives it back unchanged.
/// Every brace is written as a string of its own, as one may meet another at a seam.
pub(crate) fn template_text(text: &str) -> String {
    text.replace('{', "{{\"{\"}}")
}

/// `x` as Go's `strconv.FormatFloat(x, 'g', -1, 64)` writes it: the form of the label `le` of a
/// histogram's buckets.
pub(crate) fn go_float(x: f64) -> String {
    let x = tidy(x);
    if x != 0.0 && x.abs() < 1e-4 {
        let text = format!("{x:e}");
        if let Some((mantissa, exponent)) = text.split_once("e-") {
            return format!("{mantissa}e-{exponent:0>2}");
        }
    }
    x.to_string()
}

/// `text` as a value in the query of a URL.
pub(crate) fn url_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bucket_boundaries_are_written_as_exporters_write_them() {
        assert_eq!(go_float(0.3), "0.3");
        assert_eq!(go_float(1.0), "1");
        assert_eq!(go_float(0.000_05), "5e-05");
        assert_eq!(go_float(0.000_000_000_25), "2.5e-10");
    }

    #[test]
    fn strings_cannot_leave_their_quotes() {
        assert_eq!(promql_string("a\"} or x{y=\"\\"), r#""a\"} or x{y=\"\\""#);
        assert_eq!(promql_string("a\nb"), r#""a\nb""#);
    }

    #[test]
    fn braces_do_not_open_a_template() {
        assert_eq!(template_text("{{ $value }}"), r#"{{"{"}}{{"{"}} $value }}"#);
    }
}
