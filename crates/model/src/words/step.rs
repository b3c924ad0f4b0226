use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spinout_units::{Duration, LockId, RelationshipId, Size};
use ts_rs::TS;

use super::{Distribution, Sizes, is_default};

/// One step of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Computes on the cores of the process around it.
    Compute(Distribution),
    /// Waits, holding its thread but no core.
    Wait(Distribution),
    /// Computes for this long for each MiB of the request's size.
    ComputePerMib(Duration),
    /// Waits for this long for each MiB of the request's size.
    WaitPerMib(Duration),
    /// Follows a relationship of this operation.
    Follow(RelationshipId),
    /// Does several things side by side and goes on when all of them are done (fork–join).
    Parallel(Parallel),
    /// Does several things side by side, or one after the other begins, and goes on with the first
    /// that succeeds.
    FirstOf(FirstOf),
    /// Does several things side by side and goes on when enough of them have succeeded.
    Quorum(Quorum),
    /// Does one of several things, by chance or by the size of the request, or none where no arm is chosen.
    Branch(Vec<Arm>),
    /// Does its steps several times, one after the other.
    Repeat(Repeat),
    /// Does its steps, and others in their place where they fail.
    Try(Try),
    /// Does its steps while it holds a lock, and waits for that first.
    Lock(Locked),
}

/// Branches of which all are needed. They share the thread of the request and the cores of its instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Parallel {
    /// What is done side by side; each branch is a sequence of steps.
    pub branches: Vec<Vec<Step>>,
    /// So many copies of the branches. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    pub times: u32,
    /// What becomes of the others when one fails. Default `await`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(as = "Option<_>", optional)]
    pub others: Others,
}

/// Branches of which the first success counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FirstOf {
    /// What is done side by side; each branch is a sequence of steps.
    pub branches: Vec<Vec<Step>>,
    /// So many copies of the branches. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    pub times: u32,
    /// Time from the start of one branch to that of the next; a branch that fails starts the next at
    /// once. All start together if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub after: Option<Duration>,
    /// What becomes of the others when one has succeeded. Default `leave`.
    #[serde(default = "leave", skip_serializing_if = "is_leave")]
    #[ts(as = "Option<_>", optional)]
    pub others: Others,
}

/// Branches of which some are needed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Quorum {
    /// Successes that are enough; at least 1, at most all copies of all branches.
    pub need: u32,
    /// What is done side by side; each branch is a sequence of steps.
    pub branches: Vec<Vec<Step>>,
    /// So many copies of the branches. Default 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[ts(as = "Option<_>", optional)]
    pub times: u32,
    /// What becomes of the others when enough have succeeded, or too many have failed. Default `leave`.
    #[serde(default = "leave", skip_serializing_if = "is_leave")]
    #[ts(as = "Option<_>", optional)]
    pub others: Others,
}

/// What becomes of branches that no longer matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Others {
    /// They are awaited all the same.
    #[default]
    Await,
    /// They go on, and nobody waits for them.
    Leave,
    /// They are cancelled: what waits is taken away, what runs stops at its next step.
    Cancel,
}

/// One way of several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Arm {
    /// How probable it is, 0 to 1; all arms together at most 1.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(optional)]
    #[schemars(range(min = 0.0, max = 1.0), extend("x-unit" = "of 1"))]
    pub probability: Option<f64>,
    /// In place of a probability: it is chosen where this holds, and did for no arm before. An arm with
    /// neither is chosen where no other is, and stands last.
    #[serde(default, skip_serializing_if = "is_default")]
    #[ts(optional)]
    pub when: Option<When>,
    /// What is done.
    pub steps: Vec<Step>,
}

/// What has to hold of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// It is larger than this.
    SizeAbove(Size),
    /// It is no larger than this.
    SizeUpTo(Size),
}

/// Steps that are done again and again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Repeat {
    /// How often; the fraction is a chance.
    pub times: f64,
    /// What is done.
    pub steps: Vec<Step>,
}

/// Steps that may fail without the request failing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Try {
    /// What is tried.
    pub steps: Vec<Step>,
    /// What is done in its place where it fails. Nothing if left out: then a failure is no worse than a
    /// success.
    #[serde(default, skip_serializing_if = "is_default")]
    pub otherwise: Vec<Step>,
}

/// Steps under a lock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Locked {
    /// The lock: one of this element, or of an element around it.
    pub name: LockId,
    /// What is done while it is held.
    pub steps: Vec<Step>,
}

