//! Journeys at run time: arrivals, and what is counted of their requests.

use spinout_stats::Histogram;

use crate::{
    arrivals::OpenArrivals,
    batches::{Batches, Coarse},
    report::{Counts, WindowReport},
};

/// How requests come.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Open(OpenArrivals),
    Closed { population: u32, think: u32 },
}

/// Requests that arrived in one window.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// First and one past the last nanosecond.
    from: u64,
    to: u64,
    arrived: u64,
    completed: u64,
    /// Responses and completions in nanoseconds, of successes and of failures.
    response: [Histogram; 2],
    completion: [Histogram; 2],
}

/// A journey.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    pub(crate) source: Source,
    /// Start of its requests' paths.
    pub(crate) base: u64,
    pub(crate) entry: u32,
    pub(crate) element: u32,
    /// Row of the time table.
    pub(crate) row: u32,
    /// Ring of its users' patience, or [`crate::frames::NONE`].
    pub(crate) ring: u32,
    /// Whether a completion may differ from its response.
    pub(crate) defers: bool,
    pub(crate) tallies: Vec<Tally>,
    pub(crate) arrived: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    /// Of all responses, in nanoseconds, modulo 2⁶⁴.
    pub(crate) sum: u64,
    pub(crate) batches: Batches,
    pub(crate) coarse: Coarse,
}

impl Journey {
    /// A request arrives. The answer is the windows it counts in, a bit each.
    #[inline]
    pub(crate) fn arrive(&mut self, now: u64) -> u16 {
        self.arrived += 1;
        let mut marks = 0;
        for (window, tally) in self.tallies.iter_mut().enumerate() {
            if (tally.from..tally.to).contains(&now) {
                tally.arrived += 1;
                marks |= 1 << window;
            }
        }
        marks
    }

    /// A request is answered after so many nanoseconds. `complete` where nothing more will follow, and
    /// whether all of it went well.
    #[inline(always)]
    pub(crate) fn respond(&mut self, marks: u16, response: u64, ok: bool, complete: Option<bool>) {
        if ok {
            self.succeeded += 1;
        } else {
            self.failed += 1;
        }
        self.sum = self.sum.wrapping_add(response);
        self.batches.record(self.sum);
        self.coarse.record(response);
        let mut left = marks;
        while left != 0 {
            let tally = &mut self.tallies[left.trailing_zeros() as usize];
            tally.response[usize::from(!ok)].record(response);
            if let Some(ok) = complete {
                tally.completed += 1;
                if self.defers {
                    tally.completion[usize::from(!ok)].record(response);
                }
            }
            left &= left - 1;
        }
    }

    /// The last consequence of an answered request is done after so many nanoseconds.
    pub(crate) fn complete(&mut self, marks: u16, completion: u64, ok: bool) {
        let mut left = marks;
        while left != 0 {
            let tally = &mut self.tallies[left.trailing_zeros() as usize];
            tally.completed += 1;
            if self.defers {
                tally.completion[usize::from(!ok)].record(completion);
            }
            left &= left - 1;
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        counts(self.arrived, self.succeeded, self.failed)
    }

    pub(crate) fn windows(&self) -> Vec<WindowReport> {
        self.tallies
            .iter()
            .map(|tally| tally.report(self.defers))
            .collect()
    }
}

fn counts(arrived: u64, succeeded: u64, failed: u64) -> Counts {
    Counts {
        arrived,
        succeeded,
        failed,
        in_flight: arrived - succeeded - failed,
    }
}

impl Tally {
    pub(crate) fn new(from: u64, to: u64) -> Self {
        Self {
            from,
            to,
            ..Self::default()
        }
    }

    fn report(&self, defers: bool) -> WindowReport {
        let all = |[success, failure]: &[Histogram; 2]| {
            let mut all = success.clone();
            all.merge(failure);
            all
        };
        let completion = if defers {
            &self.completion
        } else {
            &self.response
        };
        let [succeeded, failed] = [&self.response[0], &self.response[1]].map(Histogram::count);
        WindowReport {
            counts: counts(self.arrived, succeeded, failed),
            completed: self.completed,
            response: all(&self.response),
            response_success: self.response[0].clone(),
            completion: all(completion),
            completion_success: completion[0].clone(),
        }
    }
}
