use spinout_model::{ElementKind, Mode};

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
    for (id, link) in design.between_systems() {
        let to_process = design.is_process(design.home(&link.to.element));
        let to_queue = design.kind(&link.to.element) == Some(ElementKind::Queue);
        let asks = match link.mode {
            Mode::Calls => to_process,
            Mode::Publishes => to_queue,
            Mode::Consumes | Mode::Reads | Mode::Writes => false,
        };
        if !asks || has_contract(design, &link.to) {
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

/// Has the operation, or for a queue what consumes it, a contract?
fn has_contract(design: &Design<'_>, of: &spinout_model::OperationRef) -> bool {
    let contracts = &design.architecture.contracts;
    let promised = |at: &spinout_model::OperationRef| contracts.values().any(|c| c.of == *at);
    let links = design.architecture.relationships.values();
    let mut consumers =
        links.filter(|l| l.mode == Mode::Consumes && l.to.element == of.element);
    promised(of) || consumers.any(|l| promised(&l.from))
}
