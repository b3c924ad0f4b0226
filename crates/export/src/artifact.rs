use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Target;

/// One exported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Artifact {
    /// Where it goes, relative to the target: plain segments with `/` between them.
    pub path: String,
    /// The kind of repository that it goes to.
    pub target: Target,
    /// What may be done with a file that is there already.
    pub ownership: Ownership,
    /// The whole text of a new file. For a managed one: the marked block with the text that it starts
    /// its life in.
    pub text: String,
    /// What it is, in a line.
    pub about: String,
    /// The tools that accept it.
    pub accepted_by: Vec<String>,
}

/// What may be done with a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// Ours: written anew whenever the model has changed.
    Owned,
    /// Shared: the marked block is ours, the text around it is the team's.
    Managed,
    /// The team's, once it has been written for the first time.
    Seeded,
}
