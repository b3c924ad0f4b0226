use slokit::generate::generate_rules;
use slokit::spec::Spec;

use crate::samples::{samples, worked};
use crate::tools::{Written, promtool};

/// The rules that come of a specification, or why none do.
fn rules(text: &str) -> Result<String, String> {
    let spec = Spec::from_yaml(text).map_err(|error| error.to_string())?;
    spec.validate().map_err(|error| error.to_string())?;
    let rules = generate_rules(&spec).map_err(|error| error.to_string())?;
    rules
        .to_prometheus_yaml()
        .map_err(|error| error.to_string())
}

#[test]
fn every_specification_gives_rules_that_prometheus_takes() {
    let mut seen = 0;
    for sample in samples() {
        for artifact in sample.plan().artifacts {
            if !artifact.path.starts_with("monitoring/sloth/") {
                continue;
            }
            let made = rules(&artifact.text)
                .unwrap_or_else(|why| panic!("{}: {why}\n{}", sample.name, artifact.text));
            assert!(made.contains("slo:sli_error:ratio_rate5m"), "{made}");
            promtool(
                &["check", "rules"],
                &Written::one("sloth.yaml", &made).files(".yaml"),
            )
            .accepts();
            seen += 1;
        }
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn broken_twins_are_refused() {
    let text = worked().text("monitoring/sloth/worker--service.yaml");
    for (from, to) in [
        ("objective: 99", "objective: 199"),
        ("error_query", "errorQuery"),
        ("slos:", "objectives:"),
    ] {
        let twin = text.replacen(from, to, 1);
        assert_ne!(twin, text, "{from}");
        assert!(rules(&twin).is_err(), "{twin}");
    }
}

#[test]
fn the_objectives_are_those_of_the_design() {
    let text = worked().text("monitoring/sloth/shop.yaml");
    let spec = Spec::from_yaml(&text).unwrap();
    let promised: Vec<(&str, f64)> = spec
        .slos
        .iter()
        .map(|slo| (slo.name.as_str(), slo.objective))
        .collect();
    let wanted = [
        ("browse-fast", 99.0),
        ("browse-works", 99.9),
        ("upload-answered", 95.0),
        ("upload-works", 99.9),
    ];
    assert_eq!(promised, wanted);
}
