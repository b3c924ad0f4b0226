//! Publishing: a visit leaves a message, and goes on when its broker has it, or at once.

use spinout_network::{Delivery, key};

use super::{
    fate::Fate,
    letter::{ONCE, UNWATCHED},
};
use crate::{
    calls::PublishCode,
    clock::{NETWORK, PAUSE},
    compile::Op,
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{FAILS, Frame, LOST, MESSAGE, NONE, State},
    guard::Failure,
    trouble::Way,
    visit::Next,
};

impl Simulation {
    /// A visit publishes a message.
    pub(crate) fn publish(&mut self, id: u32, publish: u32) -> Next {
        let code = self.code.publishes[publish as usize];
        let message = self.write(id, &code);
        if code.policy != NONE {
            return self.publish_by(id, message, publish);
        }
        self.frames[id].state = State::Calling;
        self.frames[id].child = message;
        self.frames[message].parent = id;
        self.set_out(message, publish)
    }

    /// A message of a visit that waits for nothing yet.
    fn write(&mut self, id: u32, code: &PublishCode) -> u32 {
        let Frame {
            path,
            root,
            row,
            journey,
            ..
        } = self.frames[id];
        let path = key::descend(path, code.key);
        let (message, slot) = self.frames.add();
        slot.path = path;
        slot.stamp = path;
        slot.root = root;
        slot.row = row;
        slot.journey = journey;
        slot.link = code.queue;
        slot.flags = MESSAGE;
        self.letters.begin(message).half = code.half;
        if self.code.tokens {
            self.pass_token(id, message, code.token);
        }
        self.frames[root].link += 1;
        message
    }

    /// A message is on its way to its broker.
    pub(crate) fn set_out(&mut self, message: u32, publish: u32) -> Next {
        if self.code.publishes[publish as usize].hop == NONE {
            return self.at_broker(message);
        }
        self.set_out_with(message, publish, 0)
    }

    /// The same with something that takes so many nanoseconds more on the way.
    pub(crate) fn set_out_with(&mut self, message: u32, publish: u32, time: u64) -> Next {
        let code = self.code.publishes[publish as usize];
        let path = self.frames[message].path;
        let way = Way::Publish(publish);
        let time = time + self.crossing(way, code.hop, path, purpose::OUT);
        self.sleep(message, State::Publishing, (code.element, NETWORK), time);
        Next::Idle
    }

    /// Publishes as a policy says.
    #[cold]
    #[inline(never)]
    fn publish_by(&mut self, id: u32, message: u32, publish: u32) -> Next {
        let number = self.code.publishes[publish as usize].policy;
        let policy = &self.code.policies[number as usize];
        let (delivery, ring, relays) = (policy.delivery, policy.ring, policy.outbox.is_some());
        let attempt = self.frames[id].attempt;
        let again = purpose::ATTEMPT.wrapping_mul(u64::from(attempt));
        self.frames[message].path = self.frames[message].stamp.wrapping_add(again);
        if attempt == 0 {
            let before = self.letters.get(id).outgoing;
            self.letters.release(before);
            let record = self.letters.record();
            self.letters.at(id).outgoing = record;
        }
        let record = self.letters.get(id).outgoing;
        self.letters.share(record);
        let letter = self.letters.at(message);
        letter.record = record;
        if delivery == Delivery::ExactlyOnce {
            letter.flags |= ONCE;
        }
        if relays || delivery == Delivery::AtMostOnce {
            let row = self.row_after(message);
            self.frames[message].row = row;
            self.frames[id].pc += 1;
            if relays {
                self.letters.at(message).relay = publish;
                self.put_aside(message, publish);
            } else {
                self.letters.at(message).flags |= UNWATCHED;
                // Nobody waits for what follows from its arrival.
                self.set_out(message, publish);
            }
            return Next::Run(id);
        }
        let frame = &mut self.frames[id];
        frame.state = State::Calling;
        frame.child = message;
        self.frames[message].parent = id;
        if ring != NONE {
            self.set_timeout(id, ring);
        }
        self.set_out(message, publish)
    }

    /// A message reaches its broker, which takes or refuses it, and acknowledges.
    pub(crate) fn at_broker(&mut self, id: u32) -> Next {
        let Frame {
            parent, link, path, ..
        } = self.frames[id];
        let letter = self.letters.get(id);
        let up = self.queues[link as usize].outages == 0;
        // A broker that knows its publishers' messages takes each of them once.
        let known = up && letter.is(ONCE) && self.letters.take(letter.record);
        let accepted = known || up && self.makes_room(link);
        if known {
            self.discard(id);
        } else if accepted {
            let row = self.row_after(id);
            let frame = &mut self.frames[id];
            frame.parent = NONE;
            frame.row = row;
            let journey = usize::from(frame.journey);
            let root = frame.root;
            if !self.letters.take(letter.record) && letter.half != NONE {
                self.takes_effect(root, letter.half);
            }
            self.journeys[journey].published += 1;
            self.accept(id);
        } else {
            self.queues[link as usize].refused += 1;
            if letter.relay != NONE {
                self.put_aside(id, letter.relay);
                return Next::Idle;
            }
            if letter.is(UNWATCHED) {
                self.lose_unseen(id);
            }
            self.discard(id);
        }
        if parent == NONE {
            return Next::Idle;
        }
        self.acknowledge(parent, path, accepted)
    }

