//! A run and all the copies that it is split into.

use spinout_sim::Simulation;

use crate::RareEvent;

/// Events between two questions to the observer.
const SLICE: u64 = 1 << 14;
/// Copies that wait for their turn, at most: deeper, the levels are of no use.
const MOST_WAITING: usize = 2_000;
/// Events of one replication with all its copies, at most …
const MOST_EVENTS: u64 = 10_000_000;
/// … and how many times those of a sample.
const EXCESS: u64 = 16;

/// A level, and how many copies a run has above it for one below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    /// The closeness from which on it is reached.
    pub(super) from: u64,
    /// Copies, at least 2.
    pub(super) split: u32,
}

/// Where runs are split.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    /// How long an answer takes after the one before it while there is work, nanoseconds.
    pub(super) each: u64,
    /// From far to close.
    pub(super) levels: Vec<Level>,
}

/// What a replication has found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Weighted count of the event, or weighted time.
    pub(super) hits: f64,
    /// Of how many answers, or of how much time.
    pub(super) of: f64,
    pub(super) events: u64,
    /// Nanoseconds in which the run itself was not empty.
    pub(super) busy: u64,
    /// How often the event was seen, unweighted.
    pub(super) seen: u64,
    /// Whether all of it could be run.
    pub(super) whole: bool,
}

/// A replication, and how close it came how often where that was asked for: closeness and weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Grown {
    pub(super) found: Found,
    pub(super) samples: Vec<(u64, f64)>,
}

/// A run, or a copy of it.
struct Trial {
    simulation: Simulation,
    /// Levels that it is above.
    level: usize,
    /// Levels that it was above when it was split off, one of which it ends below; 0 for the run itself.
    born: usize,
}

impl Tree {
    /// Runs a simulation that has not begun, and its copies. `sample`: how many events to look at; without
    /// it, what is found is complete. `None` where it is told not to go on.
    pub(super) fn grow(
        &self,
        event: &RareEvent,
        mut simulation: Simulation,
        sample: Option<u64>,
        go_on: &dyn Fn() -> bool,
    ) -> Option<Grown> {
        if let Some(journey) = event.journey() {
            let beyond_s = match event {
                RareEvent::Late { beyond_s, .. } => Some(*beyond_s),
                _ => None,
            };
            simulation.follow(journey, beyond_s);
        }
        simulation.keep_no_book();
        let [start, horizon] = simulation.span();
        let weights: Vec<f64> = std::iter::once(1.0)
            .chain(self.levels.iter().scan(1.0, |weight, level| {
                *weight /= f64::from(level.split);
                Some(*weight)
            }))
            .collect();
        let mut grown = Grown::default();
        let found = &mut grown.found;
        found.whole = true;
        while simulation.next_time() < start {
            found.events += 1;
            let over = !simulation.advance(1);
            if over || (found.events.is_multiple_of(SLICE) && !go_on()) {
                found.whole = false;
                return (!over || go_on()).then_some(grown);
            }
        }
        let begun = found.events;
        let most = sample.map_or(MOST_EVENTS, |events| EXCESS * events);
        let mut branches = 0;
        let mut waiting = vec![Trial {
            simulation,
            level: 0,
            born: 0,
        }];
        'trials: while let Some(mut trial) = waiting.pop() {
            loop {
                let due = trial.simulation.next_time().min(horizon);
                let close = self.closeness(event, &mut trial.simulation, due);
                if self
                    .levels
                    .get(trial.level)
                    .is_some_and(|l| close >= l.from)
                {
                    // The copies go first, so that few are there at once.
                    let split = self.levels[trial.level].split;
                    trial.level += 1;
                    let level = trial.level;
                    let mut copies = Vec::with_capacity(split as usize - 1);
                    for _ in 1..split {
                        branches += 1;
                        let mut simulation = trial.simulation.clone();
                        simulation.set_apart(branches);
                        copies.push(Trial {
                            simulation,
                            level,
                            born: level,
                        });
                    }
                    waiting.push(trial);
                    waiting.append(&mut copies);
                    if waiting.len() > MOST_WAITING {
                        found.whole = false;
                        break 'trials;
                    }
                    continue 'trials;
                }
                while trial.level > 0 && close < self.levels[trial.level - 1].from {
                    if trial.level == trial.born {
                        continue 'trials;
                    }
                    trial.level -= 1;
                }
                let weight = weights[trial.level];
                if sample.is_some() {
                    grown.samples.push((close, weight));
                }
                if let RareEvent::Crowd { element, at_least } = event
                    && trial.simulation.present(*element) >= *at_least
                {
                    let time = due - trial.simulation.now().clamp(start, due);
                    found.hits += weight * time as f64;
                    found.seen += 1;
                }
                if sample.is_some() && trial.born == 0 && close > 0 {
                    found.busy += due - trial.simulation.now().clamp(start, due);
                }
                if due >= horizon {
                    break;
                }
                let before = trial.simulation.followed();
                let goes_on = trial.simulation.advance(1);
                let after = trial.simulation.followed();
                found.hits += weight * (after.bad - before.bad) as f64;
                found.seen += after.bad - before.bad;
                if trial.born == 0 {
                    found.of += (after.answers - before.answers) as f64;
                }
                found.events += 1;
                if found.events.is_multiple_of(SLICE) && !go_on() {
                    return None;
                }
                let spent = found.events - begun;
                if !goes_on || spent >= most {
                    found.whole = false;
                    break 'trials;
                }
                // At a moment at which no copy is left, so that none is missing in what was seen.
                if sample.is_some_and(|events| spent >= events)
                    && trial.born == 0
                    && trial.level == 0
                {
                    break 'trials;
                }
            }
        }
        if event.journey().is_none() {
            found.of = (horizon - start) as f64;
        }
        Some(grown)
    }

    /// How close a run is to the event at the moment at which something happens next: how long the slowest
    /// open request will take in nanoseconds, the requests in the system, or the visits at the element.
    fn closeness(&self, event: &RareEvent, simulation: &mut Simulation, due: u64) -> u64 {
        match event {
            RareEvent::Late { .. } => simulation.slowest(due, self.each),
            RareEvent::Fails { .. } => simulation.open_requests(),
            RareEvent::Crowd { element, .. } => simulation.present(*element),
        }
    }
}
