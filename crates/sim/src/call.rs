//! Calls: a visit sets out, takes a slot or waits for one, and its answer comes back.

use spinout_network::key;

use crate::{
    clock::{NETWORK, PAUSE, WAIT},
    compile::Op,
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{
        BRANCH, DENIED, FAILS, Frame, GUARDED, INSIDE, MESSAGE, NONE, PLAIN, REFUSED, REQUEST,
        STOPPED, State,
    },
    guard::Failure,
    inside::INSIDE_WAY,
    station::Life,
    trouble::Way,
    visit::Next,
};

impl Simulation {
    /// Calls: a visit sets out to another group.
    #[inline(always)]
    pub(crate) fn call(&mut self, id: u32, call: u32) -> Next {
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
        if self.code.tokens {
            let Frame { parent, link, .. } = self.frames[id];
            self.pass_token(parent, id, self.code.calls[link as usize].token);
        }
        if out == INSIDE_WAY {
            return self.go_inside(id);
        }
        let Frame { path, link, .. } = self.frames[id];
        let time = self.crossing(Way::Call(link), out, path, purpose::OUT);
        let time = time + self.carrying(id, link, false);
        self.sleep(id, State::Travelling, (caller, NETWORK), time);
        Next::Idle
    }

    /// A visit reaches its group.
    #[inline(always)]
    pub(crate) fn arrive_at(&mut self, id: u32, path: u64, group: usize, element: u32) -> Next {
        match self.groups[group].pick(&self.stations, path) {
            Some(number) => self.admit(id, element, number, true),
            None => self.no_instance(id, group, element),
        }
    }

    /// A visit is turned away.
    #[inline(never)]
    pub(crate) fn refuse(&mut self, id: u32, group: usize) -> Next {
        self.groups[group].refused += 1;
        self.frames[id].flags |= REFUSED;
        self.answer(id, false)
    }

    /// The same after a way over the network.
    #[inline(never)]
    pub(crate) fn arrive_later(&mut self, id: u32) -> Next {
        let frame = &self.frames[id];
        if frame.is(STOPPED) {
            return self.hand_over(id, false);
        }
        let Frame { path, link, .. } = *frame;
        let code = &self.code.calls[link as usize];
        let (group, element) = (code.group as usize, code.element);
        if self.turned_away(id, link, path) {
            return self.refuse(id, group);
        }
        self.arrive_at(id, path, group, element)
    }

    /// A visit takes a slot of an instance, or waits for one, or is refused where the accept queue is
    /// `bounded`.
    #[inline(always)]
    pub(crate) fn admit(&mut self, id: u32, element: u32, number: u32, bounded: bool) -> Next {
        let station = &self.stations[number as usize];
        let group = &self.groups[station.group as usize];
        if station.busy < station.room {
            return self.take_slot(id, element, number);
        }
        if group.entrance.is_some() {
            return self.knock(id, element, number, bounded);
        }
        if group.conduct.is_some() {
            return self.admit_with_conduct(id, element, number, bounded);
        }
        self.wait_for_slot(id, element, number, bounded)
    }

    /// A visit takes a free slot.
    #[inline(always)]
    pub(crate) fn take_slot(&mut self, id: u32, element: u32, number: u32) -> Next {
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        station.busy += 1;
        group.busy.up(self.now);
        group.visits += 1;
        self.frames[id].station = number;
        self.elements[element as usize].present.up(self.now);
        if self.visit_times.is_some() {
            self.time_visit(id, self.frames[id].pc);
        }
        self.start(id)
    }

