//! Answers to clients.

use super::Key;

/// A request that has its answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) due: Key,
    /// When it arrived.
    pub(super) stamp: u64,
    /// Windows that it counts in, a bit each.
    pub(super) marks: u16,
}
