use std::io::Write;

use spinout_commands::protocol::{
    AskView, DocumentId, KeepEvidence, Problem, ProblemKind, RunSettings, SaveFile,
    Simulate as Request, StoredRun,
};
use spinout_commands::results::{Method, Run};

use super::{print_json, report};
use crate::arguments::Simulate;
use crate::fault::{FINDINGS, Fault, GOOD};
use crate::session::{RUN, Session};
use crate::show;

pub(super) fn simulate(asked: &Simulate, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(asked.how.threads);
    let document = session.open(&asked.model)?;
    let mut options = asked.options.clone();
    if asked.report.is_some() && options.is_empty() {
        let ask = AskView {
            document,
            option: None,
        };
        let view = session.app.view(&ask)?;
        options = view.options[..1]
            .iter()
            .map(|base| base.id.clone())
            .collect();
        if view.option != options[0] {
            options.push(view.option);
        }
    }
    let simulated = session.long(document, |app| {
        app.simulate(&Request {
            document,
            run: RUN,
            options: options.clone(),
            scenarios: asked.scenarios.clone(),
            rare: asked.rare.clone(),
            settings: RunSettings {
                method: asked.fluid.then_some(Method::Fluid),
                ..asked.how.settings()
            },
        })
    })?;
    let runs: Vec<&Run> = simulated.runs.iter().map(|stored| &stored.run).collect();
    if let Some(file) = &asked.report {
        let comparisons = report::comparisons(&session, document, &runs, &asked.how)?;
        let stored = simulated.runs.iter();
        let findings: Vec<_> = stored.map(|stored| stored.findings.clone()).collect();
        report::write(&session, document, &runs, &comparisons, &findings, file)?;
    }
    if asked.json {
        match runs.as_slice() {
            [run] if asked.options.len() <= 1 && asked.scenarios.len() <= 1 => {
                print_json(run, out)?;
            }
            runs => print_json(&runs, out)?,
        }
    } else {
        for (n, stored) in simulated.runs.iter().enumerate() {
            if n > 0 {
                writeln!(out)?;
            }
            show::run(&stored.run, &stored.findings, out)?;
        }
        if let Some(file) = &asked.report {
            writeln!(out, "\nwrote {}", file.display())?;
        }
    }
    if asked.evidence {
        keep_evidence(&session, document, &simulated.runs)?;
        if !asked.json {
            writeln!(out, "\nkept as evidence in {}", asked.model.display())?;
        }
    }
    Ok(code(&runs))
}

/// Puts the runs into the model's file.
fn keep_evidence(
    session: &Session,
    document: DocumentId,
    runs: &[StoredRun],
) -> Result<(), Problem> {
    for stored in runs {
        let option = stored.run.option.clone();
        let view = session.app.view(&AskView {
            document,
            option: Some(option.clone()),
        })?;
        let run = stored.history.ok_or_else(|| {
            Problem::new(ProblemKind::Storage, "the run was not kept", "run it again")
        })?;
        session.app.keep_evidence(&KeepEvidence {
            document,
            option,
            revision: view.revision,
            run,
        })?;
    }
    session.app.save(SaveFile {
        document,
        overwrite: false,
    })?;
    Ok(())
}

/// Is there an overload, or an objective missed?
pub(super) fn code(runs: &[&Run]) -> u8 {
    let missed = |run: &Run| {
        let journeys = run.journeys.values();
        journeys
            .flat_map(|journey| &journey.objectives)
            .any(|objective| objective.met == Some(false))
    };
    if runs.iter().any(|run| run.overload.is_some() || missed(run)) {
        FINDINGS
    } else {
        GOOD
    }
}
