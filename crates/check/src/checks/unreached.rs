use std::collections::BTreeSet;

use spinout_model::{ElementKind, OperationRef};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Something drawn that no journey reaches.
    ///
    /// What no request comes by is not simulated: it has no load, loses nothing when it fails, and its cost
    /// is only that of standing there. Often a relationship is missing.
    ///
    /// ```json
    /// { "elements": { "attic": { "kind": "store" } } }
    /// ```
    ///
    /// # Fix
    /// Draw what asks it, or take it away.
    ///
    /// ```json
    /// { "elements": { "attic": null } }
    /// ```
    "unreached" Note Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let mut reached = BTreeSet::new();
    let jobs = design.architecture.elements.iter();
    let jobs = jobs.filter(|(_, element)| element.kind == ElementKind::Job);
    let items = jobs.map(|(id, _)| OperationRef::of(id.clone()));
    let entries = design.architecture.journeys.values();
    let entries = entries.map(|journey| journey.entry.clone());
    for entry in entries.chain(items) {
        for operation in design.operations.reached(&entry) {
            reached.insert(operation.element.clone());
            if let Some((id, _)) = design.architecture.elements.get_key_value(&operation.element) {
                reached.insert(design.home(id).clone());
            }
        }
    }
    // The relay of an outbox asks stores that no operation does.
    let links = design.architecture.relationships.values();
    for outbox in links.filter_map(|link| link.outbox.as_ref()) {
        let asked = outbox.store.iter().chain(&outbox.poll);
        reached.extend(asked.map(|operation| operation.element.clone()));
    }
    for (id, element) in &design.architecture.elements {
        let counts = !matches!(element.kind, ElementKind::Client | ElementKind::Boundary);
        if counts && !reached.contains(id) {
            found.say(
                format!("elements/{id}"),
                format!("no journey reaches {}: it is not simulated", element.label(id)),
                "draw what asks it, or take it away",
            );
        }
    }
}
