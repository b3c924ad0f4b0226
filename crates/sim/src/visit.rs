//! Visits: running programs, calling, answering.

use crate::{
    clock::{NETWORK, OWN, PAUSE, WAIT},
    compile::Op,
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{FAILS, Frame, MESSAGE, NONE, PLAIN, REQUEST, State},
    station::{Discipline, Life},
};
use spinout_network::key;

/// How it goes on at this moment.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Next {
    /// Not: every visit waits for something.
    Idle,
    /// A visit runs its program.
    Run(u32),
    /// A visit fails.
    Fail(u32),
}

/// Instructions that one event may run before others get their turn.
const BUDGET: u32 = 1 << 16;

impl Simulation {
    /// Runs until nothing more happens at this moment, or the budget is spent.
    #[inline(always)]
    pub(crate) fn go_on(&mut self, mut next: Next) {
        let mut budget = BUDGET;
        loop {
            next = match next {
                Next::Idle => return,
                Next::Run(frame) if budget == 0 => return self.yield_turn(frame, 0),
                Next::Fail(frame) if budget == 0 => return self.yield_turn(frame, FAILS),
                Next::Run(frame) => self.execute(frame, &mut budget),
                Next::Fail(frame) => {
                    budget -= 1;
                    self.fail(frame)
                }
            };
        }
    }

    /// Goes on at the same time, after everything else that is due, so that a host can cancel even what
    /// takes no simulated time.
    #[inline(never)]
    fn yield_turn(&mut self, frame: u32, flag: u8) {
        self.frames[frame].flags |= flag;
        self.start_clock(frame, 0, OWN);
        self.sleep(frame, State::Pausing, 0);
    }

    /// An event of a frame is due.
    #[inline(always)]
    pub(crate) fn wake(&mut self, frame: u32) -> Next {
        let state = self.frames[frame].state;
        if state.has_clock() {
            self.stop_clock(frame);
        }
        match state {
            State::Computing => {
                let station = self.frames[frame].station;
                let group = self.stations[station as usize].group;
                self.groups[group as usize].computing.down(self.now);
                Next::Run(frame)
            }
            State::Travelling => self.arrive_later(frame),
            State::Pausing => {
                if self.frames[frame].is(FAILS) {
                    self.frames[frame].flags &= !FAILS;
                    Next::Fail(frame)
                } else {
                    Next::Run(frame)
                }
            }
            State::Returning => self.hand_over_later(frame),
            State::Publishing => self.at_broker(frame),
            State::Delivering => self.take(frame),
            State::Redelivering => {
                self.enqueue(frame);
                Next::Idle
            }
            State::Thinking => self.begin_request(frame),
            State::Answered => {
                self.release_request(frame);
                Next::Idle
            }
            State::Dead => {
                self.frames.remove(frame);
                Next::Idle
            }
            State::Free
            | State::Running
            | State::Waiting
            | State::Sharing
            | State::Calling
            | State::Queued => Next::Idle,
        }
    }

    /// Runs a program until it waits for something or ends.
    #[inline(always)]
    fn execute(&mut self, id: u32, budget: &mut u32) -> Next {
        while *budget > 0 {
            *budget -= 1;
            let frame = &mut self.frames[id];
            match self.code.ops[frame.pc as usize] {
                Op::Cpu {
                    sampler,
                    element,
                    key,
                } => {
                    frame.pc += 1;
                    let demand = self.code.samplers.sample(sampler, frame.path, key);
                    if self.compute(id, element, demand) {
                        return Next::Idle;
                    }
                }
                Op::End { element } => {
                    if self.errors && self.goes_wrong(id) {
                        return Next::Fail(id);
                    }
                    self.leave(element);
                    return self.finish(id, true);
                }
                Op::Call(call) => return self.call(id, call),
                Op::Delay {
                    sampler,
                    element,
                    key,
                } => {
                    frame.pc += 1;
                    let time = self.code.samplers.sample(sampler, frame.path, key);
                    let time = match self.stations.get(frame.station as usize) {
                        Some(station) => self.groups[station.group as usize].slowed(time),
                        None => time,
                    };
                    if time > 0 {
                        self.start_clock(id, element, OWN);
                        self.sleep(id, State::Pausing, time);
                        return Next::Idle;
                    }
                }
                Op::Publish(publish) => return self.publish(id, publish),
                Op::Enter { element, key } => {
                    frame.pc += 1;
                    frame.path = key::descend(frame.path, key);
                    self.elements[element as usize].present.up(self.now);
                }
                Op::Leave { element, key } => {
                    frame.pc += 1;
                    frame.path = key::ascend(frame.path, key);
                    self.leave(element);
                }
                Op::Fail { key, threshold } => {
                    if Draw::new(frame.path, key).chance(threshold) {
                        return Next::Fail(id);
                    }
                    frame.pc += 1;
                }
                flow => self.jump(id, flow),
            }
        }
        Next::Run(id)
    }

