use spinout_model::{Consistency, DataStrategy, Migration, Mode};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Reads that come from a copy.
    ///
    /// A replica is behind its source, usually a little, under load or in an incident a lot. Code that
    /// writes and then reads its own write, or that checks before it writes, is wrong from time to time,
    /// and right in every test. It is said of the replica that a spin-out makes, and of a process that writes to a
    /// store and reads from its `read_replicas`.
    ///
    /// ```json
    /// {
    ///   "elements": { "search": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": {
    ///     "shop-search": { "from": "shop", "to": "search", "mode": "calls" },
    ///     "search-reads": { "from": "search", "to": "database", "mode": "reads" }
    ///   },
    ///   "options": { "option": { "name": "Option", "changes": { "out": { "do": { "spin_out": {
    ///     "components": ["search"], "pattern": "event_driven_worker",
    ///     "data": { "database": { "strategy": "replica", "migration": "cdc" } } } } } } } }
    /// }
    /// ```
    ///
    /// # Fix
    /// Say how old an answer may be, make it an objective, and read from the source where that is too old.
    ///
    /// ```json
    /// {
    ///   "elements": { "search": { "kind": "component", "in": "shop", "operations": { "default": {} } } },
    ///   "relationships": {
    ///     "shop-search": { "from": "shop", "to": "search", "mode": "calls" },
    ///     "search-reads": { "from": "search", "to": "database", "mode": "reads" }
    ///   },
    ///   "options": { "option": { "name": "Option", "changes": { "out": { "do": { "spin_out": {
    ///     "components": ["search"], "pattern": "event_driven_worker",
    ///     "data": { "database": { "strategy": "own_store", "migration": "cdc" } } } } } } } }
    /// }
    /// ```
    "B7" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    for (id, origin) in &design.architecture.spinouts {
        for (store, (strategy, migration)) in &origin.data {
            if *strategy != DataStrategy::Replica {
                continue;
            }
            let links = design.architecture.relationships.values();
            let reads = links.filter(|l| {
                l.mode == Mode::Reads && design.home(&l.from.element) == design.home(&origin.unit)
            });
            // A stream of changes has its lag in the results.
            let unknown = match migration {
                Some(Migration::Cdc | Migration::Outbox) => "",
                _ => ", and the lag is not simulated",
            };
            found.say(
                format!("{}/spin_out/data/{store}", design.change_place(id)),
                format!(
                    "{} reads from a copy of {} over {} links: what it reads may be old{unknown}",
                    design.label(&origin.unit),
                    design.label(store),
                    reads.count()
                ),
                "say how old an answer may be, and read from the source where that is too old",
            );
        }
    }
    for (id, link) in &design.architecture.relationships {
        let store = design.architecture.elements.get(&link.to.element);
        let replicas = store.and_then(|element| element.store.as_ref()?.read_replicas.as_ref());
        if link.mode != Mode::Reads
            || link.consistency != Consistency::Eventual
            || replicas.is_none()
        {
            continue;
        }
        let links = design.architecture.relationships.values();
        let writes = links.filter(|other| {
            other.mode == Mode::Writes
                && other.to.element == link.to.element
                && design.home(&other.from.element) == design.home(&link.from.element)
        });
        // Who never writes there cannot miss its own writes.
        if writes.count() > 0 {
            found.say(
                format!("relationships/{id}"),
                format!(
                    "{} writes to {} and reads from its copies: it may not find what it has just written",
                    design.label(&link.from.element),
                    design.label(&link.to.element),
                ),
                "read from the primary where an old answer is wrong: `\"consistency\": \"primary\"`",
            );
        }
    }
}
