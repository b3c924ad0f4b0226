//! What can be said against a design before and after a run: one check a file, and its doc comment is
//! its page of the manual. It must not change what it looks at, nor run anything.

mod check;
mod checks;
mod design;
mod load;

pub use check::{Check, page};
pub use checks::CHECKS;

use spinout_model::{Architecture, Model};
use spinout_results::Run;
use spinout_units::{Finding, ScenarioId};

use check::{Find, Found};
use design::Design;

/// What is to be said against a design, worst first; what `derive` found among it. With a scenario only
/// that one is looked at, else all are. An error means that it cannot be simulated.
#[must_use]
pub fn model(
    model: &Model,
    architecture: &Architecture,
    scenario: Option<&ScenarioId>,
) -> Vec<Finding> {
    let design = Design::new(model, architecture, scenario);
    let mut findings = architecture.findings.clone();
    for check in CHECKS {
        if let Find::Design(find) = check.find {
            let mut found = Found::new(check);
            find(&design, &mut found);
            findings.extend(found.into_findings());
        }
    }
    worst_first(&mut findings);
    findings
}

/// What is to be said after a run, worst first.
#[must_use]
pub fn run(model: &Model, architecture: &Architecture, run: &Run) -> Vec<Finding> {
    let design = Design::new(model, architecture, Some(&run.scenario));
    let mut findings = Vec::new();
    for check in CHECKS {
        if let Find::Run(find) = check.find {
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
        let key = |f: &Finding| (std::cmp::Reverse(f.severity), f.id.clone(), f.place.clone());
        key(a).cmp(&key(b))
    });
}

#[cfg(test)]
mod tests;
