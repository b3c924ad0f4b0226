use super::Design;
use crate::Addition;

/// Adds what is new; what is there already stays and is a finding.
pub(super) fn apply(design: &mut Design, addition: &Addition) {
    for (id, element) in &addition.elements {
        if design.architecture.elements.contains_key(id) {
            design.taken("element", id.as_str());
        } else {
            let elements = &mut design.architecture.elements;
            elements.insert(id.clone(), element.clone());
        }
    }
    for (id, relationship) in &addition.relationships {
        if design.architecture.relationships.contains_key(id) {
            design.taken("relationship", id.as_str());
            continue;
        }
        for end in [&relationship.from, &relationship.to] {
            if !design.architecture.elements.contains_key(&end.element) {
                design.lost(&format!("the element `{}`", end.element));
            }
        }
        let elements = &design.architecture.elements;
        if [&relationship.from, &relationship.to]
            .iter()
            .all(|end| elements.contains_key(&end.element))
        {
            let relationships = &mut design.architecture.relationships;
            relationships.insert(id.clone(), relationship.clone());
        }
    }
}
