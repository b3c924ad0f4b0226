//! Queues: publishing, handing out, acknowledging, redelivery and dead letters.

use spinout_network::{Queue as QueueData, key};

use crate::{
    clock::{NETWORK, PAUSE, WAIT},
    compile::{Code, Op},
    draw::purpose,
    engine::Simulation,
    frames::{FAILS, Frame, LOST, List, MESSAGE, NONE, State},
    level::Level,
    sample::nanoseconds,
    station::{Group, Life},
    trouble::Way,
    visit::Next,
};

/// Who takes a queue's messages.
#[derive(Debug, Clone)]
pub(crate) struct Consumer {
    pub(crate) entry: u32,
    pub(crate) element: u32,
    pub(crate) concurrency: u32,
    /// Sampler of the latency to it, or [`NONE`].
    pub(crate) hop: u32,
    /// Messages in hand at each instance of the group, and at all.
    in_hand: Vec<u32>,
    in_hands: u32,
}

/// A queue.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    pub(crate) element: u32,
    /// The consumer's group, or [`NONE`].
    pub(crate) group: u32,
    pub(crate) consumer: Option<Consumer>,
    max_receives: u16,
    redelivery_delay: u64,
    dead_letter: Option<u32>,
    capacity: u64,
    waiting: List,
    /// Messages waiting.
    pub(crate) depth: Level,
    /// Messages waiting, in hand, or to be redelivered.
    pub(crate) held: u64,
    /// Outages that are on.
    pub(crate) outages: u32,
    pub(crate) waiting_since: u64,
    pub(crate) depth_max: u64,
    pub(crate) published: u64,
    pub(crate) refused: u64,
    pub(crate) delivered: u64,
    pub(crate) acknowledged: u64,
    pub(crate) redelivered: u64,
    pub(crate) dead_letters: u64,
}

impl Queue {
    pub(crate) fn new(data: &QueueData, code: &mut Code, groups: &[Group]) -> Self {
        let consumer = data.consumer.as_ref().map(|consumer| {
            let hop = &consumer.hop;
            let entry = code.entries[consumer.program.at()];
            Consumer {
                entry,
                element: code.element_of(entry),
                concurrency: consumer.concurrency,
                hop: if hop.is_zero() {
                    NONE
                } else {
                    code.samplers.add(hop)
                },
                in_hand: vec![0; groups[consumer.group.at()].count as usize],
                in_hands: 0,
            }
        });
        Self {
            element: data.element.0,
            group: data
                .consumer
                .as_ref()
                .map_or(NONE, |consumer| consumer.group.0),
            consumer,
            max_receives: data.max_receives.min(u32::from(u16::MAX)) as u16,
            redelivery_delay: nanoseconds(data.redelivery_delay),
            dead_letter: data.dead_letter.map(|queue| queue.0),
            capacity: data.capacity.map_or(u64::MAX, u64::from),
            waiting: List::default(),
            depth: Level::default(),
            held: 0,
            outages: 0,
            waiting_since: 0,
            depth_max: 0,
            published: 0,
            refused: 0,
            delivered: 0,
            acknowledged: 0,
            redelivered: 0,
            dead_letters: 0,
        }
    }

    /// First instruction of its consumer.
    pub(crate) fn entry(&self) -> u32 {
        self.consumer.as_ref().map_or(0, |consumer| consumer.entry)
    }

    fn deepen(&mut self, now: u64) {
        if self.depth.count == 0 {
            self.waiting_since = now;
        }
        self.depth.up(now);
        self.depth_max = self.depth_max.max(self.depth.count);
    }

    /// The instance with the fewest messages in hand that takes another one.
    fn taker(&self, group: &Group) -> Option<u32> {
        let consumer = self.consumer.as_ref()?;
        let room = u64::from(consumer.concurrency) * u64::from(group.count);
        if self.outages > 0 || u64::from(consumer.in_hands) >= room {
            return None;
        }
        let in_hand = |station: u32| consumer.in_hand[(station - group.first) as usize];
        let least = group
            .up
            .iter()
            .copied()
            .min_by_key(|station| in_hand(*station))?;
        (in_hand(least) < consumer.concurrency).then_some(least)
    }

