//! Cores by preemptive priority: those with the highest priority compute, within one priority who began first,
//! one core each; who is interrupted goes on later where it was.

use std::collections::BTreeMap;

/// Nanoseconds of demand that count as none: what rounding of times leaves over.
const NOTHING: f64 = 1e-3;

/// How many priorities are above, and the number of the visit's turn.
type Place = (u8, u64);

#[derive(Debug, Clone, Copy)]
struct Job {
    /// Nanoseconds on a core that it still needs.
    left: f64,
    frame: u32,
}

/// The visits that need the cores of one instance.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ranked {
    jobs: BTreeMap<Place, Job>,
    turns: u64,
    /// Who was done last, when, and its place: it has the same once more if it goes on to compute at once.
    last: Option<(u32, u64, Place)>,
}

impl Ranked {
    pub(crate) fn len(&self) -> usize {
        self.jobs.len()
    }

    pub(crate) fn clear(&mut self) {
        self.jobs.clear();
    }

    pub(crate) fn start(&mut self, now: u64, frame: u32, rank: u8, demand: f64) {
        let place = match self.last {
            Some((last, time, place)) if (last, time) == (frame, now) => place,
            _ => {
                self.turns += 1;
                (rank, self.turns)
            }
        };
        self.last = None;
        let left = demand;
        self.jobs.insert(place, Job { left, frame });
    }

    /// Lets time pass. The answer is how many core-nanoseconds were used.
    pub(crate) fn advance(&mut self, elapsed: f64, cores: f64) -> f64 {
        for (at, job) in self.jobs.values_mut().enumerate() {
            let rate = rate(at, cores);
            if rate <= 0.0 {
                break;
            }
            job.left = (job.left - elapsed * rate).max(0.0);
        }
        elapsed * cores.min(self.jobs.len() as f64)
    }

    /// When the next is done, unless others come; `u64::MAX` if nobody computes.
    pub(crate) fn next(&self, now: u64, cores: f64) -> u64 {
        let mut next = u64::MAX;
        for (at, job) in self.jobs.values().enumerate() {
            let rate = rate(at, cores);
            if rate <= 0.0 {
                break;
            }
            // Rounded up: never early.
            let left = job.left / rate;
            let whole = left as u64;
            let whole = whole.saturating_add(u64::from((whole as f64) < left));
            next = next.min(now.saturating_add(whole));
        }
        next
    }

    /// Whether somebody is done.
    pub(crate) fn is_done(&self, cores: f64) -> bool {
        self.done(cores).is_some()
    }

    fn done(&self, cores: f64) -> Option<Place> {
        let computes = |(at, _): &(usize, _)| rate(*at, cores) > 0.0;
        let mut running = self.jobs.iter().enumerate().take_while(computes);
        let done = running.find(|(_, (_, job))| job.left <= NOTHING);
        done.map(|(_, (place, _))| *place)
    }

    /// Takes out who is done.
    pub(crate) fn complete(&mut self, now: u64, cores: f64) -> Option<u32> {
        let place = self.done(cores)?;
        let frame = self.jobs.remove(&place)?.frame;
        self.last = Some((frame, now, place));
        Some(frame)
    }

    /// What is left takes this many times as long: each frame, and by how many nanoseconds it has grown.
    pub(crate) fn stretch(&mut self, factor: f64) -> Vec<(u32, i64)> {
        let jobs = self.jobs.values_mut();
        jobs.map(|job| {
            let before = job.left;
            job.left *= factor;
            (job.frame, (job.left - before) as i64)
        })
        .collect()
    }
}

/// How much of a core the visit at a place from the head has.
fn rate(at: usize, cores: f64) -> f64 {
    (cores - at as f64).min(1.0)
}
