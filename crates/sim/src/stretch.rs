//! Figures of one stretch of time, as differences of two snapshots.

use crate::{broker::fate::FATES, report::MessageCounts};

/// Figures of an element, a group, a queue, a lane and a journey in a snapshot, in this order.
pub(crate) const ELEMENT: usize = 3;
pub(crate) const GROUP: usize = 11;
pub(crate) const QUEUE: usize = 5;
pub(crate) const LANE: usize = 2 + FATES;
pub(crate) const JOURNEY: usize = 5 + FATES;
pub(crate) const RESOURCE: usize = 4;

/// Figures of one stretch of time.
pub(crate) struct Stretch {
    pub(crate) counters: Vec<f64>,
    pub(crate) cores: Vec<f64>,
    pub(crate) nanoseconds: f64,
    pub(crate) groups: usize,
    pub(crate) queues: usize,
    pub(crate) lanes: usize,
    pub(crate) journeys: usize,
    pub(crate) resources: usize,
}

impl Stretch {
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&[f64], f64)> {
        self.counters[self.groups..self.queues]
            .chunks_exact(GROUP)
            .zip(self.cores.iter().copied())
    }

    pub(crate) fn queues(&self) -> impl Iterator<Item = &[f64]> {
        self.counters[self.queues..self.lanes].chunks_exact(QUEUE)
    }

    pub(crate) fn lanes(&self) -> impl Iterator<Item = &[f64]> {
        self.counters[self.lanes..self.journeys].chunks_exact(LANE)
    }

    /// What became of the messages in some lanes, all together.
    pub(crate) fn fates(&self, lanes: std::ops::Range<u32>) -> MessageCounts {
        let lanes = lanes.start as usize..lanes.end as usize;
        let mut sums = [0.0; FATES];
        for figures in self.lanes().take(lanes.end).skip(lanes.start) {
            for (sum, figure) in sums.iter_mut().zip(&figures[2..]) {
                *sum += figure;
            }
        }
        MessageCounts::of(&sums)
    }

    pub(crate) fn journeys(&self) -> impl Iterator<Item = &[f64]> {
        self.counters[self.journeys..self.resources].chunks_exact(JOURNEY)
    }

    pub(crate) fn resources(&self) -> impl Iterator<Item = &[f64]> {
        self.counters[self.resources..].chunks_exact(RESOURCE)
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = &[f64]> {
        self.counters[..self.groups].chunks_exact(ELEMENT)
    }

    /// Mean of a level.
    pub(crate) fn mean(&self, area: f64) -> f64 {
        if self.nanoseconds > 0.0 {
            area / self.nanoseconds
        } else {
            0.0
        }
    }
}