    fn hold(&mut self, place: u32, change: i32) {
        if let Some(consumer) = &mut self.consumer {
            let held = &mut consumer.in_hand[place as usize];
            *held = held.saturating_add_signed(change);
            consumer.in_hands = consumer.in_hands.saturating_add_signed(change);
        }
    }
}

impl Simulation {
    /// A visit publishes a message, and waits until the broker has it.
    pub(crate) fn publish(&mut self, id: u32, publish: u32) -> Next {
        let code = self.code.publishes[publish as usize];
        let frame = &mut self.frames[id];
        frame.state = State::Calling;
        let (root, row, journey) = (frame.root, frame.row, frame.journey);
        let path = key::descend(frame.path, code.key);
        let (message, slot) = self.frames.add();
        slot.path = path;
        slot.stamp = path;
        slot.parent = id;
        slot.root = root;
        slot.row = row;
        slot.journey = journey;
        slot.link = code.queue;
        slot.flags = MESSAGE;
        self.frames[id].child = message;
        self.frames[root].link += 1;
        if code.hop == NONE {
            return self.at_broker(message);
        }
        let time = self.crossing(Way::Publish(publish), code.hop, path, purpose::OUT);
        self.sleep(message, State::Publishing, (code.element, NETWORK), time);
        Next::Idle
    }

    /// A message reaches its broker, which takes or refuses it, and acknowledges.
    pub(crate) fn at_broker(&mut self, id: u32) -> Next {
        let Frame {
            parent,
            root,
            link,
            path,
            ..
        } = self.frames[id];
        let queue = &mut self.queues[link as usize];
        let accepted = queue.outages == 0 && queue.held < queue.capacity;
        if accepted {
            self.frames[id].parent = NONE;
            self.frames[id].row = self.row_after(id);
            self.accept(id);
        } else {
            queue.refused += 1;
            self.frames.remove(id);
            self.release_request(root);
        }
        if parent == NONE {
            return Next::Idle;
        }
        self.acknowledge(parent, path, accepted)
    }

    /// The publisher of a message gets its acknowledgement, or refusal.
    fn acknowledge(&mut self, id: u32, path: u64, accepted: bool) -> Next {
        let frame = &mut self.frames[id];
        frame.child = NONE;
        frame.state = State::Running;
        let Op::Publish(publish) = self.code.ops[frame.pc as usize] else {
            return Next::Fail(id);
        };
        let code = self.code.publishes[publish as usize];
        if accepted {
            frame.pc += 1;
        } else {
            frame.flags |= FAILS;
        }
        if code.ack != NONE {
            let time = self.code.samplers.sample(code.ack, path, purpose::BACK);
            self.sleep(id, State::Pausing, (code.element, NETWORK), time);
            return Next::Idle;
        }
        frame.flags &= !FAILS;
        if accepted {
            Next::Run(id)
        } else {
            Next::Fail(id)
        }
    }

    /// A queue takes a message for the first time. Without a consumer it is only counted.
    fn accept(&mut self, id: u32) {
        let Frame { link, root, .. } = self.frames[id];
        let queue = &mut self.queues[link as usize];
        queue.published += 1;
        queue.held += 1;
        if queue.consumer.is_some() {
            return self.enqueue(id);
        }
        queue.deepen(self.now);
        self.frames.remove(id);
        self.release_request(root);
    }

    /// A message waits in its queue, from which it may be handed out at once.
    pub(crate) fn enqueue(&mut self, id: u32) {
        let number = self.frames[id].link;
        let queue = &mut self.queues[number as usize];
        if self.frames[id].marks == 0 && self.frames[id].state == State::Redelivering {
            // A dead letter of another queue.
            queue.published += 1;
            queue.held += 1;
        }
        queue.deepen(self.now);
        queue.waiting.push(&mut self.frames, id);
        let element = queue.element;
        self.frames[id].state = State::Queued;
        self.start_clock(id, element, WAIT);
        self.hand_out(number);
    }

