//! Ends that are results: overload and deadlock.

use spinout_network::GroupIndex;

use crate::{
    engine::Simulation,
    frames::{BRANCH, Frame, NONE, State},
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

    /// A circle of instances whose slots are all held by visits that wait for a slot of another one of
    /// them. Visits that will time out break a circle.
    pub(crate) fn deadlock(&self) -> Option<Outcome> {
        let full = |station: &crate::station::Station| {
            station.waiting.length > 0
                && !matches!(station.life, crate::station::Life::Starting(_))
                && station.busy >= self.groups[station.group as usize].slots
        };
        let mut stuck: Vec<bool> = self.stations.iter().map(full).collect();
        if !stuck.contains(&true) {
            return None;
        }
        // For each holder of a slot: its station, and the station whose slot it waits for in the end.
        let mut holders: Vec<(usize, Option<usize>)> = Vec::new();
        for (_, frame) in self
            .frames
            .iter()
            .filter(|(_, frame)| frame.station != NONE && !frame.is(BRANCH))
        {
            if !matches!(
                frame.state,
                State::Waiting | State::Delivering | State::Buffered
            ) {
                let mut leaf = frame;
                while let Some(child) = self.needs(leaf) {
                    leaf = &self.frames[child];
                }
                let waits = leaf.state == State::Waiting && leaf.station != NONE;
                holders.push((
                    frame.station as usize,
                    waits.then_some(leaf.station as usize),
                ));
            }
        }
        // What a holder that can go on, or waits where somebody can, frees is not stuck.
        loop {
            let before = stuck.clone();
            for (station, waits) in &holders {
                if !waits.is_some_and(|target| before[target]) {
                    stuck[*station] = false;
                }
            }
            if stuck == before {
                break;
            }
        }
        let first = stuck.iter().position(|stuck| *stuck)?;
        let waits_for = |station: usize| {
            let holder = holders.iter().find(|(held, _)| *held == station);
            holder.and_then(|(_, waits)| *waits)
        };
        let mut path = vec![first];
        let circle = loop {
            let next = waits_for(*path.last()?)?;
            if let Some(begin) = path.iter().position(|station| *station == next) {
                break path.split_off(begin);
            }
            path.push(next);
        };
        let mut circle: Vec<GroupIndex> = circle
            .iter()
            .map(|station| GroupIndex(self.stations[*station].group))
            .collect();
        circle.dedup();
        Some(Outcome::Deadlock(Deadlock {
            at: self.seconds(self.now),
            circle,
        }))
    }
}
