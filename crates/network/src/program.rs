//! Compiled operations: what a visit does.

use serde::{Deserialize, Serialize};

use crate::{
    Cached, Distribution, ElementIndex, GroupIndex, LinkIndex, ProgramIndex, Publish,
    ResourceIndex, RowUse, Shift, Sticky, Token,
};

/// What an operation does when asked. Each step carries the key of the original operation or
/// relationship it comes from (see [`crate::key`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Program {
    /// The element whose operation this is: own time, response and visits are booked on it.
    pub element: ElementIndex,
    /// What is done, in sequence.
    pub steps: Vec<Step>,
}

/// One step of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Step {
    /// Computes: holds one of the instance's cores, or a share of them. In a group without cores, and
    /// at the client, it only takes that long.
    Cpu {
        /// Demand in seconds on a free core.
        demand: Distribution,
        /// Key of the demand.
        key: u64,
        /// Seconds for each MiB of the request's size, where that is what the demand is: then `demand` only
        /// says how such demands are distributed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        per_mib: Option<f64>,
    },
    /// Takes time without a core (disk, sleep, device). The slot stays held.
    Delay {
        /// Time in seconds.
        time: Distribution,
        /// Key of the delay.
        key: u64,
        /// As in [`Step::Cpu`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        per_mib: Option<f64>,
    },
    /// Asks an operation in another process and waits for the answer, holding the slot.
    Call(Call),
    /// Leaves a message in a queue and waits for the broker's acknowledgement, holding the slot.
    Publish(Publish),
    /// An operation of another element of the same process: no hop, no other slot.
    Within {
        /// The element whose operation this is.
        element: ElementIndex,
        /// Key of the relationship, as in [`Call::key`].
        key: u64,
        /// What the operation does.
        steps: Vec<Step>,
    },
    /// Does the steps `count` times: ⌊count⌋ times, and once more with the probability of the
    /// fraction.
    Repeat {
        /// Mean number of times, not negative.
        count: f64,
        /// Key of the repetition.
        key: u64,
        /// What is repeated.
        steps: Vec<Step>,
    },
    /// Does one of the arms, or nothing with the probability that is left.
    Branch {
        /// Key of the choice.
        key: u64,
        /// What may be done; probabilities sum to at most 1.
        arms: Vec<Arm>,
    },
    /// Branches side by side, each with its own calls, over one slot and the instance's cores.
    Parallel(Parallel),
    /// Does steps; if they fail, others in their place.
    Try {
        /// What is tried.
        steps: Vec<Step>,
        /// What is done where it fails, from the beginning; nothing = that is as good as a success.
        otherwise: Vec<Step>,
    },
    /// Goes over from an old way to a new one.
    Shift(Box<Shift>),
    /// Does the steps while it has a resource, and waits for that first.
    Hold {
        /// The resource.
        resource: ResourceIndex,
        /// What is done meanwhile.
        steps: Vec<Step>,
    },
    /// Is worked on together with others, by a worker of a resource.
    Batch {
        /// The resource, which has a [`crate::BatchWork`].
        resource: ResourceIndex,
        /// Key of the work.
        key: u64,
    },
    /// Writes a row of a replicated store, or reads it from a copy.
    Row {
        /// Position of the store in the network's list.
        store: u32,
        /// What is done.
        what: RowUse,
        /// Key of the draw of the row.
        key: u64,
    },
    /// Looks at the token that the visit or the message came with: without one, or with one that is too old,
    /// it is denied.
    Authenticate {
        /// Seconds after its issue from which a token is not accepted; none = it is always.
        lifetime: Option<f64>,
    },
    /// Reads from a copy, or from the primary for a time after its request has written there.
    Sticky(Box<Sticky>),
    /// Asks a cache first.
    Cached(Box<Cached>),
    /// The visit fails here with this probability; what follows is not done.
    Fail {
        /// Probability in [0, 1].
        probability: f64,
        /// Key of the failure.
        key: u64,
    },
}

/// One arm of a branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    /// Probability in [0, 1].
    pub probability: f64,
    /// What is done.
    pub steps: Vec<Step>,
    /// Above and up to how many MiB of the request's size it is done, where that chooses: then
    /// `probability` only says how often. Either all arms have this or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sizes: Option<(f64, f64)>,
}

