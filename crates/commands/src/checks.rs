//! All findings of a model, with their places in its text.

use spinout_model::{derive, locate};
use spinout_units::{Finding, OptionId};

use crate::app::App;
use crate::findings::findings;
use crate::protocol::{CheckDocument, CheckReport, LocatedFinding, Problem};
use crate::view::{baseline, option_of};

impl App {
    /// All findings of a model.
    pub fn check(&self, ask: &CheckDocument) -> Result<CheckReport, Problem> {
        let (document, text) = self.snapshot_with_text(ask.document)?;
        let model = document.model();
        let options: Vec<OptionId> = match &ask.option {
            Some(option) => vec![option_of(model, Some(option))?],
            None => std::iter::once(baseline())
                .chain(model.options.keys().cloned())
                .collect(),
        };
        let mut found: Vec<(OptionId, Finding)> = Vec::new();
        for option in options {
            let architecture = derive(model, &option);
            for finding in findings(&document, &architecture) {
                if !found.iter().any(|(_, known)| *known == finding) {
                    found.push((option.clone(), finding));
                }
            }
        }
        found.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        let number = |n: usize| u32::try_from(n).ok();
        let findings = found.into_iter().map(|(option, finding)| {
            let place = locate(&text, &finding.place);
            LocatedFinding {
                option,
                line: place.and_then(|(line, _)| number(line)),
                column: place.and_then(|(_, column)| number(column)),
                finding,
            }
        });
        Ok(CheckReport {
            format: 1,
            model: model.name.clone(),
            findings: findings.collect(),
        })
    }
}
