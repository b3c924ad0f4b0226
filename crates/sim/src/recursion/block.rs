//! One block of time.

use spinout_network::key::descend;

use super::{Arrival, Key, Recursion, Undecided, order, token::Stage, token::Token};
use crate::{
    clock::{NETWORK, OWN, WAIT},
    compile::Op,
    draw::purpose,
    engine::Simulation,
    frames::NONE,
    journey::Source,
};

/// Visits of a request at one moment, itself included.
const FRAMES: usize = 2;

impl Recursion {
    /// Runs everything that is due before a moment. The answer is how many requests had something to do.
    ///
    /// # Errors
    /// [`Undecided`] if the event list is needed; the run is then spoilt.
    pub(super) fn block(&mut self, sim: &mut Simulation, end: Key) -> Result<usize, Undecided> {
        let before = self.later.len();
        let straight = self.goes_straight(sim, end);
        self.resume(sim, end);
        let resumed = before - self.later.len().min(before);
        let most = (sim.live_limit as usize / FRAMES).saturating_sub(before);
        if let Some(span) = straight {
            return Ok(resumed + self.straight_block(sim, end, span, most)?);
        }
        let mut arrived = 0;
        for journey in 0..self.arrivals.len() {
            arrived += self.arrive(sim, journey, end, sim.live_limit as usize / FRAMES)?;
            if FRAMES * (before + arrived) > sim.live_limit as usize {
                return Err(Undecided);
            }
        }
        for place in 0..self.plan.order.len() {
            self.serve(sim, self.plan.order[place] as usize, end)?;
        }
        for journey in 0..self.answers.len() {
            self.answer(sim, journey)?;
        }
        Ok(arrived + resumed)
    }

    /// What was left by the blocks before, and is due in this one.
    fn resume(&mut self, sim: &mut Simulation, end: Key) {
        let mut left = std::mem::take(&mut self.later);
        std::mem::swap(&mut self.later, &mut self.spare);
        for mut token in left.drain(..) {
            if token.due >= end {
                self.later.push(token);
                continue;
            }
            sim.book(token.clock, 0, token.due.time);
            if token.stage == Stage::Waiting {
                let (call, work) = (Self::call_of(sim, &token), token.work);
                let group = sim.code.calls[call as usize].group as usize;
                sim.groups[group].waiting.down(token.due.time);
                self.begin(sim, token, call, work, end);
                continue;
            }
            sim.event_count += 1;
            match token.stage {
                Stage::Served => {
                    let call = Self::call_of(sim, &token);
                    self.depart(sim, token, call, end);
                }
                Stage::Out => {
                    let call = Self::call_of(sim, &token);
                    let group = sim.code.calls[call as usize].group as usize;
                    self.inboxes[group].push(token);
                }
                Stage::Back => {
                    token.pc += 1;
                    self.walk(sim, token, end);
                }
                Stage::Waiting | Stage::Pausing => self.walk(sim, token, end),
            }
        }
        self.spare = left;
    }

    /// The call that a request is at.
    #[inline(always)]
    fn call_of(sim: &Simulation, token: &Token) -> u32 {
        match sim.code.ops[token.pc as usize] {
            Op::Call(call) => call,
            // Cannot be: its instruction is only left behind with the answer.
            _ => 0,
        }
    }

    /// The requests of a journey. The answer is how many.
    fn arrive(
        &mut self,
        sim: &mut Simulation,
        number: usize,
        end: Key,
        most: usize,
    ) -> Result<usize, Undecided> {
        let mut count = 0;
        while let Some(Arrival { due, path }) = self.arrivals[number]
            && due < end
        {
            count += 1;
            if count > most {
                return Err(Undecided);
            }
            let journey = &mut sim.journeys[number];
            let Source::Open(arrivals) = &mut journey.source else {
                return Ok(count);
            };
            let next = arrivals.next(&sim.code.samplers);
            self.arrivals[number] = next.map(|time| Arrival {
                due: Key {
                    time,
                    since: due.time,
                },
                path: arrivals.path(),
            });
            let span = journey.arrive(due.time);
            let token = Token {
                due,
                path,
                stamp: due.time,
                came: 0,
                work: 0,
                pc: journey.entry,
                clock: 0,
                journey: number as u16,
                marks: span.marks,
                stage: Stage::Pausing,
                counts: span.row == journey.rows[0],
            };
            let element = journey.element as usize;
            sim.open += u64::from(span.marks != 0);
            sim.elements[element].present.up(due.time);
            sim.event_count += 1;
            self.walk(sim, token, end);
        }
        Ok(count)
    }

