//! Ends that are results: overload and deadlock.

use spinout_network::GroupIndex;

use crate::{
    cache::FLIGHT,
    compile::ScopeKind,
    engine::Simulation,
    frames::{BRANCH, Frame, GUARDED, NONE, State},
    report::{Backlog, Deadlock, Outcome, Overload},
    sample::SECOND,
};

impl Simulation {
    /// The run is given up; the longest backlog is named.
    pub(crate) fn overload(&self) -> Outcome {
        let groups = self.groups.iter().enumerate().map(|(number, group)| {
            (
                group.waiting.count,
                group.waiting_since,
                Backlog::Group(number.into()),
            )
        });
        // What stays in a queue without consumer is only counted.
        let queues = self.queues.iter().enumerate();
        let queues = queues.filter(|(_, queue)| !queue.lanes.is_empty());
        let queues = queues.map(|(number, queue)| {
            (
                queue.depth.count,
                queue.waiting_since,
                Backlog::Queue(number.into()),
            )
        });
        // What waits nowhere computes on shared cores, or is underway. A request that waits takes a frame
        // for each call on its way.
        let live = u64::from(self.frames.live);
        let spread = (live / 16, 0, Backlog::Spread);
        let longest = groups
            .chain(queues)
            .chain([spread])
            .max_by_key(|(count, ..)| *count);
        let (count, since, place) = longest.unwrap_or(spread);
        let count = if place == Backlog::Spread {
            live
        } else {
            count
        };
        Outcome::Overload(Overload {
            place,
            since: self.seconds(since),
            at: self.seconds(self.now),
            growth: count as f64 * SECOND / (self.now - since).max(1) as f64,
        })
    }

    /// The frame without which a frame cannot go on, if there is one and it will wait for ever.
    fn needs(&self, frame: &Frame) -> Option<u32> {
        match frame.state {
            State::Calling if frame.serial == 0 => Some(frame.child),
            State::Joining if self.needs_first_branch(frame.child) => Some(frame.child),
            _ => None,
        }
    }

    /// A circle of instances, locks and bulkheads whose slots are all held by visits that wait for one of another
    /// of them. Visits that will time out break a circle.
    pub(crate) fn deadlock(&self) -> Option<Outcome> {
        let full = |station: &crate::station::Station| {
            station.waiting.length > 0
                && !matches!(station.life, crate::station::Life::Starting(_))
                && station.busy >= self.groups[station.group as usize].slots
        };
        let mut stuck: Vec<bool> = self.stations.iter().map(full).collect();
        // The places of resources follow the stations.
        let mut firsts = Vec::new();
        for resource in &self.resources {
            firsts.push(stuck.len());
            stuck.extend(resource.full_places());
        }
        // And the turns of bulkheads follow these.
        let mut turns = Vec::new();
        for guard in &self.guards {
            turns.push(stuck.len());
            stuck.extend(guard.full_places());
        }
        if !stuck.contains(&true) {
            return None;
        }
        let holders = self.holders(&firsts, &turns);
        // What a holder that can go on, or waits where somebody can, frees is not stuck.
        loop {
            let before = stuck.clone();
            for holder in &holders {
                if !holder.waits.is_some_and(|target| before[target]) {
                    stuck[holder.of] = false;
                }
            }
            if stuck == before {
                break;
            }
        }
        let first = stuck.iter().position(|stuck| *stuck)?;
        let holder_of = |place: usize| holders.iter().find(|holder| holder.of == place);
        let mut path = vec![first];
        let circle = loop {
            let next = holder_of(*path.last()?)?.waits?;
            if let Some(begin) = path.iter().position(|place| *place == next) {
                break path.split_off(begin);
            }
            path.push(next);
        };
        let stations = circle
            .iter()
            .filter_map(|place| Some(holder_of(*place)?.station));
        let mut circle: Vec<GroupIndex> = stations
            .filter_map(|station| Some(GroupIndex(self.stations.get(station as usize)?.group)))
            .collect();
        circle.dedup();
        Some(Outcome::Deadlock(Deadlock {
            at: self.seconds(self.now),
            circle,
        }))
    }

    /// Who holds a slot or a resource, and what each waits for in the end.
    fn holders(&self, firsts: &[usize], turns: &[usize]) -> Vec<Holder> {
        let turn_of = |id: u32| {
            let link = self.code.calls[self.call_of(id)? as usize].link as usize;
            Some(turns[link] + self.guards[link].place(self.frames[id].station))
        };
        let place = |id: u32, number: u32| firsts[number as usize] + self.place_at(id, number);
        let mut holders = Vec::new();
        for (id, frame) in self.frames.iter() {
            if matches!(
                frame.state,
                State::Waiting | State::Delivering | State::Buffered
            ) {
                continue;
            }
            let mut leaf = (id, frame);
            while let Some(child) = self.needs(leaf.1) {
                leaf = (child, &self.frames[child]);
            }
            let waits = match leaf.1.state {
                State::Waiting if leaf.1.station != NONE => Some(leaf.1.station as usize),
                State::Blocked if self.tickets[leaf.0 as usize].1 & FLIGHT == 0 => {
                    Some(place(leaf.0, self.tickets[leaf.0 as usize].1))
                }
                State::Held if leaf.1.serial == 0 => turn_of(leaf.0),
                _ => None,
            };
            let mut holds = |of| {
                holders.push(Holder {
                    of,
                    waits,
                    station: frame.station,
                });
            };
            if frame.station != NONE && !frame.is(BRANCH) {
                holds(frame.station as usize);
            }
            if frame.is(GUARDED)
                && let Some(turn) = turn_of(id)
            {
                holds(turn);
            }
            if !self.resources.is_empty() && frame.state.runs() {
                let mut scope = self.code.scope_of(frame.pc);
                while let Some(open) = self.code.scope(scope) {
                    if let ScopeKind::Hold(number) = open.kind {
                        holds(place(id, number));
                    }
                    scope = open.outer;
                }
            }
        }
        holders
    }
}

/// Somebody who holds a slot of a station, or a resource.
struct Holder {
    of: usize,
    waits: Option<usize>,
    station: u32,
}
