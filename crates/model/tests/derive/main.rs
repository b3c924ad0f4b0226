//! What changes do to a design.
#![allow(clippy::unwrap_used, clippy::needless_pass_by_value)] // helpers of tests

mod changing;
mod patterns;
mod spinning_out;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use spinout_model::{Architecture, Document, Path, derive, load};
use spinout_units::OptionId;

const SHOP: &str = include_str!("../samples/shop.spinout.json");

/// The sample with these places set.
fn shop(edits: &[(&str, Value)]) -> Document {
    let mut value = load(SHOP, "shop").unwrap().document.value().clone();
    for (path, new) in edits {
        if new.is_null() {
            Path::from(*path).remove(&mut value).unwrap();
        } else {
            Path::from(*path).set(&mut value, new.clone()).unwrap();
        }
    }
    Document::from_value(value).unwrap()
}

fn option(document: &Document, id: &str) -> Architecture {
    derive(document.model(), &OptionId::new(id).unwrap())
}

/// The architecture of an option `x` with only these changes, and the ids of its findings.
fn changed(changes: Value) -> (Architecture, BTreeSet<String>) {
    let document = shop(&[("options/x", json!({"name": "X", "changes": changes}))]);
    let architecture = option(&document, "x");
    let findings = architecture.findings.iter().map(|f| f.id.clone()).collect();
    (architecture, findings)
}

fn found(findings: &BTreeSet<String>, id: &str) -> bool {
    findings.contains(id)
}

fn spin_out(more: Value) -> Value {
    let mut spin_out = json!({"components": ["images"], "pattern": "event_driven_worker"});
    for (key, value) in more.as_object().unwrap() {
        spin_out[key] = value.clone();
    }
    json!({"do": {"spin_out": spin_out}})
}

#[test]
fn the_baseline_is_what_the_file_says() {
    let document = shop(&[]);
    let baseline = option(&document, "baseline");
    assert_eq!(baseline.elements, document.model().elements);
    assert_eq!(baseline.relationships, document.model().relationships);
    assert!(baseline.marks.is_empty() && baseline.findings.is_empty());
    assert_eq!(
        derive(document.model(), &OptionId::new("nowhere").unwrap()).findings[0].id,
        "unknown-option"
    );
}
