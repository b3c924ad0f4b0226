//! Handing out: from a queue into the hands of a consumer.

use spinout_network::Token;

use super::{
    fate::Fate,
    lane::Due,
    letter::{DONE, FOLLOWS, KNOWN, WORKED},
};
use crate::{
    clock::{NETWORK, WAIT},
    draw::purpose,
    engine::Simulation,
    frames::{Frame, NONE, State},
    station::Life,
    timer::{Chore, Timer},
    trouble::Way,
    visit::Next,
};

impl Simulation {
    /// A message waits for a consumer: the last of its partition, or the first if it comes again and the
    /// partition keeps its order.
    pub(crate) fn enqueue(&mut self, id: u32) {
        let Frame {
            link: number,
            marks,
            ..
        } = self.frames[id];
        let lane = &mut self.lanes[number as usize];
        let queue = &mut self.queues[lane.queue as usize];
        queue.deepen(self.now);
        lane.depth.up(self.now);
        let letter = self.letters.at(id);
        letter.since = self.now;
        let shelf = &mut lane.shelves[letter.partition as usize];
        shelf.live += 1;
        if lane.ordered && marks > 0 {
            shelf.busy = false;
            shelf.waiting.push_front(&mut self.frames, id);
        } else {
            shelf.waiting.push(&mut self.frames, id);
        }
        let element = queue.element;
        self.frames[id].state = State::Queued;
        self.start_clock(id, element, WAIT);
        for who in 0..self.lanes[number as usize].consumers.len() {
            let wait = self.lanes[number as usize].consumers[who].wait;
            if wait > 0 {
                let due = self.now.saturating_add(wait);
                self.set_timer(due, Timer::Broker(Chore::HandOut { lane: number }));
            }
        }
        self.hand_out(number);
    }

    /// Hands out messages of a lane while there are some and somebody takes them.
    pub(crate) fn hand_out(&mut self, number: u32) {
        loop {
            let lane = &self.lanes[number as usize];
            if self.queues[lane.queue as usize].outages > 0 || self.now < lane.resumes {
                return;
            }
            let (letters, now) = (&self.letters, self.now);
            let next = lane.next(&self.groups, |shelf, consumer| {
                let oldest = shelf.waiting.first();
                shelf.live >= consumer.batch
                    || oldest.is_some_and(|id| letters.get(id).since + consumer.wait <= now)
            });
            let Some((shelf, who, station)) = next else {
                while let Some((who, time)) = self.lanes[number as usize].grows() {
                    let due = self.now.saturating_add(time);
                    let chore = Chore::Grow { lane: number, who };
                    self.set_timer(due, Timer::Broker(chore));
                }
                return;
            };
            self.deliver(number, shelf, (who, station));
        }
    }

    /// Hands out one message, or one batch.
    fn deliver(&mut self, number: u32, shelf: usize, (who, station): (u32, u32)) {
        let lane = &mut self.lanes[number as usize];
        lane.take(shelf);
        let consumer = &mut lane.consumers[who as usize];
        let group = &self.groups[consumer.group as usize];
        consumer.hold(station - group.first);
        let (hop, batch, way) = (consumer.hop, consumer.batch, consumer.way);
        let element = self.queues[lane.queue as usize].element;
        let Some(first) = self.hand(number, shelf, (who, station)) else {
            return;
        };
        let mut last = first;
        for _ in 1..batch {
            let Some(id) = self.hand(number, shelf, (who, station)) else {
                break;
            };
            self.letters.at(last).batch = id;
            self.letters.at(id).flags |= FOLLOWS;
            self.frames[id].state = State::Buffered;
            self.start_clock(id, element, WAIT);
            last = id;
        }
        let path = self.frames[first].path;
        let time = self.crossing(Way::Consume(way), hop, path, purpose::OUT);
        // By the event list even without latency: whoever published goes on first.
        self.sleep(first, State::Delivering, (element, NETWORK), time);
    }

    /// The first message of a shelf goes to an instance.
    fn hand(&mut self, number: u32, shelf: usize, (who, station): (u32, u32)) -> Option<u32> {
        let id = self.pull(number, shelf)?;
        self.count(number, id, Fate::Delivered);
        let frame = &mut self.frames[id];
        let attempt = purpose::ATTEMPT.wrapping_mul(u64::from(frame.marks));
        frame.path = frame.stamp.wrapping_add(attempt);
        frame.marks = frame.marks.saturating_add(1);
        frame.station = station;
        let lane = &mut self.lanes[number as usize];
        let visibility = self.queues[lane.queue as usize].visibility;
        let on_delivery = lane.consumers[who as usize].on_delivery;
        let letter = self.letters.at(id);
        letter.consumer = who;
        if on_delivery {
            letter.flags |= DONE;
            lane.lag.down(self.now);
            self.count(number, id, Fate::Acknowledged);
        } else if visibility > 0 {
            let at = self.now.saturating_add(visibility);
            letter.due = at;
            let lease = self.letters.lease();
            self.letters.at(id).lease = lease;
            let lane = &mut self.lanes[number as usize];
            lane.leases.push_back(Due {
                at,
                frame: id,
                mark: u64::from(lease),
            });
            if lane.leases.len() == 1 {
                self.set_timer(at, Timer::Broker(Chore::Lease { lane: number }));
            }
        }
        Some(id)
    }

