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
        differ(&model.elements, &architecture.elements),
        differ(&model.relationships, &architecture.relationships),
    )
}

fn differ<K: Ord + Clone, V: PartialEq>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
) -> Marks<K> {
    let gone = before.keys().filter(|id| !after.contains_key(*id));
    let mut marks: Marks<K> = gone.map(|id| (id.clone(), Mark::Gone)).collect();
    for (id, now) in after {
        match before.get(id) {
            None => marks.insert(id.clone(), Mark::New),
            Some(then) if then != now => marks.insert(id.clone(), Mark::Changed),
            Some(_) => None,
        };
    }
    marks
}
