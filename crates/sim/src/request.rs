//! Requests: from arrival to answer to the last consequence. And their users' patience, and callers'.

use crate::{
    compile::Op,
    draw::{purpose, request_path},
    engine::{Simulation, handle},
    frames::{DUAL, Frame, GUARDED, LOST, NONE, REQUEST, STOPPED, SUCCEEDED, State},
    guard::Failure,
    journey::Source,
    judge::JUDGED,
    report::Outcome,
    visit::Next,
};

impl Simulation {
    /// Schedules a journey's first requests.
    pub(crate) fn begin_journey(&mut self, number: usize) {
        match self.journeys[number].source {
            Source::Open(_) => self.schedule_arrival(number),
            Source::Job(_) => {}
            Source::Closed { population, .. } => {
                for user in 0..population {
                    self.think(number as u16, user, 0);
                }
            }
        }
    }

    /// Puts the next open arrival on the event list.
    #[inline]
    fn schedule_arrival(&mut self, number: usize) {
        let Source::Open(arrivals) = &mut self.journeys[number].source else {
            return;
        };
        if let Some(time) = arrivals.next(&self.code.samplers) {
            self.events.push(time, handle::of(handle::ARRIVAL, number));
        }
    }

    /// An open request arrives.
    #[inline(always)]
    pub(crate) fn arrival(&mut self, number: u32) -> Next {
        let Source::Open(arrivals) = &self.journeys[number as usize].source else {
            return Next::Idle;
        };
        let path = arrivals.path();
        let (request, slot) = self.frames.add();
        slot.path = path;
        slot.journey = number as u16;
        slot.flags = REQUEST;
        self.schedule_arrival(number as usize);
        self.begin_request(request)
    }

    /// A user of a closed journey thinks before the next request.
    #[inline(never)]
    fn think(&mut self, journey: u16, user: u32, turn: u32) {
        let Source::Closed { population, think } = self.journeys[usize::from(journey)].source
        else {
            return;
        };
        let number = u64::from(user) + u64::from(turn) * u64::from(population);
        let path = request_path(self.journeys[usize::from(journey)].base, number);
        let time = self.code.samplers.sample(think, path, purpose::ARRIVAL);
        // A request is in no list and has no caller: these hold its user and turn.
        let (request, slot) = self.frames.add();
        slot.path = path;
        slot.journey = journey;
        slot.flags = REQUEST;
        slot.next = user;
        slot.parent = turn;
        slot.state = State::Thinking;
        self.events.push(self.now.saturating_add(time), request);
    }

    /// A request starts at the client.
    #[inline(always)]
    pub(crate) fn begin_request(&mut self, id: u32) -> Next {
        let number = usize::from(self.frames[id].journey);
        let journey = &mut self.journeys[number];
        let span = journey.arrive(self.now);
        let (entry, element, ring) = (journey.entry, journey.element, journey.ring);
        let size = journey.size;
        self.open += u64::from(span.marks & !JUDGED != 0);
        let frame = &mut self.frames[id];
        frame.stamp = self.now;
        frame.pc = entry;
        frame.root = id;
        frame.row = span.row;
        frame.link = 0;
        frame.marks = span.marks;
        frame.state = State::Running;
        self.elements[element as usize].present.up(self.now);
        if ring != NONE {
            self.set_timeout(id, ring);
        }
        if size != NONE {
            self.draw_size(id, size);
        }
        if self.visit_times.is_some() {
            self.time_visit(id, entry);
        }
        if span.marks & JUDGED != 0 {
            self.expect_verdict(id);
        }
        Next::Run(id)
    }

    /// A request has its answer.
    #[inline(always)]
    pub(crate) fn respond(&mut self, id: u32, ok: bool) {
        let frame = &mut self.frames[id];
        let Frame {
            marks,
            stamp,
            journey: number,
            next: user,
            parent: turn,
            link,
            ..
        } = *frame;
        if ok {
            frame.flags |= SUCCEEDED;
        }
        frame.state = State::Answered;
        let dual = frame.is(DUAL);
        // The usual end: nothing asynchronous is outstanding.
        let complete = (link == 0).then(|| ok && !frame.is(LOST));
        if marks & JUDGED != 0 {
            self.judge_response(id, self.now - stamp, ok, complete);
        }
        let journey = &mut self.journeys[usize::from(number)];
        let open = matches!(journey.source, Source::Open(_));
        journey.respond(marks, self.now - stamp, ok, complete);
        if complete.is_some() {
            if dual {
                self.judge_dual_writes(id);
            }
            self.frames.remove(id);
            if marks & !JUDGED != 0 {
                self.closed_one();
            }
        }
        if !open {
            self.goes_on(number, (user, turn), ok);
        }
    }

    /// Who asked goes on: a user of a closed journey thinks, a job has one item less.
    #[inline(never)]
    fn goes_on(&mut self, number: u16, (user, turn): (u32, u32), ok: bool) {
        match self.journeys[usize::from(number)].source {
            Source::Job(job) => self.item_done(job, user, ok),
            _ => self.think(number, user, turn.wrapping_add(1)),
        }
    }

