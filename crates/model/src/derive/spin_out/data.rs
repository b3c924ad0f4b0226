//! What becomes of each store that the components used: the hardest part of a spinout.

mod call_parent;
mod new_store;
mod ownership;
mod stream;

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::{ElementId, RelationshipId};

use super::{Names, Plan};
use crate::derive::Design;
use crate::{Copied, DataStrategy, ElementKind, Migration, Mode, Pattern};

/// A store that the spun-out components use.
struct Access {
    store: ElementId,
    /// Links from the components to it.
    links: BTreeSet<RelationshipId>,
    /// Links to it from everything else.
    others: BTreeSet<RelationshipId>,
}

type Chosen = BTreeMap<ElementId, (DataStrategy, Option<Migration>)>;
type Copies = BTreeMap<ElementId, Copied>;

/// Carries out the strategy of every store that the components use. Gives what was chosen, and the copies
/// that were made.
pub(super) fn rewire(design: &mut Design, plan: &Plan<'_>) -> Option<(Chosen, Copies)> {
    let accesses = accesses(design, plan);
    for store in plan.says.data.keys() {
        if !accesses.iter().any(|access| access.store == *store) {
            design.warn(
                "store-not-used",
                format!(
                    "what is spun out does not use `{store}`, so what is said of it has no effect"
                ),
                "take it out of the change, or draw the access",
            );
        }
    }
    let (mut chosen, mut copies) = (Chosen::new(), Copies::new());
    for access in &accesses {
        let says = plan.says.data.get(&access.store);
        let (strategy, migration) = says.map_or_else(
            || unsaid(design, plan, access),
            |says| (says.strategy, says.migration),
        );
        match strategy {
            DataStrategy::Shared => ownership::shared(design, plan, access),
            DataStrategy::OwnSchema => ownership::own_schema(design, plan, access, migration),
            DataStrategy::OwnStore => new_store::own(design, plan, access, migration)?,
            DataStrategy::Replica => {
                copies.extend(new_store::replica(design, plan, access, migration)?);
            }
            DataStrategy::CallParent => call_parent::rewire(design, plan, access)?,
        }
        chosen.insert(access.store.clone(), (strategy, migration));
    }
    Some((chosen, copies))
}

/// What becomes of a store of which nothing is said: a pipeline works on a copy of what others write, so
/// that it does not disturb them.
fn unsaid(design: &Design, plan: &Plan<'_>, access: &Access) -> (DataStrategy, Option<Migration>) {
    let reads = !Access::of_mode(design, &access.links, Mode::Reads).is_empty();
    let others_write = !Access::of_mode(design, &access.others, Mode::Writes).is_empty();
    if plan.says.pattern == Pattern::DataPipeline && reads && others_write {
        (DataStrategy::Replica, Some(Migration::Cdc))
    } else {
        (DataStrategy::Shared, None)
    }
}

fn accesses(design: &Design, plan: &Plan<'_>) -> Vec<Access> {
    let architecture = &design.architecture;
    let mut stores: BTreeMap<&ElementId, Access> = BTreeMap::new();
    for (id, link) in &architecture.relationships {
        let store = &link.to.element;
        let kind = architecture.elements.get(store).map(|element| element.kind);
        if kind != Some(ElementKind::Store) || !matches!(link.mode, Mode::Reads | Mode::Writes) {
            continue;
        }
        let access = stores.entry(store).or_insert_with(|| Access {
            store: store.clone(),
            links: BTreeSet::new(),
            others: BTreeSet::new(),
        });
        let side = if plan.moved.contains(&link.from.element) {
            &mut access.links
        } else {
            &mut access.others
        };
        side.insert(id.clone());
    }
    stores
        .into_values()
        .filter(|access| !access.links.is_empty())
        .collect()
}

impl Access {
    /// Of these links, those with this mode.
    fn of_mode(
        design: &Design,
        links: &BTreeSet<RelationshipId>,
        mode: Mode,
    ) -> BTreeSet<RelationshipId> {
        let all = &design.architecture.relationships;
        links
            .iter()
            .filter(|id| all.get(*id).is_some_and(|link| link.mode == mode))
            .cloned()
            .collect()
    }

    /// The components that write to it.
    fn writers(&self, design: &Design) -> BTreeSet<ElementId> {
        Self::of_mode(design, &self.links, Mode::Writes)
            .iter()
            .filter_map(|id| design.architecture.relationships.get(id))
            .map(|link| link.from.element.clone())
            .collect()
    }

    fn label(&self, design: &Design) -> String {
        design.architecture.elements.get(&self.store).map_or_else(
            || self.store.to_string(),
            |element| element.label(&self.store).to_owned(),
        )
    }
}
