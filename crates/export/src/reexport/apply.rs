use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Read;
use super::block::{Found, find};
use super::drift::{DriftKind, drift, orphan};
use super::lock::{LOCK, Lock, LockError, Locked, part};
use super::merge::{Merged, in_conflict, merge};
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
        /// How it comes about.
        how: Writing,
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

/// How a file comes to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Writing {
    /// It was not there.
    New,
    /// It takes the place of what is there.
    Anew,
    /// An edit by hand and a change of the model were brought together.
    Merged,
    /// They could not: both stand in it, between marks as Git writes them.
    Conflict,
}

/// What an export may do beyond writing what nobody touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permission {
    /// Write over what somebody edited by hand.
    pub force: bool,
    /// Take the place of another design that the folder holds.
    pub replace: bool,
}

/// What to write so that the target says what the model says. Files that are right already have no
/// action, so that applying twice changes nothing; the lock file comes last. What somebody edited by hand
/// is merged with what the model has become since; where it has not moved, the edit is kept and reported.
///
/// Errors: the lock file cannot be used, or the folder holds another design that may not be replaced.
pub fn apply_plan(plan: &Plan, read: &Read<'_>, may: Permission) -> Result<Vec<Action>, LockError> {
    let before = read(LOCK);
    let mut lock = Lock::read(before.as_deref())?;
    if let Some((model, option)) = lock.other_design(plan).filter(|_| !may.replace) {
        return Err(LockError::OtherDesign {
            model: model.to_owned(),
            option: option.to_owned(),
        });
    }
    let mut actions = Vec::new();
    let mut files = BTreeMap::new();
    for artifact in &plan.artifacts {
        let there = read(&artifact.path);
        let locked = lock.files.remove(&artifact.path);
        let (action, after) = one(artifact, there.as_deref(), locked, may.force);
        actions.extend(action);
        files.extend(after.map(|locked| (artifact.path.clone(), locked)));
    }
    for (path, locked) in lock.files {
        if !plan.targets.contains(&locked.target) {
            files.insert(path, locked);
            continue;
        }
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
            how: if before.is_none() {
                Writing::New
            } else {
                Writing::Anew
            },
        });
    }
    Ok(actions)
}

/// What to do about one artifact, and what the lock knows of it afterwards.
fn one(
    artifact: &Artifact,
    there: Option<&str>,
    locked: Option<Locked>,
    force: bool,
) -> (Option<Action>, Option<Locked>) {
    let Some(drift) = drift(artifact, there, locked.as_ref()) else {
        let known = locked.filter(|_| artifact.ownership == Ownership::Seeded);
        return (None, known.or_else(|| Some(Locked::of(artifact))));
    };
    let write = |text: String, how: Writing| {
        let path = artifact.path.clone();
        let action = Action::Write { path, text, how };
        (Some(action), Some(Locked::of(artifact)))
    };
    let by_hand = matches!(
        drift.kind,
        DriftKind::Edited | DriftKind::Conflict | DriftKind::Foreign
    );
    if by_hand && !force && !joins(artifact, there, drift.kind) {
        let both = locked
            .as_ref()
            .and_then(|locked| both(artifact, there?, locked));
        return match both {
            Some((text, how)) => write(text, how),
            None => {
                let keep = Action::Keep {
                    path: drift.path,
                    why: drift.why,
                };
                (Some(keep), locked)
            }
        };
    }
    let how = if there.is_none() {
        Writing::New
    } else {
        Writing::Anew
    };
    write(replaced(artifact, there), how)
}

/// The edit by hand and what the model has become, together; none where the model has not moved, a former
/// conflict is open, or there is nothing to merge by.
fn both(artifact: &Artifact, there: &str, locked: &Locked) -> Option<(String, Writing)> {
    let base = locked.base()?;
    let model = part(artifact.ownership, &artifact.text)?;
    let by_hand = part(artifact.ownership, there)?;
    if base == model || in_conflict(by_hand) {
        return None;
    }
    let (merged, how) = match merge(&base, by_hand, model) {
        Merged::Clean(text) => (text, Writing::Merged),
        Merged::Conflicts(text) => (text, Writing::Conflict),
    };
    let text = match (artifact.ownership, find(there)) {
        (Ownership::Managed, Found::Whole(block)) => {
            format!("{}{merged}{}", &there[..block.start], &there[block.end..])
        }
        _ => merged,
    };
    Some((text, how))
}

/// May a managed block be added to a file of the team's that has none?
fn joins(artifact: &Artifact, there: Option<&str>, kind: DriftKind) -> bool {
    artifact.ownership == Ownership::Managed
        && kind == DriftKind::Foreign
        && there.is_some_and(|text| find(text) == Found::None)
}

/// The new text: of a managed file only the block is ours.
fn replaced(artifact: &Artifact, there: Option<&str>) -> String {
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
