//! The end of a delivery: a message is done, or comes again, or is a dead letter.

use super::{
    fate::Fate,
    lane::Due,
    letter::{DONE, KNOWN, Letter, VOID},
};
use crate::{
    clock::PAUSE,
    engine::Simulation,
    frames::{Frame, LOST, NONE, State},
    timer::{Chore, Timer},
};

impl Simulation {
    /// The visit of a message has ended, and with it those of its batch.
    pub(crate) fn consumed(&mut self, id: u32, ok: bool) {
        let Frame {
            link: lane,
            station,
            ..
        } = self.frames[id];
        let Letter {
            consumer,
            batch: mut next,
            ..
        } = self.letters.get(id);
        self.settle(id, ok, false);
        while next != NONE {
            let id = next;
            next = self.letters.get(id).batch;
            self.stop_clock(id);
            self.settle(id, ok, false);
        }
        self.next_in_hand(lane, consumer, station);
        self.hand_out(lane);
    }

    /// The instance that had a message is dead.
    pub(crate) fn orphaned(&mut self, id: u32) {
        let lane = self.frames[id].link;
        self.settle(id, false, true);
        self.hand_out(lane);
    }

    fn settle(&mut self, id: u32, ok: bool, crashed: bool) {
        let letter = self.letters.get(id);
        let Frame {
            link: lane, marks, ..
        } = self.frames[id];
        let queue = &self.queues[self.lanes[lane as usize].queue as usize];
        let (most, retention) = (queue.max_receives, queue.retention);
        if ok {
            self.have_effect(id, lane, &letter);
        }
        self.letters.end_delivery(id);
        if letter.is(VOID) {
            return self.discard(id);
        }
        if ok || letter.is(DONE) {
            self.free_partition(lane, letter.partition);
            if !letter.is(DONE) {
                self.lanes[lane as usize].lag.down(self.now);
                self.count(lane, id, Fate::Acknowledged);
            } else if !ok {
                let root = self.frames[id].root;
                self.frames[root].flags |= LOST;
                self.count(lane, id, Fate::Lost);
            }
            return self.discard(id);
        }
        let frame = &mut self.frames[id];
        frame.station = NONE;
        frame.child = NONE;
        frame.attempt = 0;
        if retention > 0 && letter.born.saturating_add(retention) <= self.now {
            self.free_partition(lane, letter.partition);
            self.lose(lane, id, Fate::Expired);
            return self.discard(id);
        }
        if marks >= most {
            self.free_partition(lane, letter.partition);
            return self.bury(id, lane);
        }
        self.count(lane, id, Fate::Redelivered);
        let delay = self.again_in(lane, &letter, marks, crashed);
        let element = self.queues[self.lanes[lane as usize].queue as usize].element;
        self.sleep(id, State::Redelivering, (element, PAUSE), delay);
    }

    /// A message has its effect, for the first time or again.
    fn have_effect(&mut self, id: u32, lane: u32, letter: &Letter) {
        if letter.record == NONE {
            return;
        }
        let place = &self.lanes[lane as usize];
        let group = lane - self.queues[place.queue as usize].lanes.start;
        let knows = place.consumers[letter.consumer as usize].known != NONE;
        if !self.letters.has_effect(letter.record, group) {
            self.letters.effect(letter.record, group);
        } else if knows || letter.is(KNOWN) {
            self.count(lane, id, Fate::Known);
        } else {
            self.count(lane, id, Fate::Duplicated);
        }
    }

    /// Nanoseconds until a failed message can be handed out again.
    fn again_in(&self, lane: u32, letter: &Letter, marks: u16, crashed: bool) -> u64 {
        let queue = &self.queues[self.lanes[lane as usize].queue as usize];
        let (first, growth, limit) = queue.redelivery;
        if queue.visibility > 0 && (crashed || first == 0) {
            return letter.due.saturating_sub(self.now);
        }
        let mut delay = first as f64;
        for _ in 1..marks {
            delay *= growth;
            if delay >= limit as f64 {
                return limit;
            }
        }
        (delay as u64).min(limit)
    }

    /// The next message of a partition can go out.
    pub(crate) fn free_partition(&mut self, lane: u32, partition: u32) {
        self.lanes[lane as usize].shelves[partition as usize].busy = false;
    }

