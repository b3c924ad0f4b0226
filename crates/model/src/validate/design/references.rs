//! `unknown-reference`: whatever is named must be there.

use spinout_units::{ElementId, LockId, TeamId};

use crate::validate::{Design, Report};
use crate::{ElementKind, OperationRef, Path, Step, owner_of_lock};

use super::steps::each_step;

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    elements(design, report);
    relationships(design, report);
    for (id, journey) in design.journeys {
        let at = Path::of(["journeys", id.as_str(), "entry"]);
        operation(design, report, at, &journey.entry);
    }
    for (id, data) in design.data {
        let at = Path::of(["data", id.as_str()]);
        element(design, report, at.child("store"), &data.store);
        team(design, report, at.child("owner"), data.owner.as_ref());
        for writer in &data.writers {
            element(design, report, at.child("writers"), writer);
        }
    }
    for (id, contract) in design.contracts {
        let at = Path::of(["contracts", id.as_str(), "of"]);
        operation_or_queue(design, report, at, &contract.of);
    }
    for (id, unit) in design.units {
        let at = Path::of(["units", id.as_str()]);
        element(design, report, at.clone(), id);
        team(design, report, at.child("team"), unit.team.as_ref());
    }
}

fn elements(design: &Design<'_>, report: &mut Report) {
    for (element_id, found) in design.elements {
        let at = Path::of(["elements", element_id.as_str()]);
        if let Some(parent) = &found.parent {
            element(design, report, at.child("in"), parent);
        }
        team(design, report, at.child("team"), found.team.as_ref());
        for (id, operation) in &found.operations {
            let at = at.child("operations").child(id.as_str());
            lock(
                design,
                report,
                at.child("lock"),
                element_id,
                operation.lock.as_ref(),
            );
            each_step(&at.child("steps"), &operation.steps, &mut |at, step| {
                if let Step::Lock(step) = step {
                    let at = at.child("lock").child("name");
                    lock(design, report, at, element_id, Some(&step.name));
                }
            });
        }
        if let Some(letters) = found.queue.as_ref().and_then(|q| q.dead_letter.as_ref()) {
            let at = at.child("queue").child("dead_letter").child("to");
            element(design, report, at, &letters.to);
        }
    }
}

fn relationships(design: &Design<'_>, report: &mut Report) {
    for (id, link) in design.relationships {
        let at = Path::of(["relationships", id.as_str()]);
        operation(design, report, at.child("from"), &link.from);
        operation_or_queue(design, report, at.child("to"), &link.to);
        let to = &link.to.element;
        lock(design, report, at.child("lock"), to, link.lock.as_ref());
    }
}

/// A lock of an element, or of one around it.
fn lock(design: &Design<'_>, report: &mut Report, at: Path, of: &ElementId, id: Option<&LockId>) {
    let Some(id) = id else { return };
    if owner_of_lock(design.elements, of, id).is_none() {
        report.unknown(
            at,
            &format!("lock of `{of}`, or of what is around it,"),
            id.as_str(),
        );
    }
}

fn element(design: &Design<'_>, report: &mut Report, at: Path, id: &ElementId) {
    if !design.elements.contains_key(id) {
        report.unknown(at, "element", id.as_str());
    }
}

fn team(design: &Design<'_>, report: &mut Report, at: Path, id: Option<&TeamId>) {
    if let Some(id) = id.filter(|id| !design.teams.contains_key(*id)) {
        report.unknown(at, "team", id.as_str());
    }
}

fn operation(design: &Design<'_>, report: &mut Report, at: Path, id: &OperationRef) {
    if !design.elements.contains_key(&id.element) {
        report.unknown(at, "element", id.element.as_str());
    } else if !design.has_operation(id) {
        report.unknown(at, "operation", &format!("{}/{}", id.element, id.operation));
    }
}

fn operation_or_queue(design: &Design<'_>, report: &mut Report, at: Path, id: &OperationRef) {
    let kind = design.elements.get(&id.element).map(|element| element.kind);
    let is_whole_queue =
        kind == Some(ElementKind::Queue) && *id == OperationRef::of(id.element.clone());
    if !is_whole_queue {
        operation(design, report, at, id);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn what_is_named_must_be_there() {
        for (path, new) in [
            ("elements/mailer/team", json!("nobody")),
            ("elements/mailer/in", json!("nowhere")),
            ("relationships/seal/to", json!("images/nothing")),
            ("relationships/seal/to", json!("nobody/sign")),
            ("data/pictures/store", json!("nowhere")),
            ("data/pictures/owner", json!("nobody")),
            ("contracts/resize/of", json!("images")),
            ("journeys/browse/entry", json!("users")),
            ("units/shop/team", json!("nobody")),
        ] {
            says(path, new, &[&format!("unknown-reference at {path}")]);
        }
        says(
            "units/ghost",
            json!({}),
            &["unknown-reference at units/ghost"],
        );
    }
}