    /// Instructions that only move within a program.
    #[inline(never)]
    fn jump(&mut self, id: u32, op: Op) {
        let frame = &mut self.frames[id];
        match op {
            Op::Jump(to) => frame.pc = to,
            Op::Maybe {
                end,
                key,
                threshold,
            } => {
                let does = Draw::new(frame.path, key).chance(threshold);
                frame.pc = if does { frame.pc + 1 } else { end };
            }
            Op::Branch { table, key } => {
                let bits = Draw::new(frame.path, key).bits();
                let arms = &self.code.branches[table as usize];
                let arm = arms.iter().find(|(end, _)| bits < *end || *end == u64::MAX);
                frame.pc = arm.map_or(frame.pc + 1, |(_, begin)| *begin);
            }
            Op::Repeat { slot, key, count } => {
                let more = match self.code.ops[frame.pc as usize + 1] {
                    Op::Maybe { threshold, .. } => Draw::new(frame.path, key).chance(threshold),
                    _ => false,
                };
                frame.pc += 2;
                let place = id as usize * self.code.loops + usize::from(slot);
                if self.loops.len() <= place {
                    self.loops.resize(place + 1, [0; 2]);
                }
                self.loops[place] = [count - 1 + u32::from(more), 0];
            }
            Op::Again { slot, begin, key } => {
                let place = id as usize * self.code.loops + usize::from(slot);
                let [left, done] = &mut self.loops[place];
                let step = key::iteration(key);
                if *left > 0 {
                    *left -= 1;
                    *done += 1;
                    frame.path = frame.path.wrapping_add(step);
                    frame.pc = begin;
                } else {
                    frame.path = frame.path.wrapping_sub(step.wrapping_mul(u64::from(*done)));
                    frame.pc += 1;
                }
            }
            _ => frame.pc += 1,
        }
    }

    /// Starts to compute. False if it takes no time.
    #[inline(always)]
    fn compute(&mut self, id: u32, element: u32, demand: u64) -> bool {
        let station = self.frames[id].station;
        let Some(station) = self.stations.get(station as usize) else {
            self.start_clock(id, element, OWN);
            self.sleep(id, State::Pausing, demand);
            return true;
        };
        let group = &mut self.groups[station.group as usize];
        let demand = group.slowed(demand);
        if demand == 0 {
            return false;
        }
        match group.discipline {
            Discipline::Servers if group.only_computes => {
                self.start_clock(id, element, OWN);
                self.sleep(id, State::Pausing, demand);
            }
            Discipline::Servers => {
                group.computing.up(self.now);
                self.start_clock(id, element, OWN);
                self.sleep(id, State::Computing, demand);
            }
            Discipline::Sharing => {
                let processor = station.processor;
                self.start_clock(id, element, WAIT);
                self.book_own(id, element, demand);
                self.frames[id].state = State::Sharing;
                self.sharing.start(processor, self.now, id, demand);
            }
            Discipline::Delay => {
                self.start_clock(id, element, OWN);
                self.sleep(id, State::Pausing, demand);
            }
        }
        true
    }

    /// Whether an injected error strikes at the end of a visit.
    #[inline(never)]
    fn goes_wrong(&self, id: u32) -> bool {
        let frame = &self.frames[id];
        self.stations
            .get(frame.station as usize)
            .is_some_and(|station| {
                let errors = self.groups[station.group as usize].errors;
                errors != 0 && Draw::new(frame.path, purpose::ERROR).chance(errors)
            })
    }

    /// A visit of an element ends well.
    #[inline(always)]
    fn leave(&mut self, element: u32) {
        let element = &mut self.elements[element as usize];
        element.present.down(self.now);
        element.visits += 1;
    }

