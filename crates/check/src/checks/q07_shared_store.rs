use std::collections::{BTreeMap, BTreeSet};

use spinout_model::{DataStrategy, Mode};
use spinout_units::ElementId;

use crate::check::{Found, check};
use crate::design::Design;

check! {
    /// A store that several processes write.
    ///
    /// Whoever writes the same tables cannot change them alone: every change of the schema is a release of
    /// all. Whose the tables are, and whether the others get a schema, a store or a copy of their own, must
    /// be decided, not found out.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "operations": { "default": {} },
    ///     "process": { "replicas": 2 } } },
    ///   "relationships": {
    ///     "shop-writes": { "from": "shop", "to": "database", "mode": "writes" },
    ///     "stock-writes": { "from": "stock", "to": "database", "mode": "writes" }
    ///   }
    /// }
    /// ```
    ///
    /// # Fix
    /// Name the data's owner and its one writer; the others ask that, or keep their own.
    ///
    /// ```json
    /// {
    ///   "elements": { "stock": { "kind": "service", "team": "core", "operations": { "default": {} },
    ///     "process": { "replicas": 2 } } },
    ///   "relationships": {
    ///     "shop-writes": { "from": "shop", "to": "database", "mode": "writes" },
    ///     "stock-reads": { "from": "stock", "to": "database", "mode": "reads" }
    ///   }
    /// }
    /// ```
    "Q7" Warning Design(find)
}

fn find(design: &Design<'_>, found: &mut Found) {
    let mut writers: BTreeMap<&ElementId, BTreeSet<&ElementId>> = BTreeMap::new();
    for (_, link) in design.between_systems() {
        if link.mode == Mode::Writes {
            let home = design.home(&link.from.element);
            writers.entry(&link.to.element).or_default().insert(home);
        }
    }
    // Where a spinout shares or splits the store, its own finding or strategy has said so.
    let decided = |store: &ElementId| {
        let mut origins = design.architecture.spinouts.values();
        origins.any(|o| {
            o.data
                .get(store)
                .is_some_and(|(strategy, _)| *strategy != DataStrategy::CallParent)
        })
    };
    for (store, homes) in writers {
        if homes.len() < 2 || decided(store) {
            continue;
        }
        let names: Vec<_> = homes.iter().map(|id| design.label(id)).collect();
        found.say(
            format!("elements/{store}"),
            format!("{} all write to {}", names.join(", "), design.label(store)),
            "name the owner and the one writer of its data; let the others ask, or keep their own",
        );
    }
}
