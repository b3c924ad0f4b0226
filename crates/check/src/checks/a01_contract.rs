use std::collections::BTreeSet;

use spinout_model::{ElementKind, Mode, OperationRef};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Processes that talk without a contract.
    ///
    /// Where one process asks another, or sends it messages, each can change only as far as the other
    /// expects. When that is written nowhere, the first release after a cutover answers with errors, and
    /// nobody can say which side is wrong.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "operations": { "default": {} },
    ///     "process": { "replicas": 2 } } },
    ///   "relationships": { "reserve": { "from": "shop", "to": "stock", "mode": "calls",
    ///     "timeout": "1s", "trace_context": true } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Write a contract for the operation (or the queue) that is asked, and test both sides against it.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "operations": { "default": {} },
    ///     "process": { "replicas": 2 } } },
    ///   "relationships": { "reserve": { "from": "shop", "to": "stock", "mode": "calls",
    ///     "timeout": "1s", "trace_context": true } },
    ///   "contracts": { "reserve": { "of": "stock", "http": { "method": "POST", "path": "/reserve" } } }
    /// }
    /// ```
    "A1" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let promised = promised(design);
    for (id, link) in design.between_systems() {
        let to_process = design.is_process(design.home(&link.to.element));
        let to_queue = design.kind(&link.to.element) == Some(ElementKind::Queue);
        let asks = match link.mode {
            Mode::Calls => to_process,
            Mode::Publishes => to_queue,
            Mode::Consumes | Mode::Reads | Mode::Writes => false,
        };
        if !asks || promised.contains(&link.to) {
            continue;
        }
        found.say(
            format!("relationships/{id}"),
            format!(
                "{} asks {} over the network, and no contract says what it may send and what comes back",
                design.label(&link.from.element),
                design.label(&link.to.element),
            ),
            "write a contract for what is asked, with its payload and its errors, and test both sides \
             against it",
        );
    }
}

/// What has a contract; a queue also has that of what consumes it.
fn promised<'a>(design: &Design<'a>) -> BTreeSet<&'a OperationRef> {
    let contracts = design.architecture.contracts.values();
    let mut promised: BTreeSet<_> = contracts.map(|contract| &contract.of).collect();
    let links = design.architecture.relationships.values();
    let of_consumers: Vec<_> = links
        .filter(|l| l.mode == Mode::Consumes && promised.contains(&l.from))
        .map(|l| &l.to)
        .collect();
    promised.extend(of_consumers);
    promised
}
