use std::cmp::Reverse;
use std::path::Path;

use spinout_commands::Host;
use spinout_commands::protocol::{CheckDocument, Compare, DocumentId, Problem, ProblemKind};
use spinout_commands::results::{Comparison, Run};
use spinout_report::{Chapter, Report};
use spinout_units::{Finding, OptionId, ScenarioId};

use crate::arguments::How;
use crate::session::{RUN, Session, text};

/// The runs of each scenario, in the order in which they were made.
fn chapters<'a>(runs: &[&'a Run]) -> Vec<(&'a ScenarioId, Vec<&'a Run>)> {
    let mut chapters: Vec<(&ScenarioId, Vec<&Run>)> = Vec::new();
    for run in runs {
        match chapters.iter_mut().find(|(id, _)| **id == run.scenario) {
            Some((_, known)) => known.push(run),
            None => chapters.push((&run.scenario, vec![run])),
        }
    }
    chapters
}

/// The paired differences of each scenario's other options to its first.
pub(super) fn comparisons(
    session: &Session,
    document: DocumentId,
    runs: &[&Run],
    how: &How,
) -> Result<Vec<Comparison>, Problem> {
    let mut comparisons = Vec::new();
    for (scenario, runs) in chapters(runs) {
        let Some((base, others)) = runs.split_first() else {
            continue;
        };
        for other in others.iter().filter(|other| other.option != base.option) {
            comparisons.push(session.long(document, |app| {
                app.compare(&Compare {
                    document,
                    run: RUN,
                    base: Some(base.option.clone()),
                    option: Some(other.option.clone()),
                    scenario: Some(scenario.clone()),
                    settings: how.settings(),
                })
            })?);
        }
    }
    Ok(comparisons)
}

/// Writes runs and their comparisons as one HTML page; `said` is what is to be said after each run.
pub(super) fn write(
    session: &Session,
    document: DocumentId,
    runs: &[&Run],
    comparisons: &[Comparison],
    said: &[Vec<Finding>],
    file: &Path,
) -> Result<(), Problem> {
    let content = session.app.snapshot(document)?;
    let mut options: Vec<OptionId> = Vec::new();
    for run in runs {
        if !options.contains(&run.option) {
            options.push(run.option.clone());
        }
    }
    let findings: Result<Vec<_>, Problem> = options
        .into_iter()
        .map(|option| {
            let report = session.app.check(&CheckDocument {
                document,
                option: Some(option.clone()),
            })?;
            let of_model = report.findings.into_iter().map(|found| found.finding);
            let own = runs
                .iter()
                .zip(said)
                .filter(|(run, _)| run.option == option);
            let of_runs = own.flat_map(|(_, said)| said.iter().cloned());
            let mut findings: Vec<Finding> = Vec::new();
            for finding in of_model.chain(of_runs) {
                // What several scenarios show is said once.
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
            findings.sort_by_key(|finding| Reverse(finding.severity));
            Ok((option, findings))
        })
        .collect();
    let chapters = chapters(runs).into_iter().map(|(scenario, runs)| Chapter {
        comparisons: comparisons
            .iter()
            .filter(|comparison| comparison.scenario == *scenario)
            .collect(),
        runs,
    });
    let page = spinout_report::html(&Report {
        model: content.model(),
        chapters: chapters.collect(),
        findings: findings?,
    });
    let path = text(file)?;
    let written = session.host.write_file(&path, page.as_bytes());
    written.map_err(|error| {
        Problem::new(
            ProblemKind::File,
            format!("cannot write the report: {error}"),
            "check the path and its permissions",
        )
        .in_file(&path)
    })
}
