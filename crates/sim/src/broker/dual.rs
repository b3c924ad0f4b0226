//! Dual writes: two steps that should take effect together, and do not always.

use super::fate::Fate;
use crate::{engine::Simulation, frames::DUAL};

impl Simulation {
    /// One half of a dual write takes effect.
    #[cold]
    #[inline(never)]
    pub(crate) fn takes_effect(&mut self, root: u32, half: u32) {
        self.frames[root].flags |= DUAL;
        let halves = self.dual_writes.entry((root, half / 2)).or_default();
        halves[half as usize % 2] += 1;
    }

    /// A request is over: half a write is an inconsistency, a second one a duplicate.
    #[cold]
    #[inline(never)]
    pub(crate) fn judge_dual_writes(&mut self, root: u32) {
        let journey = usize::from(self.frames[root].journey);
        while let Some((key, halves)) = self
            .dual_writes
            .range((root, 0)..=(root, u32::MAX))
            .next()
            .map(|(key, halves)| (*key, *halves))
        {
            self.dual_writes.remove(&key);
            let messages = &mut self.journeys[journey].messages;
            if halves.contains(&0) {
                messages.count(Fate::Inconsistent);
            }
            for _ in 0..halves.iter().map(|half| half.saturating_sub(1)).sum() {
                messages.count(Fate::Duplicated);
            }
        }
    }
}
