//! Everything that is said against an option of a model.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use spinout_cost::with_prices;
use spinout_lower::lower;
use spinout_model::{Architecture, Document};
use spinout_units::{Finding, ScenarioId};

use crate::problem::of_finding;
use crate::protocol::Problem;

/// What the file, the changes and the checks say of an option, worst first.
pub(crate) fn findings(document: &Document, architecture: &Architecture) -> Vec<Finding> {
    let mut all = document.findings();
    all.extend(spinout_check::model(document.model(), architecture, None));
    in_order(all)
}

/// Worst first, each once.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (Reverse(f.severity), f.id.clone(), f.place.clone());
        key(a).cmp(&key(b)).then_with(|| a.why.cmp(&b.why))
    });
    findings.dedup();
    findings
}

/// The digests of an option's networks, by scenario; none where it cannot be simulated.
pub(crate) fn digests(
    document: &Document,
    architecture: &Architecture,
) -> BTreeMap<ScenarioId, Option<String>> {
    let priced = with_prices(document.model(), architecture);
    let scenarios = document.model().scenarios.iter();
    scenarios
        .map(|(id, scenario)| {
            let network = lower(&priced, scenario);
            (id.clone(), network.ok().map(|lowered| lowered.digest))
        })
        .collect()
}

/// Refuses to go on with a design that has errors; those of other scenarios than the one to be run, if
/// one is, do not count.
pub(crate) fn refuse_errors(
    document: &Document,
    architecture: &Architecture,
    scenario: Option<&ScenarioId>,
) -> Result<(), Problem> {
    refuse_errors_while(document, architecture, scenario, &|| true)
}

/// The same, as long as `go_on` says so.
pub(crate) fn refuse_errors_while(
    document: &Document,
    architecture: &Architecture,
    scenario: Option<&ScenarioId>,
    go_on: &dyn Fn() -> bool,
) -> Result<(), Problem> {
    let model = document.model();
    match spinout_check::first_error_while(model, architecture, scenario, go_on) {
        Some(error) => Err(of_finding(&error)),
        None => Ok(()),
    }
}
