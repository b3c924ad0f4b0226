//! Six rounds of editing and exporting again: nothing that a person wrote is lost silently.

use std::cell::RefCell;
use std::collections::BTreeMap;

use spinout_export::{
    Action, DriftKind, LOCK, LockError, Permission, Plan, Target as Kind, Writing, apply_plan,
    check,
};

use crate::samples::{baseline_only, on_kafka, worked};

/// A target in memory.
#[derive(Default)]
struct Target(RefCell<BTreeMap<String, String>>);

impl Target {
    fn holding(plan: &Plan) -> Self {
        let target = Self::default();
        target.apply(plan, false);
        target
    }

    fn read(&self, path: &str) -> Option<String> {
        self.0.borrow().get(path).cloned()
    }

    fn write(&self, path: &str, text: &str) {
        self.0.borrow_mut().insert(path.to_owned(), text.to_owned());
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, &text.replacen(from, to, 1));
    }

    fn apply(&self, plan: &Plan, force: bool) -> Vec<Action> {
        let may = Permission {
            force,
            replace: true,
        };
        let actions = apply_plan(plan, &|path| self.read(path), may).unwrap();
        for action in &actions {
            match action {
                Action::Write { path, text, how } => {
                    assert_eq!(*how == Writing::New, self.read(path).is_none(), "{path}");
                    self.write(path, text);
                }
                Action::Remove { path } => {
                    self.0.borrow_mut().remove(path);
                }
                Action::Keep { .. } => {}
            }
        }
        actions
    }

    fn drifts(&self, plan: &Plan) -> Vec<(String, DriftKind)> {
        let drifts = check(plan, &|path| self.read(path)).unwrap();
        drifts
            .into_iter()
            .map(|drift| (drift.path, drift.kind))
            .collect()
    }
}

const FORCE: Permission = Permission {
    force: true,
    replace: true,
};

const OWNED: &str = "contracts/worker/asyncapi.yaml";
const MANAGED: &str = "checklists/worker/pre-production.md";

#[test]
fn what_was_exported_does_not_differ_and_exporting_again_changes_nothing() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    assert_eq!(target.drifts(&plan), []);
    assert_eq!(target.apply(&plan, false), []);
}

#[test]
fn an_empty_target_misses_every_file() {
    let plan = worked().plan();
    let drifts = Target::default().drifts(&plan);
    assert_eq!(drifts.len(), plan.artifacts.len());
    assert!(drifts.iter().all(|(_, kind)| *kind == DriftKind::Missing));
}

#[test]
fn a_changed_model_differs_and_is_exported_again() {
    let target = Target::holding(&worked().plan());
    let plan = on_kafka().plan();
    assert!(
        target
            .drifts(&plan)
            .contains(&(OWNED.to_owned(), DriftKind::Differs))
    );
    target.apply(&plan, false);
    assert_eq!(target.drifts(&plan), []);
    assert!(target.read(OWNED).unwrap().contains("kafka"));
}

#[test]
fn an_edit_by_hand_is_reported_and_kept_unless_forced() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    target.edit(OWNED, "Shop sends", "Somebody sends");
    assert_eq!(
        target.drifts(&plan),
        [(OWNED.to_owned(), DriftKind::Edited)]
    );
    let actions = target.apply(&plan, false);
    assert!(
        matches!(actions.as_slice(), [Action::Keep { path, .. }] if path == OWNED),
        "{actions:?}"
    );
    // And not only the first time: the lock must not have forgotten what was ours.
    assert_eq!(
        target.drifts(&plan),
        [(OWNED.to_owned(), DriftKind::Edited)]
    );
    target.apply(&plan, true);
    assert_eq!(target.drifts(&plan), []);
}

#[test]
fn text_around_a_managed_block_is_the_teams() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    target.edit(
        MANAGED,
        "# Pre-production checklist",
        "# Our list\n\nAsk Kim first.",
    );
    target.write(
        MANAGED,
        &(target.read(MANAGED).unwrap() + "\n## Notes\n\nDone on Monday.\n"),
    );
    assert_eq!(target.drifts(&plan), []);
    let plan = on_kafka().plan();
    assert!(
        target
            .drifts(&plan)
            .contains(&(MANAGED.to_owned(), DriftKind::Differs))
    );
    target.apply(&plan, false);
    let text = target.read(MANAGED).unwrap();
    assert!(
        text.starts_with("# Our list\n\nAsk Kim first.") && text.ends_with("Done on Monday.\n"),
        "{text}"
    );
    assert!(text.contains("Only a draft for"), "the block is new");
    assert_eq!(target.drifts(&plan), []);
}

