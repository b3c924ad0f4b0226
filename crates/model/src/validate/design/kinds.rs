//! `group-of-another-kind`: an element says only what its kind has. `without-entry`: a journey begins where
//! requests can arrive.

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{ElementKind, Path};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, element) in design.elements {
        let kind = element.kind;
        for (group, is_there, fits) in [
            (
                "process",
                element.process.is_some(),
                kind.is_process() && kind != ElementKind::Function,
            ),
            (
                "function",
                element.function.is_some(),
                kind == ElementKind::Function,
            ),
            ("job", element.job.is_some(), kind == ElementKind::Job),
            ("queue", element.queue.is_some(), kind == ElementKind::Queue),
            ("store", element.store.is_some(), kind == ElementKind::Store),
            (
                "boundary",
                element.boundary.is_some(),
                kind == ElementKind::Boundary,
            ),
            (
                "operations",
                !element.operations.is_empty(),
                !matches!(kind, ElementKind::Queue | ElementKind::Boundary),
            ),
        ] {
            if is_there && !fits {
                report.error(Says {
                    id: "group-of-another-kind",
                    at: Path::of(["elements", id.as_str(), group]),
                    why: format!("`{id}` is of a kind that has no `{group}`"),
                    fix: "take it away, or change the kind",
                });
            }
        }
        if kind == ElementKind::Boundary && element.boundary.is_none() {
            report.warn(Says {
                id: "boundary-of-nothing",
                at: Path::of(["elements", id.as_str()]),
                why: format!("the boundary `{id}` does not say what it stands for, so no network follows from it"),
                fix: "say which level it is, such as {\"boundary\": {\"of\": \"zone\"}}",
            });
        }
    }
    for (id, journey) in design.journeys {
        let entry = design.elements.get(&journey.entry.element);
        if entry.is_some_and(|e| matches!(e.kind, ElementKind::Queue | ElementKind::Boundary)) {
            report.error(Says {
                id: "without-entry",
                at: Path::of(["journeys", id.as_str(), "entry"]),
                why: format!("requests cannot arrive at `{}`", journey.entry),
                fix: "name an operation of a client, a process or a component",
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn an_element_says_only_what_its_kind_has() {
        for (path, new) in [
            ("elements/images/process", json!({})),
            ("elements/mailer/function", json!({})),
            ("elements/mailer/queue", json!({})),
            ("elements/mailer/store", json!({})),
            ("elements/users/boundary", json!({"of": "zone"})),
            ("elements/eu/operations", json!({"default": {}})),
        ] {
            says(path, new, &[&format!("group-of-another-kind at {path}")]);
        }
        says(
            "elements/eu",
            json!({"kind": "boundary"}),
            &["boundary-of-nothing at elements/eu"],
        );
    }

    #[test]
    fn requests_arrive_where_work_is_done() {
        let said = found(&[
            ("elements/q", json!({"kind": "queue"})),
            ("journeys/browse/entry", json!("q")),
        ]);
        assert!(said.contains(&"without-entry at journeys/browse/entry".to_owned()));
    }
}
