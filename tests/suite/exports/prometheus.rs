use std::collections::BTreeSet;

use serde_json::Value;

use crate::samples::{self, Sample, odd_objectives, worked};
use crate::tools::{Said, Written, promtool};

const RULES: &str = "spinout.rules.yaml";

fn check(written: &Written) -> Said {
    promtool(
        &["check", "rules", "--lint=all", "--lint-fatal"],
        &written.files(RULES),
    )
}

/// Both through promtool: the rules, and the tests that come with them.
fn passes(sample: &Sample) {
    let written = Written::new(&sample.plan());
    let said = check(&written);
    assert!(said.accepted, "{}: {}", sample.name, said.text);
    let said = promtool(&["test", "rules"], &written.files(".test.yaml"));
    assert!(said.accepted, "{}: {}", sample.name, said.text);
}

/// Alerts fire when theory says: one test for each sample, as promtool takes seconds and tests run side by side.
mod unit_tests {
    use super::{passes, samples};

    macro_rules! of_samples {
        ($($name:ident)*) => {$(
            #[test]
            fn $name() {
                passes(&samples::$name());
            }
        )*};
    }
    of_samples! { worked on_kafka without_a_word with_callers odd_objectives baseline_only hostile_names }
}

#[test]
fn broken_rules_are_refused() {
    let text = worked().text(RULES);
    let twins = [
        (text.replace("sum(rate(", "sum(rat("), "unknown function"),
        (
            text.replace("queue:messages_ready:sum\n", "queue-messages\n"),
            "invalid recording rule name",
        ),
        (
            text.replace("annotations:", "annotation:"),
            "not found in type",
        ),
        (
            text.replace("{{ $externalURL }}", "{{ $external }}"),
            "undefined variable",
        ),
    ];
    for (twin, why) in twins {
        assert_ne!(twin, text, "{why}");
        check(&Written::one(RULES, &twin)).refuses(why);
    }
}

/// The unit tests are awake: a rule that fires too late, too early or not at all fails them.
#[test]
fn wrong_rules_fail_their_unit_tests() {
    let plan = samples::on_kafka().plan();
    let written = Written::new(&plan);
    let path = &written.files(RULES)[0];
    let text = std::fs::read_to_string(path).unwrap();
    let twins = [
        ("> 14.4 * 0.01", "> 13 * 0.01"),
        ("> 14.4 * 0.01", "> 16 * 0.01"),
        ("window: 1h", "window: 2h"),
        (
            "sum(kafka_consumergroup_lag{topic=\"worker--queue\"",
            "sum(kafka_consumergroup_lag{topic=\"worker\"",
        ),
        ("for: 1h", "for: 3h"),
        ("vain", "pain"),
    ];
    for (from, to) in twins {
        let twin = text.replace(from, to);
        assert_ne!(twin, text, "{from}");
        std::fs::write(path, twin).unwrap();
        let said = promtool(
            &["test", "rules"],
            &written.files("spinout.rules.test.yaml"),
        );
        assert!(!said.accepted, "{from} → {to} was not noticed");
    }
}

fn rules(sample: &Sample) -> Vec<Value> {
    let document: Value = serde_norway::from_str(&sample.text(RULES)).unwrap();
    let groups = document["groups"].as_array().unwrap().clone();
    groups
        .iter()
        .flat_map(|group| group["rules"].as_array().unwrap().clone())
        .collect()
}

/// promtool accepts an alert on a series that nobody makes.
#[test]
fn every_recorded_series_that_an_alert_reads_is_made_here() {
    for sample in samples::samples() {
        let rules = rules(&sample);
        let recorded: BTreeSet<&str> = rules
            .iter()
            .filter_map(|rule| rule["record"].as_str())
            .collect();
        let mut read = 0;
        for rule in rules.iter().filter(|rule| rule.get("alert").is_some()) {
            let expression = rule["expr"].as_str().unwrap();
            for word in
                expression.split(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '_'))
            {
                if word.contains(':') {
                    assert!(
                        recorded.contains(word),
                        "{}: {word} of {}",
                        sample.name,
                        rule["alert"]
                    );
                    read += 1;
                }
            }
        }
        assert!(read > 0, "{}", sample.name);
    }
}

#[test]
fn every_alert_says_how_bad_whose_and_where_to_look() {
    for rule in rules(&worked())
        .iter()
        .filter(|rule| rule.get("alert").is_some())
    {
        for label in ["severity", "service", "team"] {
            assert!(rule["labels"][label].is_string(), "{label} of {rule}");
        }
        assert!(["page", "ticket"].contains(&rule["labels"]["severity"].as_str().unwrap()));
        for annotation in ["summary", "description", "dashboard_url"] {
            assert!(
                rule["annotations"][annotation].is_string(),
                "{annotation} of {rule}"
            );
        }
    }
}

#[test]
fn links_are_those_that_the_team_gives() {
    let options = spinout_export::Options {
        runbooks: Some("https://runbooks.example/".to_owned()),
        dashboards: Some("https://dashboards.example/d".to_owned()),
        ..Default::default()
    };
    let plan = worked().plan_with(&options);
    let rules = plan
        .artifacts
        .iter()
        .find(|artifact| artifact.path.ends_with(RULES))
        .unwrap();
    assert!(
        rules
            .text
            .contains("runbook_url: https://runbooks.example/worker--service\n"),
        "{}",
        rules.text
    );
    assert!(
        rules
            .text
            .contains("dashboard_url: https://dashboards.example/d/shop\n")
    );
}

#[test]
fn alerts_that_cannot_fire_are_left_out_and_explained() {
    let text = odd_objectives().text(RULES);
    assert!(text.contains(
        "# browse-loose: no alert over 1h. Even if every request failed, 14.4 × 0.2 is not above 1"
    ));
    let windows: Vec<Value> = rules(&odd_objectives())
        .iter()
        .filter(|rule| rule.get("alert").is_some() && rule["labels"]["slo"] == "browse-loose")
        .map(|rule| rule["labels"]["window"].clone())
        .collect();
    assert_eq!(
        windows,
        [Value::from("1d"), Value::from("3d"), Value::Null],
        "3 × 0.2 and 1 × 0.2 can fire"
    );
}

#[test]
fn low_traffic_is_told() {
    let text = odd_objectives().text(RULES);
    assert!(
        text.contains("browse-tight: too little traffic at the simulated 0.01 requests a second"),
        "{text}"
    );
    assert!(!worked().text(RULES).contains("too little traffic"));
}
