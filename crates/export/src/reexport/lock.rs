//! The lock file: what was written last, so that an edit by hand can be told from a change of the model.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::block::{Found, find};
use super::path::is_safe;
use crate::digest;
use crate::{Artifact, Ownership, Plan, Target};

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
    /// SHA-256 of the team's own templates; none where the built-in ones were used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    templates: Option<String>,
    pub(super) files: BTreeMap<String, Locked>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Locked {
    pub(super) ownership: Ownership,
    /// The kind of repository that it was written for.
    pub(super) target: Target,
    /// SHA-256 of what we wrote: the whole file, or the block of a managed one.
    pub(super) digest: String,
    /// What we wrote, line by line, so that an edit by hand and a change of the model can be merged. None
    /// for a seeded file, which is not written again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<Vec<String>>,
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
    /// What it says was written is not what its digest says.
    #[error(
        "{LOCK} was edited: the text it keeps of `{0}` is not the one that was written. Restore it from version control"
    )]
    Edited(String),
    /// The folder holds another design.
    #[error(
        "the folder holds option `{option}` of the model `{model}`: export into another folder, or say that this one is to take its place"
    )]
    OtherDesign {
        /// The model that was exported before.
        model: String,
        /// Its option.
        option: String,
    },
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
        if let Some(path) = lock.files.keys().find(|path| !is_safe(path)) {
            return Err(LockError::Outside(path.chars().take(80).collect()));
        }
        match lock.files.iter().find(|(_, locked)| !locked.is_whole()) {
            Some((path, _)) => Err(LockError::Edited(path.clone())),
            None => Ok(lock),
        }
    }

    /// The design that the folder holds, model and option, where it is another than that of `plan`.
    pub(super) fn other_design(&self, plan: &Plan) -> Option<(&str, &str)> {
        let another = self.model != plan.model || self.option != plan.option.as_str();
        (!self.files.is_empty() && another).then_some((&self.model, &self.option))
    }

    /// The lock after `plan` has been written, with `files`.
    pub(super) fn after(plan: &Plan, files: BTreeMap<String, Locked>) -> Self {
        Self {
            format: FORMAT,
            spinout: env!("CARGO_PKG_VERSION").to_owned(),
            model: plan.model.clone(),
            option: plan.option.to_string(),
            model_digest: plan.model_digest.clone(),
            templates: plan.templates.clone(),
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
        let text = part(artifact.ownership, &artifact.text).unwrap_or_default();
        Self {
            ownership: artifact.ownership,
            target: artifact.target,
            digest: digest::of_text(text),
            base: (artifact.ownership != Ownership::Seeded)
                .then(|| text.split('\n').map(str::to_owned).collect()),
        }
    }

    /// What was written, where that is kept.
    pub(super) fn base(&self) -> Option<String> {
        Some(self.base.as_ref()?.join("\n"))
    }

    /// Is the text that it keeps the one of its digest?
    fn is_whole(&self) -> bool {
        self.base()
            .is_none_or(|base| digest::of_text(&base) == self.digest)
    }
}

/// What is ours in a file; none where a managed one has lost its marks.
pub(super) fn part(ownership: Ownership, text: &str) -> Option<&str> {
    match ownership {
        Ownership::Owned | Ownership::Seeded => Some(text),
        Ownership::Managed => match find(text) {
            Found::Whole(range) => Some(&text[range]),
            Found::None | Found::Broken => None,
        },
    }
}

/// The digest of what is ours in a file.
pub(super) fn ours(ownership: Ownership, text: &str) -> Option<String> {
    part(ownership, text).map(digest::of_text)
}
