use spinout_lower::lower;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Evidence of a run that the model has moved on from.
    ///
    /// The summary of a run travels with the file, with the digest of the network that was run. When the
    /// design or its load has changed since, its figures are of another system: exports leave them out.
    /// Moving boxes and renaming things makes nothing stale.
    ///
    /// ```json
    /// { "evidence": { "june": { "option": "baseline", "scenario": "steady", "seed": 1, "engine": "0.1.0",
    ///   "replications": 20, "model_digest": "0", "figures": {} } } }
    /// ```
    ///
    /// # Fix
    /// Run it again and keep the run as evidence (`spinout simulate --evidence`), or take it out.
    ///
    /// ```json
    /// { "evidence": {} }
    /// ```
    "stale-evidence" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, evidence) in &design.model.evidence {
        let Some(scenario) = design.scenarios.get(&evidence.scenario) else {
            continue;
        };
        if evidence.option != design.architecture.option {
            continue;
        }
        let now = lower(design.architecture, scenario).map(|lowered| lowered.digest);
        if now.is_ok_and(|digest| digest != evidence.model_digest) {
            found.say(
                format!("evidence/{id}"),
                format!(
                    "`{}` under `{}` has changed since this run was made",
                    evidence.option, evidence.scenario
                ),
                "run it again and keep that as evidence, or take this out",
            );
        }
    }
}
