//! What is in what.

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::ElementId;

use crate::{Element, ElementKind};

/// The elements of a design by id.
pub(crate) type Elements = BTreeMap<ElementId, Element>;

/// How many elements may be around an element. Deeper ones are a finding, and treated as if the rest
/// were not there.
pub(crate) const DEEPEST: usize = 64;

/// What is around an element, nearest first. Ends where a circle would begin.
pub(crate) fn around<'e>(elements: &'e Elements, id: &'e ElementId) -> Vec<&'e ElementId> {
    let mut found = Vec::new();
    let mut next = elements.get(id).and_then(|e| e.parent.as_ref());
    while let Some(outer) = next {
        if outer == id || found.contains(&outer) || found.len() == DEEPEST {
            break;
        }
        found.push(outer);
        next = elements.get(outer).and_then(|e| e.parent.as_ref());
    }
    found
}

/// These elements and everything in them.
pub(crate) fn with_inner<'e>(
    elements: &Elements,
    roots: impl IntoIterator<Item = &'e ElementId>,
) -> BTreeSet<ElementId> {
    let roots: BTreeSet<&ElementId> = roots.into_iter().collect();
    elements
        .keys()
        .filter(|id| {
            roots.contains(id)
                || around(elements, id)
                    .iter()
                    .any(|outer| roots.contains(outer))
        })
        .cloned()
        .collect()
}

/// The process that an element is or is part of.
pub(crate) fn process_of<'e>(elements: &'e Elements, id: &'e ElementId) -> Option<&'e ElementId> {
    std::iter::once(id)
        .chain(around(elements, id))
        .take_while(|at| {
            elements
                .get(*at)
                .is_some_and(|e| e.kind.is_process() || e.kind == ElementKind::Component)
        })
        .find(|at| elements.get(*at).is_some_and(|e| e.kind.is_process()))
}
