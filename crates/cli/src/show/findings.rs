use std::io::{self, Write};

use spinout_commands::protocol::CheckReport;
use spinout_units::{Finding, Severity};

use super::figures::count;

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Writes a check report, each finding with its place in `file`.
pub(crate) fn report(report: &CheckReport, file: &str, out: &mut dyn Write) -> io::Result<()> {
    for located in &report.findings {
        let finding = &located.finding;
        write!(out, "{file}:")?;
        if let (Some(line), Some(column)) = (located.line, located.column) {
            write!(out, "{line}:{column}:")?;
        }
        let severity = word(finding.severity);
        writeln!(out, " {severity} {}: {}", finding.id, finding.why)?;
        writeln!(out, "  at: {} ({})", finding.place, located.option)?;
        if !finding.fix.is_empty() {
            writeln!(out, "  fix: {}", finding.fix)?;
        }
    }
    let of = |severity| {
        let findings = report.findings.iter();
        findings
            .filter(|found| found.finding.severity == severity)
            .count()
    };
    writeln!(
        out,
        "{}: {}, {}, {}",
        report.model,
        count(of(Severity::Error), "error"),
        count(of(Severity::Warning), "warning"),
        count(of(Severity::Note), "note"),
    )
}

/// Writes findings as a list.
pub(super) fn list(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFindings")?;
    for finding in findings {
        let severity = word(finding.severity);
        writeln!(out, "  {severity} {}: {}", finding.id, finding.why)?;
        if !finding.fix.is_empty() {
            writeln!(out, "    fix: {}", finding.fix)?;
        }
    }
    Ok(())
}
