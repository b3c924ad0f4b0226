use std::collections::BTreeSet;

use spinout_units::{DataId, ElementId};

use super::{Access, Plan};
use crate::derive::Design;
use crate::{DataClass, DataSet, Migration};

/// Both sides go on using the same tables.
pub(super) fn shared(design: &mut Design, plan: &Plan<'_>, access: &Access) {
    let writers = access.writers(design);
    let parent = &plan.parent;
    for data in design.architecture.data.values_mut() {
        // What the process was allowed to write, its former components still write.
        if data.store == access.store && data.writers.contains(parent) {
            data.writers.extend(writers.iter().cloned());
        }
    }
    if !access.others.is_empty() {
        let (unit, store) = (plan.label(design), access.label(design));
        design.warn(
            "shared-store",
            format!("{unit} and others still use the same data in {store}: neither can change their shape, or be sure of them, alone"),
            "choose own_schema, own_store, replica or call_parent for it, or say whose data they are and let only that side write",
        );
    }
}

/// The same server with a schema that only the unit writes.
pub(super) fn own_schema(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    migration: Option<Migration>,
) {
    let (unit, store) = (plan.label(design), access.label(design));
    own_data(design, plan, access, &access.store);
    if access.others.is_empty() {
        return;
    }
    say_migration(design, plan, access, migration);
    design.note(
        "own-schema",
        format!("{unit} gets a schema of its own in {store}; both sides still share its server: its capacity, its failures, its upgrades"),
        "part the tables, and let no query reach over both schemas",
    );
}

/// Data of the unit's own, kept in `kept_in`; its components write no other data of the old store.
pub(super) fn own_data(design: &mut Design, plan: &Plan<'_>, access: &Access, kept_in: &ElementId) {
    let writers = access.writers(design);
    let name = format!("{} in {}", plan.label(design), access.label(design));
    let architecture = &mut design.architecture;
    let mut classes: BTreeSet<DataClass> = BTreeSet::new();
    for data in architecture.data.values_mut() {
        if data.store == access.store {
            let wrote = data.writers.len();
            data.writers.retain(|writer| !plan.moved.contains(writer));
            if data.writers.len() < wrote || data.writers.contains(&plan.parent) {
                classes.extend(data.classes.iter().copied());
            }
        }
    }
    let unit = architecture.elements.get(&plan.service);
    classes.extend(unit.iter().flat_map(|unit| unit.data.iter().copied()));
    let owner = unit.and_then(|unit| unit.team.clone());
    let text = format!("{}--data-{}", plan.id, access.store);
    match DataId::new(&text) {
        Ok(id) if !architecture.data.contains_key(&id) => {
            architecture.data.insert(
                id,
                DataSet {
                    name,
                    store: kept_in.clone(),
                    classes: classes.into_iter().collect(),
                    owner,
                    writers,
                },
            );
        }
        Ok(id) => design.taken("data set", id.as_str()),
        Err(_) => design.error(
            "id-too-long",
            format!("`{text}` would be the id of the unit's data, and is too long"),
            "give the change a shorter id",
        ),
    }
}

/// Data must get to their new place: says what is known of how.
pub(super) fn say_migration(
    design: &mut Design,
    plan: &Plan<'_>,
    access: &Access,
    migration: Option<Migration>,
) {
    let (unit, store) = (plan.label(design), access.label(design));
    match migration {
        None => design.warn(
            "migration-missing",
            format!("nothing says how the data of {unit} get out of {store}"),
            "say backfill, dual_write, outbox or cdc as the migration",
        ),
        Some(Migration::DualWrite) => design.note(
            "dual-write",
            format!("while {store} is being left, the same data are written twice: one write can succeed where the other fails"),
            "use idempotency keys, compare both sides, and end with one writer",
        ),
        Some(Migration::Backfill) => design.note(
            "migration-recorded",
            format!("the data of {unit} are copied out of {store} in the background; the load of the copying is not simulated"),
            "stop writes for the last step, or copy what changed meanwhile once more",
        ),
        Some(Migration::Outbox | Migration::Cdc) => design.note(
            "migration-recorded",
            format!("changes in {store} reach {unit} after the fact; the load of following them is not simulated"),
            "measure the lag, and let nobody read what has not arrived yet",
        ),
    }
}
