use std::io::{self, Write};

use spinout_commands::protocol::{ArtifactState, ExportReport};

use super::figures::count;

/// Writes what became, or would become, of each file.
pub(crate) fn export(report: &ExportReport, check: bool, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        let word = match (file.state, check) {
            (ArtifactState::Same, _) => continue,
            (ArtifactState::New, true) => "missing",
            (ArtifactState::New, false) => "new",
            (ArtifactState::Changed, true) => "differs",
            (ArtifactState::Changed, false) => "written",
            (ArtifactState::Kept, true) => "differs",
            (ArtifactState::Kept, false) => "kept",
            (ArtifactState::Removed, true) => "left over",
            (ArtifactState::Removed, false) => "removed",
        };
        writeln!(out, "{word:<10}{}", file.path)?;
        if !file.why.is_empty() {
            writeln!(out, "          {}", file.why)?;
        }
    }
    let same = report
        .files
        .iter()
        .filter(|file| file.state == ArtifactState::Same);
    writeln!(
        out,
        "{}: {}, {} the same",
        report.option,
        count(report.files.len(), "file"),
        same.count()
    )
}