    /// A visit waits for a slot, or is refused.
    #[inline(always)]
    pub(crate) fn wait_for_slot(
        &mut self,
        id: u32,
        element: u32,
        number: u32,
        bounded: bool,
    ) -> Next {
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        let frame = &mut self.frames[id];
        if bounded && station.waiting.length >= group.accept {
            let group = station.group as usize;
            return self.overflow(id, group, number);
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
        if self.visit_times.is_some() {
            self.time_visit(id, self.frames[id].pc);
        }
        self.start_clock(id, waits_for, WAIT);
        Next::Idle
    }

    /// An accept queue is full.
    #[cold]
    #[inline(never)]
    pub(crate) fn overflow(&mut self, id: u32, number: usize, station: u32) -> Next {
        if self.errors {
            let visit = Frame {
                station,
                ..self.frames[id]
            };
            self.count_for_gates(&visit, true);
        }
        let group = &mut self.groups[number];
        if group.full.is_none() {
            group.full = Some((group.waiting_since, self.now, group.waiting.count));
        }
        self.refuse(id, number)
    }

    /// A slot becomes free: the next waiting visit takes it.
    #[inline(always)]
    pub(crate) fn release(&mut self, number: u32) {
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        if group.conduct.is_some() {
            return self.release_with_conduct(number);
        }
        if group.entrance.is_some() {
            return self.release_guarded(number);
        }
        if let Some(next) = station.waiting.pop(&self.frames) {
            group.waiting.down(self.now);
            group.visits += 1;
            return self.hand_slot(next);
        }
        station.busy -= 1;
        group.busy.down(self.now);
        if station.life != Life::Up {
            self.released(number);
        }
    }

    /// The same behind an entrance, which chooses who is next.
    #[inline(never)]
    fn release_guarded(&mut self, number: u32) {
        let next = self.next_in(number);
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        if let Some(next) = next {
            group.waiting.down(self.now);
            group.visits += 1;
            return self.hand_slot(next);
        }
        station.busy -= 1;
        group.busy.down(self.now);
        if station.life != Life::Up {
            self.released(number);
        }
    }

    /// A waiting visit has the slot that became free.
    #[inline(always)]
    fn hand_slot(&mut self, next: u32) {
        self.stop_clock(next);
        if let Next::Run(next) = self.start(next) {
            // Its clock stands still until it runs.
            self.frames[next].state = State::Running;
            self.ready.push(Next::Run(next));
        }
    }

    /// The same at an instance with a conduct.
    #[cold]
    #[inline(never)]
    fn release_with_conduct(&mut self, number: u32) {
        let group = self.stations[number as usize].group as usize;
        let next = if self.groups[group].entrance.is_some() {
            self.next_in(number)
        } else {
            self.next_in_line(number)
        };
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        if let Some(next) = next {
            group.waiting.down(self.now);
            group.visits += 1;
            self.stop_clock(next);
            if let Next::Run(next) = self.start(next) {
                // Its clock stands still until it runs.
                self.frames[next].state = State::Running;
                self.ready.push(Next::Run(next));
            }
            return;
        }
        station.busy -= 1;
        group.busy.down(self.now);
        let leaves = station.life == Life::Draining;
        self.idle(number);
        if leaves {
            self.drained(number);
        }
    }

    /// A program has ended: the slot is given back, the answer goes out.
    #[inline(always)]
    pub(crate) fn finish(&mut self, id: u32, ok: bool) -> Next {
        let Frame { station, flags, .. } = self.frames[id];
        if flags & (MESSAGE | INSIDE) != 0 {
            if flags & INSIDE != 0 {
                return self.end_inside(id, ok);
            }
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
    pub(crate) fn answer(&mut self, id: u32, ok: bool) -> Next {
        let frame = &self.frames[id];
        if frame.is(PLAIN) {
            return self.hand_over(id, ok);
        }
        self.send_back(id, ok)
    }

    #[inline(never)]
    fn send_back(&mut self, id: u32, ok: bool) -> Next {
        let Frame {
            link, parent, root, ..
        } = self.frames[id];
        // A shadow answers to no call.
        let Some(code) = self.code.calls.get(link as usize) else {
            return self.hand_over(id, ok);
        };
        let (back, caller, half) = (code.back, code.caller, code.half);
        if ok && half != NONE {
            self.takes_effect(root, half);
        }
        if parent == NONE {
            return self.hand_over(id, ok);
        }
        let frame = &mut self.frames[id];
        frame.station = NONE;
        if !ok {
            frame.flags |= FAILS;
        }
        let Frame { path, link, .. } = *frame;
        let time = self.crossing(Way::Call(link), back, path, purpose::BACK);
        let time = time + self.carrying(id, link, true);
        self.sleep(id, State::Returning, (caller, NETWORK), time);
        Next::Idle
    }

    /// The answer of a visit reaches its caller, if it still waits.
    #[inline(always)]
    pub(crate) fn hand_over(&mut self, id: u32, ok: bool) -> Next {
        let Frame {
            parent,
            root,
            flags,
            ..
        } = *self.frames.remove(id);
        if parent == NONE {
            self.release_request(root);
            return Next::Idle;
        }
        if ok {
            return self.answered(parent);
        }
        let why = match (flags & DENIED != 0, flags & REFUSED != 0) {
            (true, _) => Failure::Denial,
            (_, true) => Failure::Refusal,
            _ => Failure::Error,
        };
        self.unanswered(parent, why)
    }

    /// The same after a way over the network.
    #[inline(never)]
    pub(crate) fn hand_over_later(&mut self, id: u32) -> Next {
        self.hand_over(id, !self.frames[id].is(FAILS))
    }

    /// A caller has its answer.
    #[inline(always)]
    fn answered(&mut self, id: u32) -> Next {
        if self.frames[id].is(GUARDED) {
            self.unguard(id, Some(true));
        }
        let frame = &mut self.frames[id];
        frame.child = NONE;
        frame.serial = 0;
        frame.attempt = 0;
        frame.pc += 1;
        frame.state = State::Running;
        Next::Run(id)
    }

    /// A caller's attempt has failed.
    #[inline(never)]
    pub(crate) fn unanswered(&mut self, id: u32, why: Failure) -> Next {
        if self.frames[id].is(GUARDED) {
            self.unguard(id, Some(false));
        }
        let frame = &mut self.frames[id];
        frame.child = NONE;
        frame.serial = 0;
        self.attempt_failed(id, why)
    }

    /// An attempt of a call has failed: tries again, or fails.
    #[inline(never)]
    pub(crate) fn attempt_failed(&mut self, id: u32, why: Failure) -> Next {
        let frame = &mut self.frames[id];
        frame.state = State::Running;
        let station = frame.station;
        let (Op::Call(call) | Op::Guarded(call)) = self.code.ops[frame.pc as usize] else {
            return self.publish_failed(id, why);
        };
        let code = &self.code.calls[call as usize];
        let (caller, link) = (code.caller, code.link);
        let attempt = frame.attempt;
        let retry = code.retry.filter(|retry| retry.allows(why, attempt));
        let key = purpose::JITTER.wrapping_add(code.key);
        if link != NONE {
            self.count_failure(link, why);
        }
        let Some(retry) = retry.filter(|_| link == NONE || self.may_retry(station, link)) else {
            self.frames[id].attempt = 0;
            return Next::Fail(id);
        };
        let frame = &mut self.frames[id];
        let growth = (0..frame.attempt).fold(1.0, |growth, _| growth * retry.multiplier);
        frame.attempt += 1;
        let attempt = purpose::ATTEMPT.wrapping_mul(u64::from(frame.attempt));
        let random = Draw::new(frame.path, key.wrapping_add(attempt)).uniform();
        let longest = (retry.base * growth).min(retry.cap);
        let wait = (longest * (1.0 - retry.jitter * random)) as u64;
        if wait == 0 {
            return Next::Run(id);
        }
        self.sleep(id, State::Pausing, (caller, PAUSE), wait);
        Next::Idle
    }

    /// Nobody waits for this frame any more: it goes on alone, and its request is not complete before.
    #[inline(never)]
    pub(crate) fn abandon(&mut self, id: u32) {
        self.book_apart(id);
        let frame = &mut self.frames[id];
        frame.parent = NONE;
        let (root, station, branch) = (frame.root, frame.station, frame.is(BRANCH | INSIDE));
        if !frame.is(MESSAGE) {
            self.frames[root].link += 1;
        }
        if branch && let Some(place) = self.stations.get_mut(station as usize) {
            place.lingering += 1;
        }
    }
}
