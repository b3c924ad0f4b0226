//! Replays: messages are published once more.

use spinout_network::{Replay, Replayed};

use crate::{
    engine::Simulation,
    frames::{MESSAGE, NONE, REQUEST, State},
    sample::nanoseconds,
    timer::{Chore, Timer},
};

/// A message that can be published again: its draws follow from its path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Archived {
    pub(crate) path: u64,
    pub(crate) journey: u16,
    pub(crate) record: u32,
    /// When it was published, in nanoseconds, and when its token was issued.
    pub(crate) at: u64,
    pub(crate) issued: u64,
}

/// A replay at run time.
#[derive(Debug, Clone)]
pub(crate) struct ReplayState {
    data: Replay,
    /// Looks so far, and messages to come.
    looks: u64,
    left: u64,
    /// Position in the archive.
    next: usize,
}

impl Simulation {
    /// Schedules the replays, and has their messages kept.
    pub(crate) fn begin_replays(&mut self, replays: &[Replay]) {
        for (number, replay) in replays.iter().enumerate() {
            match replay.messages {
                Replayed::Letters { queue } => {
                    self.queues[queue.at()].keeps_letters = true;
                    // What lies there may have had its effect before it was given up.
                    self.queues[replay.to.at()].remembers = true;
                }
                Replayed::Published { from, to } => {
                    let at = |time: f64| {
                        let time = (self.start as f64 + time * crate::sample::SECOND).max(0.0);
                        time as u64
                    };
                    let span = (at(from), at(to));
                    let queue = &mut self.queues[replay.to.at()];
                    queue.spans.push(span);
                    queue.remembers = true;
                }
            }
            self.replays.push(ReplayState {
                data: replay.clone(),
                looks: 0,
                left: 0,
                next: 0,
            });
            let due = self.start.saturating_add(nanoseconds(replay.start));
            let number = number as u32;
            self.set_timer(due, Timer::Broker(Chore::Replay { number }));
        }
    }

    /// The next message of a replay.
    pub(crate) fn replay(&mut self, number: u32) {
        let state = &self.replays[number as usize];
        let (to, group) = (state.data.to.0, state.data.group);
        let source = match state.data.messages {
            Replayed::Letters { queue } => queue.at(),
            Replayed::Published { .. } => to as usize,
        };
        if state.looks == 0 {
            let there = self.queues[source].archive.len() as u64;
            self.replays[number as usize].left = there;
        }
        let state = &mut self.replays[number as usize];
        if state.left == 0 {
            return;
        }
        state.looks += 1;
        let first = self.start.saturating_add(nanoseconds(state.data.start));
        let next = first.saturating_add(nanoseconds(state.looks as f64 / state.data.rate));
        if self.queues[to as usize].outages == 0
            && self.makes_room(to)
            && let Some(message) = self.next_archived(number, source)
        {
            self.publish_again(message, to, group);
        }
        if self.replays[number as usize].left > 0 {
            let due = next.max(self.now + 1);
            self.set_timer(due, Timer::Broker(Chore::Replay { number }));
        }
    }

    /// Takes the next message out of the archive.
    fn next_archived(&mut self, number: u32, source: usize) -> Option<Archived> {
        let state = &mut self.replays[number as usize];
        let queue = &mut self.queues[source];
        match state.data.messages {
            Replayed::Letters { .. } => {
                state.left -= 1;
                queue.depth.down(self.now);
                self.frames.live -= 1;
                queue.archive.pop_front()
            }
            Replayed::Published { from, to } => loop {
                let second = |time: u64| (time as f64 - self.start as f64) / crate::sample::SECOND;
                if state.left == 0 {
                    return None;
                }
                state.left -= 1;
                let message = *queue.archive.get(state.next)?;
                state.next += 1;
                let at = second(message.at);
                if (from..to).contains(&at) {
                    self.letters.share(message.record);
                    return Some(message);
                }
            },
        }
    }

    fn publish_again(&mut self, message: Archived, to: u32, group: Option<u32>) {
        let journey = usize::from(message.journey);
        let root = self.replay_root(journey);
        let row = self.journeys[journey].rows[1];
        let (id, slot) = self.frames.add();
        slot.path = message.path;
        slot.stamp = message.path;
        slot.root = root;
        slot.row = row;
        slot.journey = message.journey;
        slot.link = to;
        slot.flags = MESSAGE;
        self.frames[root].link += 1;
        if self.code.tokens {
            self.frames.give_token(id, message.issued);
        }
        let letter = self.letters.begin(id);
        letter.record = message.record;
        self.queues[to as usize].replayed += 1;
        let Some(group) = group else {
            return self.accept(id);
        };
        let queue = &mut self.queues[to as usize];
        queue.published += 1;
        let lane = queue.lanes.start + group;
        let partition = queue.partition(message.path);
        let letter = self.letters.at(id);
        letter.born = self.now;
        letter.partition = partition;
        self.enter(id, lane);
    }

    /// What replayed messages of a journey belong to, as their requests are long over: never complete.
    fn replay_root(&mut self, journey: usize) -> u32 {
        let known = self.journeys[journey].replay_root;
        if known != NONE {
            return known;
        }
        let row = self.journeys[journey].rows[1];
        let (root, slot) = self.frames.add();
        slot.root = root;
        slot.row = row;
        slot.journey = journey as u16;
        slot.flags = REQUEST;
        slot.state = State::Running;
        slot.link = 0;
        self.journeys[journey].replay_root = root;
        let size = self.journeys[journey].mean_size;
        if size > 0 || !self.sizes.is_empty() {
            self.set_size(root, size);
        }
        root
    }
}
