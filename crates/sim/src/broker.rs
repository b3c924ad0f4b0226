//! Queues: what is published, and what a broker takes. From there on a message is a copy in the lane of
//! each consumer group.

pub(crate) mod chores;
pub(crate) mod code;
mod delivery;
mod dual;
mod end;
pub(crate) mod fate;
pub(crate) mod lane;
pub(crate) mod letter;
pub(crate) mod outbox;
mod poison;
mod publish;
pub(crate) mod replay;

use std::ops::Range;

use spinout_network::{Overflow, Queue as QueueData};

use crate::{
    clock::PAUSE,
    draw::{Draw, purpose, threshold},
    engine::Simulation,
    frames::{Frame, LOST, MESSAGE, NONE, State},
    level::Level,
    sample::nanoseconds,
};
use fate::Fate;
use lane::Due;
use replay::Archived;

/// A queue.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    pub(crate) element: u32,
    /// Its consumer groups.
    pub(crate) lanes: Range<u32>,
    max_receives: u16,
    /// First delay of a message that failed, its growth and its limit, in nanoseconds.
    redelivery: (u64, f64, u64),
    pub(crate) visibility: u64,
    delay: u64,
    retention: u64,
    dead_letter: Option<u32>,
    capacity: u64,
    drops_head: bool,
    /// Upper ends of the partitions' shares of 2⁶⁴; empty without partitions.
    partitions: Vec<u64>,
    /// Threshold of messages that always fail.
    pub(crate) poison: u64,
    /// The same of messages that come while a fault is on, and whether any came so.
    pub(crate) poisoning: u64,
    pub(crate) poisoned: bool,
    /// Whether copies of one message may meet again.
    pub(crate) remembers: bool,
    /// Publications of these spans of time are kept for a replay.
    pub(crate) spans: Vec<(u64, u64)>,
    /// Whether dead letters are.
    pub(crate) keeps_letters: bool,
    pub(crate) archive: std::collections::VecDeque<Archived>,
    /// Messages waiting, in all lanes.
    pub(crate) depth: Level,
    /// Outages that are on.
    pub(crate) outages: u32,
    pub(crate) waiting_since: u64,
    pub(crate) depth_max: u64,
    pub(crate) published: u64,
    pub(crate) refused: u64,
    pub(crate) replayed: u64,
    /// Refused, and nobody knows.
    pub(crate) lost: u64,
}

impl Queue {
    pub(crate) fn new(data: &QueueData, first_lane: u32) -> Self {
        let shares = data
            .partitions
            .map_or(Vec::new(), |partitions| partitions.shares());
        let ends = shares.iter().scan(0.0, |sum, share| {
            *sum += share;
            Some(threshold(*sum))
        });
        Self {
            element: data.element.0,
            lanes: first_lane..first_lane + data.groups.len() as u32,
            max_receives: data.max_receives.min(u32::from(u16::MAX)) as u16,
            redelivery: (
                nanoseconds(data.redelivery_delay),
                data.redelivery_multiplier,
                nanoseconds(data.redelivery_limit),
            ),
            visibility: data.visibility_timeout.map_or(0, nanoseconds),
            delay: nanoseconds(data.delivery_delay),
            retention: data.retention.map_or(0, nanoseconds),
            dead_letter: data.dead_letter.map(|queue| queue.0),
            capacity: data.capacity.map_or(u64::MAX, u64::from),
            drops_head: data.overflow == Overflow::DropHead,
            partitions: ends.collect(),
            poison: threshold(data.poison),
            poisoning: 0,
            poisoned: false,
            remembers: data.visibility_timeout.is_some(),
            spans: Vec::new(),
            keeps_letters: false,
            archive: Default::default(),
            depth: Level::default(),
            outages: 0,
            waiting_since: 0,
            depth_max: 0,
            published: 0,
            refused: 0,
            replayed: 0,
            lost: 0,
        }
    }

    /// The partition of a message.
    fn partition(&self, path: u64) -> u32 {
        let Some(last) = self.partitions.len().checked_sub(1) else {
            return 0;
        };
        let bits = Draw::new(path, purpose::PARTITION).bits();
        self.partitions
            .partition_point(|end| *end <= bits)
            .min(last) as u32
    }

    pub(crate) fn deepen(&mut self, now: u64) {
        if self.depth.count == 0 {
            self.waiting_since = now;
        }
        self.depth.up(now);
        self.depth_max = self.depth_max.max(self.depth.count);
    }
}

impl Simulation {
    /// One message of a journey meets its fate in a lane.
    pub(crate) fn count(&mut self, lane: u32, message: u32, fate: Fate) {
        self.lanes[lane as usize].tally.count(fate);
        let journey = self.frames[message].journey;
        self.journeys[usize::from(journey)].messages.count(fate);
    }

    /// A message will never have its effect.
    fn lose(&mut self, lane: u32, id: u32, why: Fate) {
        let root = self.frames[id].root;
        self.frames[root].flags |= LOST;
        self.lanes[lane as usize].lag.down(self.now);
        self.count(lane, id, why);
        self.count(lane, id, Fate::Lost);
    }

    /// Whether a queue has room for one more message in each lane, if need be by dropping the oldest.
    fn makes_room(&mut self, number: u32) -> bool {
        let queue = &self.queues[number as usize];
        let (capacity, drops) = (queue.capacity, queue.drops_head);
        if capacity == u64::MAX {
            return true;
        }
        if queue.lanes.is_empty() {
            return queue.depth.count < capacity;
        }
        let lanes = queue.lanes.clone();
        let full = |lane: &u32| self.lanes[*lane as usize].lag.count >= capacity;
        let full: Vec<u32> = lanes.filter(full).collect();
        let waits = |lane: &u32| self.lanes[*lane as usize].depth.count > 0;
        let gives_way = drops && full.iter().all(waits);
        if !gives_way && !full.is_empty() {
            return false;
        }
        for lane in full {
            self.drop_head(lane);
        }
        true
    }

