//! What guards relationships on the caller's side: breaker, rate limit, bulkhead, budget of retries. A call
//! without a guard knows nothing of it; one with passes here first, and tells here how it ended.

use spinout_network::Link as Data;

use crate::{
    breaker::{self, Breaker},
    bucket::{Bucket, Token},
    clock::{PAUSE, WAIT},
    compile::Op,
    engine::Simulation,
    frames::{BRANCH, Frame, GUARDED, List, NONE, PASSED, State},
    level::Level,
    station::Group,
    visit::Next,
};

/// Why an attempt has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    TimeOut,
    Refusal,
    /// A refusal of who is not let in.
    Denial,
    Error,
}

/// What one instance of the caller knows of a relationship.
#[derive(Debug, Clone)]
struct Local {
    breaker: Option<Breaker>,
    bucket: Option<Bucket>,
    /// Calls underway, and those that wait for one of them to end.
    inside: u32,
    waiting: List,
    /// Retries that are left in the budget.
    budget: f64,
}

/// A guarded relationship.
#[derive(Debug, Clone)]
pub(crate) struct Guard {
    data: Data,
    /// The caller's first instance.
    first: u32,
    locals: Vec<Local>,
    /// Instances whose breaker is open, and half-open.
    pub(crate) open: Level,
    pub(crate) half_open: Level,
    pub(crate) counts: GuardCounts,
}

/// What a guard has counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct GuardCounts {
    pub(crate) calls: u64,
    pub(crate) attempts: u64,
    pub(crate) timeouts: u64,
    pub(crate) failures: u64,
    pub(crate) denials: u64,
    pub(crate) retries: u64,
    pub(crate) hedges: u64,
    pub(crate) no_budget: u64,
    pub(crate) refused_by_breaker: u64,
    pub(crate) refused_by_rate: u64,
    pub(crate) refused_by_bulkhead: u64,
    pub(crate) fallbacks: u64,
    pub(crate) opened: u64,
    pub(crate) reopened: u64,
}

impl Guard {
    pub(crate) fn new(data: &Data, groups: &[Group]) -> Self {
        let group = data.caller.map(|group| &groups[group.at()]);
        let local = Local {
            breaker: data.breaker.as_ref().map(Breaker::new),
            bucket: data.rate_limit.as_ref().map(Bucket::new),
            inside: 0,
            waiting: List::default(),
            budget: data.budget.as_ref().map_or(0.0, |budget| budget.burst),
        };
        let count = group.map_or(1, |group| group.count.max(1));
        Self {
            data: data.clone(),
            first: group.map_or(0, |group| group.first),
            locals: vec![local; count as usize],
            open: Level::default(),
            half_open: Level::default(),
            counts: GuardCounts::default(),
        }
    }

    /// Instances of the caller that have a state of their own.
    pub(crate) fn instances(&self) -> usize {
        self.locals.len()
    }

    /// Of each caller's instance, whether all turns are taken, and somebody waits for one for ever.
    pub(crate) fn full_places(&self) -> impl Iterator<Item = bool> {
        let bulkhead = self.data.bulkhead.as_ref();
        let most = bulkhead.filter(|bulkhead| bulkhead.unbounded);
        let most = most.map_or(u32::MAX, |bulkhead| bulkhead.concurrent);
        let locals = self.locals.iter();
        locals.map(move |local| local.inside >= most && local.waiting.length > 0)
    }

    /// The state of a caller at this instance.
    pub(crate) fn place(&self, station: u32) -> usize {
        let place = station.wrapping_sub(self.first) as usize;
        if place < self.locals.len() { place } else { 0 }
    }

    /// After what may have changed a breaker.
    fn note(&mut self, now: u64, before: breaker::State, place: usize) {
        use breaker::State;
        let after = self.state(place);
        if before == after {
            return;
        }
        match before {
            State::Closed => {}
            State::Open => self.open.down(now),
            State::HalfOpen => self.half_open.down(now),
        }
        match after {
            State::Closed => {}
            State::Open => self.open.up(now),
            State::HalfOpen => self.half_open.up(now),
        }
        if after == State::Open {
            self.counts.opened += u64::from(before == State::Closed);
            self.counts.reopened += u64::from(before == State::HalfOpen);
        }
    }

    fn state(&self, place: usize) -> breaker::State {
        let breaker = self.locals[place].breaker.as_ref();
        breaker.map_or(breaker::State::Closed, Breaker::state)
    }
}

impl Simulation {
    /// A guarded call: sets out, waits, or is refused.
    #[inline(never)]
    pub(crate) fn guarded(&mut self, id: u32, call: u32) -> Next {
        let code = &self.code.calls[call as usize];
        let (link, caller, turn) = (code.link as usize, code.caller, code.turn);
        let frame = &mut self.frames[id];
        let guard = &mut self.guards[link];
        let place = guard.place(frame.station);
        let local = &mut guard.locals[place];
        if !frame.is(PASSED) {
            let hedge = guard.data.hedged && frame.is(BRANCH) && frame.link > 0;
            guard.counts.attempts += 1;
            if frame.attempt > 0 {
                guard.counts.retries += 1;
            } else if hedge {
                guard.counts.hedges += 1;
            } else {
                guard.counts.calls += 1;
                if let Some(budget) = &guard.data.budget {
                    local.budget = (local.budget + budget.ratio).min(budget.burst);
                }
            }
            if let Some(breaker) = &mut local.breaker {
                let before = breaker.state();
                let allowed = breaker.allows(self.now);
                guard.note(self.now, before, place);
                if !allowed {
                    guard.counts.refused_by_breaker += 1;
                    return self.attempt_failed(id, Failure::Refusal);
                }
            }
            let local = &mut guard.locals[place];
            match local.bucket.as_mut().map(|bucket| bucket.take(self.now)) {
                None | Some(Token::Now) => {}
                Some(Token::After(wait)) => {
                    frame.flags |= PASSED;
                    self.sleep(id, State::Pausing, (caller, PAUSE), wait);
                    return Next::Idle;
                }
                Some(Token::No) => {
                    guard.counts.refused_by_rate += 1;
                    return self.attempt_failed(id, Failure::Refusal);
                }
            }
        }
        frame.flags &= !PASSED;
        let local = &mut guard.locals[place];
        if let Some(bulkhead) = &guard.data.bulkhead
            && local.inside >= bulkhead.concurrent
        {
            if turn == NONE && !bulkhead.unbounded {
                guard.counts.refused_by_bulkhead += 1;
                return self.attempt_failed(id, Failure::Refusal);
            }
            frame.state = State::Held;
            local.waiting.push(&mut self.frames, id);
            self.start_clock(id, caller, WAIT);
            if turn != NONE {
                self.set_timeout(id, turn);
            }
            return Next::Idle;
        }
        self.pass(id, call)
    }

