use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use spinout_study::{Observer, Phase, Progress};
use spinout_units::ScenarioId;

use crate::host::Host;
use crate::protocol::{Event, RunPhase, RunProgress};

/// The least seconds between two messages: at most 20 a second.
const PAUSE_S: f64 = 0.05;

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
    cancelled: Arc<AtomicBool>,
    seconds: Box<dyn Fn() -> f64 + Send + Sync>,
    budget_s: f64,
    target: f64,
    place: Mutex<Option<Place>>,
    /// When the next message may go, as the bits of seconds.
    next: AtomicU64,
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        host: &'a dyn Host,
        run: u32,
        cancelled: Arc<AtomicBool>,
        budget_s: Option<f64>,
        target: f64,
    ) -> Self {
        Self {
            host,
            run,
            cancelled,
            seconds: host.stopwatch(),
            budget_s: budget_s.unwrap_or(f64::INFINITY),
            target,
            place: Mutex::new(None),
            next: AtomicU64::new(0.0_f64.to_bits()),
        }
    }

    /// From now on `place` is being run.
    pub(super) fn move_to(&self, place: Place) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
    }

    /// Watches what comes after the run itself: silent, past the time budget, stopped only by a cancel.
    pub(super) fn until_cancelled(&self) -> UntilCancelled<'_> {
        UntilCancelled(&self.cancelled)
    }

    /// Is it time for a message? Only one thread is told so.
    fn may_tell(&self) -> bool {
        let now = (self.seconds)();
        let next = self.next.load(Ordering::Relaxed);
        now >= f64::from_bits(next)
            && self
                .next
                .compare_exchange(
                    next,
                    (now + PAUSE_S).to_bits(),
                    Ordering::Relaxed,
                    Ordering::Relaxed,
                )
                .is_ok()
    }
}

/// Lets a study run to its end unless it is cancelled.
pub(super) struct UntilCancelled<'a>(&'a AtomicBool);

impl Observer for UntilCancelled<'_> {
    fn go_on(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

impl Observer for Watch<'_> {
    fn progress(&self, progress: &Progress) {
        if !self.may_tell() {
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
        !self.cancelled.load(Ordering::Relaxed) && (self.seconds)() < self.budget_s
    }
}
