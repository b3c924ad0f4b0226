//! The file: what is read and written, what is refused and how.

use proptest::prelude::*;
use serde_json::json;
use spinout_model::{
    Document, FileError, FileErrorKind, MAX_FILE_BYTES, Path, check_file_size, load, load_bytes,
    locate,
};

const SHOP: &str = include_str!("samples/shop.spinout.json");

fn refused(text: &str) -> Box<FileError> {
    load(text, "shop.spinout.json").expect_err("the text must be refused")
}

/// The sample with `from` replaced by `to`.
fn with(from: &str, to: &str) -> String {
    assert!(SHOP.contains(from), "{from}");
    SHOP.replacen(from, to, 1)
}

#[test]
fn an_untouched_canonical_file_keeps_every_byte() {
    let loaded = load(SHOP, "shop.spinout.json").unwrap();
    assert!(loaded.is_canonical);
    assert_eq!(loaded.document.to_text(), SHOP);
    assert_eq!(loaded.document.findings(), []);
}

#[test]
fn another_form_is_normalised_and_said_so() {
    let value: serde_json::Value = serde_json::from_str(SHOP).unwrap();
    let loaded = load(&format!("\u{feff}{value}"), "x").unwrap();
    assert!(!loaded.is_canonical);
    assert_eq!(loaded.document.to_text(), SHOP);
}

#[test]
fn unknown_fields_survive_wherever_they_stand() {
    let text = with(
        "\"kind\": \"monolith\",",
        "\"kind\": \"monolith\", \"colour\": 1.0,",
    )
    .replacen(
        "\"mean\": \"8ms\"",
        "\"mean\": \"8ms\", \"seen\": [1, {\"a\": null}]",
        1,
    )
    .replacen(
        "{\"follow\": \"keep\"}",
        "{\"compute\": {\"exponential\": {\"mean\": \"1ms\", \"x\": 1}}}",
        1,
    )
    .replacen("\"spin_out\": {", "\"spin_out\": {\"mesh\": true,", 1)
    .replacen(
        "\"format\": 1,",
        "\"format\": 1, \"future\": {\"b\": 1, \"a\": 2},",
        1,
    );
    let document = load(&text, "x").unwrap().document;
    let places: Vec<String> = document.findings().into_iter().map(|f| f.place).collect();
    assert_eq!(
        places,
        [
            "elements/shop/colour",
            "elements/shop/operations/page/demand/lognormal/seen",
            "elements/shop/operations/receive/steps/1/compute/exponential/x",
            "future",
            "options/worker-spinout/changes/worker/do/spin_out/mesh",
        ]
    );
    let written = document.to_text();
    assert!(written.contains("\"colour\": 1"), "{written}");
    let again = load(&written, "x").unwrap();
    assert!(again.is_canonical);
    assert!(again.document == document);
}

#[test]
fn errors_name_place_reason_and_remedy() {
    for (from, to, place, line_text, hint) in [
        (
            "\"cores\": 4",
            "\"cores\": \"four\"",
            "elements/catalogue/store/cores",
            "\"cores\"",
            "a number",
        ),
        (
            "\"mean\": \"30ms\"",
            "\"mean\": 30",
            "elements/bucket/operations/default/demand/exponential/mean",
            "\"mean\": 30",
            "\"30s\"",
        ),
        (
            "\"kind\": \"monolith\"",
            "\"kind\": \"castle\"",
            "elements/shop/kind",
            "castle",
            "`monolith`",
        ),
        (
            "\"from\": \"users/browse\",\n",
            "",
            "relationships/ask-page",
            "ask-page",
            "add \"from\"",
        ),
        (
            "\"to\": \"shop/page\"",
            "\"to\": \"Shop Page\"",
            "relationships/ask-page/to",
            "Shop Page",
            "use 1 to 80",
        ),
        (
            "{\"crash\": 1}",
            "{\"explode\": 1}",
            "scenarios/worker-crash/faults/gone/kind",
            "explode",
            "`slow`",
        ),
    ] {
        let text = with(from, to);
        let error = refused(&text);
        assert_eq!(error.field, place);
        let line = text.lines().nth(error.line.unwrap() - 1).unwrap();
        assert!(line.contains(line_text), "{error}: {line}");
        assert!(error.fix.contains(hint), "{error}");
        assert!(
            error.to_string().starts_with("shop.spinout.json:"),
            "{error}"
        );
    }
}

#[test]
fn a_newer_format_is_named() {
    let error = refused(&with("\"format\": 1", "\"format\": 3"));
    assert_eq!(error.kind, FileErrorKind::NewerFormat);
    assert!(
        error.why.contains("format 3") && error.why.contains("reads format 1"),
        "{error}"
    );
    assert_eq!((error.line, error.column), (Some(2), Some(13)));
    for other in [
        "[]",
        "7",
        "{}",
        "{\"format\": \"1\"}",
        "{\"format\": 0, \"name\": \"x\"}",
    ] {
        assert_eq!(refused(other).kind, FileErrorKind::Field, "{other}");
    }
}

#[test]
fn what_is_not_json_is_placed() {
    let error = refused("{\"format\": 1,\n \"näme\": \"x\",,}");
    assert_eq!(
        (error.kind, error.line, error.column),
        (FileErrorKind::NotJson, Some(2), Some(14))
    );
    assert_eq!(refused("").kind, FileErrorKind::NotJson);
    assert_eq!(
        refused(&SHOP[..SHOP.len() / 2]).kind,
        FileErrorKind::NotJson
    );
    assert_eq!(refused(&format!("{SHOP}{{}}")).kind, FileErrorKind::NotJson);
    let error = load_bytes(b"{\n  \xff", "x").unwrap_err();
    assert_eq!(
        (error.kind, error.line, error.column),
        (FileErrorKind::NotText, Some(2), Some(3))
    );
}

