//! What can be said against a design before and after a run: one check a file, and its doc comment is
//! its page of the manual. It must not change what it looks at, nor run anything.

mod check;
mod checks;
mod design;
mod load;

pub use check::{Check, manual};
pub use checks::CHECKS;

use std::collections::BTreeSet;

use spinout_model::{Architecture, Model, validate, validate_architecture};
use spinout_results::Run;
use spinout_units::{Finding, ScenarioId, Severity};

use check::Found;
use design::Design;

/// What is to be said against a design, worst first: its form, what `derive` found, and the checks. With a
/// scenario only that one is looked at, else all are. An error means that it cannot be simulated.
#[must_use]
pub fn model(
    model: &Model,
    architecture: &Architecture,
    scenario: Option<&ScenarioId>,
) -> Vec<Finding> {
    let mut findings = form(model, architecture, scenario);
    findings.extend(architecture.findings.iter().cloned());
    let is_sound = findings.iter().all(|f| f.severity < Severity::Error);
    let design = Design::new(model, architecture, scenario);
    for check in CHECKS {
        // What is wrong in form was said, and would be told twice.
        if let Some(find) = check.find.in_design()
            && (is_sound || check.id != checks::NOT_SIMULABLE)
        {
            let mut found = Found::new(check);
            find(&design, &mut found);
            findings.extend(found.into_findings());
        }
    }
    worst_first(&mut findings);
    findings
}

/// The first thing that keeps a design from being simulated; with a scenario only that one is looked at.
/// What is merely to be questioned is not looked for: a run waits for this.
#[must_use]
pub fn first_error(
    model: &Model,
    architecture: &Architecture,
    scenario: Option<&ScenarioId>,
) -> Option<Finding> {
    first_error_while(model, architecture, scenario, &|| true)
}

/// The same, as long as `go_on` says so: it is asked before each check. Once it has said no, the answer is
/// what was found by then.
#[must_use]
pub fn first_error_while(
    model: &Model,
    architecture: &Architecture,
    scenario: Option<&ScenarioId>,
    go_on: &dyn Fn() -> bool,
) -> Option<Finding> {
    let mut findings = form(model, architecture, scenario);
    findings.extend(architecture.findings.iter().cloned());
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.is_empty() && go_on() {
        let design = Design::new(model, architecture, scenario);
        for check in CHECKS.iter().filter(|c| c.severity == Severity::Error) {
            if !go_on() {
                break;
            }
            if let Some(find) = check.find.in_design() {
                let mut found = Found::new(check);
                find(&design, &mut found);
                findings.extend(found.into_findings());
            }
        }
    }
    worst_first(&mut findings);
    findings.into_iter().next()
}

/// What is wrong in form with the file and with the design, without the other scenarios.
fn form(model: &Model, architecture: &Architecture, scenario: Option<&ScenarioId>) -> Vec<Finding> {
    let mut findings = validate(model);
    let said = |finding: &Finding| (finding.place.clone(), finding.why.clone());
    let known: BTreeSet<_> = findings.iter().map(said).collect();
    let of_design = validate_architecture(architecture).into_iter();
    findings.extend(of_design.filter(|finding| !known.contains(&said(finding))));
    findings.retain(|finding| {
        let mut place = finding.place.split('/');
        let of_scenario = place.next() == Some("scenarios");
        !of_scenario || scenario.is_none_or(|s| place.next() == Some(s.as_str()))
    });
    findings
}

/// What is to be said after a run, worst first.
#[must_use]
pub fn run(model: &Model, architecture: &Architecture, run: &Run) -> Vec<Finding> {
    let design = Design::new(model, architecture, Some(&run.scenario));
    let mut findings = Vec::new();
    for check in CHECKS {
        if let Some(find) = check.find.in_run() {
            let mut found = Found::new(check);
            find(&design, run, &mut found);
            findings.extend(found.into_findings());
        }
    }
    worst_first(&mut findings);
    findings
}

fn worst_first(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let by_severity = b.severity.cmp(&a.severity);
        by_severity.then_with(|| (&a.id, &a.place).cmp(&(&b.id, &b.place)))
    });
}

#[cfg(test)]
mod tests;
