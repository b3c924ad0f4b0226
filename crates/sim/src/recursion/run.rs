//! A run by recursion, from tick to tick.

use std::sync::Arc;

use super::{Arrival, Key, Plan, Recursion, Undecided, column::Columns, line::Line, token::Token};
use crate::{
    engine::{Simulation, handle},
    journey::Source,
    report::Outcome,
};

/// Requests in a block, about, if there are not more underway.
const BLOCK: usize = 512;
/// Nanoseconds of the first block.
const FIRST_BLOCK: u64 = 1_000_000;

impl Simulation {
    /// Makes ready to run without an event list.
    pub(crate) fn begin_recursion(&mut self, mut plan: Plan) {
        let times = std::mem::take(&mut self.times);
        let unrun = Arc::new(self.clone());
        self.times = times;
        self.events.push(self.start, handle::of(handle::TICK, 0));
        plan.find_straight(&self.code, &self.journeys, &self.groups);
        let mut arrivals = Vec::new();
        for number in 0..self.journeys.len() {
            let rows = self.rows(number);
            let journey = &mut self.journeys[number];
            journey.rows = rows;
            arrivals.push(match &mut journey.source {
                Source::Open(open) => open.next(&self.code.samplers).map(|time| Arrival {
                    due: Key { time, since: 0 },
                    path: open.path(),
                }),
                Source::Closed { .. } | Source::Job(_) => None,
            });
        }
        let slots = |station: &crate::station::Station| self.groups[station.group as usize].slots;
        self.recursion = Some(Box::new(Recursion {
            plan,
            unrun,
            arrivals,
            inboxes: vec![Vec::new(); self.groups.len()],
            lines: self.stations.iter().map(slots).map(Line::new).collect(),
            later: Vec::new(),
            spare: Vec::new(),
            columns: Columns::default(),
            answers: vec![Vec::new(); self.journeys.len()],
            last_counted: Key::default(),
            last: None,
            length: FIRST_BLOCK,
            ticked: 0,
        }));
    }

    /// Whether the run goes without an event list, as things stand.
    #[must_use]
    pub fn is_recursion(&self) -> bool {
        self.recursion.is_some()
    }

    /// Runs at least so many events, to the end of a block. False when the run is over.
    #[inline(never)]
    pub(crate) fn advance_recursion(&mut self, events: u64) -> bool {
        let Some(mut recursion) = self.recursion.take() else {
            return self.outcome.is_none();
        };
        self.left = events;
        while self.outcome.is_none() && self.left > 0 {
            let before = self.event_count;
            if recursion.next_block(self).is_err() {
                // What has been run says nothing: the event list begins anew.
                let cells = self.times.len();
                *self = Self::clone(&recursion.unrun);
                self.times = vec![0; cells];
                self.begin(&[]);
                return true;
            }
            self.left = self.left.saturating_sub(self.event_count - before);
        }
        self.recursion = Some(recursion);
        self.outcome.is_none()
    }

    /// What times of requests that are underway are booked on.
    pub(crate) fn running_in_recursion(&self) -> impl Iterator<Item = u32> {
        let tokens = self.recursion.iter().flat_map(|recursion| &recursion.later);
        tokens.map(|token: &Token| token.clock)
    }
}

impl Recursion {
    /// Runs a block.
    fn next_block(&mut self, sim: &mut Simulation) -> Result<(), Undecided> {
        let tick = Key {
            time: sim.events.next_time(),
            since: self.ticked,
        };
        let stop = self.last.unwrap_or(tick);
        let end = Key {
            time: sim.now.saturating_add(self.length),
            since: 0,
        };
        let events = self.block(sim, end.min(stop))?;
        self.adapt(events);
        if end < stop {
            sim.now = end.time;
            return Ok(());
        }
        sim.now = stop.time;
        if self.last.is_some() {
            // Its event, and no other one at this moment, is the last.
            if self.due_at(stop) > 1 {
                return Err(Undecided);
            }
            let after = Key {
                since: stop.since + 1,
                ..stop
            };
            self.block(sim, after)?;
            sim.outcome = Some(Outcome::Completed);
            return Ok(());
        }
        if self.due_at(stop) > 0 {
            return Err(Undecided);
        }
        let number = sim.events.pop().map_or(0, |event| event.handle());
        sim.event_count += 1;
        self.ticked = stop.time;
        sim.tick(number & handle::NUMBER);
        if sim.now >= sim.horizon && sim.outcome.is_none() {
            self.last = self.look_ahead(sim)?;
        }
        Ok(())
    }

    /// Events that are due at a moment.
    fn due_at(&self, moment: Key) -> usize {
        let later = self.later.iter().map(|token| (token.due, token.stage));
        let events = later.filter(|(_, stage)| *stage != super::token::Stage::Waiting);
        let arrivals = self.arrivals.iter().flatten().map(|arrival| arrival.due);
        let due = events.map(|(due, _)| due).chain(arrivals);
        due.filter(|due| *due == moment).count()
    }

    /// When the last request that counts is answered; none if that is not before the end of the drain.
    fn look_ahead(&self, sim: &Simulation) -> Result<Option<Key>, Undecided> {
        let (mut recursion, mut sim) = (self.clone(), sim.clone());
        while sim.open > 0 {
            if sim.outcome.is_some() {
                return Ok(None);
            }
            recursion.next_block(&mut sim)?;
        }
        Ok(Some(recursion.last_counted))
    }

    /// Blocks become longer where little happens and shorter where much does.
    fn adapt(&mut self, events: usize) {
        let most = BLOCK.max(self.later.len()).max(2 * self.plan.order.len());
        if events > 2 * most {
            self.length = (self.length / 2).max(1);
        } else if 2 * events < most {
            self.length = self.length.saturating_mul(2);
        }
    }
}
