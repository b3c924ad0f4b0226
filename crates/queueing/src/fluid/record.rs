//! What the fluid was like over time, as tracers need it.

use super::engine::Engine;
use super::pool::Pool;
use crate::preview::cache::Found;

/// A station in one step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    /// Waiting at the beginning of the step, and what came and went a second in it.
    waiting: f64,
    coming: f64,
    out: f64,
    /// The part of what waited that was lost at the beginning.
    lost: f64,
    /// Waiting at random.
    random: f64,
    pub(crate) door: f64,
    /// Seconds of a wait at random, where there is one, its variation, and how often there is.
    pub(crate) wait: f64,
    pub(crate) scv: f64,
    pub(crate) waits: f64,
    pub(crate) stretch: f64,
    /// Factor on the time inside that the limit on slots makes.
    pub(crate) inside: f64,
    pub(crate) freedom: f64,
    pub(crate) demand: f64,
    pub(crate) factor: f64,
    pub(crate) errors: f64,
}

/// All steps.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    /// Beginnings of the steps, and the end of the last.
    pub(crate) times: Vec<f64>,
    /// By step, then by place: groups, then lanes of lines.
    marks: Vec<Vec<Mark>>,
    pub(crate) phases: Vec<Vec<(f64, bool)>>,
    pub(crate) outage: Vec<Vec<bool>>,
    /// Where the lanes of each line begin.
    pub(crate) lanes: Vec<usize>,
    pub(crate) batches: Vec<Vec<f64>>,
    pub(crate) found: Vec<Vec<Found>>,
    /// When instances of a group went down, and which part of them.
    pub(crate) crashes: Vec<Vec<(f64, f64)>>,
}

impl Record {
    pub(crate) fn new(engine: &Engine<'_>) -> Self {
        let mut next = engine.places.len();
        let lanes = engine.lines.iter().map(|line| {
            next += line.lanes.len();
            next - line.lanes.len()
        });
        Self {
            lanes: lanes.collect(),
            crashes: vec![Vec::new(); engine.places.len()],
            ..Self::default()
        }
    }

    /// Notes a step that began with so much waiting, of which so much was lost at once.
    pub(crate) fn note(
        &mut self,
        engine: &Engine<'_>,
        (from, to): (f64, f64),
        before: &[f64],
        lost: &[f64],
    ) {
        let seconds = to - from;
        let flow = |pool: &Pool, before: f64| {
            let coming = (pool.waiting - before) / seconds + pool.out;
            Mark {
                waiting: before,
                coming,
                out: pool.out,
                random: pool.random.min(pool.waiting),
                door: pool.door,
                ..Mark::default()
            }
        };
        let mut marks = Vec::with_capacity(before.len());
        for (number, place) in engine.places.iter().enumerate() {
            let settled = place.pool.settled();
            let wait = place.wait.stretched(settled);
            let (given, scv) = given(wait.mean, wait.variance, place.waits);
            let all = before[number];
            let left = all - lost[number];
            marks.push(Mark {
                lost: if all > 0.0 { lost[number] / all } else { 0.0 },
                wait: given,
                scv,
                waits: place.waits,
                stretch: 1.0 + (place.stretch - 1.0) * settled,
                inside: 1.0 - (1.0 - place.inside) * settled,
                freedom: place.freedom,
                demand: place.demand,
                factor: engine.now.factor[number],
                errors: engine.now.errors[number],
                ..flow(&place.pool, left)
            });
            if engine.went_down[number] {
                let was = engine.scaled[number].ready.max(1e-300);
                self.crashes[number].push((from, 1.0 - place.instances / was));
            }
        }
        let mut at = engine.places.len();
        for line in &engine.lines {
            let (given, scv) = given(line.wait.mean, line.wait.variance, line.waits);
            for lane in &line.lanes {
                marks.push(Mark {
                    wait: given * lane.settled(),
                    scv,
                    waits: line.waits,
                    stretch: 1.0,
                    factor: 1.0,
                    ..flow(lane, before[at])
                });
                at += 1;
            }
        }
        if self.times.is_empty() {
            self.times.push(from);
        }
        self.times.push(to);
        self.marks.push(marks);
        self.phases.push(engine.now.phases.clone());
        self.outage.push(engine.now.outage.clone());
        self.found
            .push(engine.stores.iter().map(|store| store.found).collect());
        self.batches
            .push(engine.lines.iter().map(|line| line.batch).collect());
    }

    /// The step at a time; the first before them, the last after.
    pub(crate) fn step(&self, time: f64) -> usize {
        let after = self.times.partition_point(|begin| *begin <= time);
        after.saturating_sub(1).min(self.marks.len() - 1)
    }

    pub(crate) fn mark(&self, step: usize, place: usize) -> &Mark {
        &self.marks[step][place]
    }

    /// How long the fluid before a place keeps who comes at `time`, beside what is waited at random. The
    /// other way round where it is lost meanwhile: with the time until then. `luck` is uniform in (0, 1).
    pub(crate) fn delay(&self, place: usize, time: f64, luck: f64) -> Result<f64, f64> {
        let mut step = self.step(time);
        let mark = self.mark(step, place);
        let past = (time - self.times[step]).max(0.0);
        let waiting = (mark.waiting + (mark.coming - mark.out) * past).max(0.0);
        let mut ahead = waiting - mark.random.min(waiting);
        if ahead <= 0.0 || ahead <= 1e-9 * mark.out {
            return Ok(0.0);
        }
        let mut now = time;
        loop {
            let mark = self.mark(step, place);
            let last = step + 1 == self.marks.len();
            let until = self.times[step + 1];
            let gone = mark.out * (until - now);
            if gone >= ahead {
                return Ok(now - time + ahead / mark.out);
            }
            if last {
                // As at the end for ever.
                let rest = ahead / mark.out.max(1e-300);
                return Ok((now - time + rest).min(1e9));
            }
            ahead -= gone;
            now = until;
            step += 1;
            let lost = self.mark(step, place).lost;
            if lost > 0.0 {
                if luck < lost {
                    return Err(now - time);
                }
                ahead *= 1.0 - lost;
            }
        }
    }

    /// Whether an instance of a group dies between two times under who is there: when.
    pub(crate) fn crash(&self, group: usize, from: f64, to: f64, luck: f64) -> Option<f64> {
        let crashes = self.crashes[group].iter();
        crashes
            .filter(|(time, part)| *time > from && *time <= to && luck < *part)
            .map(|(time, _)| *time)
            .next()
    }
}

/// Mean and variation of a wait, given that there is one.
fn given(mean: f64, variance: f64, waits: f64) -> (f64, f64) {
    if mean <= 0.0 || waits <= 0.0 {
        return (0.0, 0.0);
    }
    let given = mean / waits;
    let squared = (variance + mean * mean) / waits;
    (given, (squared / (given * given) - 1.0).max(0.0))
}
