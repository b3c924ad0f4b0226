use serde::{Deserialize, Serialize};
use serde_json::Value;
use spinout_model::{Path, PathError};

/// A change of one value of a model's content, in both directions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Patch {
    /// Where.
    pub(crate) path: Path,
    /// What was there; none if nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<Value>,
    /// What is there afterwards; none if nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<Value>,
    /// The outermost object that had to be made around it; it goes again with the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) made: Option<Path>,
}

impl Patch {
    /// Puts `after` at `path` in `content`, and gives the patch that was made.
    pub(crate) fn make(
        content: &mut Value,
        path: Path,
        after: Option<Value>,
    ) -> Result<Self, PathError> {
        let made = missing(content, &path).filter(|_| after.is_some());
        let before = put(content, &path, after.clone())?;
        Ok(Self {
            path,
            before,
            after,
            made,
        })
    }

    /// Does it again.
    pub(crate) fn redo(&self, content: &mut Value) -> Result<(), PathError> {
        put(content, &self.path, self.after.clone()).map(drop)
    }

    /// Takes it back.
    pub(crate) fn undo(&self, content: &mut Value) -> Result<(), PathError> {
        match &self.made {
            Some(made) => put(content, made, None).map(drop),
            None => put(content, &self.path, self.before.clone()).map(drop),
        }
    }
}

/// The outermost place around `path` that is not in `content`.
fn missing(content: &Value, path: &Path) -> Option<Path> {
    let mut outermost = None;
    let mut at = path.parent();
    while let Some(around) = at.filter(|around| around.get(content).is_none()) {
        at = around.parent();
        outermost = Some(around);
    }
    outermost
}

fn put(content: &mut Value, path: &Path, value: Option<Value>) -> Result<Option<Value>, PathError> {
    match value {
        Some(value) => path.set(content, value),
        None => Ok(path.remove(content)),
    }
}

/// One patch for what two patches in a row do, if they are of the same place.
pub(crate) fn merge(earlier: &mut Vec<Patch>, later: Vec<Patch>) {
    for patch in later {
        match earlier.iter_mut().find(|known| known.path == patch.path) {
            Some(known) => known.after = patch.after,
            None => earlier.push(patch),
        }
    }
}
