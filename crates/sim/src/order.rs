//! Who of those that wait for a slot is next, where that is not who came first.

use spinout_network::{Network, Order};

use crate::{
    draw::{Draw, purpose},
    engine::Simulation,
    frames::NONE,
};

/// For each journey, how many priorities are above its own; and how many there are.
pub(crate) fn ranks(network: &Network) -> (Vec<u8>, usize) {
    let mut levels: Vec<u8> = network.journeys.iter().map(|j| j.priority).collect();
    levels.sort_unstable_by(|a, b| b.cmp(a));
    levels.dedup();
    let rank = |priority: u8| {
        levels
            .iter()
            .position(|level| *level == priority)
            .unwrap_or(0) as u8
    };
    let ranks = network.journeys.iter().map(|j| rank(j.priority)).collect();
    (ranks, levels.len())
}

impl Simulation {
    pub(crate) fn rank(&self, frame: u32) -> usize {
        usize::from(self.journeys[usize::from(self.frames[frame].journey)].rank)
    }

    /// A visit joins those that wait at an instance.
    pub(crate) fn line_up(&mut self, id: u32, number: u32) {
        let order = self
            .conduct(number)
            .map_or(Order::Fifo, |conduct| conduct.order);
        let rank = self.rank(id);
        let station = &mut self.stations[number as usize];
        match order {
            Order::Fifo | Order::Random => station.waiting.push(&mut self.frames, id),
            Order::Lifo => station.waiting.insert(&mut self.frames, None, id),
            Order::Priority | Order::PriorityPreemptive => {
                let group = &mut self.groups[station.group as usize];
                let place = (number - group.first) as usize;
                let Some(conduct) = &mut group.conduct else {
                    return;
                };
                let tails = &mut conduct.places[place].tails;
                let before = tails[..=rank].iter().rev().find(|tail| **tail != NONE);
                station
                    .waiting
                    .insert(&mut self.frames, before.copied(), id);
                tails[rank] = id;
            }
        }
    }

    /// Takes out who is next at an instance.
    #[cold]
    #[inline(never)]
    pub(crate) fn next_in_line(&mut self, number: u32) -> Option<u32> {
        let order = self.conduct(number)?.order;
        let waiting = &self.stations[number as usize].waiting;
        let (head, _) = waiting.at(&self.frames, 0)?;
        let place = if order == Order::Random {
            // The head may stay the same from one choice to the next: the count of visits does not.
            let visits = self.groups[self.stations[number as usize].group as usize].visits;
            let key = purpose::ORDER.wrapping_mul(visits | 1);
            Draw::new(self.frames[head].path, key).below(waiting.length as usize) as u32
        } else {
            0
        };
        self.leave_line(number, place)
    }

    /// Takes out who waits at a place of the line.
    pub(crate) fn leave_line(&mut self, number: u32, place: u32) -> Option<u32> {
        let (id, before) = self.stations[number as usize]
            .waiting
            .at(&self.frames, place)?;
        let rank = self.rank(id);
        let same = before.filter(|before| self.rank(*before) == rank);
        let station = &mut self.stations[number as usize];
        let group = &mut self.groups[station.group as usize];
        if let Some(conduct) = &mut group.conduct {
            let tails = &mut conduct.places[(number - group.first) as usize].tails;
            if tails.get(rank) == Some(&id) {
                tails[rank] = same.unwrap_or(NONE);
            }
        }
        station.waiting.take_after(&mut self.frames, before)
    }
}
