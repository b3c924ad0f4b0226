use std::collections::BTreeSet;

use spinout_units::{ChangeId, ElementId, RelationshipId};

use super::Design;
use crate::OperationRef;

/// Makes the ids of what a change creates: the change, two hyphens, the role.
pub(super) struct Names<'d, 'c> {
    design: &'d mut Design,
    change: &'c ChangeId,
}

impl<'d, 'c> Names<'d, 'c> {
    pub(super) fn new(design: &'d mut Design, change: &'c ChangeId) -> Self {
        Self { design, change }
    }

    /// The id of the element with this role, if it is free; says so where it is not.
    pub(super) fn element(&mut self, role: &str) -> Option<ElementId> {
        let text = format!("{}--{role}", self.change);
        let Ok(id) = ElementId::new(&text) else {
            self.too_long(&text);
            return None;
        };
        if self.design.architecture.elements.contains_key(&id) {
            self.design.taken("element", id.as_str());
            return None;
        }
        Some(id)
    }

    /// The id of the relationship with this role, if it is free; says so where it is not.
    pub(super) fn relationship(&mut self, role: &str) -> Option<RelationshipId> {
        let text = format!("{}--{role}", self.change);
        let Ok(id) = RelationshipId::new(&text) else {
            self.too_long(&text);
            return None;
        };
        if self.design.architecture.relationships.contains_key(&id) {
            self.design.taken("relationship", id.as_str());
            return None;
        }
        Some(id)
    }

    fn too_long(&mut self, text: &str) {
        self.design.error(
            "id-too-long",
            format!("`{text}` would be the id of what the change makes, and is too long"),
            "give the change a shorter id",
        );
    }
}

/// What is made for the first operation has no further name; the others are called after their operation,
/// and after its element too where two have the same.
pub(super) fn suffix(operation: &OperationRef, all: &BTreeSet<OperationRef>) -> String {
    if all.first() == Some(operation) {
        return String::new();
    }
    let same = |other: &&OperationRef| other.operation == operation.operation;
    if all.iter().filter(same).count() == 1 {
        format!("-{}", operation.operation)
    } else {
        format!("-{}-{}", operation.element, operation.operation)
    }
}
