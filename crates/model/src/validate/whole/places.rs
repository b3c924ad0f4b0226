//! `basis-of-nothing`, `out-of-range`: what is said of a place is said of one that is there.

use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Document, Model, Path};

pub(super) fn check(model: &Model, report: &mut Report) {
    if !model.basis.is_empty() {
        let document = Document::new(model.clone());
        for path in model.basis.keys() {
            if Path::from(path.as_str()).get(document.value()).is_none() {
                report.warn(Says {
                    id: "basis-of-nothing",
                    at: Path::of(["basis", path.as_str()]),
                    why: format!("no figure is written at `{path}`"),
                    fix: "correct the path, or take the basis away",
                });
            }
        }
    }
    let elements = model.layout.elements.iter();
    let notes = model.layout.notes.iter();
    let of_elements = elements.map(|(id, at)| (Path::of(["layout", "elements", id.as_str()]), at));
    let of_notes = notes.map(|(id, at)| (Path::of(["layout", "notes", id.as_str()]), at));
    for (at, position) in of_elements.chain(of_notes) {
        if !(position.width > 0.0 && position.height > 0.0) {
            let found = format!("{} × {}", position.width, position.height);
            report.range(at, found, "wider and higher than 0");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn a_basis_is_of_a_figure() {
        says(
            "basis",
            json!({"elements/shop/process/thread": {"kind": "guess"}}),
            &["basis-of-nothing at basis/elements~1shop~1process~1thread"],
        );
    }

    #[test]
    fn a_box_has_a_size() {
        let said = found(&[("layout/elements/shop/width", json!(0))]);
        assert_eq!(said, ["out-of-range at layout/elements/shop"]);
    }
}