    /// A guarded call sets out.
    fn pass(&mut self, id: u32, call: u32) -> Next {
        let link = self.code.calls[call as usize].link as usize;
        let frame = &mut self.frames[id];
        frame.flags |= GUARDED;
        let guard = &mut self.guards[link];
        let place = guard.place(frame.station);
        let local = &mut guard.locals[place];
        local.inside += 1;
        if let Some(breaker) = &local.breaker {
            if self.watched.len() <= id as usize {
                self.watched.resize(id as usize + 1, (0, 0));
            }
            self.watched[id as usize] = (breaker.epoch, self.now);
        }
        self.call(id, call)
    }

    /// The call that a frame is at, if it is at one.
    pub(crate) fn call_of(&self, id: u32) -> Option<u32> {
        match self.code.ops[self.frames[id].pc as usize] {
            Op::Guarded(call) => Some(call),
            _ => None,
        }
    }

    /// A guarded call is over: well, badly, or (none) nobody knows.
    #[cold]
    #[inline(never)]
    pub(crate) fn unguard(&mut self, id: u32, ok: Option<bool>) {
        self.frames[id].flags &= !GUARDED;
        let Some(call) = self.call_of(id) else { return };
        let station = self.frames[id].station;
        let guard = &mut self.guards[self.code.calls[call as usize].link as usize];
        let place = guard.place(station);
        let local = &mut guard.locals[place];
        local.inside -= 1;
        if let (Some(breaker), Some(ok)) = (&mut local.breaker, ok) {
            let before = breaker.state();
            breaker.record(self.now, self.watched[id as usize], ok);
            guard.note(self.now, before, place);
        }
        let local = &mut guard.locals[place];
        if let Some(next) = local.waiting.pop(&self.frames) {
            self.stop_clock(next);
            self.frames[next].serial = 0;
            if let Some(call) = self.call_of(next) {
                let next = self.pass(next, call);
                self.ready.push(next);
            }
        }
    }

    /// A call that waits for its turn does so no longer.
    pub(crate) fn leave_turn(&mut self, id: u32) {
        let Frame { station, .. } = self.frames[id];
        let Some(call) = self.call_of(id) else { return };
        let guard = &mut self.guards[self.code.calls[call as usize].link as usize];
        let place = guard.place(station);
        guard.locals[place].waiting.remove(&mut self.frames, id);
        self.stop_clock(id);
        self.frames[id].serial = 0;
    }

    /// A call has waited for its turn for as long as it may.
    pub(crate) fn lose_turn(&mut self, id: u32) -> Next {
        self.leave_turn(id);
        if let Some(call) = self.call_of(id) {
            let link = self.code.calls[call as usize].link as usize;
            self.guards[link].counts.refused_by_bulkhead += 1;
        }
        self.attempt_failed(id, Failure::Refusal)
    }

    /// Counts a failed attempt of a guarded call.
    pub(crate) fn count_failure(&mut self, link: u32, why: Failure) {
        let counts = &mut self.guards[link as usize].counts;
        counts.failures += 1;
        counts.timeouts += u64::from(why == Failure::TimeOut);
        counts.denials += u64::from(why == Failure::Denial);
    }

    /// Whether the budget of a guarded call has a retry, which is taken.
    pub(crate) fn may_retry(&mut self, station: u32, link: u32) -> bool {
        let guard = &mut self.guards[link as usize];
        let place = guard.place(station);
        let local = &mut guard.locals[place];
        if guard.data.budget.is_some() {
            if local.budget < 1.0 - 1e-9 {
                guard.counts.no_budget += 1;
                return false;
            }
            local.budget -= 1.0;
        }
        true
    }

    /// What has failed goes on at a handler, which may be the fallback of a relationship.
    pub(crate) fn note_fallback(&mut self, handler: u32) {
        let fallbacks = &self.code.fallbacks;
        if let Ok(place) = fallbacks.binary_search_by_key(&handler, |(handler, _)| *handler) {
            let link = fallbacks[place].1;
            self.guards[link as usize].counts.fallbacks += 1;
        }
    }

    /// What the instances of a group that has died knew is forgotten.
    pub(crate) fn forget(&mut self, station: u32) {
        let group = self.stations[station as usize].group;
        for guard in &mut self.guards {
            if guard.data.caller.is_some_and(|caller| caller.0 == group) {
                let place = guard.place(station);
                let before = guard.state(place);
                let fresh = Guard::new(&guard.data, &self.groups).locals.swap_remove(0);
                guard.locals[place].breaker = fresh.breaker;
                guard.locals[place].budget = fresh.budget;
                guard.note(self.now, before, place);
            }
        }
    }
}
