//! `demand-and-steps`, `foreign-step`, `never-followed`, `no-size`: steps say everything an operation does; and
//! `out-of-range` for those that hold others.

use std::collections::{BTreeMap, BTreeSet};

use spinout_units::RelationshipId;

use crate::validate::report::Says;
use crate::validate::{Design, Report};
use crate::{Mode, OperationRef, Path, Step, fallbacks};

pub(super) fn check(design: &Design<'_>, report: &mut Report) {
    check_sizes(design, report);
    let mut own: BTreeMap<&OperationRef, BTreeSet<&RelationshipId>> = BTreeMap::new();
    for (id, link) in design.relationships {
        if link.mode != Mode::Consumes {
            own.entry(&link.from).or_default().insert(id);
        }
    }
    let only_fallbacks = fallbacks(design.relationships);
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
            if operation.demand.is_some() || operation.demand_per_mib.is_some() {
                let field = if operation.demand.is_some() {
                    "demand"
                } else {
                    "demand_per_mib"
                };
                report.error(Says {
                    id: "demand-and-steps",
                    at: at.child(field),
                    why: "the steps say everything the operation does, so its demand would count beside them".to_owned(),
                    fix: "write the demand as a step {\"compute\": …}, or take the steps away",
                });
            }
            let this = OperationRef::new(element_id.clone(), operation_id.clone());
            let mut left = own.get(&this).cloned().unwrap_or_default();
            let asks: BTreeSet<&RelationshipId> = left.clone();
            each_step(&at.child("steps"), &operation.steps, &mut |at, step| {
                figures(report, at, step);
                let Step::Follow(id) = step else { return };
                left.remove(id);
                if !asks.contains(id) {
                    report.error(Says {
                        id: "foreign-step",
                        at: at.clone(),
                        why: format!("`{id}` is not a relationship that `{this}` could follow"),
                        fix: "follow a relationship that starts at this operation",
                    });
                }
            });
            for id in left.difference(&only_fallbacks) {
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

/// `no-size`: what depends on the size of requests has one to depend on.
fn check_sizes(design: &Design<'_>, report: &mut Report) {
    if design
        .journeys
        .values()
        .any(|journey| journey.size.is_some())
    {
        return;
    }
    let mut say = |at: Path| {
        report.warn(Says {
            id: "no-size",
            at,
            why: "this depends on the size of requests, and no journey has one: it counts as 0"
                .to_owned(),
            fix: "give a journey a `size`, or take this away",
        });
    };
    for (id, element) in design.elements {
        for (operation_id, operation) in &element.operations {
            let at = Path::of(["elements", id.as_str(), "operations", operation_id.as_str()]);
            if operation.demand_per_mib.is_some() {
                say(at.child("demand_per_mib"));
            }
            each_step(&at.child("steps"), &operation.steps, &mut |at, step| {
                let depends = match step {
                    Step::ComputePerMib(_) | Step::WaitPerMib(_) => true,
                    Step::Branch(arms) => arms.iter().any(|arm| arm.when.is_some()),
                    _ => false,
                };
                if depends {
                    say(at.clone());
                }
            });
        }
    }
    for (id, link) in design.relationships {
        if link.bandwidth.is_some() && link.payload.is_none() {
            say(Path::of(["relationships", id.as_str(), "bandwidth"]));
        }
    }
}

/// Calls `see` with each step and those within it, and its place.
pub(super) fn each_step(at: &Path, steps: &[Step], see: &mut dyn FnMut(&Path, &Step)) {
    for (n, step) in steps.iter().enumerate() {
        let at = at.child(n.to_string());
        see(&at, step);
        for (keys, inner) in step.inner() {
            let at = keys.into_iter().fold(at.clone(), |at, key| at.child(key));
            each_step(&at, inner, see);
        }
    }
}

/// The most branches of one step that run side by side.
const WIDEST: u64 = 10_000;

/// The figures of a step that holds others.
fn figures(report: &mut Report, at: &Path, step: &Step) {
    let mut side_by_side = |word: &str, branches: usize, times: u32, need: u32| {
        let at = at.child(word);
        let width = branches as u64 * u64::from(times);
        if branches == 0 {
            report.range(at.child("branches"), "no branch", "one branch or more");
        } else if !(1..=WIDEST).contains(&width) {
            let range = format!("so that 1 to {WIDEST} branches run side by side");
            report.range(at.child("times"), times, &range);
        } else if !(1..=width).contains(&u64::from(need)) {
            let range = format!("from 1 to {width}, the branches that there are");
            report.range(at.child("need"), need, &range);
        }
    };
    match step {
        Step::Parallel(step) => side_by_side("parallel", step.branches.len(), step.times, 1),
        Step::FirstOf(step) => side_by_side("first_of", step.branches.len(), step.times, 1),
        Step::Quorum(step) => {
            side_by_side("quorum", step.branches.len(), step.times, step.need);
        }
        Step::Branch(arms) => {
            for (n, arm) in arms.iter().enumerate() {
                let at = at.child("branch").child(n.to_string());
                if let Some(chance) = arm.probability.filter(|p| !(0.0..=1.0).contains(p)) {
                    report.range(at.child("probability"), chance, "from 0 to 1");
                }
                let last = n + 1 == arms.len();
                let by_size = arms.iter().any(|arm| arm.when.is_some());
                let chosen = match (arm.when.is_some(), arm.probability.is_some()) {
                    (false, false) => last,
                    (when, chance) => when == by_size && chance != by_size,
                };
                if !chosen {
                    report.range(
                        at,
                        "what chooses this arm",
                        "a `probability` in every arm or a `when` in every arm; the last may have neither",
                    );
                }
            }
            let sum: f64 = arms.iter().filter_map(|arm| arm.probability).sum();
            if sum > 1.0 + 1e-9 {
                let range = "such that all arms together have at most probability 1";
                report.range(at.child("branch"), format!("a sum of {sum}"), range);
            }
        }
        Step::Repeat(step) if !(0.0..=1000.0).contains(&step.times) => {
            let at = at.child("repeat").child("times");
            report.range(at, step.times, "from 0 to 1000");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::validate::testing::{found, says};

    #[test]
    fn what_goes_by_size_needs_one() {
        let at = "relationships/seal/bandwidth";
        says(at, json!("1Gbit/s"), &[&format!("no-size at {at}")]);
        let sized = ("journeys/browse/size", json!({"constant": "1MiB"}));
        assert_eq!(
            found(&[sized, (at, json!("0B/s"))]),
            [format!("out-of-range at {at}")]
        );
    }

    #[test]
    fn arms_are_chosen_by_chance_or_by_size() {
        let steps = "elements/shop/operations/receive/steps";
        let sized = ("journeys/browse/size", json!({"constant": "1MiB"}));
        let small = json!({"when": {"size_up_to": "1MiB"}, "steps": []});
        let rest = json!({"steps": []});
        let half = json!({"probability": 0.5, "steps": []});
        for (arms, good) in [
            (json!([small, rest]), true),
            (json!([half, rest]), true),
            (json!([rest, small]), false),
            (json!([small, half]), false),
        ] {
            let said = found(&[sized.clone(), (steps, json!([{"branch": arms}]))]);
            let wrong = said.iter().any(|said| said.starts_with("out-of-range"));
            assert_eq!(wrong, !good, "{arms}: {said:?}");
        }
    }

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
        says(
            &format!("{operation}/steps/1"),
            json!({"parallel": {"branches": [[{"follow": "keep"}, {"repeat": {"times": 2, "steps": [{"follow": "seal"}]}}]]}}),
            &[&format!(
                "foreign-step at {operation}/steps/1/parallel/branches/0/1/repeat/steps/0"
            )],
        );
    }

    #[test]
    fn figures_of_steps_are_in_their_ranges() {
        let operation = "elements/shop/operations/receive";
        let keep = json!([{"follow": "keep"}]);
        for (step, place) in [
            (
                json!({"branch": [{"probability": 1.2, "steps": keep}]}),
                "branch",
            ),
            (
                json!({"branch": [{"probability": 0.6, "steps": keep}, {"probability": 0.6, "steps": []}]}),
                "branch",
            ),
            (
                json!({"repeat": {"times": -1, "steps": keep}}),
                "repeat/times",
            ),
            (
                json!({"parallel": {"branches": [keep], "times": 0}}),
                "parallel/times",
            ),
            (
                json!({"quorum": {"branches": [keep], "need": 2}}),
                "quorum/need",
            ),
            (
                json!({"quorum": {"branches": [keep], "need": 0}}),
                "quorum/need",
            ),
        ] {
            let at = format!("{operation}/steps/1");
            let found = found(&[(&at, step)]);
            let expected = format!("out-of-range at {at}/{place}");
            assert!(found.contains(&expected), "{place}: {found:?}");
        }
    }
}
