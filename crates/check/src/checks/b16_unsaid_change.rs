use spinout_model::Contract;
use spinout_units::ContractId;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A contract that changes and keeps its version.
    ///
    /// Who uses a contract learns of a change by its version. Where that stays, tests against the old text go on
    /// passing, and the difference is found in production.
    ///
    /// ```json
    /// {
    ///   "contracts": { "job": { "of": "jobs", "request": { "type": "object" } } },
    ///   "options": { "option": { "name": "Option", "changes": { "new": { "do": { "set": {
    ///     "path": "contracts/job/request", "value": { "type": "object", "required": ["id"] },
    ///     "base": { "type": "object" } } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Raise the version with each change: the first number where it breaks those who use it.
    ///
    /// ```json
    /// {
    ///   "contracts": { "job": { "of": "jobs", "request": { "type": "object" } } },
    ///   "options": { "option": { "name": "Option", "changes": {
    ///     "new": { "do": { "set": { "path": "contracts/job/request",
    ///       "value": { "type": "object", "required": ["id"] }, "base": { "type": "object" } } } },
    ///     "raise": { "do": { "set": { "path": "contracts/job/version", "value": "2.0.0" } } } } } }
    /// }
    /// ```
    "B16" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, was, is) in changed(design) {
        if was.version == is.version {
            found.say(
                format!("contracts/{id}/version"),
                format!(
                    "what `{id}` promises is not what the baseline promises, and both are version {}",
                    is.version
                ),
                "raise the version: the first number where it breaks those who use it",
            );
        }
    }
}

/// The contracts that an option changes: as they were in the baseline, and as they are.
pub(super) fn changed<'a>(
    design: &Design<'a>,
) -> impl Iterator<Item = (&'a ContractId, &'a Contract, &'a Contract)> {
    let now = design.architecture.contracts.iter();
    now.filter_map(|(id, is)| {
        let was = design.model.contracts.get(id)?;
        let same = Contract {
            of: was.of.clone(),
            ..is.clone()
        };
        (same != *was).then_some((id, was, is))
    })
}

/// The first number of a version.
pub(super) fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
}
