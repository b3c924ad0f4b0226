//! Where the time of requests goes. Each visit that is not waiting for an answer has one clock running,
//! booked on (row, element, kind): starting it subtracts the time, stopping it adds it. So the entries of
//! a request's row always sum to its response, to the nanosecond. A journey has two rows, for what its
//! requests wait for and for what comes after; requests outside the scenario share one more.

use crate::{engine::Simulation, frames::State, report::TimeSplit, sample::SECOND};

/// Kinds of time, in the order of the table.
pub(crate) const KINDS: usize = 4;
pub(crate) const OWN: usize = 0;
pub(crate) const WAIT: usize = 1;
pub(crate) const NETWORK: usize = 2;
pub(crate) const PAUSE: usize = 3;

impl Simulation {
    /// Nanoseconds since the run's start as seconds of the scenario.
    pub(crate) fn seconds(&self, time: u64) -> f64 {
        (time as f64 - self.start as f64) / SECOND
    }

    /// Entries of one row.
    fn width(&self) -> usize {
        self.elements.len() * KINDS
    }

    /// Rows of a journey's requests in the scenario, and of all others.
    pub(crate) fn rows(&self, journey: usize) -> [u32; 2] {
        [2 * journey, 2 * self.journeys.len()].map(|row| (row * self.width()) as u32)
    }

    /// The row for what a frame's request does not wait for.
    #[inline]
    pub(crate) fn row_after(&self, frame: u32) -> u32 {
        let frame = &self.frames[frame];
        let first = 2 * usize::from(frame.journey) * self.width();
        if frame.row as usize == first {
            frame.row + self.width() as u32
        } else {
            frame.row
        }
    }

    #[inline(always)]
    pub(crate) fn start_clock(&mut self, frame: u32, element: u32, kind: usize) {
        let frame = &mut self.frames[frame];
        frame.clock = frame.row + element * KINDS as u32 + kind as u32;
        let entry = &mut self.times[frame.clock as usize];
        *entry = entry.wrapping_sub(self.now);
    }

    #[inline(always)]
    pub(crate) fn stop_clock(&mut self, frame: u32) {
        let entry = &mut self.times[self.frames[frame].clock as usize];
        *entry = entry.wrapping_add(self.now);
    }

    /// A frame does nothing for so many nanoseconds, booked on (element, kind); then its event is due.
    #[inline(always)]
    pub(crate) fn sleep(&mut self, id: u32, state: State, on: (u32, usize), time: u64) {
        let frame = &mut self.frames[id];
        frame.state = state;
        frame.clock = frame.row + on.0 * KINDS as u32 + on.1 as u32;
        let entry = &mut self.times[frame.clock as usize];
        *entry = entry.wrapping_sub(self.now);
        self.events.push(self.now.saturating_add(time), id);
    }

    /// Of the time that the running clock will show, books this much as the element's own.
    #[inline]
    pub(crate) fn book_own(&mut self, frame: u32, element: u32, time: u64) {
        let frame = &self.frames[frame];
        let own = &mut self.times[frame.row as usize + element as usize * KINDS + OWN];
        *own = own.wrapping_add(time);
        let clock = &mut self.times[frame.clock as usize];
        *clock = clock.wrapping_sub(time);
    }

    /// The request no longer waits for this frame and what it calls: their time is booked apart.
    pub(crate) fn book_apart(&mut self, frame: u32) {
        let row = self.row_after(frame);
        self.book_on(frame, row);
    }

    /// The time of this frame and what it waits for is booked on another row from now on.
    pub(crate) fn book_on(&mut self, frame: u32, row: u32) {
        let mut frame = frame;
        loop {
            let before = std::mem::replace(&mut self.frames[frame].row, row);
            match self.frames[frame].state {
                State::Calling | State::Joining => frame = self.frames[frame].child,
                state if state.has_clock() => {
                    self.stop_clock(frame);
                    let entry = self.frames[frame].clock - before + row;
                    self.frames[frame].clock = entry;
                    let clock = &mut self.times[entry as usize];
                    *clock = clock.wrapping_sub(self.now);
                    return;
                }
                // About to run; or killed in the same crash as its caller.
                _ => return,
            }
        }
    }

    /// The time table up to now.
    pub(crate) fn times_now(&self) -> Vec<u64> {
        let mut times = self.times.clone();
        for (_, frame) in self
            .frames
            .iter()
            .filter(|(_, frame)| frame.state.has_clock())
        {
            let entry = &mut times[frame.clock as usize];
            *entry = entry.wrapping_add(self.now);
        }
        for clock in self.running_in_recursion() {
            let entry = &mut times[clock as usize];
            *entry = entry.wrapping_add(self.now);
        }
        times
    }

    /// The rows of a journey in a time table: what its requests waited for, and what came after.
    pub(crate) fn time_splits(&self, times: &[u64], journey: usize) -> [Vec<TimeSplit>; 2] {
        let seconds = |time: u64| time as i64 as f64 / SECOND;
        [2 * journey, 2 * journey + 1].map(|row| {
            let row = &times[row * self.width()..(row + 1) * self.width()];
            row.chunks_exact(KINDS)
                .map(|kinds| TimeSplit {
                    own: seconds(kinds[OWN]),
                    wait: seconds(kinds[WAIT]),
                    network: seconds(kinds[NETWORK]),
                    pause: seconds(kinds[PAUSE]),
                })
                .collect()
        })
    }
}

impl State {
    /// Whether a frame in this state has a running clock.
    pub(crate) fn has_clock(self) -> bool {
        match self {
            Self::Travelling
            | Self::Waiting
            | Self::Held
            | Self::Computing
            | Self::Sharing
            | Self::Pausing
            | Self::Blocked
            | Self::Returning
            | Self::Publishing
            | Self::Queued
            | Self::Delivering
            | Self::Redelivering
            | Self::Buffered
            | Self::Acknowledging => true,
            Self::Free
            | Self::Running
            | Self::Calling
            | Self::Joining
            | Self::Thinking
            | Self::Answered
            | Self::Dead => false,
        }
    }
}
