//! Messages that wait for those who take them.

use super::moments::Moments;
use super::servers::limited;
use super::shape::Tap;
use super::solve::{Busiest, Saturated, Solution, Solver, shortened};
use super::station::{variation, waiting};

/// A consumer group of a queue under a load.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    /// Until a message is in hand.
    pub(crate) wait: Moments,
    /// Messages in hand ÷ the most that may be; of the busiest partition.
    pub(crate) utilization: f64,
    /// Mean messages waiting and in hand, and their standard deviation.
    pub(crate) present: f64,
    pub(crate) spread: f64,
    /// Messages that are worked on together.
    pub(crate) batch: f64,
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            wait: Moments::ZERO,
            utilization: 0.0,
            present: 0.0,
            spread: 0.0,
            batch: 1.0,
        }
    }
}

impl Solver<'_> {
    /// The most messages (or batches) of a tap in hand.
    pub(crate) fn most_in_hand(&self, tap: &Tap<'_>) -> f64 {
        if tap.shares.is_empty() {
            f64::from(tap.consumer.concurrency) * self.replicas[tap.consumer.group.at()]
        } else {
            tap.shares.len() as f64
        }
    }

    /// The queues that a group consumes.
    pub(crate) fn set_queues(
        &self,
        solution: &mut Solution,
        group: usize,
    ) -> Result<(), Saturated> {
        for number in &self.shape.taps_at[group] {
            let tap = &self.shape.taps[*number];
            let messages = solution.flow.queues[tap.queue] * self.shape.deliveries(*number);
            let rate = messages / solution.queues[*number].batch;
            let rate = solution.flow.entries[tap.entry].min(rate);
            if rate <= 0.0 {
                continue;
            }
            if tap.shares.is_empty() {
                self.competing(solution, *number, rate)?;
            } else {
                self.partitioned(solution, *number, rate)?;
            }
            if let Some(batch) = &tap.consumer.batch {
                let found = solution.queues[*number];
                // While one waits for others, and while all consumers are busy, more come.
                let busy = messages / rate * found.utilization;
                let size = f64::from(batch.size);
                let new = (1.0 + messages * batch.wait).max(busy).clamp(1.0, size);
                let filling = (new - 1.0) / (2.0 * messages);
                let queue = &mut solution.queues[*number];
                // Halfway: what it changes changes it.
                queue.batch = 0.5 * (found.batch + new);
                queue.wait = queue.wait.plus(Moments {
                    mean: filling,
                    variance: filling * filling / 3.0,
                    third: 0.0,
                });
                queue.present = queue.present * queue.batch + messages * filling;
                queue.spread *= queue.batch;
            }
        }
        Ok(())
    }

    /// Each partition is a single server (Pollaczek and Khinchine), and a message belongs to each by its
    /// share.
    fn partitioned(
        &self,
        solution: &mut Solution,
        number: usize,
        rate: f64,
    ) -> Result<(), Saturated> {
        let tap = &self.shape.taps[number];
        let visit = solution.visits[tap.entry].response;
        let hold = visit.plus(Moments::of(&tap.consumer.hop));
        let second = hold.variance + hold.mean * hold.mean;
        let cube = hold.third + 3.0 * hold.mean * hold.variance + hold.mean.powi(3);
        let most = tap
            .shares
            .iter()
            .fold(0.0_f64, |most, share| most.max(*share));
        let utilization = most * rate * hold.mean;
        if utilization >= 1.0 {
            return Err(Saturated {
                place: Busiest::Queue(tap.queue),
                utilization,
            });
        }
        let (mut present, mut spread) = (0.0, 0.0);
        let wait = Moments::mixture(tap.shares.iter().map(|share| {
            let rate = share * rate;
            let free = 1.0 - rate * hold.mean;
            let mean = rate * second / (2.0 * free);
            let squared = 2.0 * mean * mean + rate * cube / (3.0 * free);
            let here = rate * (mean + hold.mean);
            present += here;
            spread += here + rate * rate * (squared - mean * mean);
            let wait = Moments {
                mean,
                variance: squared - mean * mean,
                third: 0.0,
            };
            let scv = wait.variance / (mean * mean).max(1e-300);
            (*share, Moments::gamma(mean, scv))
        }));
        solution.queues[number] = Waiting {
            wait,
            utilization,
            present,
            spread: spread.max(0.0).sqrt(),
            ..solution.queues[number]
        };
        Ok(())
    }

    /// Whoever is free takes the next one.
    fn competing(
        &self,
        solution: &mut Solution,
        number: usize,
        rate: f64,
    ) -> Result<(), Saturated> {
        let tap = &self.shape.taps[number];
        let group = tap.consumer.group.at();
        let station = solution.stations[group];
        let most = self.most_in_hand(tap);
        let visit = solution.visits[tap.entry].response;
        let hold = visit.plus(Moments::of(&tap.consumer.hop));
        let present = rate * hold.mean;
        let worker = self.shape.worker_of[group] == Some(number);
        let place = self.shape.network.groups.len() + tap.queue;
        let scv = solution.flow.arrival_scv(place, (present / most).min(1.0));
        let cores_mean = station.on_cores.map_or(0.0, |cores| cores.mean);
        let cores = if worker {
            station.on_cores.as_ref()
        } else {
            None
        };
        let elsewhere = present - cores.map_or(0.0, |cores| cores.mean);
        let share = rate / station.offered.rate.max(rate);
        let spread = if worker {
            elsewhere
        } else {
            elsewhere * (1.0 + share * (station.fano - 1.0).max(0.0))
        };
        let full = Saturated {
            place: Busiest::Queue(tap.queue),
            utilization: (present / most).max(1.0),
        };
        let found = limited(cores, elsewhere.max(0.0), spread, most).ok_or(full)?;
        let visits = station.offered.rate.max(1e-300);
        let free = hold.mean - cores_mean / visits + station.offered.load / visits;
        let alone = (found.capacity * rate * free / most).clamp(0.0, 1.0);
        let service = alone * hold.scv() + (1.0 - alone) * station.offered.demand_scv;
        let factor = variation(scv, service, (1.0 / found.capacity).min(1.0));
        let wait = waiting(&found, rate, factor, most, hold, alone);
        let factor = factor.0;
        let present = present * found.inside;
        let spread = found.waiting_squared - found.waiting * found.waiting;
        solution.queues[number] = Waiting {
            wait,
            utilization: (present / most).min(1.0),
            present: present + rate * wait.mean,
            spread: (present + spread.max(0.0) * factor * factor).sqrt(),
            ..solution.queues[number]
        };
        if worker {
            // In hand there are no more than may be: that shortens what the cores make of it.
            let inside = solution.visits[tap.entry];
            solution.visits[tap.entry] = shortened(inside, found.inside);
        }
        Ok(())
    }
}
