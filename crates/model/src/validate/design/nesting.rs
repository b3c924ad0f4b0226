//! `misplaced`, `nested-in-itself`, `nested-too-deep`: components are in processes, everything else in
//! boundaries.

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{ElementKind, Path, tree};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        let at = || Path::of(["elements", id.as_str(), "in"]);
        let Some(parent) = &element.parent else {
            if element.kind == ElementKind::Component {
                report.error(Says {
                    id: "misplaced",
                    at: at(),
                    why: format!("the component `{id}` is in no process, so nothing runs it"),
                    fix: "put it into a monolith or a service",
                });
            }
            continue;
        };
        let Some(around) = design.elements.get(parent) else {
            continue;
        };
        let fits = match element.kind {
            ElementKind::Component => {
                around.kind.is_process() || around.kind == ElementKind::Component
            }
            _ => around.kind == ElementKind::Boundary,
        };
        if !fits {
            report.error(Says {
                id: "misplaced",
                at: at(),
                why: format!("`{id}` cannot be in `{parent}`"),
                fix: "put components into a process, and everything else into a boundary",
            });
        }
        let outer = tree::around(design.elements, id);
        if outer.len() >= tree::DEEPEST {
            report.error(Says {
                id: "nested-too-deep",
                at: at(),
                why: format!("`{id}` is in more than {} others", tree::DEEPEST - 1),
                fix: "nest less deeply",
            });
        } else if closes_circle(design, id, &outer) {
            report.error(Says {
                id: "nested-in-itself",
                at: at(),
                why: format!("`{id}` is in itself, over {} others", outer.len()),
                fix: "put one of the circle somewhere else",
            });
        }
    }
}

fn closes_circle(
    design: &Design<'_>,
    id: &spinout_units::ElementId,
    outer: &[&spinout_units::ElementId],
) -> bool {
    let outermost = outer.last().copied().unwrap_or(id);
    let next = design
        .elements
        .get(outermost)
        .and_then(|e| e.parent.as_ref());
    next == Some(id)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn everything_is_where_it_can_be() {
        for (path, new) in [
            ("elements/images/in", json!("eu")),
            ("elements/mailer/in", json!("shop")),
            ("elements/eu/in", json!("shop")),
        ] {
            let said = found(&[(path, new)]);
            assert!(said.contains(&format!("misplaced at {path}")), "{said:?}");
        }
        says(
            "elements/loose",
            json!({"kind": "component"}),
            &["misplaced at elements/loose/in"],
        );
    }

    #[test]
    fn nothing_is_in_itself() {
        says(
            "elements/eu/in",
            json!("eu"),
            &["nested-in-itself at elements/eu/in"],
        );
        let ring = [
            (
                "elements/a",
                json!({"kind": "boundary", "in": "b", "boundary": {"of": "zone"}}),
            ),
            (
                "elements/b",
                json!({"kind": "boundary", "in": "a", "boundary": {"of": "zone"}}),
            ),
        ];
        let said = found(&ring);
        assert_eq!(
            said,
            [
                "nested-in-itself at elements/a/in",
                "nested-in-itself at elements/b/in"
            ]
        );
    }

    #[test]
    fn depth_is_bounded() {
        let mut elements = json!({"b0": {"kind": "boundary", "boundary": {"of": "zone"}}});
        for n in 1..70 {
            let parent = format!("b{}", n - 1);
            elements[format!("b{n}")] =
                json!({"kind": "boundary", "in": parent, "boundary": {"of": "zone"}});
        }
        let said = found(&[
            ("elements", elements),
            ("relationships", json!({})),
            ("journeys", json!({})),
        ]);
        assert!(
            said.contains(&"nested-too-deep at elements/b69/in".to_owned()),
            "{said:?}"
        );
    }
}
