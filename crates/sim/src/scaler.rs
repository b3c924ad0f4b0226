//! Autoscaling by the published algorithm of the Horizontal Pod Autoscaler.

use std::collections::VecDeque;

use spinout_network::{Scaler, ScalerMetric};

use crate::{
    engine::{Simulation, handle},
    sample::{SECOND, nanoseconds},
    station::Life,
    timer::Timer,
};

/// What an autoscaler remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScalerState {
    /// Core-seconds used, and instance-nanoseconds ready, when it last looked.
    busy: f64,
    ready: u64,
    /// Desired counts of the stabilisation window, with their times.
    desired: VecDeque<(u64, u32)>,
}

/// ⌈n × ratio⌉, or n while the ratio is within the tolerance of 1. `starting` instances count as idle
/// when that makes for fewer, as long as it does not turn the direction.
fn desired(scaler: &Scaler, ready: u32, starting: u32, ratio: f64) -> u32 {
    let all = ready + starting;
    let beyond = |ratio: f64| (ratio - 1.0).abs() > scaler.tolerance + 1e-9;
    if !beyond(ratio) {
        return all;
    }
    if ratio > 1.0 && starting > 0 {
        let ratio = ratio * f64::from(ready) / f64::from(all);
        return if ratio > 1.0 && beyond(ratio) {
            up(all, ratio)
        } else {
            all
        };
    }
    up(ready, ratio)
}

fn up(count: u32, ratio: f64) -> u32 {
    // A ratio like 2.0000000000000004 must not cost a replica.
    libm::ceil(f64::from(count) * ratio - 1e-9).clamp(0.0, f64::from(u32::MAX)) as u32
}

impl Simulation {
    pub(crate) fn begin_scaling(&mut self, group: usize) {
        if let Some(scaler) = &self.groups[group].scaler {
            let first = nanoseconds(scaler.interval);
            self.events.push(first, handle::of(handle::SCALER, group));
        }
    }

    /// An autoscaler looks, and decides.
    pub(crate) fn scale(&mut self, number: usize) {
        let Some(scaler) = self.groups[number].scaler.clone() else {
            return;
        };
        let next = self.now.saturating_add(nanoseconds(scaler.interval));
        self.events.push(next, handle::of(handle::SCALER, number));
        let group = &self.groups[number];
        let count = |life: fn(&Life) -> bool| {
            let instances = &self.stations[group.stations()];
            instances
                .iter()
                .filter(|station| life(&station.life))
                .count() as u32
        };
        let ready = count(|life| matches!(life, Life::Up));
        let starting = count(|life| matches!(life, Life::Starting(_) | Life::Crashed));
        let wanted = match scaler.metric {
            ScalerMetric::CpuUtilisation { target } => {
                let ratio = self
                    .utilisation(number)
                    .map_or(1.0, |current| current / target);
                desired(&scaler, ready, starting, ratio)
            }
            ScalerMetric::QueueLength { queue, target } => {
                // An external metric has no instance that could be without one.
                let all = ready + starting;
                let messages = self.lag(queue.at(), number) as f64;
                desired(&scaler, all, 0, messages / f64::from(all.max(1)) / target)
            }
        };
        let state = &mut self.scalers[number];
        let oldest = self.now.saturating_sub(nanoseconds(scaler.down_window));
        state.desired.push_back((self.now, wanted));
        while state
            .desired
            .front()
            .is_some_and(|(time, _)| *time < oldest)
        {
            state.desired.pop_front();
        }
        let current = ready + starting;
        let wanted = if wanted < current {
            let highest = state
                .desired
                .iter()
                .map(|(_, wanted)| *wanted)
                .max()
                .unwrap_or(wanted);
            highest.min(current)
        } else {
            let factor = libm::ceil(f64::from(current) * scaler.up_factor) as u32;
            wanted.min(factor.max(current.saturating_add(scaler.up_add)))
        };
        self.resize(
            number,
            wanted.clamp(scaler.min, scaler.max),
            nanoseconds(scaler.start_up),
        );
    }

