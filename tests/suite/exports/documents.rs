use std::collections::BTreeMap;

use spinout_export::{Options, Ownership, TEMPLATES, Target, template_faults};

use crate::samples::{without_a_word, worked};

#[test]
fn every_template_gives_a_document_that_says_something_of_the_design() {
    let plan = worked().plan();
    for template in TEMPLATES {
        let path = format!("docs/worker/{}", template.name);
        let artifact = plan
            .artifacts
            .iter()
            .find(|artifact| artifact.path == path)
            .unwrap_or_else(|| panic!("no {path}"));
        assert!(artifact.text.contains("Image worker"), "{}", artifact.text);
        assert!(
            artifact
                .text
                .starts_with(&format!("# {}\n", template.title))
        );
    }
    let of = |name: &str| worked().text(name);
    assert!(of("decision.md").contains("402.5 USD") && of("decision.md").contains("310 USD"));
    assert!(of("decision.md").contains("replications, seed 1"));
    for step in [
        "W1", "W2", "W3", "W4", "W5", "W6", "W7", "G1", "G9", "Shadow", "100 %",
    ] {
        assert!(of("migration-plan.md").contains(step), "{step}");
    }
    for question in 1..=18 {
        assert!(
            of("answers.md").contains(&format!("Q{question},")),
            "Q{question}"
        );
    }
    for mode in 1..=8 {
        assert!(
            of("runbook.md").contains(&format!("### F{mode}:")),
            "F{mode}"
        );
    }
}

/// A runbook has steps for each alert that is exported for its unit.
#[test]
fn every_alert_has_its_steps() {
    for sample in [worked(), without_a_word()] {
        let (rules, runbook) = (sample.text("spinout.rules.yaml"), sample.text("runbook.md"));
        let names = rules
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- alert: "));
        for name in names {
            assert!(runbook.contains(name), "{}: {name}", sample.name);
        }
    }
}

#[test]
fn a_team_has_its_own_template() {
    let with = |text: &str| Options {
        templates: BTreeMap::from([("runbook.md".to_owned(), text.to_owned())]),
        ..Options::default()
    };
    let plan = worked().plan_with(&with("Ask {{ team }} about {{ unit }}.\n"));
    let runbook = plan
        .artifacts
        .iter()
        .find(|artifact| artifact.path.ends_with("runbook.md"));
    assert!(
        runbook
            .unwrap()
            .text
            .contains("\nAsk Media about Image worker.\n")
    );
    assert!(plan.templates.is_some() && worked().plan().templates.is_none());
    let faults = |text: &str| worked().with_design(|design| template_faults(design, &with(text)));
    assert_eq!(faults("{{ team }}"), [] as [String; 0]);
    for broken in [
        "{% if %}",
        "{{ team | nothing }}",
        "\n<!-- END spinout runbook -->\n",
    ] {
        assert_eq!(faults(broken).len(), 1, "{broken}");
    }
}

#[test]
fn documents_go_where_their_readers_are() {
    for artifact in worked().plan().artifacts {
        let target = match artifact.path.rsplit('/').next() {
            Some("decision.md" | "migration-plan.md") => Target::Parent,
            Some("runbook.md" | "playbook.md" | "postmortem.md") => Target::Unit,
            _ => continue,
        };
        assert_eq!(artifact.target, target, "{}", artifact.path);
        let seeded = artifact.path.ends_with("postmortem.md");
        assert_eq!(artifact.ownership == Ownership::Seeded, seeded);
    }
}