    /// A frame leaves all elements that it is in, as a failure.
    #[inline(never)]
    pub(crate) fn leave_all(&mut self, id: u32) {
        for element in self.code.open_scopes(self.frames[id].pc) {
            let element = &mut self.elements[element as usize];
            element.present.down(self.now);
            element.visits += 1;
            element.failed += 1;
        }
    }

    #[inline(never)]
    fn fail(&mut self, id: u32) -> Next {
        self.leave_all(id);
        self.finish(id, false)
    }

    /// Calls: a visit sets out to another group.
    #[inline(always)]
    fn call(&mut self, id: u32, call: u32) -> Next {
        let code = &self.code.calls[call as usize];
        let (out, ring, caller, entry) = (code.out, code.ring, code.caller, code.entry);
        let (group, element) = (code.group as usize, code.element);
        let plain = if code.back == NONE { PLAIN } else { 0 };
        let frame = &mut self.frames[id];
        let attempt = purpose::ATTEMPT.wrapping_mul(u64::from(frame.attempt));
        let path = key::descend(frame.path, code.key.wrapping_add(attempt));
        let (root, row, journey) = (frame.root, frame.row, frame.journey);
        frame.state = State::Calling;
        let (child, slot) = self.frames.add();
        slot.path = path;
        slot.pc = entry;
        slot.parent = id;
        slot.root = root;
        slot.row = row;
        slot.link = call;
        slot.journey = journey;
        slot.flags = plain;
        self.frames[id].child = child;
        if ring != NONE {
            self.set_timeout(id, ring);
        }
        if out == NONE {
            return self.arrive_at(child, path, group, element);
        }
        self.send_out(child, out, caller)
    }

    #[inline(never)]
    fn send_out(&mut self, id: u32, out: u32, caller: u32) -> Next {
        let time = self
            .code
            .samplers
            .sample(out, self.frames[id].path, purpose::OUT);
        self.start_clock(id, caller, NETWORK);
        self.sleep(id, State::Travelling, time);
        Next::Idle
    }

    /// A visit reaches its group.
    #[inline(always)]
    fn arrive_at(&mut self, id: u32, path: u64, group: usize, element: u32) -> Next {
        match self.groups[group].pick(&self.stations, path) {
            Some(number) => self.admit(id, element, number, true),
            None => self.refuse(id, group),
        }
    }

    /// A visit is turned away.
    #[inline(never)]
    fn refuse(&mut self, id: u32, group: usize) -> Next {
        self.groups[group].refused += 1;
        self.answer(id, false)
    }

    /// The same after a way over the network.
    #[inline(never)]
    fn arrive_later(&mut self, id: u32) -> Next {
        let frame = &self.frames[id];
        let code = &self.code.calls[frame.link as usize];
        self.arrive_at(id, frame.path, code.group as usize, code.element)
    }

    /// A visit takes a slot of an instance, or waits for one, or is refused where the accept queue is
    /// `bounded`.
    #[inline(always)]
    pub(crate) fn admit(&mut self, id: u32, element: u32, number: u32, bounded: bool) -> Next {
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        let frame = &mut self.frames[id];
        if station.busy < group.slots {
            station.busy += 1;
            group.busy.up(self.now);
            group.visits += 1;
            frame.station = number;
            self.elements[element as usize].present.up(self.now);
            return Next::Run(id);
        }
        if bounded && station.waiting.length >= group.accept {
            if group.full.is_none() {
                group.full = Some((group.waiting_since, self.now, group.waiting.count));
            }
            let group = station.group as usize;
            return self.refuse(id, group);
        }
        if group.waiting.count == 0 {
            group.waiting_since = self.now;
        }
        group.waiting.up(self.now);
        group.waiting_max = group.waiting_max.max(group.waiting.count);
        frame.station = number;
        frame.state = State::Waiting;
        station.waiting.push(&mut self.frames, id);
        let waits_for = group.element;
        self.elements[element as usize].present.up(self.now);
        self.start_clock(id, waits_for, WAIT);
        Next::Idle
    }

    /// A slot becomes free: the next waiting visit takes it.
    #[inline(always)]
    fn release(&mut self, number: u32) {
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        if let Some(next) = station.waiting.pop(&self.frames) {
            group.waiting.down(self.now);
            group.visits += 1;
            self.stop_clock(next);
            self.frames[next].state = State::Running;
            self.ready.push(Next::Run(next));
            return;
        }
        station.busy -= 1;
        group.busy.down(self.now);
        if station.life == Life::Draining {
            self.drained(number);
        }
    }

