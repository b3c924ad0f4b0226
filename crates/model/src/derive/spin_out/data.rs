//! What becomes of each store that the components used: the hardest part of a spinout.

mod call_parent;
mod new_store;
mod ownership;

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::{ElementId, RelationshipId};

use super::{Names, Plan};
use crate::derive::Design;
use crate::{DataStrategy, ElementKind, Migration, Mode};

/// A store that the spun-out components use.
struct Access {
    store: ElementId,
    /// Links from the components to it.
    links: BTreeSet<RelationshipId>,
    /// Links to it from everything else.
    others: BTreeSet<RelationshipId>,
}

type Chosen = BTreeMap<ElementId, (DataStrategy, Option<Migration>)>;

/// Carries out the strategy of every store that the components use.
pub(super) fn rewire(design: &mut Design, plan: &Plan<'_>) -> Option<Chosen> {
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
    let mut chosen = Chosen::new();
    for access in &accesses {
        let says = plan.says.data.get(&access.store);
        let strategy = says.map_or(DataStrategy::Shared, |says| says.strategy);
        let migration = says.and_then(|says| says.migration);
        match strategy {
            DataStrategy::Shared => ownership::shared(design, plan, access),
            DataStrategy::OwnSchema => ownership::own_schema(design, plan, access, migration),
            DataStrategy::OwnStore => new_store::own(design, plan, access, migration)?,
            DataStrategy::Replica => new_store::replica(design, plan, access)?,
            DataStrategy::CallParent => call_parent::rewire(design, plan, access)?,
        }
        chosen.insert(access.store.clone(), (strategy, migration));
    }
    Some(chosen)
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
