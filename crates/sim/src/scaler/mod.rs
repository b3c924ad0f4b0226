//! Autoscalers: when they look, what they see, and what comes of it.

mod budget;
mod hpa;
mod instances;
mod keda;
mod knative;
mod target_tracking;

use spinout_network::{Scaler, ScalerMetric, ScalingRule};

use crate::{
    engine::{Simulation, handle},
    sample::{SECOND, nanoseconds},
    station::Life,
};

/// What a scaler's event is for, in the upper bits of its number.
const LOOK: u32 = 0;
const POLL: u32 = 1;
const SCHEDULE: u32 = 2;
const WINDOW: u32 = 3;
/// Bits of the group's number below it.
const WHAT: u32 = 20;

/// What an autoscaler remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScalerState {
    /// Bounds at present.
    pub(crate) min: u32,
    pub(crate) max: u32,
    seen: Seen,
    hpa: hpa::History,
    keda: keda::Trigger,
    tracking: target_tracking::Alarms,
    knative: knative::Windows,
    pub(crate) budget: budget::Spent,
}

/// Sums at the last look.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    core_seconds: f64,
    ready: u64,
    inside: u64,
    arrived: u64,
}

/// What an autoscaler sees since it looked last.
#[derive(Debug, Clone, Copy)]
struct Sight {
    /// Instances that would be just at the target under what was seen.
    needed: f64,
    /// Mean figure of a ready instance ÷ target; none where there was no ready instance.
    ratio: Option<f64>,
}

/// Instances of a group at one moment.
#[derive(Debug, Clone, Copy, Default)]
struct Census {
    /// Up, and so long that a whole interval was measured.
    measured: u32,
    /// Starting, or up for less.
    unready: u32,
    /// Crashed: there, but without a figure.
    missing: u32,
}

impl Census {
    fn all(self) -> u32 {
        self.measured + self.unready + self.missing
    }
}

impl Simulation {
    /// The first looks of a group's autoscaler.
    pub(crate) fn begin_scaling(&mut self, group: usize) {
        let Some(scaler) = self.groups[group].scaler.clone() else {
            return;
        };
        let state = &mut self.scalers[group];
        (state.min, state.max) = (scaler.min, scaler.max);
        match &scaler.rule {
            ScalingRule::Scheduled => {}
            ScalingRule::Hpa { hpa, .. } => self.look_again(group, LOOK, hpa.interval),
            ScalingRule::Keda { keda, .. } => {
                self.look_again(group, POLL, keda.polling);
                self.look_again(group, LOOK, keda.hpa.interval);
            }
            ScalingRule::TargetTracking { tracking, .. } => {
                self.look_again(group, LOOK, tracking.period);
            }
            ScalingRule::Knative { knative, .. } => self.look_again(group, LOOK, knative.tick),
        }
        self.next_bounds(group, &scaler, self.start, true);
        if scaler.budget.is_some() {
            self.events.push(self.start, event(group, WINDOW));
        }
    }

    fn look_again(&mut self, group: usize, what: u32, seconds: f64) {
        let due = self.now.saturating_add(nanoseconds(seconds));
        self.events.push(due, event(group, what));
    }

    /// An autoscaler looks, and decides.
    #[cold]
    #[inline(never)]
    pub(crate) fn scale(&mut self, number: u32) {
        let group = (number & ((1 << WHAT) - 1)) as usize;
        let Some(scaler) = self.groups[group].scaler.clone() else {
            return;
        };
        match number >> WHAT {
            SCHEDULE => self.reschedule(group, &scaler),
            WINDOW => self.begin_budget_window(group, &scaler),
            what => match &scaler.rule {
                ScalingRule::Scheduled => {}
                ScalingRule::Hpa { metric, hpa } => {
                    self.look_again(group, LOOK, hpa.interval);
                    self.hpa_look(group, &scaler, metric, hpa, self.scalers[group].min);
                }
                ScalingRule::Keda { metric, keda } if what == POLL => {
                    self.look_again(group, POLL, keda.polling);
                    self.keda_poll(group, &scaler, metric, keda);
                }
                ScalingRule::Keda { metric, keda } => {
                    self.look_again(group, LOOK, keda.hpa.interval);
                    self.keda_look(group, &scaler, metric, keda);
                }
                ScalingRule::TargetTracking { metric, tracking } => {
                    self.look_again(group, LOOK, tracking.period);
                    self.track(group, &scaler, metric, tracking);
                }
                ScalingRule::Knative { metric, knative } => {
                    self.look_again(group, LOOK, knative.tick);
                    self.knative_look(group, &scaler, metric, knative);
                }
            },
        }
    }

