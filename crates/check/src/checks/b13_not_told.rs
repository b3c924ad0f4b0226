use std::collections::BTreeSet;

use spinout_model::{Contract, Mode, OperationRef};

use super::b16_unsaid_change::{changed, major};
use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A breaking change of a contract that other teams stand on.
    ///
    /// A new major version says that those who use the old one must change too. Who they are stands in the
    /// model; whether they know does not.
    ///
    /// ```json
    /// {
    ///   "teams": { "crew": { "name": "Crew" } }, "elements": { "worker": { "team": "crew" } },
    ///   "contracts": { "job": { "of": "jobs", "summary": "A job." } },
    ///   "options": { "option": { "name": "Option", "changes": { "new": { "do": { "set": {
    ///     "path": "contracts/job/version", "value": "2.0.0" } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Keep the old version beside the new one until they have gone over, or change in a way that does not break.
    ///
    /// ```json
    /// {
    ///   "teams": { "crew": { "name": "Crew" } }, "elements": { "worker": { "team": "crew" } },
    ///   "contracts": { "job": { "of": "jobs", "summary": "A job." } },
    ///   "options": { "option": { "name": "Option", "changes": { "new": { "do": { "set": {
    ///     "path": "contracts/job/version", "value": "1.1.0" } } } } } }
    /// }
    /// ```
    "B13" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, was, is) in changed(design) {
        if major(&was.version) == major(&is.version) {
            continue;
        }
        let others = others(design, is);
        if !others.is_empty() {
            let names: Vec<_> = others.into_iter().collect();
            found.say(
                format!("contracts/{id}"),
                format!(
                    "`{id}` goes from {} to {}, and {} of other teams use it",
                    was.version,
                    is.version,
                    names.join(", ")
                ),
                "tell them, and keep the old version until they have gone over",
            );
        }
    }
}

/// What uses what is promised and belongs to another team.
fn others<'a>(design: &Design<'a>, contract: &'a Contract) -> BTreeSet<&'a str> {
    let owner = design.team(&contract.of.element);
    let is_queue = design.kind(&contract.of.element) == Some(spinout_model::ElementKind::Queue);
    // A queue promises those who consume it; the team of who publishes answers for it where it has none.
    let publishers = links(design, &contract.of)
        .filter(|link| link.mode == Mode::Publishes)
        .find_map(|link| design.team(&link.from.element));
    let owner = owner.or(publishers);
    links(design, &contract.of)
        .filter(|link| !is_queue || link.mode == Mode::Consumes)
        .map(|link| design.home(&link.from.element))
        .filter(|home| design.is_process(home) && design.team(home) != owner)
        .map(|home| design.label(home))
        .collect()
}

fn links<'a>(
    design: &Design<'a>,
    of: &'a OperationRef,
) -> impl Iterator<Item = &'a spinout_model::Relationship> {
    let links = design.architecture.relationships.values();
    links.filter(move |link| link.to.element == of.element && link.to.operation == of.operation)
}
