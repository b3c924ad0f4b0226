//! Blocks of a network whose requests do nothing but be served at one station after the other: column by
//! column, and what is counted is added up on the way.

use spinout_network::key::descend;

use super::{
    Arrival, Key, Plan, Recursion, Undecided,
    column::{Columns, Room, Stay, Visitor},
    order,
    servers::{Few, Many},
    token::Token,
};
use crate::{
    clock::{OWN, WAIT},
    compile::{Code, Op},
    engine::Simulation,
    frames::NONE,
    journey::{Journey, Source, Span},
    station::Group,
};

impl Plan {
    /// Finds the calls of the only journey, if it does nothing else, none takes a way, and each has one
    /// instance to go to.
    pub(super) fn find_straight(&mut self, code: &Code, journeys: &[Journey], groups: &[Group]) {
        let [journey] = journeys else {
            return;
        };
        let mut calls = Vec::new();
        for op in &code.ops[journey.entry as usize..] {
            let Op::Call(call) = *op else {
                if matches!(op, Op::End { .. }) {
                    self.straight = calls;
                }
                return;
            };
            let to = &code.calls[call as usize];
            let served = self.work[call as usize].sampler != NONE;
            let only = groups[to.group as usize].count == 1;
            if !served || to.out != NONE || to.back != NONE || !only {
                return;
            }
            calls.push(call);
        }
    }
}

impl Recursion {
    /// What the requests of a block count in, if it can be run here: they all count alike.
    pub(super) fn goes_straight(&self, sim: &Simulation, end: Key) -> Option<Span> {
        let journey = sim.journeys.first()?;
        let span = journey.goes_on(end.time)?;
        let counts = span.row == journey.rows[0];
        let alike = |token: &Token| token.marks == span.marks && token.counts == counts;
        (!self.plan.straight.is_empty() && self.later.iter().all(alike)).then_some(span)
    }

    /// [`Recursion::block`] for those that do not go on from the block before.
    pub(super) fn straight_block(
        &mut self,
        sim: &mut Simulation,
        end: Key,
        span: Span,
        most: usize,
    ) -> Result<usize, Undecided> {
        let mut columns = std::mem::take(&mut self.columns);
        columns.come.clear();
        let arrived = self.come_straight(sim, &mut columns, (end, span), most)?;
        let mut had_left = 0;
        for place in 0..self.plan.straight.len() {
            had_left = self.join_straight(sim, &mut columns, place + 1);
            self.serve_straight(sim, &mut columns, (end, span), place)?;
            std::mem::swap(&mut columns.come, &mut columns.leave);
        }
        self.answer_straight(sim, &mut columns, (span, had_left))?;
        self.columns = columns;
        Ok(arrived)
    }

    /// The requests that arrive. The answer is how many.
    fn come_straight(
        &mut self,
        sim: &mut Simulation,
        columns: &mut Columns,
        (end, span): (Key, Span),
        most: usize,
    ) -> Result<usize, Undecided> {
        let journey = &mut sim.journeys[0];
        let Source::Open(arrivals) = &mut journey.source else {
            return Err(Undecided);
        };
        let samplers = &sim.code.samplers;
        while let Some(Arrival { due, path }) = self.arrivals[0]
            && due < end
        {
            let bounds = (end.time, most.saturating_sub(columns.come.count()));
            let mut since = due.since;
            let mut come = |path, time| {
                let due = Key {
                    time,
                    since: std::mem::replace(&mut since, time),
                };
                columns.come.push(Visitor {
                    due,
                    path,
                    stamp: time,
                });
            };
            let (path, time) = arrivals.pass(samplers, (path, due.time), bounds, &mut come);
            // Alone, where the rate changes.
            if (Key { time, since }) < end {
                columns.come.push(Visitor {
                    due: Key { time, since },
                    path,
                    stamp: time,
                });
                let next = arrivals.next(samplers);
                let due = |next| Key {
                    time: next,
                    since: time,
                };
                let path = arrivals.path();
                self.arrivals[0] = next.map(|next| Arrival {
                    due: due(next),
                    path,
                });
            } else {
                let due = Key { time, since };
                self.arrivals[0] = Some(Arrival { due, path });
            }
            if columns.come.count() > most {
                return Err(Undecided);
            }
        }
        let count = columns.come.count();
        let stamps = columns.come.visitors().iter().map(|visitor| visitor.stamp);
        let sum = stamps.fold(0, u64::wrapping_add);
        let arrived = count as u64;
        journey.arrived += arrived;
        sim.open += if span.marks == 0 { 0 } else { arrived };
        sim.elements[journey.element as usize]
            .present
            .many_up(arrived, sum);
        sim.event_count += arrived;
        Ok(count)
    }