    /// Mean utilisation of the cores of ready instances since this was asked last; none without cores.
    fn utilisation(&mut self, number: usize) -> Option<f64> {
        let group = &self.groups[number];
        let busy = group.core_seconds(&self.stations, &self.sharing, self.now);
        let ready = group.ready.integral(self.now);
        let state = &mut self.scalers[number];
        let capacity = ready.wrapping_sub(state.ready) as f64 / SECOND * group.cores;
        let used = busy - state.busy;
        (state.busy, state.ready) = (busy, ready);
        (capacity > 0.0).then(|| used / capacity)
    }

    /// Starts or drains instances until so many are wanted.
    fn resize(&mut self, number: usize, wanted: u32, start_up: u64) {
        let stations = self.groups[number].stations();
        let lives = |life: Life| matches!(life, Life::Up | Life::Starting(_) | Life::Crashed);
        let there = self.stations[stations.clone()]
            .iter()
            .filter(|s| lives(s.life))
            .count() as u32;
        let mut more = wanted.saturating_sub(there);
        let mut fewer = there.saturating_sub(wanted);
        for station in stations.clone() {
            if more > 0 && self.stations[station].life == Life::Off {
                more -= 1;
                let due = self.now.saturating_add(start_up);
                self.stations[station].life = Life::Starting(due);
                let group = &mut self.groups[number];
                group.replicas.up(self.now);
                group.replicas_max = group.replicas_max.max(group.replicas.count);
                let station = station as u32;
                self.set_timer(due, Timer::Started { station });
            }
        }
        // Those that are not ready go first, then the highest numbers.
        for station in stations.clone().rev() {
            if fewer > 0 && matches!(self.stations[station].life, Life::Starting(_)) {
                fewer -= 1;
                self.stations[station].life = Life::Off;
                self.groups[number].replicas.down(self.now);
            }
        }
        for station in stations.rev() {
            if fewer > 0 && self.stations[station].life == Life::Up {
                fewer -= 1;
                self.stations[station].life = Life::Draining;
                self.take_out(station as u32);
                self.members_changed(number);
                self.drained(station as u32);
            }
        }
    }

    /// A new instance is ready.
    pub(crate) fn started(&mut self, station: u32) {
        if self.stations[station as usize].life == Life::Starting(self.now) {
            self.put_in(station);
        }
    }

    /// An instance takes visits and messages from now on.
    pub(crate) fn put_in(&mut self, station: u32) {
        let place = &mut self.stations[station as usize];
        place.life = Life::Up;
        let group = &mut self.groups[place.group as usize];
        group.ready.up(self.now);
        let position = group.up.partition_point(|other| *other < station);
        group.up.insert(position, station);
        let group = place.group as usize;
        self.members_changed(group);
    }

    /// An instance takes no new visits any more.
    pub(crate) fn take_out(&mut self, station: u32) {
        let group = &mut self.groups[self.stations[station as usize].group as usize];
        group.up.retain(|other| *other != station);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desired_counts_follow_the_published_formula() {
        let metric = ScalerMetric::CpuUtilisation { target: 0.5 };
        let scaler = Scaler::hpa(metric, 1, 100);
        // From the Kubernetes documentation: twice the target doubles, half of it halves.
        assert_eq!(desired(&scaler, 3, 0, 2.0), 6);
        assert_eq!(desired(&scaler, 4, 0, 0.5), 2);
        // Within the tolerance nothing happens.
        assert_eq!(desired(&scaler, 10, 0, 1.1), 10);
        assert_eq!(desired(&scaler, 10, 0, 0.9), 10);
        assert_eq!(desired(&scaler, 10, 0, 1.11), 12);
        // Instances that start count as idle: 4 × 1.5 on 4 + 2 is 1.0 of the target.
        assert_eq!(desired(&scaler, 4, 2, 1.5), 6);
        assert_eq!(desired(&scaler, 4, 2, 3.0), 12);
    }
}
