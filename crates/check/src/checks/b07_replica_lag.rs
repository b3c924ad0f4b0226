use spinout_model::{
    Consistency, DataStrategy, Migration, Mode, OwnWrites, ReadReplicas, Relationship,
};
use spinout_units::RelationshipId;

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
        let Some(replicas) = replicas.filter(|_| link.mode == Mode::Reads) else {
            continue;
        };
        if link.consistency == Consistency::ReadYourWrites {
            own_writes(design, (id, link), replicas, found);
        }
        if link.consistency != Consistency::Eventual {
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
                "say `\"consistency\": \"read_your_writes\"`, or `\"primary\"` where any old answer is wrong",
            );
        }
    }
}

/// A share of the copies' lags from which on reads miss their own writes more often than now and then.
const NOW_AND_THEN: f64 = 0.01;

/// What sees to it that reads find their own writes does.
fn own_writes(
    design: &Design<'_>,
    (id, link): (&RelationshipId, &Relationship),
    replicas: &ReadReplicas,
    found: &mut Found,
) {
    let (why, fix) = match replicas.own_writes {
        OwnWrites::Wait => return,
        OwnWrites::Nothing => (
            "nothing sees to it".to_owned(),
            "read from the primary for a time after a write, or wait: `own_writes` of `read_replicas`",
        ),
        OwnWrites::Primary(time) => {
            let lag = replicas.lag.as_ref().and_then(|lag| lag.solve().ok());
            let longer = lag.map_or(0.0, |lag| lag.above(time.base()));
            if longer <= NOW_AND_THEN {
                return;
            }
            let share = longer * 100.0;
            (
                format!("they go to the primary for {time}, and {share:.0} % of the lags are longer"),
                "let them go there for longer than the copies are behind, or wait",
            )
        }
    };
    found.say(
        format!("relationships/{id}"),
        format!(
            "{} must find what it has just written to {}, and {why}",
            design.label(&link.from.element),
            design.label(&link.to.element)
        ),
        fix,
    );
}
