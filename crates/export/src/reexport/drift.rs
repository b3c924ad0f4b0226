use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Read;
use super::lock::{LOCK, Lock, LockError, Locked, ours};
use super::merge::in_conflict;
use crate::{Artifact, Ownership, Plan};

/// A way in which the target differs from the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Drift {
    /// The file.
    pub path: String,
    /// How it differs.
    pub kind: DriftKind,
    /// What that means and what to do, for a person.
    pub why: String,
}

/// How a file of the target differs from the model.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// It is not there.
    Missing,
    /// It is as it was written, and the model has moved on.
    Differs,
    /// Somebody changed what is ours in it.
    Edited,
    /// An edit by hand and a change of the model met in it, and nobody has resolved that.
    Conflict,
    /// It stands where we would write, and we did not write it.
    Foreign,
    /// We wrote it, and nothing of the model stands for it any more.
    Orphan,
    /// An orphan that somebody changed.
    EditedOrphan,
}

/// What differs between the target and the model, by path. A changed text around a managed block, and a
/// seeded file whatever became of it, are the team's and no drift.
///
/// Errors: the lock file cannot be used.
pub fn check(plan: &Plan, read: &Read<'_>) -> Result<Vec<Drift>, LockError> {
    let lock = Lock::read(read(LOCK).as_deref())?;
    let mut drifts: Vec<Drift> = plan
        .artifacts
        .iter()
        .filter_map(|artifact| {
            drift(
                artifact,
                read(&artifact.path).as_deref(),
                lock.files.get(&artifact.path),
            )
        })
        .collect();
    for (path, locked) in &lock.files {
        if plan.targets.contains(&locked.target)
            && !plan.artifacts.iter().any(|artifact| artifact.path == *path)
            && let Some(text) = read(path)
        {
            drifts.extend(orphan(path, locked, &text));
        }
    }
    drifts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(drifts)
}

/// The design that the target holds, model and option, where it is another than that of `plan`.
///
/// Errors: the lock file cannot be used.
pub fn held(plan: &Plan, read: &Read<'_>) -> Result<Option<(String, String)>, LockError> {
    let lock = Lock::read(read(LOCK).as_deref())?;
    let other = lock.other_design(plan);
    Ok(other.map(|(model, option)| (model.to_owned(), option.to_owned())))
}

/// How one planned file differs.
pub(super) fn drift(
    artifact: &Artifact,
    there: Option<&str>,
    locked: Option<&Locked>,
) -> Option<Drift> {
    let seeded = artifact.ownership == Ownership::Seeded;
    let kind = match (there, locked) {
        (None, Some(_)) if seeded => return None,
        (None, _) => DriftKind::Missing,
        (Some(_), _) if seeded => return None,
        (Some(text), locked) => {
            let found = ours(artifact.ownership, text);
            if found == ours(artifact.ownership, &artifact.text) {
                return None;
            }
            match locked {
                None => DriftKind::Foreign,
                Some(locked) if found.as_deref() == Some(&locked.digest) => DriftKind::Differs,
                Some(_) if in_conflict(text) => DriftKind::Conflict,
                Some(_) => DriftKind::Edited,
            }
        }
    };
    Some(Drift {
        path: artifact.path.clone(),
        kind,
        why: why(kind, artifact.ownership).to_owned(),
    })
}

/// A file that we wrote and do not plan any more.
pub(super) fn orphan(path: &str, locked: &Locked, text: &str) -> Option<Drift> {
    if locked.ownership == Ownership::Seeded {
        return None;
    }
    let kind = if ours(locked.ownership, text).as_deref() == Some(&locked.digest) {
        DriftKind::Orphan
    } else {
        DriftKind::EditedOrphan
    };
    Some(Drift {
        path: path.to_owned(),
        kind,
        why: why(kind, locked.ownership).to_owned(),
    })
}

fn why(kind: DriftKind, ownership: Ownership) -> &'static str {
    let managed = ownership == Ownership::Managed;
    match kind {
        DriftKind::Missing => "it has not been exported yet, or was deleted: export it",
        DriftKind::Differs => "the model has changed since it was exported: export it again",
        DriftKind::Conflict => {
            "an edit by hand and a change of the model met: choose between the marks, carry what is to last into \
             the model, or export with force"
        }
        DriftKind::Edited if managed => {
            "its marked block was edited by hand, or lost its marks: move the text out of the block and the \
             facts into the model, or export with force"
        }
        DriftKind::Edited => {
            "it was edited by hand: carry the edit into the model, or export with force and lose it"
        }
        DriftKind::Foreign => {
            "a file that was not exported stands here: move it, or export with force"
        }
        DriftKind::Orphan if managed => {
            "nothing in the model stands for it any more: take its marked block out, the text around it is \
             yours"
        }
        DriftKind::Orphan => "nothing in the model stands for it any more: exporting removes it",
        DriftKind::EditedOrphan => {
            "nothing in the model stands for it any more, but it was edited by hand: it stays until you \
             delete it"
        }
    }
}
