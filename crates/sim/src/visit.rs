//! Visits: running their programs.

use crate::{
    clock::{OWN, WAIT},
    compile::{Op, ScopeKind},
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{BRANCH, FAILS, Frame, INSIDE, MESSAGE, NONE, STOPPED, State},
    station::Discipline,
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
    fn yield_turn(&mut self, frame: u32, flag: u16) {
        self.frames[frame].flags |= flag;
        self.sleep(frame, State::Pausing, (0, OWN), 0);
    }

    /// An event of a frame is due.
    #[inline(always)]
    pub(crate) fn wake(&mut self, frame: u32) -> Next {
        let Frame { state, clock, .. } = self.frames[frame];
        if state.has_clock() {
            let entry = &mut self.times[clock as usize];
            *entry = entry.wrapping_add(self.now);
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
            State::Acknowledging => self.acknowledged(frame),
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
            | State::Held
            | State::Joining
            | State::Blocked
            | State::Buffered
            | State::Queued => Next::Idle,
        }
    }

    /// Begins a program. Most begin to compute: this saves them the way through [`Simulation::execute`].
    #[inline(always)]
    pub(crate) fn start(&mut self, id: u32) -> Next {
        let frame = &mut self.frames[id];
        if let Op::Cpu {
            sampler,
            element,
            key,
        } = self.code.ops[frame.pc as usize]
        {
            frame.pc += 1;
            let demand = self.code.samplers.sample(sampler, frame.path, key);
            if self.compute(id, element, demand) {
                return Next::Idle;
            }
        }
        Next::Run(id)
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
                    let pc = frame.pc;
                    if self.errors && self.goes_wrong(id) {
                        return Next::Fail(id);
                    }
                    self.leave(id, pc, element);
                    return self.finish(id, true);
                }
                Op::Call(call) => return self.call(id, call),
                Op::Guarded(call) => return self.guarded(id, call),
                Op::Delay {
                    sampler,
                    element,
                    key,
                } => {
                    frame.pc += 1;
                    let time = self.code.samplers.sample(sampler, frame.path, key);
                    if self.let_pass(id, element, time) {
                        return Next::Idle;
                    }
                }
                Op::CpuBySize(sized) => {
                    if let Some(next) = self.by_size(id, sized, true) {
                        return next;
                    }
                }
                Op::DelayBySize(sized) => {
                    if let Some(next) = self.by_size(id, sized, false) {
                        return next;
                    }
                }
                Op::Publish(publish) => return self.publish(id, publish),
                Op::Acquire(resource) => return self.acquire(id, resource),
                Op::Batch { resource, key } => return self.join_batch(id, resource, key),
                Op::Row { store, what, key } => {
                    if let Some(next) = self.use_row(id, (store, what, key)) {
                        return next;
                    }
                }
                Op::Cache { cached, does } => {
                    if let Some(next) = self.with_cache(id, cached, does) {
                        return next;
                    }
                }
                Op::Authenticate(lifetime) => {
                    if let Some(next) = self.authenticate(id, lifetime) {
                        return next;
                    }
                }
                Op::Stop => return Next::Fail(id),
                Op::Fork(fork) => return self.fork(id, fork),
                Op::Join => return self.branch_ended(id, true),
                Op::Enter { element, key } => {
                    frame.pc += 1;
                    frame.path = key::descend(frame.path, key);
                    let pc = frame.pc;
                    self.elements[element as usize].present.up(self.now);
                    if self.visit_times.is_some() {
                        self.time_visit(id, pc);
                    }
                }
                Op::Leave { element, key } => {
                    let pc = frame.pc;
                    frame.pc += 1;
                    frame.path = key::ascend(frame.path, key);
                    self.leave(id, pc, element);
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
        if let Op::Release(resource) = op {
            self.give_back(id, resource);
            self.frames[id].pc += 1;
            return;
        }
        if let Op::Shift(shift) = op {
            let to = self.shift(id, shift);
            self.frames[id].pc = to;
            return;
        }
        if let Op::Sticky(sticky) = op {
            let to = self.stick(id, sticky);
            self.frames[id].pc = to;
            return;
        }
        if let Op::Relay { policy, found } = op {
            self.looked(policy, found);
            self.frames[id].pc += 1;
            return;
        }
        if let Op::BranchBySize(table) = op {
            let arm = self.arm_by_size(id, table);
            let frame = &mut self.frames[id];
            frame.pc = arm.unwrap_or(frame.pc + 1);
            return;
        }
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
                frame.pc = self.code.arm(table, bits).unwrap_or(frame.pc + 1);
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
            Op::Try { slot } => {
                let place = id as usize * self.code.tries + usize::from(slot);
                if self.tried.len() <= place {
                    self.tried.resize(place + 1, 0);
                }
                self.tried[place] = frame.path;
                frame.pc += 1;
            }
            _ => frame.pc += 1,
        }
    }

    /// Lets time pass. False if it is none.
    #[inline(always)]
    pub(crate) fn let_pass(&mut self, id: u32, element: u32, time: u64) -> bool {
        let (time, pauses) = match self.stations.get(self.frames[id].station as usize) {
            Some(station) => {
                let group = &self.groups[station.group as usize];
                (group.slowed(time, station), station.pauses)
            }
            None => (time, NONE),
        };
        if time == 0 {
            return false;
        }
        if pauses == NONE {
            self.sleep(id, State::Pausing, (element, OWN), time);
        } else {
            self.pace(id, element, time, pauses);
        }
        true
    }

    /// Starts to compute. False if it takes no time.
    #[inline(always)]
    pub(crate) fn compute(&mut self, id: u32, element: u32, demand: u64) -> bool {
        let station = self.frames[id].station;
        let Some(station) = self.stations.get(station as usize) else {
            self.sleep(id, State::Pausing, (element, OWN), demand);
            return true;
        };
        let group = &mut self.groups[station.group as usize];
        let demand = group.slowed(demand, station);
        if demand == 0 {
            return false;
        }
        match group.discipline {
            Discipline::Servers if group.only_computes => {
                self.sleep(id, State::Pausing, (element, OWN), demand);
            }
            Discipline::Servers => {
                group.computing.up(self.now);
                self.sleep(id, State::Computing, (element, OWN), demand);
            }
            Discipline::Sharing => {
                let processor = station.processor;
                self.pace(id, element, demand, processor);
            }
            Discipline::Delay => {
                self.sleep(id, State::Pausing, (element, OWN), demand);
            }
            Discipline::Ranked => {
                let processor = station.processor;
                self.pace_by_rank(id, element, demand, processor);
            }
        }
        true
    }

    /// Needs so many nanoseconds of what an instance shares.
    #[inline(always)]
    fn pace(&mut self, id: u32, element: u32, demand: u64, processor: u32) {
        self.start_clock(id, element, WAIT);
        self.book_own(id, element, demand);
        self.frames[id].state = State::Sharing;
        self.sharing.start(processor, self.now, id, demand);
    }

    /// The same on cores that go by priority.
    #[cold]
    #[inline(never)]
    fn pace_by_rank(&mut self, id: u32, element: u32, demand: u64, processor: u32) {
        self.start_clock(id, element, WAIT);
        self.book_own(id, element, demand);
        self.frames[id].state = State::Sharing;
        let rank = self.rank(id) as u8;
        self.sharing
            .start_ranked(processor, self.now, (id, rank), demand);
    }

    /// Whether an injected error strikes at the end of a visit.
    #[inline(never)]
    fn goes_wrong(&mut self, id: u32) -> bool {
        let frame = self.frames[id];
        if frame.is(INSIDE) {
            // The visit that it is part of fails, or not.
            return false;
        }
        if frame.is(MESSAGE) {
            let queue = &self.queues[self.lanes[frame.link as usize].queue as usize];
            let poison = Draw::new(frame.stamp, purpose::POISON).chance(queue.poison);
            if poison || self.is_poisoned(id) {
                return true;
            }
        }
        let Some(station) = self.stations.get(frame.station as usize) else {
            return false;
        };
        let fails = Draw::new(frame.path, purpose::ERROR).chance(station.errors);
        if !fails {
            self.count_for_gates(&frame, false);
        }
        fails
    }

    /// A visit of an element ends well.
    #[inline(always)]
    fn leave(&mut self, id: u32, pc: u32, element: u32) {
        if self.visit_times.is_some() {
            self.visit_took(id, self.code.scope_of(pc), element);
        }
        let element = &mut self.elements[element as usize];
        element.present.down(self.now);
        element.visits += 1;
    }

    /// A frame leaves an element, as a failure.
    fn leave_failed(&mut self, id: u32, scope: u32, element: u32) {
        self.visit_took(id, scope, element);
        let element = &mut self.elements[element as usize];
        element.present.down(self.now);
        element.visits += 1;
        element.failed += 1;
    }

    /// A frame leaves all elements that it is in, as a failure.
    #[inline(never)]
    pub(crate) fn leave_all(&mut self, id: u32) {
        let mut scope = self.code.scope_of(self.frames[id].pc);
        while let Some(open) = self.code.scope(scope) {
            match open.kind {
                ScopeKind::Element => self.leave_failed(id, scope, open.element),
                ScopeKind::Hold(resource) => self.give_back(id, resource),
                ScopeKind::Flight(cached) => self.flight_fails(id, cached),
                ScopeKind::Branch | ScopeKind::Try { .. } => {}
            }
            scope = open.outer;
        }
    }

    /// A frame fails: up to what catches that, else as a whole.
    #[inline(never)]
    fn fail(&mut self, id: u32) -> Next {
        let frame = self.frames[id];
        let mut scope = self.code.scope_of(frame.pc);
        while let Some(open) = self.code.scope(scope) {
            match open.kind {
                ScopeKind::Element => self.leave_failed(id, scope, open.element),
                ScopeKind::Hold(resource) => self.give_back(id, resource),
                ScopeKind::Flight(cached) => self.flight_fails(id, cached),
                ScopeKind::Try { slot, handler } if !frame.is(STOPPED) => {
                    let place = id as usize * self.code.tries + usize::from(slot);
                    self.note_fallback(handler);
                    let frame = &mut self.frames[id];
                    frame.path = self.tried[place];
                    frame.pc = handler;
                    return Next::Run(id);
                }
                ScopeKind::Branch | ScopeKind::Try { .. } => {}
            }
            scope = open.outer;
        }
        if frame.is(BRANCH) {
            return self.branch_ended(id, false);
        }
        if self.errors && !frame.is(INSIDE | STOPPED) {
            self.count_for_gates(&frame, true);
        }
        self.finish(id, false)
    }
}
