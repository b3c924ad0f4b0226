//! Requests on their way.

use super::Key;
use crate::journey::{Journey, Span};

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

impl Token {
    /// A request of the only journey, at a place of its way.
    pub(super) fn at(journey: &Journey, span: Span, place: u32) -> Self {
        Self {
            due: Key::default(),
            path: 0,
            stamp: 0,
            came: 0,
            work: 0,
            pc: journey.entry + place,
            clock: 0,
            journey: 0,
            marks: span.marks,
            stage: Stage::Waiting,
            counts: span.row == journey.rows[0],
        }
    }
}

const _: () = assert!(size_of::<Token>() == 64);
