//! Caches: answers that are kept, and those who wait for the answer that somebody else asks for.

mod code;
mod recent;
mod report;

use std::collections::BTreeMap;

use spinout_network::{Answers, Cache as Data, Network};

use crate::{
    clock::WAIT,
    compile::Op,
    draw::{Draw, threshold},
    engine::Simulation,
    frames::{NONE, State},
    keys::Keys,
    sample::nanoseconds,
    station::{Group, Life},
    visit::Next,
};

pub(crate) use code::{CachedCode, Does};
use recent::Recent;
pub(crate) use report::CacheRecorder;
pub use report::CacheReport;

/// In the place of a resource, with the number of a cache: what a blocked visit waits for is an answer.
pub(crate) const FLIGHT: u32 = 1 << 31;

/// A cache at run time.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    /// The group with one at each instance, or [`NONE`].
    group: u32,
    answers: Kind,
    /// By instance.
    places: Vec<Recent>,
    /// Who asks for an answer and who waits for it, by place and key.
    flights: BTreeMap<(u32, u32), Flight>,
    /// What a visit asks for at a look-up of its program.
    leaders: BTreeMap<(u32, u32), (u32, u32)>,
    counts: Counts,
}

/// An answer that is asked for.
#[derive(Debug, Clone)]
struct Flight {
    leader: u32,
    /// Frames, each with its ticket.
    waiting: Vec<(u32, u32)>,
}

#[derive(Debug, Clone)]
enum Kind {
    /// Threshold of a hit.
    Share(u64),
    Kept {
        keys: Keys,
        /// Nanoseconds; `u64::MAX` = for ever.
        ttl: u64,
        stale: bool,
        coalesce: bool,
    },
}

/// What became of look-ups.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    look_ups: u64,
    hits: u64,
    stale: u64,
    coalesced: u64,
}

impl Cache {
    pub(crate) fn all(network: &Network, groups: &[Group]) -> Vec<Self> {
        let new = |data: &Data| {
            let group = data.group.map_or(NONE, |group| group.0);
            let count = groups.get(group as usize).map_or(1, |group| group.count);
            let (answers, most) = match &data.answers {
                Answers::Share(share) => (Kind::Share(threshold(*share)), 0),
                Answers::Kept(kept) => {
                    let keys = Keys::new(&kept.keys);
                    let most = kept.entries.unwrap_or(u32::MAX).min(keys.count());
                    let kind = Kind::Kept {
                        keys,
                        ttl: kept.ttl.map_or(u64::MAX, nanoseconds),
                        stale: kept.stale,
                        coalesce: kept.coalesce,
                    };
                    (kind, most)
                }
            };
            Self {
                group,
                answers,
                places: vec![Recent::new(most); count as usize],
                flights: BTreeMap::new(),
                leaders: BTreeMap::new(),
                counts: Counts::default(),
            }
        };
        network.caches.iter().map(new).collect()
    }
}

impl Simulation {
    /// A visit does something with a cache. None where it goes on in its program.
    #[cold]
    #[inline(never)]
    pub(crate) fn with_cache(&mut self, id: u32, cached: u32, does: Does) -> Option<Next> {
        let code = self.code.cached[cached as usize];
        match does {
            Does::LookUp => return self.look_up(id, cached, &code),
            Does::Miss => {
                self.caches[code.cache as usize].counts.look_ups += 1;
                self.frames[id].pc += 1;
            }
            Does::Keep => {
                self.keep(id, &code);
                self.frames[id].pc += 1;
            }
            Does::Land => {
                for waiter in self.land(id, cached) {
                    // It may have looked up elsewhere.
                    if let Op::Cache { cached, .. } = self.code.ops[self.frames[waiter].pc as usize]
                    {
                        self.frames[waiter].pc = self.code.cached[cached as usize].end;
                        self.ready.push(Next::Run(waiter));
                    }
                }
                self.frames[id].pc += 1;
            }
            Does::Spare => {
                let place = self.place_of(id, code.cache);
                let bits = Draw::new(self.frames[id].path, code.key).bits();
                let now = self.now;
                let cache = &mut self.caches[code.cache as usize];
                let Kind::Kept {
                    keys, stale: true, ..
                } = &cache.answers
                else {
                    return Some(Next::Fail(id));
                };
                let key = keys.of(bits);
                if cache.places[place as usize].touch(key, now).is_none() {
                    return Some(Next::Fail(id));
                }
                cache.counts.stale += 1;
                self.frames[id].pc = code.end;
            }
        }
        None
    }

