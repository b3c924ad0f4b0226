//! `out-of-range`, `unknown-reference`, `cutover-goes-back`, `pattern-not-reached-so`, `without-effect`: what a change says of itself can be. Whether it
//! applies, `derive` says.

use serde::Serialize;

use crate::validate::Report;
use crate::validate::report::Says;
use crate::{Cutover, Do, Model, Path, Pattern, ReachedBy, SpinOut};

pub(super) fn check(model: &Model, report: &mut Report) {
    for (id, option) in &model.options {
        for (change_id, change) in &option.changes {
            let at = Path::of(["options", id.as_str(), "changes", change_id.as_str(), "do"]);
            match &change.what {
                Do::SpinOut(spin_out) => check_spin_out(report, &at.child("spin_out"), spin_out),
                Do::Cutover(cutover) => {
                    check_cutover(model, report, &at.child("cutover"), cutover);
                }
                Do::FoldBack(_) | Do::Add(_) | Do::Set(_) | Do::Remove(_) | Do::Move(_) => {}
            }
        }
    }
}

fn check_spin_out(report: &mut Report, at: &Path, spin_out: &SpinOut) {
    for (field, found) in [
        ("max_receives", spin_out.max_receives),
        ("concurrency", spin_out.concurrency),
    ] {
        if found == 0 {
            report.range(at.child(field), found, "at least 1");
        }
    }
    if let Some(by) = spin_out
        .reached_by
        .filter(|by| !spin_out.pattern.allows(*by))
    {
        let only = match spin_out.pattern.reached_by() {
            ReachedBy::Calls => "calls",
            ReachedBy::Messages => "messages",
        };
        report.error(Says {
            id: "pattern-not-reached-so",
            at: at.child("reached_by"),
            why: format!(
                "{} is reached by {only} only, not by {}",
                name_of(&spin_out.pattern),
                name_of(&by)
            ),
            fix: "leave it out, or choose another pattern",
        });
    }
    let pattern = spin_out.pattern;
    let bounds = matches!(pattern, Pattern::Namespace | Pattern::Account);
    for (field, said, of) in [
        (
            "function",
            spin_out.function.is_some(),
            pattern == Pattern::Function,
        ),
        (
            "process",
            spin_out.process.is_some(),
            pattern != Pattern::Function,
        ),
        (
            "gateway",
            spin_out.gateway.is_some(),
            pattern == Pattern::ApiFacade,
        ),
        ("quota", spin_out.quota.is_some(), bounds),
    ] {
        if said && !of {
            report.warn(Says {
                id: "without-effect",
                at: at.child(field),
                why: format!(
                    "`{field}` says nothing of the pattern {}",
                    name_of(&pattern)
                ),
                fix: "take it out, or choose a pattern that it belongs to",
            });
        }
    }
}

/// A word as it stands in the file.
fn name_of(word: &impl Serialize) -> String {
    serde_json::to_value(word)
        .ok()
        .and_then(|value| value.as_str().map(|word| format!("`{word}`")))
        .unwrap_or_default()
}

fn check_cutover(model: &Model, report: &mut Report, at: &Path, cutover: &Cutover) {
    let mut before = 0.0;
    for (n, phase) in cutover.phases.iter().enumerate() {
        let at = at.child("phases").child(n.to_string());
        if !(0.0..=1.0).contains(&phase.share) {
            report.range(at.child("share"), phase.share, "from 0 to 1");
        } else if phase.share < before {
            report.warn(Says {
                id: "cutover-goes-back",
                at: at.child("share"),
                why: format!("the share falls from {before} to {}", phase.share),
                fix: "order the phases by their shares; a way back is said in `way_back`",
            });
        }
        before = phase.share;
        for (n, gate) in phase.gate.iter().enumerate() {
            let known = model
                .journeys
                .get(&gate.journey)
                .is_some_and(|journey| journey.objectives.contains_key(&gate.objective));
            if !known {
                let at = at.child("gate").child(n.to_string());
                report.unknown(
                    at,
                    "objective",
                    &format!("{}/{}", gate.journey, gate.objective),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::says;

    #[test]
    fn changes_say_what_can_be() {
        let change = "options/worker-spinout/changes/worker/do/spin_out";
        for field in ["max_receives", "concurrency"] {
            let path = format!("{change}/{field}");
            says(&path, json!(0), &[&format!("out-of-range at {path}")]);
        }
        let phases = "options/worker-spinout/changes/worker-cutover/do/cutover/phases";
        let share = format!("{phases}/1/share");
        says(
            &share,
            json!(1.5),
            &[
                &format!("cutover-goes-back at {phases}/2/share"),
                &format!("out-of-range at {share}"),
            ],
        );
        let gate = format!("{phases}/1/gate/0");
        says(
            &gate,
            json!({"journey": "browse", "objective": "done"}),
            &[&format!("unknown-reference at {gate}")],
        );
    }
}
