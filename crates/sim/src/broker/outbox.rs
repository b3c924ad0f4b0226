//! Outboxes: messages that a relay takes from a table and publishes.

use crate::{
    clock::WAIT,
    draw::{Draw, purpose, request_path},
    engine::Simulation,
    frames::{List, NONE, State},
    timer::{Chore, Timer},
};

/// A relay at run time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relay {
    /// Start of the paths of what it asks, and how often it has asked.
    base: u64,
    asked: u64,
    waiting: List,
    /// Messages that there were when it last looked.
    found: u32,
    /// Whether its next look is on the event list.
    set: bool,
}

impl Relay {
    /// A relay whose draws start from `base`.
    pub(crate) fn new(base: u64) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }
}

impl Simulation {
    /// A message lies in the outbox until its relay looks.
    pub(crate) fn put_aside(&mut self, id: u32, publish: u32) {
        let code = self.code.publishes[publish as usize];
        self.frames[id].state = State::Queued;
        self.start_clock(id, code.element, WAIT);
        let relay = &mut self.relays[code.policy as usize];
        relay.waiting.push(&mut self.frames, id);
        self.set_relay(code.policy);
    }

    /// A relay with something to do looks at the next whole multiple of its interval.
    fn set_relay(&mut self, policy: u32) {
        let Some(outbox) = self.code.policies[policy as usize].outbox else {
            return;
        };
        let relay = &mut self.relays[policy as usize];
        let polls = outbox.poll != NONE;
        if relay.set || relay.waiting.length == 0 && !polls {
            return;
        }
        relay.set = true;
        let next = (self.now / outbox.interval + 1).saturating_mul(outbox.interval);
        self.set_timer(next, Timer::Broker(Chore::Relay { policy }));
    }

    /// Relays that ask at each look begin.
    pub(crate) fn begin_relays(&mut self) {
        for policy in 0..self.code.policies.len() {
            let outbox = self.code.policies[policy].outbox;
            if outbox.is_some_and(|outbox| outbox.poll != NONE) {
                self.set_relay(policy as u32);
            }
        }
    }

    /// A relay looks.
    pub(crate) fn relay(&mut self, policy: u32) {
        let poll = self.code.policies[policy as usize].outbox;
        let relay = &mut self.relays[policy as usize];
        relay.found = relay.waiting.length;
        match poll.map_or(NONE, |outbox| outbox.poll) {
            NONE => self.looked(policy, true),
            // It looks again once it has its answer.
            entry => {
                let relay = &mut self.relays[policy as usize];
                relay.asked += 1;
                let path = request_path(relay.base, relay.asked);
                self.begin_unseen(entry, path, 0, 0);
            }
        }
    }

    /// A relay publishes what it has found, if its look went well.
    pub(crate) fn looked(&mut self, policy: u32, found: bool) {
        self.relays[policy as usize].set = false;
        if found {
            self.publish_found(policy);
        }
        self.set_relay(policy);
    }

    fn publish_found(&mut self, policy: u32) {
        let Some(outbox) = self.code.policies[policy as usize].outbox else {
            return;
        };
        let found = self.relays[policy as usize].found;
        for _ in 0..found.min(outbox.batch) {
            let Some(id) = self.relays[policy as usize].waiting.pop(&self.frames) else {
                break;
            };
            self.stop_clock(id);
            let publish = self.letters.get(id).relay;
            let frame = &mut self.frames[id];
            frame.marks = frame.marks.saturating_add(1);
            let look = purpose::ATTEMPT.wrapping_mul(u64::from(frame.marks));
            frame.path = frame.stamp.wrapping_add(look);
            if Draw::new(frame.path, purpose::RELAY).chance(outbox.repeats) {
                let again = self.copy(id);
                self.put_aside(again, publish);
            }
            match outbox.transfer {
                Some(transfer) => {
                    let time = self.transfer(id, transfer);
                    self.set_out_with(id, publish, time);
                }
                None => {
                    self.set_out(id, publish);
                }
            }
        }
    }
}