    /// The cache that a visit uses: that of its instance, or the first.
    fn place_of(&self, id: u32, cache: u32) -> u32 {
        let group = self.caches[cache as usize].group;
        let station = self.frames[id].station;
        if group == NONE || station == NONE {
            return 0;
        }
        let group = &self.groups[group as usize];
        let place = station.wrapping_sub(group.first);
        if place < group.count { place } else { 0 }
    }

    fn look_up(&mut self, id: u32, cached: u32, code: &CachedCode) -> Option<Next> {
        let place = self.place_of(id, code.cache);
        let mut draw = Draw::new(self.frames[id].path, code.key);
        let cache = &mut self.caches[code.cache as usize];
        cache.counts.look_ups += 1;
        let (hit, key, coalesce) = match &cache.answers {
            Kind::Share(share) => (draw.chance(*share), 0, false),
            Kind::Kept { keys, coalesce, .. } => {
                let key = keys.of(draw.bits());
                let hit = cache.places[place as usize].touch_fresh(key, self.now);
                (hit, key, *coalesce)
            }
        };
        if hit {
            cache.counts.hits += 1;
            self.frames[id].pc = code.end;
            return None;
        }
        if coalesce {
            let flight = cache.flights.get_mut(&(place, key));
            // Who asks does not wait for itself.
            if flight.as_ref().is_some_and(|flight| flight.leader == id) {
                self.frames[id].pc += 1;
                return None;
            }
            if let Some(flight) = flight {
                self.last_ticket = self.last_ticket.wrapping_add(1).max(1);
                let ticket = self.last_ticket;
                flight.waiting.push((id, ticket));
                cache.counts.coalesced += 1;
                if self.tickets.len() <= id as usize {
                    self.tickets.resize(id as usize + 1, (0, 0));
                }
                self.tickets[id as usize] = (ticket, code.cache | FLIGHT);
                self.frames[id].state = State::Blocked;
                self.start_clock(id, code.element, WAIT);
                return Some(Next::Idle);
            }
            let flight = Flight {
                leader: id,
                waiting: Vec::new(),
            };
            cache.flights.insert((place, key), flight);
            cache.leaders.insert((id, cached), (place, key));
        }
        self.frames[id].pc += 1;
        None
    }

    /// An answer is kept.
    fn keep(&mut self, id: u32, code: &CachedCode) {
        let place = self.place_of(id, code.cache);
        let bits = Draw::new(self.frames[id].path, code.key).bits();
        let cache = &mut self.caches[code.cache as usize];
        let up = match self.groups.get(cache.group as usize) {
            Some(group) => matches!(
                self.stations[(group.first + place) as usize].life,
                Life::Up | Life::Serving | Life::Draining | Life::Leaving
            ),
            None => true,
        };
        if let Kind::Kept { keys, ttl, .. } = &cache.answers
            && up
        {
            let until = self.now.saturating_add(*ttl);
            cache.places[place as usize].put(keys.of(bits), until);
        }
    }

    /// Somebody who asks for others too has failed: so have they.
    #[cold]
    #[inline(never)]
    pub(crate) fn flight_fails(&mut self, id: u32, cached: u32) {
        for waiter in self.land(id, cached) {
            self.ready.push(Next::Fail(waiter));
        }
    }

    /// Nobody asks any more for what a visit asked for: those who waited, the last first, about to run.
    fn land(&mut self, id: u32, cached: u32) -> Vec<u32> {
        let cache = self.code.cached[cached as usize].cache;
        let cache = &mut self.caches[cache as usize];
        let flight = cache.leaders.remove(&(id, cached));
        let Some(flight) = flight.and_then(|flight| cache.flights.remove(&flight)) else {
            return Vec::new();
        };
        let waiting: Vec<u32> = flight.waiting.iter().rev().map(|waiter| waiter.0).collect();
        for &waiter in &waiting {
            self.stop_clock(waiter);
            self.tickets[waiter as usize].0 = 0;
            self.frames[waiter].state = State::Running;
        }
        waiting
    }

    /// A visit no longer waits for somebody else's answer. Its clock still runs.
    pub(crate) fn leave_flight(&mut self, id: u32, ticket: u32, cache: u32) {
        for flight in self.caches[cache as usize].flights.values_mut() {
            flight.waiting.retain(|waiter| *waiter != (id, ticket));
        }
    }

    /// What an instance has kept is gone.
    pub(crate) fn clear_caches(&mut self, station: u32) {
        let group = self.stations[station as usize].group;
        let first = self.groups[group as usize].first;
        for cache in self.caches.iter_mut().filter(|cache| cache.group == group) {
            cache.places[(station - first) as usize].clear();
        }
        self.forget_writes(group, station - first);
    }
}
