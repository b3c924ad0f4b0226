//! Who is turned away at the entrance of an instance: rate limit, shedding by priority, controlled delay.
//! Only groups that have such a rule come here. Messages are never turned away.

use spinout_network::Entrance as Rules;

use crate::{
    bucket::{Bucket, Token},
    codel::{Codel, First},
    engine::Simulation,
    frames::{MESSAGE, REFUSED},
    visit::Next,
};

/// The rules of a group, and what they remember.
#[derive(Debug, Clone)]
pub(crate) struct Entrance {
    bucket: Option<Bucket>,
    /// Priorities below which, and loads from which on, visits are refused.
    shedding: Vec<(u8, f64)>,
    /// One for each instance.
    codel: Vec<Codel>,
}

impl Entrance {
    /// The rules of a group of so many instances; none if there are none.
    pub(crate) fn new(rules: &Rules, instances: u32) -> Option<Box<Self>> {
        if *rules == Rules::default() {
            return None;
        }
        let codel = rules.codel.iter().map(Codel::new);
        let shedding = rules.shedding.iter();
        Some(Box::new(Self {
            bucket: rules.rate_limit.as_ref().map(Bucket::new),
            shedding: shedding.map(|rule| (rule.below, rule.load)).collect(),
            codel: codel.cycle().take(instances as usize).collect(),
        }))
    }
}

impl Simulation {
    /// A visit comes to the entrance of an instance.
    #[cold]
    #[inline(never)]
    pub(crate) fn knock(&mut self, id: u32, element: u32, number: u32, bounded: bool) -> Next {
        let station = &self.stations[number as usize];
        let (group_number, present) = (station.group as usize, station.present());
        let priority = self.journeys[usize::from(self.frames[id].journey)].priority;
        let group = &mut self.groups[group_number];
        let load = f64::from(present) / f64::from(group.slots);
        let free = station.busy < station.awake;
        if let Some(entrance) = group.entrance.as_mut().filter(|_| bounded) {
            let sheds = |(below, from): &(u8, f64)| priority < *below && load >= *from;
            let shed = entrance.shedding.iter().any(sheds);
            let token = |bucket: &mut Bucket| bucket.take(self.now) == Token::Now;
            if shed || !entrance.bucket.as_mut().is_none_or(token) {
                return self.refuse(id, group_number);
            }
        }
        if free {
            return self.take_slot(id, element, number);
        }
        if !self.frames[id].is(MESSAGE) {
            self.frames[id].stamp = self.now;
        }
        if self.groups[group_number].conduct.is_some() {
            return self.admit_with_conduct(id, element, number, bounded);
        }
        self.wait_for_slot(id, element, number, bounded)
    }

    /// Who takes the slot that has become free; those who have waited too long are turned away.
    #[cold]
    #[inline(never)]
    pub(crate) fn next_in(&mut self, number: u32) -> Option<u32> {
        let group = self.stations[number as usize].group as usize;
        let place = (number - self.groups[group].first) as usize;
        let entrance = self.groups[group].entrance.as_mut()?;
        let mut controls = std::mem::take(&mut entrance.codel);
        let Some(codel) = controls.get_mut(place) else {
            return self.first_in(number).map(|first| first.frame);
        };
        let mut dropped = Vec::new();
        let next = codel.dequeue(self.now, || self.first_in(number), &mut dropped);
        if let Some(entrance) = &mut self.groups[group].entrance {
            entrance.codel = controls;
        }
        let now = self.now;
        for id in dropped {
            self.groups[group].waiting.down(now);
            self.groups[group].refused += 1;
            self.stop_clock(id);
            self.leave_all(id);
            self.frames[id].flags |= REFUSED;
            let answer = self.answer(id, false);
            self.ready.push(answer);
        }
        next
    }

    /// Takes the next out of the accept queue.
    fn first_in(&mut self, number: u32) -> Option<First> {
        let group = self.stations[number as usize].group as usize;
        let frame = if self.groups[group].conduct.is_some() {
            self.next_in_line(number)
        } else {
            self.stations[number as usize].waiting.pop(&self.frames)
        }?;
        let waits = &self.frames[frame];
        Some(First {
            frame,
            since: if waits.is(MESSAGE) {
                self.now
            } else {
                waits.stamp
            },
            last: self.stations[number as usize].waiting.length <= 1,
        })
    }
}