    /// The visits of a group.
    fn serve(&mut self, sim: &mut Simulation, number: usize, end: Key) -> Result<(), Undecided> {
        let mut inbox = std::mem::take(&mut self.inboxes[number]);
        order::sort(&mut inbox, |token| token.due)?;
        for mut token in inbox.drain(..) {
            let came = token.due;
            let call = Self::call_of(sim, &token);
            let code = &sim.code.calls[call as usize];
            let path = descend(token.path, code.key);
            let what = self.plan.work[call as usize];
            let work = if what.sampler == NONE {
                0
            } else {
                sim.code.samplers.sample(what.sampler, path, what.key)
            };
            sim.elements[code.element as usize].present.up(came.time);
            let group = &mut sim.groups[number];
            let Some(station) = group.pick(&sim.stations, path) else {
                return Err(Undecided);
            };
            token.came = came.time;
            let line = &mut self.lines[station as usize];
            let start = line.wait(came)?;
            token.due = start.unwrap_or(came);
            line.take(if work == 0 {
                token.due
            } else {
                Key {
                    time: token.due.time.saturating_add(work),
                    since: token.due.time,
                }
            });
            if let Some(start) = start {
                self.line_up(sim, number, station as usize, (came, start))?;
            }
            token.work = work;
            self.settle(sim, token, start.is_some(), call, end);
        }
        self.inboxes[number] = inbox;
        Ok(())
    }

    /// A visit that came begins when it is due, and `waits` until then.
    #[inline(always)]
    pub(super) fn settle(
        &mut self,
        sim: &mut Simulation,
        mut token: Token,
        waits: bool,
        call: u32,
        end: Key,
    ) {
        if waits {
            let number = sim.code.calls[call as usize].group as usize;
            let clock = Self::clock(sim, &token, sim.groups[number].element, WAIT);
            if token.due >= end {
                sim.book(clock, token.came, 0);
                token.clock = clock;
                token.stage = Stage::Waiting;
                self.later.push(token);
                return;
            }
            sim.book(clock, token.came, token.due.time);
            sim.groups[number].waiting.down(token.due.time);
        }
        self.begin(sim, token, call, token.work, end);
    }

    /// A visit waits until a moment.
    fn line_up(
        &mut self,
        sim: &mut Simulation,
        number: usize,
        station: usize,
        (came, start): (Key, Key),
    ) -> Result<(), Undecided> {
        let group = &mut sim.groups[number];
        if self.lines[station].waiting(came)? >= group.accept as usize {
            return Err(Undecided);
        }
        self.lines[station].join(start);
        group.waiting.up(came.time);
        let mut waiting = 0;
        for line in &mut self.lines[group.stations()] {
            waiting += line.waiting(came)?;
        }
        group.waiting_max = group.waiting_max.max(waiting as u64);
        Ok(())
    }

    /// A visit has its slot.
    #[inline(always)]
    fn begin(&mut self, sim: &mut Simulation, mut token: Token, call: u32, work: u64, end: Key) {
        let group = sim.code.calls[call as usize].group as usize;
        let group = &mut sim.groups[group];
        group.visits += 1;
        group.busy.up(token.due.time);
        if work > 0 {
            let element = self.plan.work[call as usize].element;
            let clock = Self::clock(sim, &token, element, OWN);
            if !self.sleep(sim, &mut token, (Stage::Served, clock), work, end) {
                return;
            }
        }
        self.depart(sim, token, call, end);
    }

    /// A visit is done, and its answer sets out.
    #[inline(always)]
    fn depart(&mut self, sim: &mut Simulation, mut token: Token, call: u32, end: Key) {
        let code = &sim.code.calls[call as usize];
        let (group, element, caller) = (code.group as usize, code.element, code.caller);
        let (back, key) = (code.back, code.key);
        let now = token.due.time;
        sim.groups[group].busy.down(now);
        sim.leave_in_recursion(element, token.came, now);
        if back != NONE {
            let path = descend(token.path, key);
            let time = sim.code.samplers.sample(back, path, purpose::BACK);
            let clock = Self::clock(sim, &token, caller, NETWORK);
            if !self.sleep(sim, &mut token, (Stage::Back, clock), time, end) {
                return;
            }
        }
        token.pc += 1;
        self.walk(sim, token, end);
    }

    /// The answers to the requests of a journey, in order.
    fn answer(&mut self, sim: &mut Simulation, number: usize) -> Result<(), Undecided> {
        let answers = &mut self.answers[number];
        order::sort(answers, |answer| answer.due)?;
        let journey = &mut sim.journeys[number];
        for answer in answers.drain(..) {
            let response = answer.due.time - answer.stamp;
            journey.respond(answer.marks, response, true, Some(true));
            if answer.marks != 0 {
                sim.open -= 1;
                self.last_counted = self.last_counted.max(answer.due);
            }
        }
        Ok(())
    }
}
