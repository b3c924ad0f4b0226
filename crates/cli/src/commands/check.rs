use std::io::Write;

use spinout_commands::protocol::CheckDocument;
use spinout_units::Severity;

use super::print_json;
use crate::arguments::Check;
use crate::fault::{BAD_INPUT, FINDINGS, Fault, GOOD};
use crate::session::Session;
use crate::show;

pub(super) fn check(asked: &Check, out: &mut dyn Write) -> Result<u8, Fault> {
    let session = Session::new(None);
    let document = session.open(&asked.model)?;
    let report = session.app.check(&CheckDocument {
        document,
        option: asked.option.clone(),
    })?;
    if asked.json {
        print_json(&report, out)?;
    } else {
        show::report(&report, &asked.model.display().to_string(), out)?;
    }
    let worst = report.findings.iter().map(|found| found.finding.severity);
    Ok(match worst.max() {
        Some(Severity::Error) => BAD_INPUT,
        Some(Severity::Warning) => FINDINGS,
        Some(Severity::Note) | None => GOOD,
    })
}
