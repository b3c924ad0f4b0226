//! Target tracking in the manner of AWS: an alarm over whole periods above the target scales out in
//! proportion, one over more periods well below it scales in.

use std::collections::VecDeque;

use spinout_network::{Scaler, ScalerMetric, TargetTracking};

use super::up;
use crate::{engine::Simulation, sample::nanoseconds, station::Life};

/// What it remembers.
#[derive(Debug, Clone, Default)]
pub(super) struct Alarms {
    /// Metric ÷ target of past periods, the last at the end.
    points: VecDeque<f64>,
    /// Until when it does not scale out, or in, again.
    out_until: u64,
    in_until: u64,
    /// Instances before it scaled out last.
    base: u32,
}

impl Simulation {
    /// A period of target tracking ends.
    pub(super) fn track(
        &mut self,
        number: usize,
        scaler: &Scaler,
        metric: &ScalerMetric,
        rule: &TargetTracking,
    ) {
        let sight = self.see(number, metric);
        let current = self.census(number, 0).all();
        let ratio = sight.ratio.unwrap_or(if sight.needed > 0.0 {
            f64::INFINITY
        } else {
            0.0
        });
        let warm_up = nanoseconds(rule.warm_up);
        let warm = self.stations[self.groups[number].stations()]
            .iter()
            .filter(|station| station.life == Life::Up)
            .filter(|station| station.ready.saturating_add(warm_up) <= self.now)
            .count() as u32;
        let state = &mut self.scalers[number];
        let (min, max) = (state.min, state.max);
        let alarms = &mut state.tracking;
        alarms.points.push_back(ratio);
        let kept = rule.out_periods.max(rule.in_periods) as usize;
        if alarms.points.len() > kept {
            alarms.points.pop_front();
        }
        let last = |count: u32| alarms.points.iter().rev().take(count as usize);
        let whole = |count: u32| alarms.points.len() >= count as usize;
        let high =
            whole(rule.out_periods) && last(rule.out_periods).all(|ratio| *ratio > 1.0 + 1e-9);
        let low =
            whole(rule.in_periods) && last(rule.in_periods).all(|ratio| *ratio < rule.in_threshold);
        let highest = last(rule.in_periods).copied().fold(0.0, f64::max);
        if high {
            // What was added lately is part of what the load asks for, and not a reason for more.
            let counted = if self.now < alarms.out_until {
                alarms.base
            } else {
                warm
            };
            let wanted = if ratio.is_finite() {
                up(f64::from(counted) * ratio)
            } else {
                current.max(1)
            };
            if wanted > current {
                if self.now >= alarms.out_until {
                    alarms.base = warm;
                }
                alarms.out_until = self.now.saturating_add(nanoseconds(rule.out_cooldown));
                alarms.in_until = 0;
                self.steer(number, scaler, wanted);
            }
        } else if low && rule.scale_in && self.now >= alarms.in_until {
            let wanted = up(f64::from(current) * highest).clamp(min, max);
            if wanted < current {
                alarms.in_until = self.now.saturating_add(nanoseconds(rule.in_cooldown));
                self.steer(number, scaler, wanted);
            }
        } else {
            self.steer(number, scaler, current);
        }
    }
}
