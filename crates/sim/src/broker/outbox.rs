//! Outboxes: messages that a relay takes from a table and publishes.

use crate::{
    clock::WAIT,
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{List, State},
    timer::{Chore, Timer},
};

/// A relay at run time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relay {
    waiting: List,
    /// Whether its next look is on the event list.
    set: bool,
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
        if relay.set || relay.waiting.length == 0 {
            return;
        }
        relay.set = true;
        let next = (self.now / outbox.interval + 1).saturating_mul(outbox.interval);
        self.set_timer(next, Timer::Broker(Chore::Relay { policy }));
    }

    /// A relay looks, and publishes what it finds.
    pub(crate) fn relay(&mut self, policy: u32) {
        self.relays[policy as usize].set = false;
        let Some(outbox) = self.code.policies[policy as usize].outbox else {
            return;
        };
        let found = self.relays[policy as usize].waiting.length;
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
            self.set_out(id, publish);
        }
        self.set_relay(policy);
    }
}
