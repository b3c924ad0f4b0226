//! What was promised of a journey's requests, counted over time: by the time of the answer, or of the last
//! consequence.

use crate::{
    config::{Promise, Promised},
    sample::SECOND,
};

/// A promise, and what became of it since the last look.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    what: Promised,
    within: u64,
    /// Requests that it was kept for, and that it was looked at for.
    counts: [u64; 2],
}

/// All promises of a journey.
#[derive(Debug, Clone, Default)]
pub(crate) struct Promises(Vec<Kept>);

impl Promises {
    pub(crate) fn new(journey: usize, promises: &[Promise]) -> Self {
        let own = promises.iter().filter(|promise| promise.journey == journey);
        let kept = own.map(|promise| Kept {
            what: promise.what,
            within: (promise.within.max(0.0) * SECOND) as u64,
            counts: [0; 2],
        });
        Self(kept.collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A request has its answer. `complete` where nothing more will follow, and whether all went well.
    #[cold]
    #[inline(never)]
    pub(crate) fn respond(&mut self, response: u64, ok: bool, complete: Option<bool>) {
        for kept in &mut self.0 {
            match kept.what {
                Promised::Response => kept.count(ok && response <= kept.within),
                Promised::Success => kept.count(ok),
                Promised::Completion => {
                    if let Some(whole) = complete {
                        kept.count(whole && response <= kept.within);
                    }
                }
            }
        }
    }

    /// The last consequence of an answered request is done.
    pub(crate) fn complete(&mut self, completion: u64, ok: bool) {
        for kept in &mut self.0 {
            if kept.what == Promised::Completion {
                kept.count(ok && completion <= kept.within);
            }
        }
    }

    /// Kept and looked at, of each promise; begins anew.
    pub(crate) fn take(&mut self) -> Vec<[u64; 2]> {
        let counts = self.0.iter_mut();
        counts
            .map(|kept| std::mem::take(&mut kept.counts))
            .collect()
    }
}

impl Kept {
    fn count(&mut self, good: bool) {
        self.counts[0] += u64::from(good);
        self.counts[1] += 1;
    }
}
