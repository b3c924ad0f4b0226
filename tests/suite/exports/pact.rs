use serde_json::Value;

use crate::samples::{samples, with_callers, worked};
use crate::tools::{Said, Written, node};

/// A pact against the contract of its provider: `A.unit.pact.json` against `unit.openapi.yaml` beside it.
fn verify(written: &Written) -> Said {
    let mut said = Said {
        accepted: true,
        text: String::new(),
    };
    let pacts = written.files(".pact.json");
    assert!(!pacts.is_empty());
    for pact in pacts {
        let side = if pact.to_string_lossy().ends_with(".unit.pact.json") {
            "unit"
        } else {
            "parent"
        };
        let contract = pact.with_file_name(format!("{side}.openapi.yaml"));
        let one = node(
            "openapi-pact-comparator",
            &[],
            &[contract, pact],
            written.folder(),
        );
        said.accepted &= one.accepted;
        said.text.push_str(&one.text);
    }
    said
}

#[test]
fn every_pact_keeps_to_the_contract() {
    for sample in [worked(), with_callers()] {
        let said = verify(&Written::new(&sample.plan()));
        assert!(said.accepted, "{}: {}", sample.name, said.text);
    }
}

#[test]
fn a_broken_twin_is_refused() {
    let written = Written::new(&worked().plan());
    let path = &written.files(".pact.json")[0];
    let text = std::fs::read_to_string(path).unwrap();
    for (from, to) in [
        ("\"status\": 20", "\"status\": 30"),
        ("\"path\": \"/", "\"path\": \"/x/"),
    ] {
        let twin = text.replacen(from, to, 1);
        assert_ne!(twin, text, "{from}");
        std::fs::write(path, twin).unwrap();
        assert!(!verify(&written).accepted, "{from}");
    }
}

#[test]
fn every_call_over_a_boundary_is_in_one_where_an_example_can_be_told() {
    let mut found = 0;
    for sample in samples() {
        for artifact in sample.plan().artifacts {
            if artifact.path.ends_with(".pact.json") {
                let pact: Value = serde_json::from_str(&artifact.text).unwrap();
                assert!(!pact["interactions"].as_array().unwrap().is_empty());
                found += 1;
            }
        }
    }
    assert!(found >= 6, "{found}");
}
