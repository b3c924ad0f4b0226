use crate::samples::{samples, with_callers, without_a_word, worked};
use crate::tools::{Said, Written, node};

fn lint(written: &Written) -> Said {
    node("markdownlint-cli2", &["**/*.md"], &[], written.folder())
}

#[test]
fn every_checklist_is_accepted() {
    let written = Written::all(&samples());
    assert!(written.files(".md").len() > 4);
    lint(&written).accepts();
}

#[test]
fn a_broken_twin_is_refused() {
    let text = worked().text("pre-production.md");
    let twin = text.replace("## Objectives", "#Objectives");
    assert_ne!(twin, text);
    lint(&Written::one("pre-production.md", &twin)).refuses("MD018");
}

/// The line of an item, joined where it was wrapped.
fn item(text: &str, title: &str) -> String {
    let at = text
        .find(&format!("**{title}"))
        .unwrap_or_else(|| panic!("no item {title:?} in\n{text}"));
    let start = text[..at].rfind("- [").unwrap();
    let rest = &text[start + 1..];
    let end = rest
        .find("\n- ")
        .or_else(|| rest.find("\n\n"))
        .unwrap_or(rest.len());
    let paragraph = rest.find("\n\n").unwrap_or(rest.len());
    format!(
        "-{}",
        rest[..end.min(paragraph)]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    )
    .replacen("-[", "- [", 1)
}

#[test]
fn what_the_model_proves_is_ticked_with_its_evidence() {
    let text = worked().text("pre-production.md");
    let proven = |title: &str, evidence: &str| {
        let line = item(&text, title);
        assert!(
            line.starts_with("- [x]") && line.contains(evidence),
            "{line}"
        );
    };
    proven("One team owns it", "Media.");
    proven("Messages have a written contract", "asyncapi.yaml");
    proven("A pipeline of its own", "25min");
    proven("Dead letters of", "After 5 deliveries");
    proven("Scaling is bounded", "1 to 6 instances; at most 5 ran");
    proven(
        "Scaling is bounded",
        "all of them all month are 372 USD (0.085 an hour",
    );
    proven("Browse – `fast`", "met: 99.85 % good (98.852 to 100.85)");
    proven("Each step of the cutover", "shadow, 1 %, 10 %, 50 %, 100 %");
}

#[test]
fn what_it_does_not_prove_says_who_and_how() {
    let text = worked().text("pre-production.md");
    let open = |title: &str, found: &str| {
        let line = item(&text, title);
        assert!(line.starts_with("- [ ]") && line.contains(found), "{line}");
        assert!(line.contains("*Who:*") && line.contains("*How:*"), "{line}");
    };
    open("There is a runbook", "Not answered");
    open("Whose data are in Originals", "same tables");
    open("Spending is known", "402.5 USD, 310 USD before (+92.5 USD)");
}

#[test]
fn a_model_that_says_nothing_proves_nothing_of_operation() {
    let text = without_a_word().text("pre-production.md");
    for title in [
        "One team owns it",
        "Messages have a written contract",
        "Trace context crosses",
        "Metrics arrive",
    ] {
        assert!(item(&text, title).starts_with("- [ ]"), "{title}");
    }
    assert!(item(&text, "Upload – `processed`").contains("Not simulated"));
}

#[test]
fn a_missed_objective_is_not_ticked() {
    let mut sample = worked();
    sample.runs.remove(1);
    let line = item(&sample.text("pre-production.md"), "Browse – `fast`");
    assert!(
        line.starts_with("- [ ]") && line.contains("missed: 90 % good"),
        "{line}"
    );
}

#[test]
fn calls_over_the_boundary_are_listed_with_their_proof() {
    let text = with_callers().text("pre-production.md");
    assert!(item(&text, "Callers over the boundary").starts_with("- [x]"));
}
