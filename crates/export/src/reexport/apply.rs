use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Read;
use super::block::{Found, find};
use super::drift::{DriftKind, drift, orphan};
use super::lock::{LOCK, Lock, LockError, Locked};
use crate::{Artifact, Ownership, Plan};

/// What the host is to do with a file of the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum Action {
    /// Write it.
    Write {
        /// The file.
        path: String,
        /// Its whole new text.
        text: String,
        /// Is it new?
        new: bool,
    },
    /// Delete it.
    Remove {
        /// The file.
        path: String,
    },
    /// Leave it, against what the model says.
    Keep {
        /// The file.
        path: String,
        /// Why, and what a person can do.
        why: String,
    },
}

/// What to write so that the target says what the model says. Files that are right already have no
/// action, so that applying twice changes nothing; the lock file comes last. What somebody edited by hand
/// is kept and reported unless `force`.
///
/// Errors: the lock file cannot be used.
pub fn apply_plan(plan: &Plan, read: &Read<'_>, force: bool) -> Result<Vec<Action>, LockError> {
    let before = read(LOCK);
    let mut lock = Lock::read(before.as_deref())?;
    let mut actions = Vec::new();
    let mut files = BTreeMap::new();
    for artifact in &plan.artifacts {
        let there = read(&artifact.path);
        let locked = lock.files.remove(&artifact.path);
        let Some(drift) = drift(artifact, there.as_deref(), locked.as_ref()) else {
            files.insert(
                artifact.path.clone(),
                locked
                    .filter(|_| seeded(artifact))
                    .unwrap_or_else(|| Locked::of(artifact)),
            );
            continue;
        };
        let by_hand = matches!(drift.kind, DriftKind::Edited | DriftKind::Foreign);
        if by_hand && !force && !joins(artifact, there.as_deref(), drift.kind) {
            files.extend(locked.map(|locked| (artifact.path.clone(), locked)));
            actions.push(Action::Keep {
                path: drift.path,
                why: drift.why,
            });
            continue;
        }
        files.insert(artifact.path.clone(), Locked::of(artifact));
        actions.push(Action::Write {
            path: drift.path,
            new: there.is_none(),
            text: merged(artifact, there.as_deref()),
        });
    }
    for (path, locked) in lock.files {
        let Some(drift) = read(&path).and_then(|text| orphan(&path, &locked, &text)) else {
            continue;
        };
        if drift.kind == DriftKind::Orphan && locked.ownership == Ownership::Owned {
            actions.push(Action::Remove { path });
        } else {
            actions.push(Action::Keep {
                path: path.clone(),
                why: drift.why,
            });
            files.insert(path, locked);
        }
    }
    let text = Lock::after(plan, files).text();
    if before.as_ref() != Some(&text) {
        actions.push(Action::Write {
            path: LOCK.to_owned(),
            text,
            new: before.is_none(),
        });
    }
    Ok(actions)
}

fn seeded(artifact: &Artifact) -> bool {
    artifact.ownership == Ownership::Seeded
}

/// May a managed block be added to a file of the team's that has none?
fn joins(artifact: &Artifact, there: Option<&str>, kind: DriftKind) -> bool {
    artifact.ownership == Ownership::Managed
        && kind == DriftKind::Foreign
        && there.is_some_and(|text| find(text) == Found::None)
}

/// The new text: of a managed file only the block is ours.
fn merged(artifact: &Artifact, there: Option<&str>) -> String {
    let (Ownership::Managed, Some(text)) = (artifact.ownership, there) else {
        return artifact.text.clone();
    };
    let Found::Whole(new) = find(&artifact.text) else {
        return artifact.text.clone();
    };
    let new = &artifact.text[new];
    match find(text) {
        Found::Whole(old) => format!("{}{new}{}", &text[..old.start], &text[old.end..]),
        Found::None => format!("{}\n\n{new}\n", text.trim_end()),
        // The marks cannot be told apart, and the team forced it: a copy of their text stays above.
        Found::Broken => format!(
            "{}\n\n{new}\n",
            text.replace("<!-- BEGIN spinout ", "<!-- was: BEGIN spinout ")
                .replace("<!-- END spinout ", "<!-- was: END spinout ")
                .trim_end()
        ),
    }
}