    /// A message is a dead letter.
    pub(crate) fn bury(&mut self, id: u32, lane: u32) {
        let root = self.frames[id].root;
        self.frames[root].flags |= LOST;
        self.count(lane, id, Fate::Dead);
        let place = &mut self.lanes[lane as usize];
        place.lag.down(self.now);
        let queue = &self.queues[place.queue as usize];
        let Some(to) = queue.dead_letter else {
            return self.discard(id);
        };
        self.frames[id].link = to;
        if !self.queues[to as usize].lanes.is_empty() {
            // What happens to it there is another matter.
            let record = std::mem::replace(&mut self.letters.at(id).record, NONE);
            self.letters.release(record);
        }
        self.accept(id);
    }

    /// A copy of a message is no more.
    pub(crate) fn discard(&mut self, id: u32) {
        let root = self.frames[id].root;
        let record = std::mem::replace(&mut self.letters.at(id).record, NONE);
        self.letters.release(record);
        self.frames.remove(id);
        self.release_request(root);
    }

    /// Visibility time-outs are due.
    pub(crate) fn lease_ends(&mut self, number: u32) {
        while let Some(due) = self.lanes[number as usize].leases.front().copied() {
            let holds = u64::from(self.letters.get(due.frame).lease) == due.mark;
            if holds && due.at > self.now {
                let chore = Chore::Lease { lane: number };
                self.set_timer(due.at, Timer::Broker(chore));
                return;
            }
            self.lanes[number as usize].leases.pop_front();
            if holds {
                self.visible_again(due.frame, number);
            }
        }
    }

    /// A message becomes visible while somebody works on it: it goes on twice.
    fn visible_again(&mut self, id: u32, lane: u32) {
        let letter = self.letters.at(id);
        letter.lease = 0;
        letter.flags |= VOID;
        let partition = letter.partition;
        let copy = self.copy(id);
        let queue = &self.queues[self.lanes[lane as usize].queue as usize];
        if self.frames[copy].marks < queue.max_receives {
            self.count(lane, copy, Fate::Redelivered);
            self.enqueue(copy);
        } else {
            self.free_partition(lane, partition);
            self.bury(copy, lane);
            self.hand_out(lane);
        }
    }

    /// A message of a lane will be gone at a time.
    pub(crate) fn will_expire(&mut self, number: u32, due: Due) {
        let lane = &mut self.lanes[number as usize];
        lane.expiries.push_back(due);
        if lane.expiries.len() == 1 {
            let chore = Chore::Expiry { lane: number };
            return self.set_timer(due.at, Timer::Broker(chore));
        }
        if lane.expiries.len() > lane.crowded {
            let mut expiries = std::mem::take(&mut lane.expiries);
            // The head stays: its timer is set.
            let head = expiries.pop_front();
            expiries.retain(|due| self.may_expire(number, *due));
            expiries.extend(head);
            expiries.rotate_right(usize::from(head.is_some()));
            let lane = &mut self.lanes[number as usize];
            lane.crowded = (2 * expiries.len()).max(4096);
            lane.expiries = expiries;
        }
    }

    fn may_expire(&self, lane: u32, due: Due) -> bool {
        let frame = &self.frames[due.frame];
        let there = !matches!(frame.state, State::Free | State::Dead);
        let letter = self.letters.get(due.frame);
        there
            && frame.is(crate::frames::MESSAGE)
            && frame.link == lane
            && letter.born == due.mark
            && !letter.is(VOID | DONE)
    }

    /// The retention of messages is over.
    pub(crate) fn expire(&mut self, number: u32) {
        while let Some(due) = self.lanes[number as usize].expiries.front().copied() {
            if due.at > self.now {
                let chore = Chore::Expiry { lane: number };
                self.set_timer(due.at, Timer::Broker(chore));
                return;
            }
            self.lanes[number as usize].expiries.pop_front();
            if self.may_expire(number, due) {
                self.expire_one(due.frame, number);
            }
        }
    }

    /// A message is gone, unless somebody works on it.
    fn expire_one(&mut self, id: u32, number: u32) {
        let Frame { state, root, .. } = self.frames[id];
        let shelf = self.letters.get(id).partition as usize;
        let lane = &mut self.lanes[number as usize];
        match state {
            State::Queued => {
                lane.shelves[shelf].live -= 1;
                lane.depth.down(self.now);
                self.queues[lane.queue as usize].depth.down(self.now);
            }
            State::Redelivering if self.frames[id].marks > 0 => lane.shelves[shelf].busy = false,
            State::Redelivering => {}
            _ => return,
        }
        self.stop_clock(id);
        self.lose(number, id, Fate::Expired);
        let record = std::mem::replace(&mut self.letters.at(id).record, NONE);
        self.letters.release(record);
        // Its place in the list or its event is still there: the frame is freed with that.
        self.frames[id].state = State::Dead;
        self.clear_head(number, shelf);
        self.release_request(root);
        self.hand_out(number);
    }
}