    /// Those who came to a station, at a place of the way, are served.
    fn serve_straight(
        &mut self,
        sim: &mut Simulation,
        columns: &mut Columns,
        (end, span): (Key, Span),
        place: usize,
    ) -> Result<(), Undecided> {
        let call = self.plan.straight[place] as usize;
        let code = &sim.code.calls[call];
        let (number, element, key) = (code.group as usize, code.element, code.key);
        let work = self.plan.work[call];
        let visitors = columns.come.visitors();
        order::sort(visitors, |visitor| visitor.due)?;
        let paths = visitors.iter().map(|visitor| descend(visitor.path, key));
        let samplers = &sim.code.samplers;
        samplers.sample_all(work.sampler, work.key, paths, &mut columns.times);
        let group = &mut sim.groups[number];
        let mut room = Room {
            longest: group.waiting_max as usize,
            accept: group.accept as usize,
        };
        let timed = sim.visit_times.is_some();
        let line = &mut self.lines[group.first as usize];
        columns.starts.clear();
        columns.starts.extend(line.starts.drain(..));
        let sums = match line.servers {
            1 => columns.serve(Few::<1>::new(line), end, &mut room, timed)?,
            2 => columns.serve(Few::<2>::new(line), end, &mut room, timed)?,
            3 => columns.serve(Few::<3>::new(line), end, &mut room, timed)?,
            4 => columns.serve(Few::<4>::new(line), end, &mut room, timed)?,
            _ => columns.serve(Many(line), end, &mut room, timed)?,
        };
        let started = columns.starts.partition_point(|start| *start < end);
        line.starts.extend(&columns.starts[started..]);
        group.waiting_max = room.longest as u64;
        group.visits += sums.visits;
        group.waiting.passed(sums.waited);
        group.busy.passed(sums.served);
        let waits_for = group.element;
        sim.elements[element as usize].visits += sums.visits;
        sim.elements[element as usize]
            .present
            .passed(sums.waited + sums.served);
        sim.event_count += sums.events;
        let token = Token::at(&sim.journeys[0], span, place as u32);
        for (element, kind, time) in [
            (waits_for, WAIT, sums.waited),
            (work.element, OWN, sums.served),
        ] {
            sim.book(Self::clock(sim, &token, element, kind), 0, time);
        }
        if timed {
            sim.visits_lasted(element, token.counts, &columns.lasted);
            columns.lasted.clear();
        }
        for stay in columns.stays.drain(..) {
            self.stay(sim, (token, stay), call as u32, end);
        }
        Ok(())
    }

    /// Those who came to a place, or to the end, in going on from the block before. The answer is how many.
    fn join_straight(&mut self, sim: &Simulation, columns: &mut Columns, place: usize) -> usize {
        columns.leave.clear();
        let mut join = |due, path, stamp| columns.leave.push(Visitor { due, path, stamp });
        if let Some(call) = self.plan.straight.get(place) {
            let group = sim.code.calls[*call as usize].group as usize;
            for token in self.inboxes[group].drain(..) {
                join(token.due, token.path, token.stamp);
            }
        } else {
            for answer in self.answers[0].drain(..) {
                join(answer.due, 0, answer.stamp);
            }
        }
        columns.leave.visitors().len()
    }

    /// Somebody is still at a station when the block ends.
    fn stay(&mut self, sim: &mut Simulation, (token, stay): (Token, Stay), call: u32, end: Key) {
        let Stay {
            visitor,
            start,
            waits,
            work,
        } = stay;
        let code = &sim.code.calls[call as usize];
        let (group, element) = (code.group as usize, code.element as usize);
        sim.elements[element].present.up(visitor.due.time);
        let token = Token {
            due: start,
            path: visitor.path,
            stamp: visitor.stamp,
            came: visitor.due.time,
            work,
            ..token
        };
        if waits {
            sim.groups[group].waiting.up(visitor.due.time);
        }
        self.settle(sim, token, waits, call, end);
    }

    /// The requests that have gone all the way are answered; the first ones had left already.
    fn answer_straight(
        &mut self,
        sim: &mut Simulation,
        columns: &mut Columns,
        (span, had_left): (Span, usize),
    ) -> Result<(), Undecided> {
        let visitors = columns.come.visitors();
        let leaving = &visitors[had_left..];
        let (left, sum) = leaving.iter().fold((0, 0_u64), |(left, sum), visitor| {
            (left + 1, sum.wrapping_add(visitor.due.time))
        });
        if sim.visit_times.is_some() {
            let lasted = |visitor: &Visitor| visitor.due.time - visitor.stamp;
            columns.lasted.extend(leaving.iter().map(lasted));
        }
        order::sort(visitors, |visitor| visitor.due)?;
        let responses = visitors
            .iter()
            .map(|visitor| visitor.due.time - visitor.stamp);
        columns.times.clear();
        columns.times.extend(responses);
        let last = visitors.last().map(|visitor| visitor.due);
        let journey = &mut sim.journeys[0];
        journey.respond_well(span.marks, &columns.times);
        if span.marks != 0 {
            sim.open -= columns.times.len() as u64;
            self.last_counted = self.last_counted.max(last.unwrap_or_default());
        }
        let (element, counts) = (journey.element, span.row == journey.rows[0]);
        let visits = &mut sim.elements[element as usize];
        visits.present.many_down(left, sum);
        visits.visits += left;
        if sim.visit_times.is_some() {
            sim.visits_lasted(element, counts, &columns.lasted);
            columns.lasted.clear();
        }
        Ok(())
    }
}
