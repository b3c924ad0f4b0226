use spinout_model::{Answer, Verdict};
use spinout_results::Run;
use spinout_units::{Finding, Severity};

use crate::design::Design;

/// A check: what it looks for, and its page of the manual.
#[derive(Debug)]
pub struct Check {
    /// What its findings are called: a row of the domain's lists, such as `A3`, or a name.
    pub id: &'static str,
    /// How much a finding matters, where it does not depend on the case.
    pub severity: Severity,
    /// Its doc comment, as it was written.
    pub(crate) manual: &'static str,
    /// How it looks.
    pub(crate) find: Find,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Find {
    /// A design, before anything is run.
    Design(fn(&Design<'_>, &mut Found)),
    /// A run of it.
    Run(fn(&Design<'_>, &Run, &mut Found)),
    /// The one and the other.
    Both(
        fn(&Design<'_>, &mut Found),
        fn(&Design<'_>, &Run, &mut Found),
    ),
}

impl Find {
    /// What is looked for in a design.
    pub(crate) fn in_design(self) -> Option<fn(&Design<'_>, &mut Found)> {
        match self {
            Self::Design(find) | Self::Both(find, _) => Some(find),
            Self::Run(_) => None,
        }
    }

    /// What is looked for in a run.
    pub(crate) fn in_run(self) -> Option<fn(&Design<'_>, &Run, &mut Found)> {
        match self {
            Self::Run(find) | Self::Both(_, find) => Some(find),
            Self::Design(_) => None,
        }
    }
}

impl Check {
    /// The page of the manual, in Markdown.
    pub(crate) fn manual(&self) -> String {
        let lines = self.manual.lines();
        let lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What it finds, in a line.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.manual.lines().next().unwrap_or_default().trim()
    }
}

/// The manual of all checks, in Markdown.
#[must_use]
pub fn manual() -> String {
    let mut text = String::from(
        "# What `spinout check` finds\n\n\
         Findings called after a letter and a number are rows of the domain's lists of mistakes and traps. \
         An error must be mended before anything can be simulated, a warning is what a reviewer would \
         question, a note is worth knowing. Each example is laid over a small shop without findings; the \
         second one is the same, mended. Checks of a run show what a run would say.\n",
    );
    for check in crate::CHECKS {
        let severity = match check.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let when = match check.find {
            Find::Design(_) => "",
            Find::Run(_) => ", after a run",
            Find::Both(..) => ", and again after a run",
        };
        let page = check.manual().replace("\n# Fix\n", "\n### Fix\n");
        let body = page.split_once('\n').map_or("", |(_, body)| body).trim();
        text.push_str(&format!(
            "\n## {}: {}\n\n*{severity}{when}*\n\n{body}\n",
            check.id,
            check.title().trim_end_matches('.')
        ));
    }
    text
}

/// Declares the check of a file. Its doc comment is the manual's page: a line that says what it finds, why
/// it is bad, an example in JSON that it finds, and under `# Fix` how to mend it, with the JSON mended.
macro_rules! check {
    ($(#[doc = $line:literal])* $id:literal $severity:ident $kind:ident($($find:path),+)) => {
        $(#[doc = $line])*
        pub(crate) const CHECK: $crate::check::Check = $crate::check::Check {
            id: $id,
            severity: spinout_units::Severity::$severity,
            manual: concat!($($line, "\n"),*),
            find: $crate::check::Find::$kind($($find),+),
        };
    };
}
pub(crate) use check;

/// Takes what a check finds.
pub(crate) struct Found {
    id: &'static str,
    severity: Severity,
    findings: Vec<Finding>,
}

impl Found {
    pub(crate) fn new(check: &Check) -> Self {
        Self {
            id: check.id,
            severity: check.severity,
            findings: Vec::new(),
        }
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// A finding as grave as the check says.
    pub(crate) fn say(&mut self, place: impl Into<String>, why: impl Into<String>, fix: &str) {
        self.push(self.severity, place, why, fix);
    }

    /// A finding that is only worth knowing.
    pub(crate) fn note(&mut self, place: impl Into<String>, why: impl Into<String>, fix: &str) {
        self.push(Severity::Note, place, why, fix);
    }

    /// A finding unless the answer is yes. `claim` is what was asked, as a statement; `harm` is what comes
    /// of it not being so. Where nobody answered it is a note.
    pub(crate) fn unless_yes(
        &mut self,
        answer: Option<&Answer>,
        place: String,
        claim: &str,
        harm: &str,
        fix: &str,
    ) {
        match answer.map(|a| a.is) {
            Some(Verdict::Yes) => {}
            Some(Verdict::No) => self.say(place, format!("it is not so that {claim}: {harm}"), fix),
            None => self.note(place, format!("nobody has said whether {claim}"), fix),
        }
    }

    fn push(
        &mut self,
        severity: Severity,
        place: impl Into<String>,
        why: impl Into<String>,
        fix: &str,
    ) {
        self.findings.push(Finding {
            id: self.id.to_owned(),
            severity,
            place: place.into(),
            why: why.into(),
            fix: fix.to_owned(),
        });
    }
}