    /// A message that nobody watched was refused.
    fn lose_unseen(&mut self, id: u32) {
        let Frame { root, journey, .. } = self.frames[id];
        self.frames[root].flags |= LOST;
        self.journeys[usize::from(journey)]
            .messages
            .count(Fate::Lost);
        let queue = self.frames[id].link as usize;
        self.queues[queue].lost += 1;
    }

    /// The publisher of a message gets its acknowledgement, or refusal.
    fn acknowledge(&mut self, id: u32, path: u64, accepted: bool) -> Next {
        let frame = &mut self.frames[id];
        frame.child = NONE;
        let Op::Publish(publish) = self.code.ops[frame.pc as usize] else {
            frame.state = State::Running;
            return Next::Fail(id);
        };
        let code = self.code.publishes[publish as usize];
        if code.policy != NONE {
            return self.acknowledge_later(id, path, accepted, &code);
        }
        frame.state = State::Running;
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

    /// The acknowledgement is on its way, while the publisher may give up waiting for it.
    #[cold]
    fn acknowledge_later(&mut self, id: u32, path: u64, ok: bool, code: &PublishCode) -> Next {
        let back = self.code.policies[code.policy as usize].back;
        if code.ack == NONE && back == NONE {
            return self.has_acknowledgement(id, ok);
        }
        let draw = |sampler: u32, key: u64| match sampler {
            NONE => 0,
            sampler => self.code.samplers.sample(sampler, path, key),
        };
        let stored = draw(code.ack, purpose::BACK);
        let time = stored.saturating_add(draw(back, purpose::BACK ^ purpose::OUT));
        let Frame {
            root, row, journey, ..
        } = self.frames[id];
        let (answer, slot) = self.frames.add();
        slot.path = path;
        slot.parent = id;
        slot.root = root;
        slot.row = row;
        slot.journey = journey;
        slot.flags = if ok { MESSAGE } else { MESSAGE | FAILS };
        self.frames[id].child = answer;
        self.sleep(answer, State::Acknowledging, (code.element, NETWORK), time);
        Next::Idle
    }

    /// An acknowledgement reaches its publisher, if it still waits.
    pub(crate) fn acknowledged(&mut self, id: u32) -> Next {
        let Frame { parent, flags, .. } = *self.frames.remove(id);
        if parent == NONE {
            return Next::Idle;
        }
        self.has_acknowledgement(parent, flags & FAILS == 0)
    }

    fn has_acknowledgement(&mut self, id: u32, ok: bool) -> Next {
        let frame = &mut self.frames[id];
        frame.child = NONE;
        frame.serial = 0;
        frame.state = State::Running;
        if !ok {
            return self.publish_failed(id, Failure::Refusal);
        }
        frame.attempt = 0;
        frame.pc += 1;
        Next::Run(id)
    }

    /// An attempt to publish has failed, or taken too long: tries again, or fails.
    #[cold]
    pub(crate) fn publish_failed(&mut self, id: u32, why: Failure) -> Next {
        let frame = &mut self.frames[id];
        let Op::Publish(publish) = self.code.ops[frame.pc as usize] else {
            return Next::Fail(id);
        };
        let code = self.code.publishes[publish as usize];
        let policy = self.code.policies.get(code.policy as usize);
        let retry = policy.and_then(|policy| policy.retry);
        let Some(retry) = retry.filter(|retry| retry.allows(why, frame.attempt)) else {
            frame.attempt = 0;
            return Next::Fail(id);
        };
        let growth = (0..frame.attempt).fold(1.0, |growth, _| growth * retry.multiplier);
        frame.attempt += 1;
        let attempt = purpose::ATTEMPT.wrapping_mul(u64::from(frame.attempt));
        let key = purpose::JITTER.wrapping_add(code.key).wrapping_add(attempt);
        let random = Draw::new(frame.path, key).uniform();
        let longest = (retry.base * growth).min(retry.cap);
        let wait = (longest * (1.0 - retry.jitter * random)) as u64;
        if wait == 0 {
            return Next::Run(id);
        }
        self.sleep(id, State::Pausing, (code.element, PAUSE), wait);
        Next::Idle
    }
}
