use spinout_model::{DataStrategy, Mode};

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// Reads that come from a copy.
    ///
    /// A replica is behind its source, usually a little, under load or in an incident a lot. Code that
    /// writes and then reads its own write, or that checks before it writes, is wrong from time to time,
    /// and right in every test.
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
        for (store, (strategy, _)) in &origin.data {
            if *strategy != DataStrategy::Replica {
                continue;
            }
            let links = design.architecture.relationships.values();
            let reads = links.filter(|l| {
                l.mode == Mode::Reads && design.home(&l.from.element) == design.home(&origin.unit)
            });
            found.say(
                format!("{}/spin_out/data/{store}", design.change_place(id)),
                format!(
                    "{} reads from a copy of {} over {} links: what it reads may be old, and the lag is not \
                     simulated",
                    design.label(&origin.unit),
                    design.label(store),
                    reads.count()
                ),
                "say how old an answer may be, and read from the source where that is too old",
            );
        }
    }
}
