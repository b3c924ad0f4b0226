//! `mode-misfit`: a link fits what stands at its ends. `without-effect`: and it says nothing that its mode
//! does not have.

use spinout_units::{ElementId, RelationshipId};

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Consistency, Mode, Path, Relationship};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    for (id, link) in design.relationships {
        ends(design, report, id, link);
        effects(report, id, link);
    }
}

fn ends(design: &Design<'_>, report: &mut Report, id: &RelationshipId, link: &Relationship) {
    let kind = |id: &ElementId| design.elements.get(id).map(|element| element.kind);
    let (Some(from), Some(to)) = (kind(&link.from.element), kind(&link.to.element)) else {
        return;
    };
    let (asks, answers) = (link.mode.begins_at(from), link.mode.ends_at(to));
    let fix = match link.mode {
        Mode::Calls => {
            "call a process, a component or an external; publish to a queue; read or write a store"
        }
        Mode::Publishes => "publish to a queue",
        Mode::Consumes => "consume from a queue, by an operation of a process",
        Mode::Reads | Mode::Writes => "read and write stores; call processes",
    };
    if !asks || !answers {
        let end = if answers { "from" } else { "to" };
        report.error(Says {
            id: "mode-misfit",
            at: Path::of(["relationships", id.as_str(), end]),
            why: format!(
                "`{}` cannot stand at this end of such a link",
                if answers { &link.from } else { &link.to }
            ),
            fix,
        });
    }
}

fn effects(report: &mut Report, id: &RelationshipId, link: &Relationship) {
    let waits = link.mode.is_synchronous();
    let consumes = link.mode == Mode::Consumes;
    let publishes = link.mode == Mode::Publishes;
    for (field, is_said, has_effect) in [
        ("timeout", link.timeout.is_some(), waits || publishes),
        ("pool", link.pool.is_some(), waits),
        ("lock", link.lock.is_some(), waits),
        (
            "consistency",
            link.consistency != Consistency::Eventual,
            link.mode == Mode::Reads,
        ),
        ("retry", link.retry.is_some(), waits || publishes),
        ("cancel_on_timeout", link.cancel_on_timeout, waits),
        ("hedge", link.hedge.is_some(), waits),
        ("breaker", link.breaker.is_some(), waits),
        ("bulkhead", link.bulkhead.is_some(), waits),
        ("rate_limit", link.rate_limit.is_some(), waits),
        ("fallback", link.fallback.is_some(), !consumes),
        ("bandwidth", link.bandwidth.is_some(), !consumes),
        ("concurrency", link.concurrency.is_some(), consumes),
        ("per_request", link.per_request != 1.0, !consumes),
        (
            "token_lifetime",
            link.token_lifetime.is_some() && link.auth_required != Some(true),
            false,
        ),
    ] {
        if is_said && !has_effect {
            report.warn(Says {
                id: "without-effect",
                at: Path::of(["relationships", id.as_str(), field]),
                why: format!("`{field}` has no meaning for this kind of link, and no effect"),
                fix: "take it away",
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn a_link_fits_its_ends() {
        for (path, new, end) in [
            ("relationships/look-up/mode", json!("calls"), "look-up/to"),
            ("relationships/seal/mode", json!("publishes"), "seal/to"),
            ("relationships/seal/mode", json!("reads"), "seal/to"),
            ("relationships/seal/mode", json!("consumes"), "seal/to"),
            ("relationships/seal/from", json!("bucket"), "seal/from"),
        ] {
            says(path, new, &[&format!("mode-misfit at relationships/{end}")]);
        }
        let q = ("elements/q", json!({"kind": "queue"}));
        let take = json!({"from": "mailer", "to": "q", "mode": "consumes"});
        let said = found(&[q, ("relationships/take", take)]);
        assert_eq!(said, ["mode-misfit at relationships/take/from"]);
    }

    #[test]
    fn what_has_no_effect_is_said() {
        says(
            "relationships/seal/concurrency",
            json!(3),
            &["without-effect at relationships/seal/concurrency"],
        );
    }
}
