//! Journeys at run time: arrivals, and what is counted of their requests.

use spinout_stats::Histogram;

use crate::{
    arrivals::OpenArrivals,
    batches::{Batches, Coarse},
    judge::JUDGED,
    promise::Promises,
    report::{Counts, WindowReport},
};

/// How requests come.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Open(OpenArrivals),
    Closed {
        population: u32,
        think: u32,
    },
    /// A job has them.
    Job(u32),
}

/// Requests that arrived in one window.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// First and one past the last nanosecond.
    from: u64,
    to: u64,
    arrived: u64,
    /// Responses and completions in nanoseconds, of successes and of failures.
    response: [Histogram; 2],
    completion: [Histogram; 2],
}

/// A stretch of time in which all requests count alike.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    /// One past its last nanosecond.
    end: u64,
    /// Windows that its requests count in, a bit each.
    pub(crate) marks: u16,
    /// Row of the time table that they are booked on.
    pub(crate) row: u32,
    /// Requests that came before it.
    before: u64,
}

/// A journey.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    pub(crate) source: Source,
    /// Start of its requests' paths.
    pub(crate) base: u64,
    pub(crate) entry: u32,
    pub(crate) element: u32,
    /// The present stretch.
    pub(crate) span: Span,
    /// Rows of the time table: of requests in the scenario, and of others.
    pub(crate) rows: [u32; 2],
    /// First and one past the last nanosecond in which requests are judged one by one.
    pub(crate) judged: Option<[u64; 2]>,
    /// First and one past the last nanosecond of the scenario.
    pub(crate) scenario: [u64; 2],
    /// How many priorities are above its own.
    pub(crate) rank: u8,
    /// As the network says it.
    pub(crate) priority: u8,
    /// Sampler of its requests' sizes, or [`crate::frames::NONE`].
    pub(crate) size: u32,
    /// Mean size of its requests, in billionths of a MiB: what is published again is taken to have it.
    pub(crate) mean_size: u64,
    /// Ring of its users' patience, or [`crate::frames::NONE`].
    pub(crate) ring: u32,
    /// Whether a completion may differ from its response.
    pub(crate) defers: bool,
    pub(crate) tallies: Vec<Tally>,
    pub(crate) arrived: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    /// Publications that a broker took, and what became of the messages.
    pub(crate) published: u64,
    pub(crate) messages: crate::broker::fate::Tally,
    /// What its replayed messages belong to, or [`crate::frames::NONE`].
    pub(crate) replay_root: u32,
    /// Of all responses, in nanoseconds, modulo 2⁶⁴.
    pub(crate) sum: u64,
    pub(crate) batches: Batches,
    pub(crate) coarse: Coarse,
    pub(crate) promises: Promises,
}

impl Journey {
    /// A request arrives. The answer says what it counts in.
    #[inline(always)]
    pub(crate) fn arrive(&mut self, now: u64) -> Span {
        if now >= self.span.end {
            self.next_span(now);
        }
        self.arrived += 1;
        self.span
    }

    /// Whether all requests up to a moment count as the last one did, in these windows and on this row.
    pub(crate) fn goes_on(&self, until: u64) -> Option<Span> {
        (until < self.span.end).then_some(self.span)
    }

    #[cold]
    #[inline(never)]
    fn next_span(&mut self, now: u64) {
        let mut next = Span {
            end: u64::MAX,
            marks: 0,
            row: self.rows[1],
            before: self.arrived,
        };
        if (self.scenario[0]..self.scenario[1]).contains(&now) {
            next.row = self.rows[0];
        }
        let arrived = self.arrived - self.span.before;
        let mut edges = self.scenario.to_vec();
        for (window, tally) in self.tallies.iter_mut().enumerate() {
            if self.span.marks & (1 << window) != 0 {
                tally.arrived += arrived;
            }
            if (tally.from..tally.to).contains(&now) {
                next.marks |= 1 << window;
            }
            edges.extend([tally.from, tally.to]);
        }
        if let Some([from, to]) = self.judged {
            if (from..to).contains(&now) {
                next.marks |= JUDGED;
            }
            edges.extend([from, to]);
        }
        let later = edges.into_iter().filter(|edge| *edge > now);
        next.end = later.min().unwrap_or(u64::MAX);
        self.span = next;
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
        if !self.promises.is_empty() {
            self.promises.respond(response, ok, complete);
        }
        let mut left = marks & !JUDGED;
        while left != 0 {
            let tally = &mut self.tallies[left.trailing_zeros() as usize];
            tally.response[usize::from(!ok)].record(response);
            if self.defers
                && let Some(ok) = complete
            {
                tally.completion[usize::from(!ok)].record(response);
            }
            left &= left - 1;
        }
    }

    /// Requests that count alike are answered, in this order, and all goes well.
    pub(crate) fn respond_well(&mut self, marks: u16, responses: &[u64]) {
        if !self.promises.is_empty() {
            for response in responses {
                self.promises.respond(*response, true, Some(true));
            }
        }
        self.succeeded += responses.len() as u64;
        self.sum = self.batches.record_all(self.sum, responses);
        for response in responses {
            self.coarse.record(*response);
        }
        let mut left = marks & !JUDGED;
        while left != 0 {
            let tally = &mut self.tallies[left.trailing_zeros() as usize];
            tally.response[0].record_all(responses);
            if self.defers {
                tally.completion[0].record_all(responses);
            }
            left &= left - 1;
        }
    }

    /// The last consequence of an answered request is done after so many nanoseconds.
    pub(crate) fn complete(&mut self, marks: u16, completion: u64, ok: bool) {
        self.promises.complete(completion, ok);
        let mut left = marks & !JUDGED;
        while left != 0 {
            let tally = &mut self.tallies[left.trailing_zeros() as usize];
            tally.completion[usize::from(!ok)].record(completion);
            left &= left - 1;
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        counts(self.arrived, self.succeeded, self.failed)
    }

    pub(crate) fn windows(&self) -> Vec<WindowReport> {
        let current = self.arrived - self.span.before;
        let report = |(window, tally): (usize, &Tally)| {
            let counts = self.span.marks & (1 << window) != 0;
            tally.report(self.defers, if counts { current } else { 0 })
        };
        self.tallies.iter().enumerate().map(report).collect()
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

    /// `current` more arrived in the present stretch.
    fn report(&self, defers: bool, current: u64) -> WindowReport {
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
            counts: counts(self.arrived + current, succeeded, failed),
            completed: completion.iter().map(Histogram::count).sum(),
            response: all(&self.response),
            response_success: self.response[0].clone(),
            completion: all(completion),
            completion_success: completion[0].clone(),
        }
    }
}
