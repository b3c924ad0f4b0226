//! The verdict on every single request, so that two runs under the same draws can be compared request by
//! request: good, or failed, or too late.

use crate::{
    config::Judgement,
    engine::Simulation,
    frames::LOST,
    journey::Source,
    report::{Verdict, Verdicts},
    sample::{SECOND, nanoseconds},
};

/// On a request: the verdict on it is still out, and it is bad until it is said to be good.
pub(crate) const JUDGED: u16 = 1 << 15;

/// Requests of one journey that are judged; the others are left out.
const MOST: usize = 1 << 24;

/// The book of verdicts.
#[derive(Debug, Clone)]
pub(crate) struct Judge {
    /// First and one past the last nanosecond in which a request must arrive.
    pub(crate) span: [u64; 2],
    journeys: Vec<Judged>,
    /// Place in its journey's list, by frame.
    places: Vec<u32>,
    /// Visits, messages and users there are, at the end of each bucket.
    levels: Vec<u32>,
    left_out: u64,
}

/// The requests of one journey.
#[derive(Debug, Clone)]
struct Judged {
    response: u64,
    /// None where what comes after the answer does not matter.
    completion: Option<u64>,
    /// Number of the first one; closed journeys count from 0.
    first: Option<u64>,
    verdicts: Vec<Verdict>,
}

impl Judge {
    pub(crate) fn new(judgement: &Judgement, start: u64, horizon: u64, journeys: usize) -> Self {
        let limit = |seconds: f64| (seconds.max(0.0) * SECOND) as u64;
        let of = |number: usize| {
            let limits = judgement.limits.get(number).copied().unwrap_or_default();
            Judged {
                response: limits.response.map_or(u64::MAX, limit),
                completion: limits.completion.map(limit),
                first: None,
                verdicts: Vec::new(),
            }
        };
        Self {
            span: [start + nanoseconds(judgement.from), horizon],
            journeys: (0..journeys).map(of).collect(),
            places: Vec::new(),
            levels: Vec::new(),
            left_out: 0,
        }
    }

    /// A bucket ends with so many visits, messages and users.
    pub(crate) fn note_level(&mut self, live: u32) {
        self.levels.push(live);
    }

    pub(crate) fn report(&self) -> Verdicts {
        let verdicts = self.journeys.iter().map(|journey| journey.verdicts.clone());
        Verdicts {
            journeys: verdicts.collect(),
            levels: self.levels.clone(),
            left_out: self.left_out,
        }
    }
}

impl Simulation {
    /// A request arrives that is to be judged.
    #[cold]
    #[inline(never)]
    pub(crate) fn expect_verdict(&mut self, id: u32) {
        if let Some(follower) = &mut self.follower {
            follower.came(self.now, id);
            return;
        }
        let bucket = self.recorder.bucket();
        let frame = &mut self.frames[id];
        let journey = &self.journeys[usize::from(frame.journey)];
        let Some(judge) = &mut self.judge else { return };
        let judged = &mut judge.journeys[usize::from(frame.journey)];
        let place = match journey.source {
            Source::Open(_) | Source::Job(_) => {
                let number = journey.arrived - 1;
                number - *judged.first.get_or_insert(number)
            }
            Source::Closed { population, .. } => {
                u64::from(frame.next) + u64::from(frame.parent) * u64::from(population)
            }
        };
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        if place >= MOST {
            frame.marks &= !JUDGED;
            judge.left_out += 1;
            return;
        }
        if judged.verdicts.len() <= place {
            judged.verdicts.resize(place + 1, Verdict::NEVER_CAME);
        }
        judged.verdicts[place] = Verdict::bad(bucket);
        if judge.places.len() <= id as usize {
            judge.places.resize(id as usize + 1, 0);
        }
        judge.places[id as usize] = place as u32;
    }

    /// A request that is judged has its answer, after so many nanoseconds. `complete` where nothing more
    /// will follow, and whether all of it went well.
    #[cold]
    #[inline(never)]
    pub(crate) fn judge_response(
        &mut self,
        id: u32,
        response: u64,
        ok: bool,
        complete: Option<bool>,
    ) {
        if let Some(follower) = &mut self.follower {
            follower.answered(response, ok);
            self.frames[id].marks &= !JUDGED;
            return;
        }
        let Some(judge) = &mut self.judge else { return };
        let frame = &mut self.frames[id];
        let judged = &mut judge.journeys[usize::from(frame.journey)];
        let in_time = ok && response <= judged.response;
        let good = match (judged.completion, complete) {
            (None, _) => Some(in_time),
            (Some(limit), Some(whole)) => Some(in_time && whole && response <= limit),
            (Some(_), None) if in_time => None,
            (Some(_), None) => Some(false),
        };
        if let Some(good) = good {
            frame.marks &= !JUDGED;
            judged.verdicts[judge.places[id as usize] as usize].set(good);
        }
    }

    /// The last consequence of a request that is still judged is done, after so many nanoseconds.
    #[cold]
    #[inline(never)]
    pub(crate) fn judge_completion(&mut self, id: u32, completion: u64) {
        let Some(judge) = &mut self.judge else { return };
        let frame = &self.frames[id];
        let judged = &mut judge.journeys[usize::from(frame.journey)];
        let in_time = judged.completion.is_none_or(|limit| completion <= limit);
        judged.verdicts[judge.places[id as usize] as usize].set(in_time && !frame.is(LOST));
    }
}