#[test]
fn a_key_that_stands_twice_is_refused_where_it_stands_again() {
    let text = with("\"mailer\": {", "\"images\": {");
    let error = refused(&text);
    assert_eq!(error.kind, FileErrorKind::DuplicateKey);
    assert!(error.why.contains("`images`"), "{error}");
    let line = text.lines().nth(error.line.unwrap() - 1).unwrap();
    assert!(line.contains("\"images\": {"), "{line}");
    assert_ne!(
        text.lines().position(|l| l == line),
        Some(error.line.unwrap() - 1)
    );
    let escaped = refused("{\"format\": 1, \"n\\u0061me\": \"a\", \"name\": \"b\"}");
    assert_eq!(escaped.kind, FileErrorKind::DuplicateKey);
}

#[test]
fn sizes_depths_and_counts_are_bounded() {
    assert_eq!(
        check_file_size(MAX_FILE_BYTES + 1, "x").unwrap_err().kind,
        FileErrorKind::Limit
    );
    assert!(check_file_size(MAX_FILE_BYTES, "x").is_ok());
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refused(&deep).kind, FileErrorKind::Limit);
    let deep_unknown = with(
        "\"format\": 1,",
        &format!(
            "\"format\": 1, \"x\": {}1{},",
            "{\"a\":".repeat(99),
            "}".repeat(99)
        ),
    );
    assert!(load(&deep_unknown, "x").is_ok());
    let many: Vec<String> = (0..20_001)
        .map(|n| format!("\"e{n}\": {{\"kind\": \"client\"}}"))
        .collect();
    let error = refused(&format!(
        "{{\"format\": 1, \"name\": \"x\", \"elements\": {{{}}}}}",
        many.join(",")
    ));
    assert_eq!(
        (error.kind, error.field.as_str()),
        (FileErrorKind::Limit, "elements")
    );
    let long = with(
        "\"name\": \"Shop\"",
        &format!("\"name\": \"{}\"", "x".repeat(1000)),
    );
    assert_eq!(refused(&long).field, "name");
}

#[test]
fn one_edit_changes_its_own_line_only() {
    for (path, value) in [
        (
            "elements/shop/name",
            json!("A considerably longer name for the shop than before"),
        ),
        ("elements/shop/process/threads", json!(64)),
        (
            "elements/shop/operations/page/demand",
            json!({"constant": "1234567890ms"}),
        ),
        ("layout/elements/shop/x", json!(12345.678)),
        (
            "elements/shop/operations/receive/steps/0",
            json!({"wait": {"exponential": {"mean": "500ms"}}}),
        ),
        ("units/shop/pipeline/duration", json!("2h")),
        ("scenarios/replay/load/series/counts/3", json!(1_000_000)),
    ] {
        let mut edited = load(SHOP, "x").unwrap().document.value().clone();
        Path::from(path).set(&mut edited, value).unwrap();
        let written = Document::from_value(edited).unwrap().to_text();
        assert_eq!(written.lines().count(), SHOP.lines().count(), "{path}");
        let changed = written
            .lines()
            .zip(SHOP.lines())
            .filter(|(a, b)| a != b)
            .count();
        assert_eq!(changed, 1, "{path}");
    }
}

#[test]
fn a_place_is_found_in_the_text() {
    let (line, _) = locate(SHOP, "elements/shop/process/threads").unwrap();
    assert!(
        SHOP.lines()
            .nth(line - 1)
            .unwrap()
            .contains("\"threads\": 32")
    );
    let (line, _) = locate(SHOP, "basis/elements~1shop~1process~1threads").unwrap();
    assert!(SHOP.lines().nth(line - 1).unwrap().contains("measured"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to a text, it is read or refused, and what is read is written readably.
    #[test]
    fn mutated_text_never_panics(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..30, "[\"{}\\[\\],:0-9a-z\\\\ -]{0,6}"), 1..4)
    ) {
        let mut text = SHOP.to_owned();
        for (at, length, put) in cuts {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.replace_range(start..end, &put);
        }
        match load(&text, "x") {
            Ok(loaded) => {
                let written = loaded.document.to_text();
                let again = load(&written, "x").unwrap();
                prop_assert!(again.is_canonical);
                prop_assert!(again.document == loaded.document);
            }
            Err(error) => {
                prop_assert!(!error.why.is_empty() && !error.fix.is_empty());
                prop_assert!(error.line.is_some(), "{}", error);
            }
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(load_bytes(&bytes, "x").is_err());
    }

    /// Small exact changes of values, the kind that a person makes.
    #[test]
    fn one_changed_value_is_read_back_or_refused(n in any::<prop::sample::Index>(), number in any::<f64>()) {
        let value: serde_json::Value = serde_json::from_str(SHOP).unwrap();
        let mut places = Vec::new();
        leaves(&value, &Path::root(), &mut places);
        let place = &places[n.index(places.len())];
        let mut edited = value;
        place.set(&mut edited, json!(number)).unwrap();
        if let Ok(document) = Document::from_value(edited) {
            let again = load(&document.to_text(), "x").unwrap();
            prop_assert!(again.document == document);
        }
    }
}

fn leaves(value: &serde_json::Value, at: &Path, found: &mut Vec<Path>) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, inner) in object {
                leaves(inner, &at.child(key), found);
            }
        }
        serde_json::Value::Array(items) => {
            for (n, inner) in items.iter().enumerate() {
                leaves(inner, &at.child(n.to_string()), found);
            }
        }
        _ => found.push(at.clone()),
    }
}
