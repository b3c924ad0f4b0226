//! Requests on their way.

use super::Key;

/// What a request's next event ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waiting for a slot.
    Waiting,
    /// Being served.
    Served,
    /// On its way to the callee.
    Out,
    /// On its way back to the client.
    Back,
    /// A client's own time.
    Pausing,
}

/// A request: one cache line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) due: Key,
    /// Path of its random draws at the client.
    pub(super) path: u64,
    /// When it arrived, and when it came to the station that it is at.
    pub(super) stamp: u64,
    pub(super) came: u64,
    /// How long it will be served, where it waits.
    pub(super) work: u64,
    /// Next instruction of the client.
    pub(super) pc: u32,
    /// What its present time is booked on.
    pub(super) clock: u32,
    pub(super) journey: u16,
    /// Windows that it counts in, a bit each.
    pub(super) marks: u16,
    pub(super) stage: Stage,
    /// Whether it arrived in the scenario.
    pub(super) counts: bool,
}

const _: () = assert!(size_of::<Token>() == 64);
