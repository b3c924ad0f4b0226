//! Sizes of requests, and what takes its time by them. A size is drawn once for a request, in billionths of
//! a MiB, and kept by the number of its frame.

use spinout_network::Transfer;

use crate::{
    compile::Code,
    draw::purpose,
    engine::Simulation,
    sample::{SECOND, nanoseconds, whole},
    visit::Next,
};

/// Work or time by size, made ready.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SizedCode {
    element: u32,
    /// Seconds for each MiB.
    per_mib: f64,
}

impl Code {
    /// Number of what takes so many seconds for each MiB.
    pub(crate) fn sized(&mut self, element: u32, per_mib: f64) -> u32 {
        self.sized.push(SizedCode { element, per_mib });
        (self.sized.len() - 1) as u32
    }

    /// The arms of a choice by size.
    pub(crate) fn add_size_branch(&mut self, ranges: impl Iterator<Item = (f64, f64)>) -> usize {
        // Nothing is smaller than 0, which lies in the range that begins below it.
        let range = |(from, to): (f64, f64)| {
            let above = if from < 0.0 {
                0
            } else {
                nanoseconds(from).saturating_add(1)
            };
            // Rounded as sizes are, so that a bound is the same number as a size that is equal to it.
            ([above, nanoseconds(to)], 0)
        };
        self.size_branches.push(ranges.map(range).collect());
        self.size_branches.len() - 1
    }
}

impl Simulation {
    /// Draws the size of a request.
    #[cold]
    #[inline(never)]
    pub(crate) fn draw_size(&mut self, request: u32, sampler: u32) {
        let path = self.frames[request].path;
        let size = self.code.samplers.sample(sampler, path, purpose::SIZE);
        self.set_size(request, size);
    }

    pub(crate) fn set_size(&mut self, request: u32, size: u64) {
        let place = request as usize;
        if self.sizes.len() <= place {
            self.sizes.resize(place + 1, 0);
        }
        self.sizes[place] = size;
    }

    /// Billionths of a MiB that the request of a frame carries.
    pub(crate) fn size_of(&self, id: u32) -> u64 {
        let root = self.frames[id].root as usize;
        self.sizes.get(root).copied().unwrap_or(0)
    }

    /// Computes, or lets time pass, by size. None if it takes no time.
    #[inline(never)]
    pub(crate) fn by_size(&mut self, id: u32, sized: u32, computes: bool) -> Option<Next> {
        let SizedCode { element, per_mib } = self.code.sized[sized as usize];
        let time = whole(self.size_of(id) as f64 * per_mib);
        self.frames[id].pc += 1;
        let waits = if computes {
            self.compute(id, element, time)
        } else {
            self.let_pass(id, element, time)
        };
        waits.then_some(Next::Idle)
    }

    /// Where a choice by size goes on.
    pub(crate) fn arm_by_size(&self, id: u32, table: u32) -> Option<u32> {
        let size = self.size_of(id);
        let arms = &self.code.size_branches[table as usize];
        let arm = arms
            .iter()
            .find(|([from, to], _)| (*from..=*to).contains(&size));
        arm.map(|(_, begin)| *begin)
    }

    /// Nanoseconds that what a call carries takes on the way there, or back.
    #[inline]
    pub(crate) fn carrying(&self, id: u32, call: u32, back: bool) -> u64 {
        match self.code.transfers.get(call as usize) {
            Some(Some(transfer)) if transfer.back == back => self.transfer(id, *transfer),
            _ => 0,
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn transfer(&self, id: u32, transfer: Transfer) -> u64 {
        whole(transfer.fixed * SECOND + self.size_of(id) as f64 * transfer.per_mib)
    }
}