    /// Hands out messages while there are some and somebody takes them.
    pub(crate) fn hand_out(&mut self, number: u32) {
        loop {
            let queue = &mut self.queues[number as usize];
            if queue.waiting.length == 0 || queue.group == NONE {
                return;
            }
            let group = &self.groups[queue.group as usize];
            let Some(station) = queue.taker(group) else {
                return;
            };
            let place = station - group.first;
            let Some(id) = queue.waiting.pop(&self.frames) else {
                return;
            };
            queue.hold(place, 1);
            queue.depth.down(self.now);
            queue.delivered += 1;
            let Some(consumer) = &queue.consumer else {
                return;
            };
            let (hop, entry, element) = (consumer.hop, consumer.entry, queue.element);
            self.stop_clock(id);
            let frame = &mut self.frames[id];
            let attempt = purpose::ATTEMPT.wrapping_mul(u64::from(frame.marks));
            frame.path = frame.stamp.wrapping_add(attempt);
            frame.marks += 1;
            frame.station = station;
            frame.pc = entry;
            let path = frame.path;
            let time = self.crossing(Way::Consume(number), hop, path, purpose::OUT);
            // By the event list even without latency: whoever published goes on first.
            self.sleep(id, State::Delivering, (element, NETWORK), time);
        }
    }

    /// A message reaches its consumer.
    pub(crate) fn take(&mut self, id: u32) -> Next {
        let queue = &self.queues[self.frames[id].link as usize];
        let element = queue
            .consumer
            .as_ref()
            .map_or(0, |consumer| consumer.element);
        self.admit(id, element, self.frames[id].station, false)
    }

    /// An instance no longer has a message in hand.
    pub(crate) fn let_go(&mut self, id: u32) {
        let Frame { station, link, .. } = self.frames[id];
        let queue = &mut self.queues[link as usize];
        let place = station - self.groups[queue.group as usize].first;
        queue.hold(place, -1);
    }

    /// Whether an instance has messages of any queue in hand.
    pub(crate) fn has_in_hand(&self, station: u32) -> bool {
        let group = &self.groups[self.stations[station as usize].group as usize];
        let place = (station - group.first) as usize;
        group.consumes.iter().any(|queue| {
            let consumer = &self.queues[*queue as usize].consumer;
            consumer
                .as_ref()
                .is_some_and(|consumer| consumer.in_hand[place] > 0)
        })
    }

    /// The visit of a message has ended: it is done, or will be delivered again, or is a dead letter.
    pub(crate) fn consumed(&mut self, id: u32, ok: bool) {
        let Frame {
            link: number,
            root,
            marks,
            ..
        } = self.frames[id];
        let queue = &mut self.queues[number as usize];
        if ok {
            queue.acknowledged += 1;
            queue.held -= 1;
            self.frames.remove(id);
            self.release_request(root);
            return self.hand_out(number);
        }
        let element = queue.element;
        let mut delay = queue.redelivery_delay;
        let frame = &mut self.frames[id];
        frame.station = NONE;
        frame.child = NONE;
        frame.attempt = 0;
        if marks < queue.max_receives {
            queue.redelivered += 1;
        } else {
            queue.dead_letters += 1;
            queue.held -= 1;
            let dead_letter = queue.dead_letter;
            self.frames[root].flags |= LOST;
            let consumed = |to: &u32| self.queues[*to as usize].consumer.is_some();
            match dead_letter.filter(consumed) {
                Some(to) => {
                    let frame = &mut self.frames[id];
                    frame.link = to;
                    frame.marks = 0;
                    delay = 0;
                }
                None => {
                    if let Some(to) = dead_letter {
                        let queue = &mut self.queues[to as usize];
                        queue.published += 1;
                        queue.held += 1;
                        queue.deepen(self.now);
                    }
                    self.frames.remove(id);
                    self.release_request(root);
                    return self.hand_out(number);
                }
            }
        }
        self.sleep(id, State::Redelivering, (element, PAUSE), delay);
        self.hand_out(number);
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
        }
    }
}