impl Step {
    /// The sequences of steps within it, each with its keys from here.
    #[must_use]
    pub fn inner(&self) -> Vec<(Vec<String>, &[Self])> {
        match self {
            Self::Compute(_)
            | Self::Wait(_)
            | Self::ComputePerMib(_)
            | Self::WaitPerMib(_)
            | Self::Follow(_) => Vec::new(),
            Self::Parallel(step) => side_by_side("parallel", &step.branches),
            Self::FirstOf(step) => side_by_side("first_of", &step.branches),
            Self::Quorum(step) => side_by_side("quorum", &step.branches),
            Self::Branch(arms) => {
                let place = |n: usize| keys(["branch", &n.to_string(), "steps"]);
                let arms = arms.iter().enumerate();
                arms.map(|(n, arm)| (place(n), &arm.steps[..])).collect()
            }
            Self::Repeat(step) => vec![(keys(["repeat", "steps"]), &step.steps)],
            Self::Try(step) => vec![
                (keys(["try", "steps"]), &step.steps),
                (keys(["try", "otherwise"]), &step.otherwise),
            ],
            Self::Lock(step) => vec![(keys(["lock", "steps"]), &step.steps)],
        }
    }

    /// The sequences of steps within it.
    pub fn inner_mut(&mut self) -> Vec<&mut Vec<Self>> {
        match self {
            Self::Compute(_)
            | Self::Wait(_)
            | Self::ComputePerMib(_)
            | Self::WaitPerMib(_)
            | Self::Follow(_) => Vec::new(),
            Self::Parallel(step) => step.branches.iter_mut().collect(),
            Self::FirstOf(step) => step.branches.iter_mut().collect(),
            Self::Quorum(step) => step.branches.iter_mut().collect(),
            Self::Branch(arms) => arms.iter_mut().map(|arm| &mut arm.steps).collect(),
            Self::Repeat(step) => vec![&mut step.steps],
            Self::Try(step) => vec![&mut step.steps, &mut step.otherwise],
            Self::Lock(step) => vec![&mut step.steps],
        }
    }

    /// Calls `see` with each of these steps and those within them, and how often it is done, on average, where
    /// all of them are done `often`, requests have these sizes, nothing fails and nothing is late.
    pub fn each(steps: &[Self], often: f64, sizes: &Sizes, see: &mut dyn FnMut(&Self, f64)) {
        for step in steps {
            see(step, often);
            match step {
                Self::Compute(_)
                | Self::Wait(_)
                | Self::ComputePerMib(_)
                | Self::WaitPerMib(_)
                | Self::Follow(_) => {}
                Self::Parallel(Parallel {
                    branches, times, ..
                })
                | Self::Quorum(Quorum {
                    branches, times, ..
                })
                | Self::FirstOf(FirstOf {
                    branches,
                    times,
                    after: None,
                    ..
                }) => {
                    for branch in branches {
                        Self::each(branch, often * f64::from(*times), sizes, see);
                    }
                }
                Self::FirstOf(step) => {
                    for (n, branch) in step.branches.iter().enumerate() {
                        Self::each(branch, if n == 0 { often } else { 0.0 }, sizes, see);
                    }
                }
                Self::Branch(arms) => {
                    for (arm, share) in arms.iter().zip(sizes.shares(arms)) {
                        Self::each(&arm.steps, often * share, sizes, see);
                    }
                }
                Self::Repeat(step) => Self::each(&step.steps, often * step.times, sizes, see),
                Self::Try(step) => {
                    Self::each(&step.steps, often, sizes, see);
                    Self::each(&step.otherwise, 0.0, sizes, see);
                }
                Self::Lock(step) => Self::each(&step.steps, often, sizes, see),
            }
        }
    }
}

fn keys<const N: usize>(keys: [&str; N]) -> Vec<String> {
    keys.map(str::to_owned).to_vec()
}

fn side_by_side<'a>(word: &str, branches: &'a [Vec<Step>]) -> Vec<(Vec<String>, &'a [Step])> {
    let place = |n: usize| keys([word, "branches", &n.to_string()]);
    let branches = branches.iter().enumerate();
    branches.map(|(n, steps)| (place(n), &steps[..])).collect()
}

fn one() -> u32 {
    1
}
fn is_one(n: &u32) -> bool {
    *n == 1
}
fn leave() -> Others {
    Others::Leave
}
fn is_leave(others: &Others) -> bool {
    *others == Others::Leave
}
