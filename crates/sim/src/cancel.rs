//! Cancelling: work that nobody waits for is told to stop, and tells what it called.
//!
//! What is on its way is dropped when it arrives, what waits for a slot is taken out of the accept queue,
//! what computes stops at its next step. Messages go on: a publication cannot be taken back.

use crate::{
    engine::Simulation,
    frames::{GUARDED, MESSAGE, STOPPED, State},
    visit::Next,
};

impl Simulation {
    /// Stops a frame that was abandoned, with all that it waits for.
    #[cold]
    #[inline(never)]
    pub(crate) fn stop(&mut self, id: u32) {
        // A list and no recursion: a chain of calls may be long.
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if self.frames[id].is(MESSAGE) {
                continue;
            }
            let stopped = self.code.stop(self.frames[id].pc);
            let frame = &mut self.frames[id];
            match frame.state {
                State::Travelling => frame.flags |= STOPPED,
                State::Waiting => self.take_from_queue(id),
                State::Running | State::Computing | State::Sharing | State::Pausing => {
                    frame.flags |= STOPPED;
                    frame.pc = stopped;
                }
                State::Held => {
                    self.leave_turn(id);
                    self.end_here(id);
                }
                State::Calling => {
                    let child = frame.child;
                    if frame.is(GUARDED) {
                        self.unguard(id, None);
                    }
                    self.abandon(child);
                    open.push(child);
                    self.end_here(id);
                }
                State::Blocked => {
                    self.unblock(id);
                    self.stop_clock(id);
                    self.end_here(id);
                }
                State::Joining => {
                    open.extend(self.forks.branches(id));
                    self.leave_branches(id, false);
                    self.end_here(id);
                }
                State::Returning
                | State::Publishing
                | State::Queued
                | State::Delivering
                | State::Redelivering
                | State::Buffered
                | State::Acknowledging
                | State::Thinking
                | State::Answered
                | State::Dead
                | State::Free => {}
            }
        }
    }

    /// A frame that waited for others fails now.
    fn end_here(&mut self, id: u32) {
        let frame = &mut self.frames[id];
        frame.child = crate::frames::NONE;
        frame.serial = 0;
        frame.state = State::Running;
        frame.flags |= STOPPED;
        self.ready.push(Next::Fail(id));
    }

    /// A visit that waits for a slot leaves the accept queue, or what is held while no instance is up.
    fn take_from_queue(&mut self, id: u32) {
        let station = self.frames[id].station;
        let (group, waited) = match self.stations.get(station as usize) {
            Some(place) => {
                let (group, position) = (place.group, place.waiting.place_of(&self.frames, id));
                let taken = position.and_then(|position| self.leave_line(station, position));
                (group, taken.is_some())
            }
            None => {
                let group = self.code.calls[self.frames[id].link as usize].group;
                let held = &mut self.groups[group as usize].held;
                (group, held.remove(&mut self.frames, id))
            }
        };
        if !waited {
            return;
        }
        self.groups[group as usize].waiting.down(self.now);
        self.stop_clock(id);
        self.leave_all(id);
        self.frames.remove(id);
        self.release_request(self.frames[id].root);
        let place = self.stations.get(station as usize);
        if place.is_some_and(|place| place.present() == 0) {
            self.drained(station);
        }
    }
}
