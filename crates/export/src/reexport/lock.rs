//! The lock file: what was written last, so that an edit by hand can be told from a change of the model.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::block::{Found, find};
use super::path::is_safe;
use crate::digest;
use crate::{Artifact, Ownership, Plan};

/// The name of the lock file in the target.
pub const LOCK: &str = "spinout.lock.json";

const FORMAT: u32 = 1;

/// What was written last.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Lock {
    format: u32,
    spinout: String,
    model: String,
    option: String,
    model_digest: String,
    pub(super) files: BTreeMap<String, Locked>,
}

/// A file that was written.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Locked {
    pub(super) ownership: Ownership,
    /// SHA-256 of what we wrote: the whole file, or the block of a managed one.
    pub(super) digest: String,
}

/// Why a lock file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// It is not what we write.
    #[error(
        "{LOCK} cannot be read: {0}. Restore it from version control, or delete it: files that are there are then reported as not ours"
    )]
    Unreadable(String),
    /// A newer version wrote it.
    #[error("{LOCK} has format {0}; this version reads format {FORMAT}: update spinout")]
    Newer(u32),
    /// It names a file outside the target.
    #[error(
        "{LOCK} names `{0}`, which is not a path inside the target: restore it from version control"
    )]
    Outside(String),
}

impl Lock {
    /// The lock in the target; an empty one where there is none.
    pub(super) fn read(text: Option<&str>) -> Result<Self, LockError> {
        let Some(text) = text else {
            return Ok(Self::default());
        };
        let lock: Self =
            serde_json::from_str(text).map_err(|error| LockError::Unreadable(error.to_string()))?;
        if lock.format > FORMAT {
            return Err(LockError::Newer(lock.format));
        }
        match lock.files.keys().find(|path| !is_safe(path)) {
            Some(path) => Err(LockError::Outside(path.chars().take(80).collect())),
            None => Ok(lock),
        }
    }

    /// The lock after `plan` has been written, with `files`.
    pub(super) fn after(plan: &Plan, files: BTreeMap<String, Locked>) -> Self {
        Self {
            format: FORMAT,
            spinout: env!("CARGO_PKG_VERSION").to_owned(),
            model: plan.model.clone(),
            option: plan.option.to_string(),
            model_digest: plan.model_digest.clone(),
            files,
        }
    }

    /// As text, the same for the same content.
    pub(super) fn text(&self) -> String {
        // Text keys and no floats: nothing that can fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

impl Locked {
    /// What is written down of `artifact`.
    pub(super) fn of(artifact: &Artifact) -> Self {
        Self {
            ownership: artifact.ownership,
            digest: ours(artifact.ownership, &artifact.text).unwrap_or_default(),
        }
    }
}

/// The digest of what is ours in a file; none where a managed one has lost its marks.
pub(super) fn ours(ownership: Ownership, text: &str) -> Option<String> {
    match ownership {
        Ownership::Owned | Ownership::Seeded => Some(digest::of_text(text)),
        Ownership::Managed => match find(text) {
            Found::Whole(range) => Some(digest::of_text(&text[range])),
            Found::None | Found::Broken => None,
        },
    }
}
