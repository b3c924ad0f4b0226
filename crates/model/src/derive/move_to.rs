use super::Design;
use crate::{ElementKind, Move, tree};

/// Puts an element into another boundary, or a component into another process.
pub(super) fn apply(design: &mut Design, to: &Move) {
    let elements = &design.architecture.elements;
    let Some(kind) = elements.get(&to.element).map(|e| e.kind) else {
        design.lost(&format!("the element `{}`", to.element));
        return;
    };
    let target = match &to.to {
        None => None,
        Some(id) => match elements.get(id) {
            Some(found) => Some((id, found.kind)),
            None => {
                design.lost(&format!("the element `{id}`"));
                return;
            }
        },
    };
    let fits = match target {
        None => kind != ElementKind::Component,
        Some((_, around)) if kind == ElementKind::Component => {
            around.is_process() || around == ElementKind::Component
        }
        Some((_, around)) => around == ElementKind::Boundary,
    };
    let into_itself = target.is_some_and(|(id, _)| {
        *id == to.element || tree::around(elements, id).contains(&&to.element)
    });
    if !fits || into_itself {
        let place = to.to.as_ref().map_or("the top level", |id| id.as_str());
        design.error(
            "cannot-move-there",
            format!("`{}` cannot be put into `{place}`, so it stays", to.element),
            "put components into a process, and everything else into a boundary that is not within it",
        );
    } else if let Some(element) = design.architecture.elements.get_mut(&to.element) {
        element.parent.clone_from(&to.to);
    }
}