    /// A program has ended: the slot is given back, the answer goes out.
    #[inline(always)]
    fn finish(&mut self, id: u32, ok: bool) -> Next {
        let Frame { station, flags, .. } = self.frames[id];
        if flags & MESSAGE != 0 {
            self.let_go(id);
        }
        if station != NONE {
            self.release(station);
        }
        if flags & (MESSAGE | REQUEST) == 0 {
            return self.answer(id, ok);
        }
        if flags & MESSAGE != 0 {
            self.consumed(id, ok);
        } else {
            self.respond(id, ok);
        }
        Next::Idle
    }

    /// The answer of a visit sets out.
    #[inline(always)]
    fn answer(&mut self, id: u32, ok: bool) -> Next {
        let frame = &self.frames[id];
        if frame.is(PLAIN) || frame.parent == NONE {
            return self.hand_over(id, ok);
        }
        self.send_back(id, ok)
    }

    #[inline(never)]
    fn send_back(&mut self, id: u32, ok: bool) -> Next {
        let frame = &mut self.frames[id];
        let code = &self.code.calls[frame.link as usize];
        let (back, caller) = (code.back, code.caller);
        frame.station = NONE;
        if !ok {
            frame.flags |= FAILS;
        }
        let time = self.code.samplers.sample(back, frame.path, purpose::BACK);
        self.start_clock(id, caller, NETWORK);
        self.sleep(id, State::Returning, time);
        Next::Idle
    }

    /// The answer of a visit reaches its caller, if it still waits.
    #[inline(always)]
    fn hand_over(&mut self, id: u32, ok: bool) -> Next {
        let Frame { parent, root, .. } = self.frames[id];
        self.frames.remove(id);
        if parent == NONE {
            self.release_request(root);
            return Next::Idle;
        }
        self.answered(parent, ok)
    }

    /// The same after a way over the network.
    #[inline(never)]
    fn hand_over_later(&mut self, id: u32) -> Next {
        self.hand_over(id, !self.frames[id].is(FAILS))
    }

    /// A caller has its answer.
    #[inline(always)]
    pub(crate) fn answered(&mut self, id: u32, ok: bool) -> Next {
        let frame = &mut self.frames[id];
        frame.child = NONE;
        frame.serial = 0;
        if ok {
            frame.attempt = 0;
            frame.pc += 1;
            frame.state = State::Running;
            return Next::Run(id);
        }
        self.attempt_failed(id)
    }

    /// An attempt of a call has failed: tries again, or fails.
    #[inline(never)]
    pub(crate) fn attempt_failed(&mut self, id: u32) -> Next {
        let frame = &mut self.frames[id];
        frame.state = State::Running;
        let Op::Call(call) = self.code.ops[frame.pc as usize] else {
            return Next::Fail(id);
        };
        let code = &self.code.calls[call as usize];
        let caller = code.caller;
        let Some(retry) = code
            .retry
            .filter(|retry| frame.attempt + 1 < retry.attempts)
        else {
            frame.attempt = 0;
            return Next::Fail(id);
        };
        let growth = (0..frame.attempt).fold(1.0, |growth, _| growth * retry.multiplier);
        frame.attempt += 1;
        let attempt = purpose::ATTEMPT.wrapping_mul(u64::from(frame.attempt));
        let key = purpose::JITTER.wrapping_add(code.key).wrapping_add(attempt);
        let random = Draw::new(frame.path, key).uniform();
        let wait = (retry.base * growth * (1.0 - retry.jitter * random)) as u64;
        if wait == 0 {
            return Next::Run(id);
        }
        self.start_clock(id, caller, PAUSE);
        self.sleep(id, State::Pausing, wait);
        Next::Idle
    }

    /// Nobody waits for this frame any more: it goes on alone, and its request is not complete before.
    #[inline(never)]
    pub(crate) fn abandon(&mut self, id: u32) {
        self.book_apart(id);
        let frame = &mut self.frames[id];
        frame.parent = NONE;
        if !frame.is(MESSAGE) {
            let root = frame.root;
            self.frames[root].link += 1;
        }
    }
}
