use std::collections::BTreeMap;

use spinout_units::{ElementId, RelationshipId};

use super::Marks;
use crate::{Architecture, Mark, Model};

/// How elements and relationships differ from the baseline.
pub(super) fn against(
    model: &Model,
    architecture: &Architecture,
) -> (Marks<ElementId>, Marks<RelationshipId>) {
    (
        marks(&model.elements, &architecture.elements),
        marks(&model.relationships, &architecture.relationships),
    )
}

/// How elements or relationships of two designs differ; those alike have no mark.
#[must_use]
pub fn marks<K: Ord + Clone, V: PartialEq>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
) -> BTreeMap<K, Mark> {
    let gone = before.keys().filter(|id| !after.contains_key(*id));
    let mut marks: BTreeMap<K, Mark> = gone.map(|id| (id.clone(), Mark::Gone)).collect();
    for (id, now) in after {
        match before.get(id) {
            None => marks.insert(id.clone(), Mark::New),
            Some(then) if then != now => marks.insert(id.clone(), Mark::Changed),
            Some(_) => None,
        };
    }
    marks
}
