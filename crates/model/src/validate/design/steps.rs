//! `demand-and-steps`, `foreign-step`, `never-followed`: steps say everything an operation does.

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::RelationshipId;

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Mode, OperationRef, Path, Step};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    let mut own: BTreeMap<&OperationRef, BTreeSet<&RelationshipId>> = BTreeMap::new();
    for (id, link) in design.relationships {
        if link.mode != Mode::Consumes {
            own.entry(&link.from).or_default().insert(id);
        }
    }
    for (element_id, element) in design.elements {
        for (operation_id, operation) in &element.operations {
            if operation.steps.is_empty() {
                continue;
            }
            let at = Path::of([
                "elements",
                element_id.as_str(),
                "operations",
                operation_id.as_str(),
            ]);
            if operation.demand.is_some() {
                report.error(Says {
                    id: "demand-and-steps",
                    at: at.child("demand"),
                    why: "the steps say everything the operation does, so its demand would count beside them".to_owned(),
                    fix: "write the demand as a step {\"compute\": …}, or take the steps away",
                });
            }
            let this = OperationRef::new(element_id.clone(), operation_id.clone());
            let mut left = own.get(&this).cloned().unwrap_or_default();
            let asks: BTreeSet<&RelationshipId> = left.clone();
            for (n, step) in operation.steps.iter().enumerate() {
                let Step::Follow(id) = step else { continue };
                left.remove(id);
                if !asks.contains(id) {
                    report.error(Says {
                        id: "foreign-step",
                        at: at.child("steps").child(n.to_string()),
                        why: format!("`{id}` is not a relationship that `{this}` could follow"),
                        fix: "follow a relationship that starts at this operation",
                    });
                }
            }
            for id in left {
                report.warn(Says {
                    id: "never-followed",
                    at: Path::of(["relationships", id.as_str()]),
                    why: format!("`{this}` says its steps, and none of them follows `{id}`, so it has no effect"),
                    fix: "add a step {\"follow\": …}, or take the relationship away",
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn steps_say_everything() {
        let operation = "elements/shop/operations/receive";
        says(
            &format!("{operation}/demand"),
            json!({"constant": "1ms"}),
            &[&format!("demand-and-steps at {operation}/demand")],
        );
        says(
            &format!("{operation}/steps/1"),
            json!({"follow": "seal"}),
            &[
                &format!("foreign-step at {operation}/steps/1"),
                "never-followed at relationships/keep",
            ],
        );
    }
}
