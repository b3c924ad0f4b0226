use std::io::Write;

use spinout_commands::protocol::Compare as Request;
use spinout_commands::results::Run;

use super::simulate::code;
use super::{print_json, report};
use crate::arguments::Compare;
use crate::fault::Fault;
use crate::session::{RUN, Session};
use crate::show;

pub(super) fn compare(asked: &Compare, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(asked.how.threads);
    let document = session.open(&asked.model)?;
    let comparison = session.long(document, |app| {
        app.compare(&Request {
            document,
            run: RUN,
            base: asked.base.clone(),
            option: asked.option.clone(),
            scenario: asked.scenario.clone(),
            settings: asked.how.settings(),
        })
    })?;
    let runs: Vec<&Run> = comparison.runs.iter().collect();
    if let Some(file) = &asked.report {
        let comparisons = std::slice::from_ref(&comparison);
        report::write(
            &session,
            document,
            &runs,
            comparisons,
            &comparison.findings,
            file,
        )?;
    }
    if asked.json {
        print_json(&comparison, out)?;
    } else {
        show::comparison(&comparison, out)?;
        if let Some(file) = &asked.report {
            writeln!(out, "\nwrote {}", file.display())?;
        }
    }
    // What counts is the option: the base is there to be better than.
    Ok(code(&runs[1..]))
}
