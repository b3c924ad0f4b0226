//! The Knative pod autoscaler: a stable and a panic window over what is inside and what is held, and none
//! at all when nothing is asked.

use std::collections::VecDeque;

use spinout_network::{Knative, Scaler, ScalerMetric, ScalingRule};

use super::up;
use crate::{
    engine::Simulation,
    sample::{SECOND, nanoseconds},
};

/// What it remembers.
#[derive(Debug, Clone, Default)]
pub(super) struct Windows {
    /// Time, and the sum of the metric up to it (request-seconds, or requests), at past looks.
    sums: VecDeque<(u64, f64)>,
    /// What the sum wraps at is taken off.
    seen: u64,
    sum: f64,
    /// When it last had reason to panic, and the most that it wanted since.
    panic: Option<(u64, u32)>,
    /// Since when it wants no instance.
    idle: Option<u64>,
}

impl Windows {
    /// Mean over the window that ends now, or over what there is of it.
    fn mean(&self, now: u64, window: f64) -> f64 {
        let from = now.saturating_sub(nanoseconds(window));
        let oldest = self.sums.iter().rev().find(|(time, _)| *time <= from);
        let Some((time, sum)) = oldest.or(self.sums.front()).copied() else {
            return 0.0;
        };
        if now > time {
            (self.sum - sum) * SECOND / (now - time) as f64
        } else {
            0.0
        }
    }
}

impl Simulation {
    /// Knative looks.
    pub(super) fn knative_look(
        &mut self,
        number: usize,
        scaler: &Scaler,
        metric: &ScalerMetric,
        rule: &Knative,
    ) {
        let group = &self.groups[number];
        let (inside, waiting) = (group.busy, group.waiting);
        let (total, unit) = match metric {
            ScalerMetric::Rate { .. } => (group.visits + group.refused + waiting.count, 1.0),
            _ => {
                let area = inside
                    .integral(self.now)
                    .wrapping_add(waiting.integral(self.now));
                (area, SECOND)
            }
        };
        let ready = (group.up.len() as u32).max(1);
        let current = self.census(number, 0).all();
        let windows = &mut self.scalers[number].knative;
        windows.sum += total.wrapping_sub(windows.seen) as i64 as f64 / unit;
        windows.seen = total;
        let (stable, panic) = (
            windows.mean(self.now, rule.stable_window),
            windows.mean(self.now, rule.panic_window),
        );
        windows.sums.push_back((self.now, windows.sum));
        let kept = (rule.stable_window / rule.tick) as usize + 2;
        while windows.sums.len() > kept {
            windows.sums.pop_front();
        }
        let target = metric.target() * rule.utilisation;
        let most = up(rule.up_rate * f64::from(ready));
        let least = (f64::from(ready) / rule.down_rate) as u32;
        let within = |mean: f64| {
            let wanted = up(mean / target);
            let least = if mean > 0.0 { least } else { 0 };
            wanted.max(least).min(most)
        };
        let (wanted_stable, wanted_panic) = (within(stable), within(panic));
        let over = panic / target / f64::from(ready) >= rule.panic_threshold - 1e-9;
        let window = nanoseconds(rule.stable_window);
        windows.panic = match windows.panic {
            _ if over => Some((self.now, windows.panic.map_or(current, |(_, most)| most))),
            Some((since, _)) if since.saturating_add(window) < self.now => None,
            still => still,
        };
        let mut wanted = wanted_stable;
        if let Some((_, most)) = &mut windows.panic {
            // In panic it never goes down.
            *most = wanted.max(wanted_panic).max(*most);
            wanted = *most;
        }
        if wanted > 0 {
            windows.idle = None;
        } else {
            let since = *windows.idle.get_or_insert(self.now);
            if self.now - since < nanoseconds(rule.grace) {
                // The last one stays for a while.
                wanted = current.min(1);
            }
        }
        self.steer(number, scaler, wanted);
    }

    /// A request comes and no instance is there: the first one is started at once.
    pub(crate) fn poke(&mut self, number: usize) {
        let Some(scaler) = self.groups[number].scaler.clone() else {
            return;
        };
        if matches!(scaler.rule, ScalingRule::Knative { .. }) && self.census(number, 0).all() == 0 {
            self.scalers[number].knative.idle = None;
            self.steer(number, &scaler, 1);
        }
    }
}