    /// One consequence of a request is done.
    pub(crate) fn release_request(&mut self, root: u32) {
        let request = &mut self.frames[root];
        request.link -= 1;
        if request.link == 0 && request.state == State::Answered {
            self.complete(root);
        }
    }

    /// Everything that a request has set off is done.
    fn complete(&mut self, id: u32) {
        if self.frames[id].marks & JUDGED != 0 {
            self.judge_completion(id, self.now - self.frames[id].stamp);
        }
        if self.frames[id].is(DUAL) {
            self.judge_dual_writes(id);
        }
        let frame = &self.frames[id];
        let ok = frame.is(SUCCEEDED) && !frame.is(LOST);
        let journey = &mut self.journeys[usize::from(frame.journey)];
        let marks = frame.marks;
        journey.complete(marks, self.now - frame.stamp, ok);
        self.frames.remove(id);
        if marks & !JUDGED != 0 {
            self.closed_one();
        }
    }

    /// One request fewer that counts and is open. After the horizon, the last one ends the run.
    #[inline(always)]
    pub(crate) fn closed_one(&mut self) {
        self.open -= 1;
        if self.open == 0 && self.now >= self.horizon && self.outcome.is_none() {
            self.outcome = Some(Outcome::Completed);
        }
    }

    /// From now on, a caller waits for one length of a ring only; or a user for a whole request.
    #[inline]
    pub(crate) fn set_timeout(&mut self, id: u32, ring: u32) {
        let requests = self.rings[ring as usize].requests;
        if !requests {
            // 0 means none.
            self.serial = self.serial.wrapping_add(1).max(1);
            self.frames[id].serial = self.serial;
        }
        let list = &mut self.rings[ring as usize];
        if let Some(deadline) = list.push(self.now, id, self.serial) {
            self.events
                .push(deadline, handle::of(handle::RING, ring as usize));
        }
        list.tidy(&self.frames);
    }

    /// The head of a ring is due. At most one time-out strikes in one event: what follows from it comes
    /// before the next.
    pub(crate) fn ring(&mut self, number: u32) {
        let mut struck = None;
        let ring = &mut self.rings[number as usize];
        while let Some(entry) = ring.first() {
            if ring.is_stale(entry, &self.frames) {
                ring.drop_first();
                continue;
            }
            if entry.deadline > self.now || struck.is_some() {
                let due = entry.deadline.max(self.now);
                self.events
                    .push(due, handle::of(handle::RING, number as usize));
                break;
            }
            ring.drop_first();
            struck = Some(entry.frame);
        }
        let Some(frame) = struck else { return };
        if ring.requests {
            self.lose_patience(frame);
        } else {
            let next = self.give_up(frame);
            self.ready.push(next);
        }
    }

    /// A caller no longer waits for the answer to its call.
    fn give_up(&mut self, id: u32) -> Next {
        let Frame {
            child, pc, state, ..
        } = self.frames[id];
        if state == State::Held {
            return self.lose_turn(id);
        }
        if self.errors && child != NONE {
            let visit = self.frames[child];
            self.count_for_gates(&visit, true);
        }
        self.abandon(child);
        if let Op::Call(call) | Op::Guarded(call) = self.code.ops[pc as usize]
            && self.code.calls[call as usize].cancel
        {
            self.stop(child);
        }
        self.unanswered(id, Failure::TimeOut)
    }

    /// A user gives up.
    fn lose_patience(&mut self, id: u32) {
        let Frame { state, child, .. } = self.frames[id];
        if state == State::Calling {
            self.abandon(child);
            if self.frames[id].is(GUARDED) {
                self.unguard(id, None);
            }
            self.frames[id].child = NONE;
            self.frames[id].serial = 0;
        } else if state == State::Held {
            self.leave_turn(id);
        } else if state == State::Blocked {
            self.unblock(id);
            self.stop_clock(id);
        } else if state == State::Joining {
            self.leave_branches(id, false);
        } else {
            // Its own event is still to come: the request cannot be forgotten before.
            self.stop_clock(id);
            self.frames[id].link += 1;
        }
        let frame = &mut self.frames[id];
        frame.state = State::Running;
        frame.flags |= STOPPED;
        self.ready.push(Next::Fail(id));
    }

    /// Something of `size` is done by nobody's request and on nobody's thread, with the priority of a journey. It
    /// counts nowhere but in its element.
    pub(crate) fn begin_unseen(&mut self, entry: u32, path: u64, journey: u16, size: u64) -> u32 {
        let row = self.rows(usize::from(journey))[1];
        let now = self.now;
        let element = self.code.element_of(entry);
        let (root, slot) = self.frames.add();
        slot.path = path;
        slot.stamp = now;
        slot.journey = journey;
        slot.flags = REQUEST;
        slot.state = State::Answered;
        slot.root = root;
        slot.row = row;
        slot.link = 1;
        let (frame, slot) = self.frames.add();
        slot.path = path;
        slot.pc = entry;
        slot.root = root;
        slot.row = row;
        slot.journey = journey;
        self.set_size(root, size);
        self.frames.share_token(root, frame);
        self.elements[element as usize].present.up(now);
        self.ready.push(Next::Run(frame));
        frame
    }
}
