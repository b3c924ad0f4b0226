//! Time-outs: one ring for each length, with only its head in the event list. What was answered in time
//! leaves a stale entry behind, which is dropped when it comes to the head.

use std::collections::VecDeque;

use crate::frames::{Frames, REQUEST, State};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) deadline: u64,
    pub(crate) frame: u32,
    pub(crate) serial: u32,
}

/// Time-outs of one length, in order of their deadlines.
#[derive(Debug, Clone)]
pub(crate) struct Ring {
    length: u64,
    /// Whether they are users' patience and not a caller's.
    pub(crate) requests: bool,
    entries: VecDeque<Entry>,
    /// Entries at which stale ones are dropped from the middle too.
    crowded: usize,
}

/// Entries that a ring may hold in any case.
const ROOM: usize = 4096;

impl Ring {
    pub(crate) fn new(length: u64, requests: bool) -> Self {
        Self {
            length,
            requests,
            entries: VecDeque::new(),
            crowded: ROOM,
        }
    }

    /// Adds an entry that is due one length from now. The answer is its deadline if an event is needed
    /// for it.
    #[inline]
    pub(crate) fn push(&mut self, now: u64, frame: u32, serial: u32) -> Option<u64> {
        let deadline = now.saturating_add(self.length);
        self.entries.push_back(Entry {
            deadline,
            frame,
            serial,
        });
        (self.entries.len() == 1).then_some(deadline)
    }

    /// Keeps the ring in proportion to what is live, however long its time-out is.
    #[inline]
    pub(crate) fn tidy(&mut self, frames: &Frames) {
        if self.entries.len() > self.crowded {
            let mut entries = std::mem::take(&mut self.entries);
            // The head stays: its event is on the list.
            let head = entries.pop_front();
            entries.retain(|entry| !self.is_stale(*entry, frames));
            entries.extend(head);
            entries.rotate_right(usize::from(head.is_some()));
            self.crowded = (2 * entries.len()).max(ROOM);
            self.entries = entries;
        }
    }

    /// The oldest entry.
    pub(crate) fn first(&self) -> Option<Entry> {
        self.entries.front().copied()
    }

    /// Drops the oldest entry.
    pub(crate) fn drop_first(&mut self) {
        self.entries.pop_front();
    }

    /// Whether what an entry waits for has been answered.
    pub(crate) fn is_stale(&self, entry: Entry, frames: &Frames) -> bool {
        let frame = &frames[entry.frame];
        if self.requests {
            let gone = matches!(frame.state, State::Answered | State::Thinking | State::Free);
            let same = frame.stamp.saturating_add(self.length) == entry.deadline;
            gone || !frame.is(REQUEST) || !same
        } else {
            frame.state == State::Free || frame.serial != entry.serial
        }
    }
}