    /// The next change of bounds at `from` or after it; at this very moment only if `now` counts.
    fn next_bounds(&mut self, group: usize, scaler: &Scaler, from: u64, now: bool) {
        let due = scaler.schedule.iter().filter_map(|bounds| {
            let first = self.start.saturating_add(nanoseconds(bounds.at));
            if first > from || (now && first == from) {
                return Some(first);
            }
            let every = nanoseconds(bounds.every?);
            Some(first + ((from - first) / every + 1) * every)
        });
        if let Some(due) = due.min() {
            self.events.push(due, event(group, SCHEDULE));
        }
    }

    /// Bounds change.
    fn reschedule(&mut self, group: usize, scaler: &Scaler) {
        for bounds in &scaler.schedule {
            let first = self.start.saturating_add(nanoseconds(bounds.at));
            let due = match (self.now.checked_sub(first), bounds.every) {
                (Some(0), _) => true,
                (Some(past), Some(every)) => past % nanoseconds(every) == 0,
                _ => false,
            };
            if due {
                let state = &mut self.scalers[group];
                state.min = bounds.min.unwrap_or(state.min);
                state.max = bounds.max.unwrap_or(state.max).max(state.min);
                state.min = state.min.min(state.max);
            }
        }
        self.next_bounds(group, scaler, self.now, false);
        let wanted = self.census(group, 0).all();
        self.steer(group, scaler, wanted);
    }

    /// Asks for so many instances, within bounds and budget.
    fn steer(&mut self, number: usize, scaler: &Scaler, wanted: u32) {
        let state = &self.scalers[number];
        let (min, max) = (state.min, state.max);
        self.tallies[number].at_max.mark(self.now, wanted > max);
        let wanted = wanted.clamp(min, max);
        let allowed = self.within_budget(number, scaler, wanted);
        self.tallies[number]
            .by_budget
            .mark(self.now, allowed < wanted);
        self.resize(number, allowed);
    }

    /// The instances of a group. Those that are up for less than `interval` nanoseconds count as unready.
    fn census(&self, number: usize, interval: u64) -> Census {
        let group = &self.groups[number];
        let mut census = Census::default();
        for station in &self.stations[group.stations()] {
            match station.life {
                Life::Up if station.ready.saturating_add(interval) <= self.now => {
                    census.measured += 1;
                }
                Life::Up | Life::Starting(_) | Life::Pending => census.unready += 1,
                Life::Crashed | Life::Leaving => census.missing += 1,
                _ => {}
            }
        }
        census
    }

    /// What is to be seen since the last look.
    fn see(&mut self, number: usize, metric: &ScalerMetric) -> Sight {
        let group = &self.groups[number];
        let ready = group.ready.integral(self.now);
        let inside = group
            .busy
            .integral(self.now)
            .wrapping_add(group.waiting.integral(self.now));
        let arrived = group.visits + group.refused + group.waiting.count;
        let core_seconds = group.core_seconds(&self.stations, &self.sharing, self.now);
        let cores = group.cores;
        let state = &mut self.scalers[number];
        let now = Seen {
            core_seconds,
            ready,
            inside,
            arrived,
        };
        let before = std::mem::replace(&mut state.seen, now);
        let ready_s = ready.wrapping_sub(before.ready) as f64 / SECOND;
        let target = metric.target();
        // Instance-seconds that would have been just at the target.
        let needed = match metric {
            ScalerMetric::CpuUtilisation { .. } if cores > 0.0 => {
                (core_seconds - before.core_seconds) / cores
            }
            ScalerMetric::CpuUtilisation { .. } => 0.0,
            ScalerMetric::Concurrency { .. } => inside.wrapping_sub(before.inside) as f64 / SECOND,
            ScalerMetric::Rate { .. } => arrived.wrapping_sub(before.arrived) as f64,
            ScalerMetric::QueueLength { queue, .. } => {
                let needed = self.lag(queue.at(), number) as f64 / target;
                let all = f64::from(self.census(number, 0).all());
                return Sight {
                    needed,
                    ratio: (all > 0.0).then(|| needed / all),
                };
            }
        } / target;
        Sight {
            needed,
            ratio: (ready_s > 0.0).then(|| needed / ready_s),
        }
    }
}

fn event(group: usize, what: u32) -> u32 {
    handle::of(handle::SCALER, group | (what << WHAT) as usize)
}

/// ⌈x⌉ as a count, where a number like 2.0000000000000004 does not cost an instance.
fn up(x: f64) -> u32 {
    libm::ceil(x - 1e-9).clamp(0.0, f64::from(u32::MAX)) as u32
}
