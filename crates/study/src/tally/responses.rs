use std::collections::VecDeque;

use spinout_sim::{CoarseCounts, coarse_value};
use spinout_stats::{Confidence, Estimate, levels, share_half_width};

/// Seconds in a nanosecond.
const NANO: f64 = 1e-9;
/// How many responses must lie beyond a quantile, in all.
const LEAST_BEYOND: f64 = 10.0;
/// How far a value read back from the coarse scale may be off, relatively.
const COARSE: f64 = 1.0 / 64.0;

/// The responses in one step of time, by their place on the engine's coarse scale.
#[derive(Clone, Debug, Default)]
pub(super) struct Responses {
    pool: Pool,
    /// Of the first replications, as far as there was room.
    each: Vec<CoarseCounts>,
    replications: usize,
}

impl Responses {
    /// Adds the next replication; `room` is how many more counts may be kept.
    pub(super) fn add(&mut self, counts: &CoarseCounts, room: &mut usize) {
        for (place, count) in counts {
            self.pool.add(*place, u64::from(*count));
        }
        if self.each.len() == self.replications && counts.len() < *room {
            *room -= counts.len() + 1;
            self.each.push(counts.clone());
        }
        self.replications += 1;
    }

    /// The quantile `q` of all replications together. The interval is Woodruff's (1952), for samples in
    /// clusters: how far the share beyond the quantile spreads from one replication to the next, taken
    /// back through the pool's distribution. `None` where that leaves an end open, or where fewer than
    /// ten responses lie beyond.
    pub(super) fn quantile(&self, q: f64, confidence: Confidence) -> Option<Estimate> {
        let total: u64 = self.pool.counts.iter().sum();
        if total as f64 * (1.0 - q) < LEAST_BEYOND * (1.0 - 1e-9) {
            return None;
        }
        let centre = self.place(q, total)?;
        let beyond: Vec<(f64, f64)> = self
            .each
            .iter()
            .map(|counts| {
                let sum = |least: u16| -> f64 {
                    let beyond = counts.iter().filter(|(place, _)| *place >= least);
                    beyond.map(|(_, count)| f64::from(*count)).sum()
                };
                (sum(centre + 1), sum(0))
            })
            .collect();
        let spread = share_half_width(&beyond, confidence)?;
        let spread = spread * libm::sqrt(self.each.len() as f64 / self.replications as f64);
        if q + spread > 1.0 - 1.0 / total as f64 {
            return None;
        }
        let (least, most) = levels(q, spread);
        let value = |place: u16| coarse_value(usize::from(place)) * NANO;
        let low = self.place(least, total)?;
        let high = self.place(most, total)?;
        Some(Estimate {
            value: value(centre),
            low: value(low) * (1.0 - COARSE),
            high: value(high) * (1.0 + COARSE),
        })
    }

    fn place(&self, q: f64, total: u64) -> Option<u16> {
        let rank = libm::ceil(total as f64 * q).max(1.0) as u64;
        let mut seen = 0;
        let mut places = self.pool.first..;
        let mut counts = self.pool.counts.iter();
        counts.find_map(|count| {
            let place = places.next()?;
            seen += count;
            (seen >= rank).then_some(place)
        })
    }
}

/// Counts by place, from the first place that holds something to the last.
#[derive(Clone, Debug, Default)]
struct Pool {
    first: u16,
    counts: VecDeque<u64>,
}

impl Pool {
    fn add(&mut self, place: u16, count: u64) {
        if self.counts.is_empty() {
            self.first = place;
        }
        while place < self.first {
            self.counts.push_front(0);
            self.first -= 1;
        }
        let position = usize::from(place - self.first);
        if position >= self.counts.len() {
            self.counts.resize(position + 1, 0);
        }
        self.counts[position] += count;
    }
}