#[test]
fn a_tick_made_by_hand_inside_the_block_is_found() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    target.edit(
        MANAGED,
        "- [ ] **There is a runbook",
        "- [x] **There is a runbook",
    );
    assert_eq!(
        target.drifts(&plan),
        [(MANAGED.to_owned(), DriftKind::Edited)]
    );
    let actions = target.apply(&plan, false);
    assert!(
        matches!(actions.as_slice(), [Action::Keep { .. }]),
        "{actions:?}"
    );
    target.apply(&plan, true);
    assert!(
        target
            .read(MANAGED)
            .unwrap()
            .contains("- [ ] **There is a runbook")
    );
}

#[test]
fn lost_marks_are_found_and_the_text_survives_force() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    target.edit(MANAGED, "<!-- END spinout", "<!-- finis");
    target.write(MANAGED, &(target.read(MANAGED).unwrap() + "\nOurs.\n"));
    assert_eq!(
        target.drifts(&plan),
        [(MANAGED.to_owned(), DriftKind::Edited)]
    );
    target.apply(&plan, true);
    assert!(target.read(MANAGED).unwrap().contains("Ours."));
    assert_eq!(target.drifts(&plan), []);
}

#[test]
fn a_file_of_somebody_elses_is_not_taken() {
    let plan = worked().plan();
    let target = Target::default();
    target.write(OWNED, "asyncapi: ours\n");
    target.write(MANAGED, "# A page of ours\n");
    let actions = target.apply(&plan, false);
    assert!(
        actions
            .iter()
            .any(|action| matches!(action, Action::Keep { path, .. } if path == OWNED))
    );
    assert_eq!(target.read(OWNED).unwrap(), "asyncapi: ours\n");
    assert_eq!(
        target.drifts(&plan),
        [(OWNED.to_owned(), DriftKind::Foreign)]
    );
    let page = target.read(MANAGED).unwrap();
    assert!(
        page.starts_with("# A page of ours\n") && page.contains("BEGIN spinout"),
        "a block joins a page"
    );
}

#[test]
fn an_orphan_goes_only_if_nobody_edited_it() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    target.edit(OWNED, "Shop sends", "Somebody sends");
    let without = baseline_only().plan();
    let kinds: BTreeMap<String, DriftKind> = target.drifts(&without).into_iter().collect();
    assert_eq!(
        kinds["contracts/worker/unit.openapi.yaml"],
        DriftKind::Orphan
    );
    assert_eq!(kinds[OWNED], DriftKind::EditedOrphan);
    target.apply(&without, false);
    assert!(target.read("contracts/worker/unit.openapi.yaml").is_none());
    assert!(target.read(OWNED).is_some() && target.read(MANAGED).is_some());
    // Still known, so that it is still told.
    assert!(
        target
            .drifts(&without)
            .contains(&(OWNED.to_owned(), DriftKind::EditedOrphan))
    );
}

#[test]
fn line_ends_of_a_checkout_are_no_edit() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    for path in [OWNED, MANAGED] {
        target.write(path, &target.read(path).unwrap().replace('\n', "\r\n"));
    }
    assert_eq!(target.drifts(&plan), []);
    assert_eq!(target.apply(&plan, false), []);
}

#[test]
fn a_lock_file_is_not_trusted() {
    let plan = worked().plan();
    let lock = Target::holding(&plan).read(LOCK).unwrap();
    let refused = |text: &str| {
        let target = Target::holding(&plan);
        target.write(LOCK, text);
        let error = check(&plan, &|path| target.read(path)).unwrap_err();
        assert_eq!(
            apply_plan(&plan, &|path| target.read(path), FORCE).unwrap_err(),
            error
        );
        error
    };
    assert!(matches!(refused("not JSON"), LockError::Unreadable(_)));
    assert!(matches!(
        refused(&lock.replacen("\"format\": 1", "\"format\": 2", 1)),
        LockError::Newer(2)
    ));
    for outside in ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:\\\\x"] {
        let text = lock.replacen(&format!("\"{OWNED}\""), &format!("\"{outside}\""), 1);
        assert_ne!(text, lock);
        assert!(matches!(refused(&text), LockError::Outside(_)), "{outside}");
    }
}

