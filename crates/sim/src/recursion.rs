//! The streaming recursion: where a network is first come first served and leads only forward, requests
//! are taken station by station in the order in which they come (Lindley 1952; Kiefer and Wolfowitz 1955),
//! without an event list. What comes out is what the event list gives, to the nanosecond and the bit.
//!
//! Time is cut into blocks. In each, requests arrive and go their way, one station after the other in the
//! order of [`Plan`]; what is due after the block waits for its end. An event stands for its moment and the
//! moment at which it was put on the list, its [`Key`]: that is the order of the list, but for events that
//! are put there at the same moment and due at the same moment. Where the order of two such matters, and
//! where a queue or the number of visits comes to its bound, the run starts again on the event list.

mod answers;
mod block;
mod column;
mod line;
mod order;
mod plan;
mod run;
mod servers;
mod straight;
mod token;
mod walk;

use std::{cmp::Ordering, sync::Arc};

use crate::{
    engine::Simulation,
    recursion::{answers::Answer, column::Columns, line::Line, token::Token},
};

pub(crate) use plan::Plan;

/// When an event is due, and when it was put on the list: the order of events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Key {
    time: u64,
    since: u64,
}

impl Key {
    /// As one number, for comparisons without branches.
    #[inline(always)]
    fn rank(self) -> u128 {
        (u128::from(self.time) << 64) | u128::from(self.since)
    }
}

impl PartialOrd for Key {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    #[inline(always)]
    fn lt(&self, other: &Self) -> bool {
        self.rank() < other.rank()
    }
}

impl Ord for Key {
    #[inline(always)]
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The recursion cannot tell what the event list would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Undecided;

/// The next request of a journey.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    due: Key,
    path: u64,
}

/// A run without an event list.
#[derive(Debug, Clone)]
pub(crate) struct Recursion {
    plan: Plan,
    /// The run as it was before its first event.
    unrun: Arc<Simulation>,
    /// By journey.
    arrivals: Vec<Option<Arrival>>,
    /// By group: requests that come to it in this block.
    inboxes: Vec<Vec<Token>>,
    /// By station.
    lines: Vec<Line>,
    /// What is due after this block.
    later: Vec<Token>,
    spare: Vec<Token>,
    columns: Columns,
    /// By journey: requests that are answered in this block.
    answers: Vec<Vec<Answer>>,
    /// The last answer of a request that counts.
    last_counted: Key,
    /// The answer that ends the run, once that is known.
    last: Option<Key>,
    /// Nanoseconds of a block.
    length: u64,
    /// Time of the last tick, or 0 before the first.
    ticked: u64,
}
