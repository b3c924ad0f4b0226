//! `never-consumed`, `dead-letters-in-a-circle`: what is published is consumed, and dead letters come to rest.

use std::collections::BTreeSet;

use spinout_units::ElementId;

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{ElementKind, Mode, Path};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    let links = design.relationships.values();
    let consumed: BTreeSet<&ElementId> = links
        .filter(|link| link.mode == Mode::Consumes)
        .map(|link| &link.to.element)
        .collect();
    for (id, link) in design.relationships {
        let queue = &link.to.element;
        if link.mode == Mode::Publishes
            && design
                .elements
                .get(queue)
                .is_some_and(|to| to.kind == ElementKind::Queue)
            && !consumed.contains(queue)
        {
            report.warn(Says {
                id: "never-consumed",
                at: Path::of(["relationships", id.as_str()]),
                why: format!(
                    "nothing consumes from `{queue}`, so what is published there waits for ever"
                ),
                fix: "add a relationship that consumes from it",
            });
        }
    }
    for (id, element) in design.elements {
        let Some(letters) = element.queue.as_ref().and_then(|q| q.dead_letter.as_ref()) else {
            continue;
        };
        let at = Path::of(["elements", id.as_str(), "queue", "dead_letter", "to"]);
        if leads_back(design, id) {
            report.error(Says {
                id: "dead-letters-in-a-circle",
                at,
                why: format!("the dead letters of `{id}` come back to it"),
                fix: "let dead letters end in a queue that has none of its own",
            });
        } else if design
            .elements
            .get(&letters.to)
            .is_some_and(|to| to.kind != ElementKind::Queue)
        {
            report.error(Says {
                id: "mode-misfit",
                at,
                why: format!(
                    "`{}` is not a queue, so it cannot take dead letters",
                    letters.to
                ),
                fix: "name a queue",
            });
        }
    }
}

fn leads_back(design: &Design<'_>, start: &ElementId) -> bool {
    let mut at = start;
    for _ in 0..design.elements.len() {
        let queue = design
            .elements
            .get(at)
            .and_then(|element| element.queue.as_ref());
        let Some(letters) = queue.and_then(|queue| queue.dead_letter.as_ref()) else {
            return false;
        };
        at = &letters.to;
        if at == start {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::found;

    #[test]
    fn what_is_published_is_consumed() {
        let q = ("elements/q", json!({"kind": "queue"}));
        let put = json!({"from": "images/sign", "to": "q", "mode": "publishes"});
        let take = json!({"from": "shop/totals", "to": "q", "mode": "consumes"});
        let put = ("relationships/put", put);
        assert_eq!(
            found(&[q.clone(), put.clone()]),
            ["never-consumed at relationships/put"]
        );
        let both = [
            q,
            put,
            ("relationships/take", take.clone()),
            ("relationships/take-2", take),
        ];
        assert_eq!(found(&both), Vec::<String>::new());
    }

    #[test]
    fn dead_letters_end_somewhere() {
        let letters = |to: &str| json!({"kind": "queue", "queue": {"dead_letter": {"to": to, "max_receives": 3}}});
        let said = found(&[("elements/a", letters("b")), ("elements/b", letters("a"))]);
        assert_eq!(said.len(), 2);
        assert!(said[0].starts_with("dead-letters-in-a-circle"), "{said:?}");
        let said = found(&[("elements/a", letters("shop"))]);
        assert_eq!(said, ["mode-misfit at elements/a/queue/dead_letter/to"]);
    }
}