#[test]
fn the_lock_says_what_the_files_were_made_from() {
    let target = Target::holding(&worked().plan());
    let lock: serde_json::Value = serde_json::from_str(&target.read(LOCK).unwrap()).unwrap();
    assert_eq!(lock["option"], "worker-spinout");
    assert_eq!(lock["files"][MANAGED]["ownership"], "managed");
    assert!(
        lock["model_digest"]
            .as_str()
            .unwrap()
            .starts_with("sha256:")
    );
    let mut moved = worked();
    moved.architecture.layout.clear();
    assert_eq!(
        moved.plan().model_digest,
        worked().plan().model_digest,
        "places mean nothing"
    );
}

#[test]
fn an_edit_by_hand_and_a_change_of_the_model_are_both_kept() {
    let target = Target::holding(&worked().plan());
    target.edit(OWNED, "passed on as it came", "passed on unchanged");
    target.edit(
        MANAGED,
        "notes belong above or below this block.",
        "notes belong above or below this block, said Kim.",
    );
    let plan = on_kafka().plan();
    let actions = target.apply(&plan, false);
    for path in [OWNED, MANAGED] {
        let merged = |action: &Action| matches!(action, Action::Write { path: at, how: Writing::Merged, .. } if at == path);
        assert!(actions.iter().any(merged), "{path}");
    }
    let text = target.read(OWNED).unwrap();
    assert!(
        text.contains("passed on unchanged") && text.contains("kafka") && !text.contains("<<<<")
    );
    assert!(target.read(MANAGED).unwrap().contains("said Kim"));
    // It is still an edit, and is told as one until it stands in the model.
    assert!(
        target
            .drifts(&plan)
            .contains(&(OWNED.to_owned(), DriftKind::Edited))
    );
    assert!(
        target
            .apply(&plan, false)
            .iter()
            .all(|action| matches!(action, Action::Keep { .. }))
    );
}

#[test]
fn an_edit_of_what_the_model_changes_too_becomes_a_conflict_that_is_resolved_once() {
    let target = Target::holding(&worked().plan());
    target.edit(OWNED, "protocol: sqs", "protocol: ours");
    let plan = on_kafka().plan();
    let actions = target.apply(&plan, false);
    assert!(actions.iter().any(
        |action| matches!(action, Action::Write { path, how: Writing::Conflict, .. } if path == OWNED)
    ));
    let text = target.read(OWNED).unwrap();
    let marks = [
        "<<<<<<< edited by hand\n",
        "=======\n",
        ">>>>>>> the model now\n",
    ];
    assert!(marks.iter().all(|mark| text.contains(mark)), "{text}");
    assert!(text.contains("protocol: ours") && text.contains("protocol: kafka"));
    assert_eq!(
        target.drifts(&plan),
        [(OWNED.to_owned(), DriftKind::Conflict)]
    );
    // Another change of the model does not pile conflict upon conflict.
    target.apply(&worked().plan(), false);
    assert_eq!(target.read(OWNED).unwrap(), text);
    target.apply(&worked().plan(), true);
    assert_eq!(target.drifts(&worked().plan()), []);
}

#[test]
fn another_option_does_not_take_a_folder_unasked() {
    let target = Target::holding(&worked().plan());
    let plan = baseline_only().plan();
    let may = Permission {
        force: true,
        replace: false,
    };
    let refused = apply_plan(&plan, &|path| target.read(path), may).unwrap_err();
    assert!(
        matches!(&refused, LockError::OtherDesign { option, .. } if option == "worker-spinout"),
        "{refused}"
    );
}

#[test]
fn what_was_exported_for_another_kind_of_repository_is_left_alone() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    let monitoring = plan.of(&[Kind::Monitoring]);
    assert!(monitoring.artifacts.len() < plan.artifacts.len() && !monitoring.artifacts.is_empty());
    assert_eq!(target.drifts(&monitoring), []);
    assert_eq!(target.apply(&monitoring, false), []);
    assert!(target.read(OWNED).is_some());
}

#[test]
fn a_base_that_was_edited_in_the_lock_is_refused() {
    let plan = worked().plan();
    let target = Target::holding(&plan);
    target.edit(LOCK, "passed on as it came", "passed on");
    let error = check(&plan, &|path| target.read(path)).unwrap_err();
    assert!(matches!(error, LockError::Edited(path) if path == OWNED));
}
