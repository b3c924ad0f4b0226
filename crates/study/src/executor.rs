use crate::Comparison;

/// Runs independent jobs, wherever and in whatever order it likes. The host supplies it: threads on a
/// desktop, one after the other in a browser's worker. The study puts results in the order of their
/// index, so that what it says does not depend on the executor.
pub trait Executor: Sync {
    /// Calls `job` once with each of `0..count`, and returns when all calls have.
    fn for_each(&self, count: usize, job: &(dyn Fn(usize) + Sync));
}

/// One job after the other, on the caller's thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Serial;

impl Executor for Serial {
    fn for_each(&self, count: usize, job: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(job);
    }
}

/// Watches a study and may stop it. Called from whatever threads the executor uses.
pub trait Observer: Sync {
    /// Something was finished. Called after each replication.
    fn progress(&self, progress: &Progress) {
        let _ = progress;
    }

    /// Whether it wants to see what is known so far; asked after each replication from the second on that
    /// is in order. It changes nothing of what the study finds.
    fn looks(&self) -> bool {
        false
    }

    /// What is known so far, without the series over time: asked for by [`Observer::looks`]. Differences
    /// are there where options are compared.
    fn interim(&self, so_far: &Comparison) {
        let _ = so_far;
    }

    /// Whether to go on; asked many times a second. Once it has said no, the study ends with what it
    /// has, and is labelled as not reproducible.
    fn go_on(&self) -> bool {
        true
    }
}

/// Lets a study run to its end, unseen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {}

/// How far a study has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Replications finished, of all options together.
    pub done: u32,
    /// Replications until the stopping rule is next asked, of all options together.
    pub next_check: u32,
    /// The widest relative half-width at the last check; none before the first.
    pub precision: Option<f64>,
}

/// What a study is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Trial runs, to find the warm-up and the length of a replication. They are thrown away.
    Pilot,
    /// Replications that count.
    Measure,
}
