//! What splitting a run needs: copies that go on with draws of their own, and a look at how close a run is
//! to something rare. It stands beside the event loop: a run that is not split pays nothing for it.

use std::collections::VecDeque;

use spinout_network::{ElementIndex, JourneyIndex, key::mix};

use crate::{
    engine::Simulation,
    frames::{MESSAGE, REQUEST, State},
    journey::Source,
    sample::nanoseconds,
    timer::Timer,
};

/// Answers to the requests of the journey that is followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    /// Answers, from the run's start on.
    pub answers: u64,
    /// Those that took longer than they should, or failed where only that counts.
    pub bad: u64,
}

/// The journey that is followed.
#[derive(Debug, Clone)]
pub(crate) struct Follower {
    /// An answer after more nanoseconds is bad; none where a failure is.
    beyond: Option<u64>,
    found: Followed,
    /// Arrival and frame of its requests, in order; what is answered is dropped from the front when that
    /// is looked at.
    open: VecDeque<(u64, u32)>,
    /// How many there must be for answered ones to be looked for everywhere.
    crowded: usize,
}

/// Requests below which the list is not tidied.
const ROOM: usize = 64;
/// Places of the line that are looked at.
const PLACES: usize = 16;

impl Follower {
    pub(crate) fn came(&mut self, now: u64, id: u32) {
        self.open.push_back((now, id));
    }

    pub(crate) fn answered(&mut self, response: u64, ok: bool) {
        self.found.answers += 1;
        let bad = self.beyond.map_or(!ok, |beyond| response > beyond);
        self.found.bad += u64::from(bad);
    }
}

impl Simulation {
    /// From now on, the answers of a journey are counted by themselves: those after more than so many
    /// seconds, or, where none are given, those that are failures. For a run with an event list that has
    /// not begun and judges nothing.
    pub fn follow(&mut self, journey: JourneyIndex, beyond_s: Option<f64>) {
        self.follower = Some(Box::new(Follower {
            beyond: beyond_s.map(nanoseconds),
            found: Followed::default(),
            open: VecDeque::new(),
            crowded: ROOM,
        }));
        if let Some(journey) = self.journeys.get_mut(journey.at()) {
            journey.judged = Some([0, u64::MAX]);
        }
    }

    /// What has become of the journey that is followed.
    #[must_use]
    pub fn followed(&self) -> Followed {
        let follower = self.follower.as_ref();
        follower.map_or_else(Followed::default, |follower| follower.found)
    }

    /// How long the slowest of the open requests of the journey that is followed will take, in
    /// nanoseconds, by a rough guess at the moment `now`: how old it is, and `each` for it and every one
    /// before it. 0 without any.
    pub fn slowest(&mut self, now: u64, each: u64) -> u64 {
        let Some(follower) = &mut self.follower else {
            return 0;
        };
        let frames = &self.frames;
        let is_open = |(came, id): &(u64, u32)| {
            let frame = &frames[*id];
            let over = matches!(frame.state, State::Answered | State::Thinking | State::Free);
            !over && frame.is(REQUEST) && frame.stamp == *came
        };
        while follower.open.front().is_some_and(|first| !is_open(first)) {
            follower.open.pop_front();
        }
        if follower.open.len() >= follower.crowded {
            // Where others overtake, what is answered lies among what is not.
            follower.open.retain(is_open);
            follower.crowded = 2 * follower.open.len().max(ROOM);
        }
        let open = &follower.open;
        // Ages fall along the line: a few places tell enough of a long one.
        let step = open.len().div_ceil(PLACES).max(1);
        let places = (0..open.len()).rev().step_by(step);
        let guess = |place: usize| {
            let age = now.saturating_sub(open[place].0);
            age.saturating_add(each.saturating_mul(place as u64 + 1))
        };
        let oldest = open.front().map_or(0, |_| guess(0));
        places.map(guess).fold(oldest, u64::max)
    }

    /// Requests without an answer, of all journeys.
    #[must_use]
    pub fn open_requests(&self) -> u64 {
        let open = |journey: &crate::journey::Journey| {
            journey.arrived - journey.succeeded - journey.failed
        };
        self.journeys.iter().map(open).sum()
    }

    /// Keeps no book of responses from now on, so that a copy costs little.
    pub fn keep_no_book(&mut self) {
        for journey in &mut self.journeys {
            journey.tallies.clear();
            journey.batches.stop();
        }
    }

    /// Visits and messages at an element.
    #[must_use]
    pub fn present(&self, element: ElementIndex) -> u64 {
        self.elements[element.at()].present.count
    }

    /// When the next event is due, nanoseconds since the run's start.
    pub fn next_time(&mut self) -> u64 {
        self.events.next_time().min(self.sharing.next().0)
    }

    /// When the scenario starts and ends, nanoseconds since the run's start.
    #[must_use]
    pub const fn span(&self) -> [u64; 2] {
        [self.start, self.horizon]
    }

    /// Gives this copy of a run draws of its own from now on, by the number of its branch: what has been
    /// drawn stays, and whatever is drawn from now on is as good as any. Draws that belong to messages and
    /// instances stay those of the other copies: that costs precision, not truth.
    pub fn set_apart(&mut self, branch: u64) {
        let apart = mix(branch) | 1;
        for journey in &mut self.journeys {
            journey.base = mix(journey.base.wrapping_add(apart));
            if let Source::Open(arrivals) = &mut journey.source {
                arrivals.set_apart(journey.base, apart);
            }
        }
        // A patience knows its visit by the path.
        for timer in self.timers.iter_mut() {
            if let Timer::GiveUp { frame, path } = timer {
                let waits = &self.frames[*frame];
                if waits.path == *path && !waits.is(MESSAGE) {
                    *path = path.wrapping_add(apart);
                }
            }
        }
        for frame in self.frames.iter_mut() {
            if frame.state != State::Free && !frame.is(MESSAGE) {
                frame.path = frame.path.wrapping_add(apart);
            }
        }
    }
}
