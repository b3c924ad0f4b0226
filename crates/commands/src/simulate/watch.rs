use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use spinout_study::{Comparison, Observer, Phase, Progress};
use spinout_units::ScenarioId;

use crate::host::Host;
use crate::protocol::{Event, RunInterim, RunPhase, RunProgress, RunSettings};
use crate::simulate::Wishes;

/// The least seconds between two messages: at most 20 a second.
const PAUSE_S: f64 = 0.05;
/// How many times as long as it took to tell what is known so far nothing more is told of it: a study
/// spends little of its time on that.
const REST: f64 = 20.0;

/// Which part of a run is going on.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) scenario: ScenarioId,
    pub(super) done: u32,
    pub(super) total: u32,
}

/// Passes on how far a run has come, and stops it when it is cancelled or its time is up.
pub(super) struct Watch<'a> {
    host: &'a dyn Host,
    run: u32,
    wishes: Arc<Wishes>,
    seconds: Box<dyn Fn() -> f64 + Send + Sync>,
    budget_s: f64,
    target: f64,
    place: Mutex<Option<Place>>,
    /// When the next message may go.
    next: Turn,
    /// When what is known so far may next be told; never if nobody asks for it.
    next_look: Option<Turn>,
}

/// A moment, as the bits of seconds.
struct Turn(AtomicU64);

impl Turn {
    fn new() -> Self {
        Self(AtomicU64::new(0.0_f64.to_bits()))
    }

    /// Has it come? Only one thread is told so.
    fn take(&self, now: f64) -> bool {
        let due = self.0.load(Ordering::Relaxed);
        let next = (now + PAUSE_S).to_bits();
        now >= f64::from_bits(due)
            && self
                .0
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }

    fn put_off(&self, until: f64) {
        self.0.store(until.to_bits(), Ordering::Relaxed);
    }
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        host: &'a dyn Host,
        run: u32,
        wishes: Arc<Wishes>,
        settings: &RunSettings,
        target: f64,
    ) -> Self {
        Self {
            host,
            run,
            wishes,
            seconds: host.stopwatch(),
            budget_s: settings.time_budget_s.unwrap_or(f64::INFINITY),
            target,
            place: Mutex::new(None),
            next: Turn::new(),
            next_look: settings.interim.then(Turn::new),
        }
    }

    /// From now on `place` is being run.
    pub(super) fn move_to(&self, place: Place) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }

    /// Watches what comes after the run itself: silent, past the time budget, stopped only by a cancel.
    pub(super) fn until_cancelled(&self) -> UntilCancelled<'_> {
        UntilCancelled(&self.wishes)
    }

    /// The same, which also tells what is known so far in the words of `so_far`.
    pub(super) fn refining<'w>(&'w self, so_far: &'w SoFar<'w>) -> Refining<'w> {
        Refining {
            watch: self,
            so_far,
        }
    }
}

/// Puts what a study knows so far into the words of the results.
type SoFar<'w> = dyn Fn(&Comparison) -> RunInterim + Sync + 'w;

/// Watches a study, and tells what is known so far where that is asked for.
pub(super) struct Refining<'w> {
    watch: &'w Watch<'w>,
    so_far: &'w SoFar<'w>,
}

/// Lets a study run to its end unless it is cancelled.
pub(super) struct UntilCancelled<'a>(&'a Wishes);

impl Observer for UntilCancelled<'_> {
    fn go_on(&self) -> bool {
        !self.0.cancelled()
    }
}

impl Observer for Watch<'_> {
    fn progress(&self, progress: &Progress) {
        if !self.next.take((self.seconds)()) {
            return;
        }
        let place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = place.clone() else {
            return;
        };
        self.host.emit(Event::Progress(RunProgress {
            run: self.run,
            scenario: place.scenario,
            parts_done: place.done,
            parts: place.total,
            phase: match progress.phase {
                Phase::Pilot => RunPhase::Pilot,
                Phase::Measure => RunPhase::Measure,
            },
            replications: progress.done,
            next_check: progress.next_check,
            precision: progress.precision,
            target: self.target,
        }));
    }

    fn go_on(&self) -> bool {
        let unwanted = self.wishes.cancelled() || self.wishes.finished();
        !unwanted && (self.seconds)() < self.budget_s
    }
}

impl Observer for Refining<'_> {
    fn progress(&self, progress: &Progress) {
        self.watch.progress(progress);
    }

    fn looks(&self) -> bool {
        let next = self.watch.next_look.as_ref();
        next.is_some_and(|next| next.take((self.watch.seconds)()))
    }

    fn interim(&self, so_far: &Comparison) {
        let Watch { host, seconds, .. } = self.watch;
        let begun = seconds();
        host.emit(Event::Interim(Box::new((self.so_far)(so_far))));
        if let Some(next) = &self.watch.next_look {
            let now = seconds();
            next.put_off(now + PAUSE_S.max(REST * (now - begun)));
        }
    }

    fn go_on(&self) -> bool {
        self.watch.go_on()
    }
}