    /// Takes the first waiting message off its shelf.
    pub(crate) fn pull(&mut self, number: u32, shelf: usize) -> Option<u32> {
        let lane = &mut self.lanes[number as usize];
        let place = &mut lane.shelves[shelf];
        let id = place.waiting.pop(&self.frames)?;
        place.live -= 1;
        lane.depth.down(self.now);
        self.queues[lane.queue as usize].depth.down(self.now);
        self.stop_clock(id);
        self.clear_head(number, shelf);
        Some(id)
    }

    /// What is gone and lies at the head of a shelf is taken away.
    pub(crate) fn clear_head(&mut self, number: u32, shelf: usize) {
        let list = &mut self.lanes[number as usize].shelves[shelf].waiting;
        while let Some(head) = list.first() {
            if self.frames[head].state != State::Dead {
                return;
            }
            list.pop(&self.frames);
            self.frames.remove(head);
        }
    }

    /// A message reaches its consumer, where it may have to wait until others are done.
    pub(crate) fn take(&mut self, id: u32) -> Next {
        let Frame { link, station, .. } = self.frames[id];
        let who = self.letters.get(id).consumer;
        let lane = &mut self.lanes[link as usize];
        let element = self.queues[lane.queue as usize].element;
        let consumer = &mut lane.consumers[who as usize];
        let place = station - self.groups[consumer.group as usize].first;
        let hand = &mut consumer.hands[place as usize];
        if hand.worked >= consumer.concurrency {
            hand.waiting.push(&mut self.frames, id);
            self.frames[id].state = State::Buffered;
            self.start_clock(id, element, WAIT);
            return Next::Idle;
        }
        hand.worked += 1;
        self.work_on(id)
    }

    /// A consumer begins to work on a message.
    fn work_on(&mut self, id: u32) -> Next {
        let Frame { link, station, .. } = self.frames[id];
        let lane = &self.lanes[link as usize];
        let group = link - self.queues[lane.queue as usize].lanes.start;
        let letter = self.letters.at(id);
        letter.flags |= WORKED;
        let (record, who) = (letter.record, letter.consumer);
        let consumer = &lane.consumers[who as usize];
        let known = consumer.known != NONE && self.letters.has_effect(record, group);
        let entry = if known {
            consumer.known
        } else {
            consumer.entry
        };
        let (element, token) = (consumer.element, consumer.token);
        if token != Token::PassedOn {
            self.pass_token(id, id, token);
        }
        if known {
            self.letters.at(id).flags |= KNOWN;
        }
        self.frames[id].pc = entry;
        self.admit(id, element, station, false)
    }

    /// An instance no longer has a message in hand.
    pub(crate) fn let_go(&mut self, id: u32) {
        let Frame { station, link, .. } = self.frames[id];
        let letter = self.letters.get(id);
        if letter.is(FOLLOWS) {
            return;
        }
        let consumer = &mut self.lanes[link as usize].consumers[letter.consumer as usize];
        let place = station - self.groups[consumer.group as usize].first;
        consumer.let_go(place, letter.is(WORKED));
        self.lanes[link as usize].shrink(letter.consumer);
    }

    /// An instance works on the next message that it has in hand.
    pub(crate) fn next_in_hand(&mut self, number: u32, who: u32, station: u32) {
        let consumer = &mut self.lanes[number as usize].consumers[who as usize];
        let place = station - self.groups[consumer.group as usize].first;
        let hand = &mut consumer.hands[place as usize];
        if hand.worked >= consumer.concurrency {
            return;
        }
        let Some(next) = hand.waiting.pop(&self.frames) else {
            return;
        };
        hand.worked += 1;
        self.stop_clock(next);
        if let Next::Run(next) = self.work_on(next) {
            self.ready.push(Next::Run(next));
        }
    }

    /// What a crashed instance had in hand is in nobody's hands: its messages are killed one by one.
    pub(crate) fn empty_hands(&mut self, station: u32) {
        let number = self.stations[station as usize].group;
        let group = &self.groups[number as usize];
        let place = (station - group.first) as usize;
        for lane in &group.consumes {
            let consumers = self.lanes[*lane as usize].consumers.iter_mut();
            for consumer in consumers.filter(|consumer| consumer.group == number) {
                consumer.hands[place].waiting = Default::default();
            }
        }
    }

    /// Whether an instance has messages of any queue in hand.
    pub(crate) fn has_in_hand(&self, station: u32) -> bool {
        let number = self.stations[station as usize].group;
        let group = &self.groups[number as usize];
        let place = (station - group.first) as usize;
        group.consumes.iter().any(|lane| {
            let consumers = self.lanes[*lane as usize].consumers.iter();
            consumers
                .filter(|consumer| consumer.group == number)
                .any(|consumer| consumer.hands[place].held > 0)
        })
    }

    /// A draining instance that has nothing left to do is gone.
    pub(crate) fn drained(&mut self, station: u32) {
        let place = &self.stations[station as usize];
        if place.present() + place.lingering > 0 || self.has_in_hand(station) {
            return;
        }
        let place = &mut self.stations[station as usize];
        if place.life == Life::Draining {
            place.life = Life::Off;
            let group = &mut self.groups[place.group as usize];
            group.replicas.down(self.now);
            group.ready.down(self.now);
            self.end_conduct(station);
            self.vacate(station);
        }
    }

    /// The instances of a group that consumes are others than before.
    pub(crate) fn members_changed(&mut self, group: usize) {
        for position in 0..self.groups[group].consumes.len() {
            let lane = self.groups[group].consumes[position];
            if let Some(due) = self.lanes[lane as usize].rebalance(&self.groups, self.now) {
                self.set_timer(due, Timer::Broker(Chore::HandOut { lane }));
            }
            self.hand_out(lane);
        }
    }
}
