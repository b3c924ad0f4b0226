//! Branches side by side: fork–join, the first of several, a quorum.
//!
//! A branch is a frame of its own that computes on its parent's instance and holds no slot. While several
//! run, the time of the request is booked on the first of them that has not ended, so that every moment
//! of a response is booked once; the time of the others is booked apart.

use spinout_network::Others;

use crate::{
    engine::Simulation,
    frames::{BRANCH, Frame, NONE, State},
    timer::Timer,
    visit::Next,
};

/// A parent that waits for its branches.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fork {
    parent: u32,
    code: u32,
    /// Frames of the branches that were started, [`NONE`] for those that have ended.
    running: Vec<u32>,
    succeeded: u32,
    failed: u32,
    /// Number of the timer that starts the next branch.
    serial: u32,
}

/// All forks, and which one a frame waits for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forks {
    slots: Vec<Fork>,
    free: Vec<u32>,
    of_frame: Vec<u32>,
}

impl Forks {
    fn add(&mut self, parent: u32, code: u32) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Fork::default());
            (self.slots.len() - 1) as u32
        });
        let fork = &mut self.slots[slot as usize];
        fork.running.clear();
        (fork.parent, fork.code) = (parent, code);
        (fork.succeeded, fork.failed, fork.serial) = (0, 0, 0);
        if self.of_frame.len() <= parent as usize {
            self.of_frame.resize(parent as usize + 1, NONE);
        }
        self.of_frame[parent as usize] = slot;
        slot
    }

    /// Ends a fork; the answer is its branches that still run.
    fn remove(&mut self, slot: u32) -> Vec<u32> {
        let fork = &mut self.slots[slot as usize];
        fork.parent = NONE;
        self.free.push(slot);
        fork.running.retain(|branch| *branch != NONE);
        std::mem::take(&mut fork.running)
    }

    /// Branches of a frame that is joining.
    pub(crate) fn branches(&self, parent: u32) -> impl Iterator<Item = u32> {
        let slot = self.of_frame[parent as usize];
        let running = &self.slots[slot as usize].running;
        running.iter().copied().filter(|branch| *branch != NONE)
    }
}

impl Simulation {
    /// A visit starts its branches, and waits for them.
    #[inline(never)]
    pub(crate) fn fork(&mut self, id: u32, number: u32) -> Next {
        let code = &self.code.forks[number as usize];
        let together = match code.stagger {
            None => code.width,
            Some(_) => 1,
        };
        self.frames[id].state = State::Joining;
        self.frames[id].child = NONE;
        let slot = self.forks.add(id, number);
        for _ in 0..together {
            self.start_branch(slot);
        }
        // What is pushed last goes on first.
        let begin = self.ready.len() - together as usize;
        self.ready[begin..].reverse();
        Next::Idle
    }

    /// Starts the next branch of a fork.
    fn start_branch(&mut self, slot: u32) {
        let fork = &self.forks.slots[slot as usize];
        let number = fork.running.len() as u32;
        let code = &self.code.forks[fork.code as usize];
        let copies = code.entries.len() as u32;
        let shift = code.iteration.wrapping_mul(u64::from(number / copies));
        let pc = code.entries[(number % copies) as usize];
        let more = code.stagger.filter(|_| number + 1 < code.width);
        let parent = fork.parent;
        let apart = self.row_after(parent);
        let above = self.frames[parent];
        let (branch, frame) = self.frames.add();
        frame.path = above.path.wrapping_add(shift);
        frame.pc = pc;
        frame.parent = parent;
        frame.root = above.root;
        frame.station = above.station;
        frame.journey = above.journey;
        frame.link = number;
        frame.flags = BRANCH;
        frame.row = if above.child == NONE {
            above.row
        } else {
            apart
        };
        if above.child == NONE {
            self.frames[parent].child = branch;
        }
        self.frames.share_token(parent, branch);
        self.serial = self.serial.wrapping_add(1).max(1);
        let serial = self.serial;
        let fork = &mut self.forks.slots[slot as usize];
        fork.running.push(branch);
        fork.serial = serial;
        if let Some(stagger) = more {
            let due = self.now.saturating_add(stagger);
            self.set_timer(due, Timer::Branch { fork: slot, serial });
        }
        self.ready.push(Next::Run(branch));
    }

    /// It is time for the next branch of a fork, if that still waits.
    pub(crate) fn next_branch(&mut self, slot: u32, serial: u32) {
        let fork = &self.forks.slots[slot as usize];
        if fork.parent != NONE && fork.serial == serial && self.decided(slot).is_none() {
            self.start_branch(slot);
        }
    }

    /// Whether a fork has succeeded or failed, once that is certain.
    fn decided(&self, slot: u32) -> Option<bool> {
        let fork = &self.forks.slots[slot as usize];
        let code = &self.code.forks[fork.code as usize];
        if fork.succeeded >= code.need {
            return Some(true);
        }
        (code.width - fork.failed < code.need).then_some(false)
    }

    /// A branch has ended.
    #[inline(never)]
    pub(crate) fn branch_ended(&mut self, id: u32, ok: bool) -> Next {
        let Frame {
            parent,
            root,
            station,
            link: number,
            ..
        } = *self.frames.remove(id);
        if parent == NONE {
            self.release_request(root);
            if let Some(place) = self.stations.get_mut(station as usize) {
                place.lingering -= 1;
                self.drained(station);
            }
            return Next::Idle;
        }
        let slot = self.forks.of_frame[parent as usize];
        let fork = &mut self.forks.slots[slot as usize];
        fork.running[number as usize] = NONE;
        if ok {
            fork.succeeded += 1;
        } else {
            fork.failed += 1;
        }
        let first = fork.running.iter().copied().find(|branch| *branch != NONE);
        let (code, started) = (fork.code as usize, fork.running.len() as u32);
        if self.frames[parent].child == id {
            self.frames[parent].child = first.unwrap_or(NONE);
            if let Some(first) = first {
                self.book_on(first, self.frames[parent].row);
            }
        }
        let Some(won) = self.decided(slot) else {
            if started < self.code.forks[code].width && (!ok || first.is_none()) {
                self.start_branch(slot);
            }
            return Next::Idle;
        };
        let others = self.code.forks[code].others;
        if others == Others::Await && first.is_some() {
            return Next::Idle;
        }
        self.leave_branches(parent, others == Others::Cancel);
        let frame = &mut self.frames[parent];
        frame.state = State::Running;
        if won {
            frame.pc += 1;
            Next::Run(parent)
        } else {
            Next::Fail(parent)
        }
    }

    /// Whether a parent cannot go on before this branch, its first that runs, has ended.
    pub(crate) fn needs_first_branch(&self, branch: u32) -> bool {
        if branch == NONE || self.frames[branch].parent == NONE {
            return false;
        }
        let slot = self.forks.of_frame[self.frames[branch].parent as usize];
        let fork = &self.forks.slots[slot as usize];
        let code = &self.code.forks[fork.code as usize];
        let running = fork.running.iter().filter(|branch| **branch != NONE);
        let all_started = fork.running.len() as u32 == code.width;
        code.need == code.width || (all_started && running.count() == 1)
    }

    /// A frame no longer waits for its branches: they go on alone, or are stopped.
    pub(crate) fn leave_branches(&mut self, parent: u32, stop: bool) {
        let slot = self.forks.of_frame[parent as usize];
        for branch in self.forks.remove(slot) {
            self.abandon(branch);
            if stop {
                self.stop(branch);
            }
        }
        self.frames[parent].child = NONE;
    }
}