/// Branches side by side: fork–join, the first of several, a quorum.
///
/// The step succeeds when `need` branches have, and fails when too few are left for that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parallel {
    /// Key: copy i of the branches adds i times it (made odd) to the path, as an iteration does.
    pub key: u64,
    /// What is done side by side; at least one.
    pub branches: Vec<Vec<Step>>,
    /// Copies of the branches, at least 1.
    pub times: u32,
    /// Successes that are needed, from 1 to copies × branches.
    pub need: u32,
    /// Seconds from the start of one branch to that of the next; one that fails starts the next at
    /// once. None = all together.
    pub stagger: Option<f64>,
    /// What becomes of the other branches when the step is decided.
    pub others: Others,
}

impl Parallel {
    /// Fork–join: all branches once, all are needed, and all are awaited.
    #[must_use]
    pub fn all(key: &str, branches: Vec<Vec<Step>>) -> Self {
        Self {
            key: crate::key::key_of(key),
            need: branches.len() as u32,
            branches,
            times: 1,
            stagger: None,
            others: Others::Await,
        }
    }

    /// Branches in all.
    #[must_use]
    pub fn width(&self) -> u64 {
        u64::from(self.times) * self.branches.len() as u64
    }
}

/// What becomes of branches that no longer matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Others {
    /// They are awaited all the same.
    #[default]
    Await,
    /// They go on alone.
    Leave,
    /// They are cancelled: what waits is taken away, what runs stops at its next step.
    Cancel,
}

/// A synchronous call into another process. If it fails (after its retries), the calling visit fails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Key of the relationship.
    pub key: u64,
    /// Where the called operation runs.
    pub group: GroupIndex,
    /// The called operation.
    pub program: ProgramIndex,
    /// Network latency to the callee, seconds.
    pub out: Distribution,
    /// Network latency back to the caller, seconds.
    pub back: Distribution,
    /// Time-out and retries.
    #[serde(default)]
    pub policy: CallPolicy,
}

/// Time-out and retries of a call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CallPolicy {
    /// Seconds after which one attempt counts as failed.
    pub timeout: Option<f64>,
    /// Whether a time-out cancels what the attempt started: what waits is taken away, what runs stops
    /// at its next step. Else that keeps going and keeps what it holds.
    #[serde(default)]
    pub cancel: bool,
    /// Retries of failed attempts, if any.
    pub retry: Option<Retry>,
    /// What guards the relationship, if anything does.
    #[serde(default)]
    pub link: Option<LinkIndex>,
    /// What each attempt carries over the network, on top of the latency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// Whether the callee is part of the caller's process: it works at the caller's instance without a slot
    /// of its own, and there is no way between. The group must then be the caller's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inside: bool,
    /// The token that goes along.
    #[serde(default, skip_serializing_if = "Token::is_passed_on")]
    pub token: Token,
}

/// Something that takes time to get over the network.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// Seconds.
    pub fixed: f64,
    /// Seconds more for each MiB of the request's size.
    pub per_mib: f64,
    /// Whether it comes with the answer; else it goes with the call.
    pub back: bool,
}

/// Retries: after attempt i (from 0) fails, waits min(cap, base × multiplierⁱ) × (1 − jitter × U) seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retry {
    /// Attempts in all, the first included; at least 1.
    pub attempts: u32,
    /// Wait before the first retry, seconds.
    pub base: f64,
    /// Growth of the wait from retry to retry, at least 1.
    pub multiplier: f64,
    /// Part of the wait that is random, in [0, 1]; 1 = "full jitter", ½ = "equal jitter".
    pub jitter: f64,
    /// Longest wait in seconds, if there is one.
    #[serde(default)]
    pub cap: Option<f64>,
    /// Which failures are tried again.
    #[serde(default)]
    pub on: RetryOn,
}

/// Which failures are tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryOn {
    /// An attempt that took too long.
    pub timeouts: bool,
    /// One that was turned away before any work was done: a full accept queue, no instance that is up,
    /// an open breaker, a limit.
    pub refusals: bool,
    /// One that was done and failed.
    pub errors: bool,
}

impl Default for RetryOn {
    fn default() -> Self {
        Self {
            timeouts: true,
            refusals: true,
            errors: true,
        }
    }
}
