use std::collections::{BTreeMap, BTreeSet};

use spinout_model::{Migration, Mode, OperationRef};
use spinout_units::{ElementId, RelationshipId};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Two writers of the same data, without idempotency.
    ///
    /// Two processes that write the same data, or one that writes two places while data move, sooner or
    /// later write something twice or only once: a crash between two writes, a retry that had worked after
    /// all. Duplicates are found by customers.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "operations": { "default": {} },
    ///     "process": { "replicas": 2 } } },
    ///   "relationships": {
    ///     "shop-writes": { "from": "shop", "to": "database", "mode": "writes" },
    ///     "stock-writes": { "from": "stock", "to": "database", "mode": "writes" }
    ///   },
    ///   "data": { "orders": { "name": "Orders", "store": "database", "writers": ["shop", "stock"] } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Let one side own the data. Where two must write for a while, give each write a key by which a
    /// repetition is known, and reconcile.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "operations": { "default": {} },
    ///     "process": { "replicas": 2 } } },
    ///   "relationships": {
    ///     "shop-writes": { "from": "shop", "to": "database", "mode": "writes", "idempotent": true },
    ///     "stock-writes": { "from": "stock", "to": "database", "mode": "writes", "idempotent": true }
    ///   },
    ///   "data": { "orders": { "name": "Orders", "store": "database", "writers": ["shop", "stock"] } }
    /// }
    /// ```
    "A7" Warning Design(find)
}

const FIX: &str = "let one side own the data, or give each write an idempotency key and reconcile";

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, data) in &design.architecture.data {
        let mut writers: BTreeMap<&ElementId, Vec<&RelationshipId>> = BTreeMap::new();
        for (link, at) in careless_writes(design, &data.store) {
            if data.writers.contains(&at.element) || data.writers.contains(design.home(&at.element)) {
                writers.entry(design.home(&at.element)).or_default().push(link);
            }
        }
        let homes: BTreeSet<_> = data.writers.iter().map(|w| design.home(w)).collect();
        if homes.len() > 1 && !writers.is_empty() {
            let links: Vec<_> = writers.into_values().flatten().map(|l| format!("`{l}`")).collect();
            found.say(
                format!("data/{id}/writers"),
                format!(
                    "{} is written by {} processes, and writing over {} is not idempotent: duplicates",
                    data.name,
                    homes.len(),
                    links.join(", ")
                ),
                FIX,
            );
        }
    }
    for (id, origin) in &design.architecture.spinouts {
        for (store, (_, migration)) in &origin.data {
            if *migration != Some(Migration::DualWrite) {
                continue;
            }
            for (link, _) in careless_writes(design, store) {
                found.say(
                    format!("relationships/{link}/idempotent"),
                    format!(
                        "`{id}` writes to two places while its data move out of {}, and `{link}` is not \
                         idempotent: what fails between the two writes leaves them apart",
                        design.label(store)
                    ),
                    FIX,
                );
            }
        }
    }
}

fn careless_writes<'d>(
    design: &Design<'d>,
    store: &ElementId,
) -> Vec<(&'d RelationshipId, &'d OperationRef)> {
    let links = design.architecture.relationships.iter();
    links
        .filter(|(_, l)| l.mode == Mode::Writes && l.to.element == *store)
        .filter(|(_, l)| l.idempotent != Some(true))
        .map(|(id, l)| (id, &l.from))
        .collect()
}
