use spinout_units::{Finding, Severity};

use crate::Path;

/// Findings as they are made.
#[derive(Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
}

/// What a check says of one place.
pub(super) struct Says<'a> {
    /// The check.
    pub(super) id: &'a str,
    /// The place, as keys from the top.
    pub(super) at: Path,
    /// What is wrong.
    pub(super) why: String,
    /// What to do.
    pub(super) fix: &'a str,
}

impl Report {
    /// Without this being mended the design cannot be simulated.
    pub(super) fn error(&mut self, says: Says<'_>) {
        self.add(Severity::Error, says);
    }

    /// A reviewer would question this.
    pub(super) fn warn(&mut self, says: Says<'_>) {
        self.add(Severity::Warning, says);
    }

    /// Something that is referred to is not there.
    pub(super) fn unknown(&mut self, at: Path, what: &str, id: &str) {
        self.error(Says {
            id: "unknown-reference",
            at,
            why: format!("there is no {what} `{id}`"),
            fix: "add it, or name one that is there",
        });
    }

    /// A figure is not in its range; `range` completes "must be".
    pub(super) fn range(&mut self, at: Path, found: impl std::fmt::Display, range: &str) {
        self.error(Says {
            id: "out-of-range",
            at,
            why: format!("{found} is out of range"),
            fix: &format!("give a value that is {range}"),
        });
    }

    fn add(&mut self, severity: Severity, says: Says<'_>) {
        self.findings.push(Finding {
            id: says.id.to_owned(),
            severity,
            place: says.at.to_string(),
            why: says.why,
            fix: says.fix.to_owned(),
        });
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        self.findings
    }
}