    /// The oldest waiting message of a lane gives way.
    fn drop_head(&mut self, number: u32) {
        let heads = self.lanes[number as usize].shelves.iter().enumerate();
        let oldest = heads
            .filter_map(|(shelf, place)| Some((place.waiting.first()?, shelf)))
            .min_by_key(|(id, _)| self.letters.get(*id).born);
        if let Some(id) = oldest.and_then(|(_, shelf)| self.pull(number, shelf)) {
            self.lose(number, id, Fate::Dropped);
            self.discard(id);
        }
    }

    /// A queue takes a message: a copy of it enters each lane. Without any it stays.
    pub(crate) fn accept(&mut self, id: u32) {
        let Frame {
            link: number,
            stamp,
            root,
            journey,
            ..
        } = self.frames[id];
        let queue = &mut self.queues[number as usize];
        queue.published += 1;
        if queue.lanes.is_empty() {
            self.rest(id, number);
            self.letters.begin(id);
            self.frames.remove(id);
            self.release_request(root);
            return;
        }
        let (remembers, lanes) = (queue.remembers, queue.lanes.clone());
        let partition = queue.partition(stamp);
        let kept = queue
            .spans
            .iter()
            .any(|(from, to)| (*from..*to).contains(&self.now));
        let mut letter = *self.letters.at(id);
        letter.born = self.now;
        letter.partition = partition;
        letter.relay = NONE;
        letter.flags = self.poison(number, stamp);
        if remembers && letter.record == NONE {
            letter.record = self.letters.record();
        }
        *self.letters.at(id) = letter;
        if kept {
            self.letters.share(letter.record);
            self.queues[number as usize].archive.push_back(Archived {
                path: stamp,
                journey,
                record: letter.record,
                at: self.now,
                issued: self.frames.token_of(id),
            });
            self.frames.live += 1;
        }
        for lane in lanes.clone().skip(1) {
            let copy = self.copy(id);
            self.enter(copy, lane);
        }
        self.enter(id, lanes.start);
    }

    /// A dead letter stays in a queue that nobody consumes. It needs no frame there.
    fn rest(&mut self, id: u32, number: u32) {
        let Frame { stamp, journey, .. } = self.frames[id];
        let record = self.letters.get(id).record;
        let queue = &mut self.queues[number as usize];
        queue.deepen(self.now);
        if queue.keeps_letters {
            queue.archive.push_back(Archived {
                path: stamp,
                journey,
                record,
                at: self.now,
                issued: self.frames.token_of(id),
            });
            self.frames.live += 1;
        } else {
            self.letters.release(record);
        }
    }

    /// The same message once more, for another lane or another delivery.
    pub(crate) fn copy(&mut self, id: u32) -> u32 {
        let frame = self.frames[id];
        let (copy, slot) = self.frames.add();
        slot.path = frame.stamp;
        slot.stamp = frame.stamp;
        slot.root = frame.root;
        slot.row = frame.row;
        slot.journey = frame.journey;
        slot.link = frame.link;
        slot.marks = frame.marks;
        slot.flags = frame.flags & MESSAGE;
        self.frames[frame.root].link += 1;
        self.frames.share_token(id, copy);
        let letter = self.letters.get(id);
        self.letters.share(letter.record);
        let to = self.letters.begin(copy);
        to.born = letter.born;
        to.record = letter.record;
        to.partition = letter.partition;
        to.relay = letter.relay;
        to.half = letter.half;
        to.flags = letter.flags & (letter::ONCE | letter::POISONED);
        copy
    }

    /// A message enters a lane.
    pub(crate) fn enter(&mut self, id: u32, number: u32) {
        self.frames[id].link = number;
        self.frames[id].marks = 0;
        self.count(number, id, Fate::Published);
        let lane = &mut self.lanes[number as usize];
        lane.lag.up(self.now);
        let queue = &self.queues[lane.queue as usize];
        let (delay, retention, element) = (queue.delay, queue.retention, queue.element);
        let end = self.now.saturating_add(retention);
        if retention > 0 && end <= self.horizon.saturating_add(self.drain) {
            let due = Due {
                at: end,
                frame: id,
                mark: self.now,
            };
            self.will_expire(number, due);
        }
        if delay > 0 {
            self.sleep(id, State::Redelivering, (element, PAUSE), delay);
        } else {
            self.enqueue(id);
        }
    }

    /// Messages of a queue that a group has not finished: its lag. All lanes together where the group is
    /// none of the queue's.
    pub(crate) fn lag(&self, queue: usize, group: usize) -> u64 {
        let lanes = self.queues[queue].lanes.clone();
        let lanes = lanes.map(|lane| &self.lanes[lane as usize]);
        let mine: u64 = lanes
            .clone()
            .filter(|lane| lane.consumers.iter().any(|c| c.group as usize == group))
            .map(|lane| lane.lag.count)
            .sum();
        let consumes = lanes
            .clone()
            .any(|lane| lane.consumers.iter().any(|c| c.group as usize == group));
        if consumes {
            mine
        } else if self.queues[queue].lanes.is_empty() {
            self.queues[queue].depth.count
        } else {
            lanes.map(|lane| lane.lag.count).sum()
        }
    }
}
