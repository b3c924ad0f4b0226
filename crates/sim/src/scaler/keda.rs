//! KEDA: from none to one and back by the trigger's activity, between them a Horizontal Pod Autoscaler.

use spinout_network::{Keda, Scaler, ScalerMetric};

use crate::{engine::Simulation, sample::nanoseconds};

/// What it remembers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trigger {
    /// When it was active last.
    active: u64,
    /// Arrivals up to the last poll.
    arrived: u64,
}

impl Simulation {
    /// KEDA polls its trigger.
    pub(super) fn keda_poll(
        &mut self,
        number: usize,
        scaler: &Scaler,
        metric: &ScalerMetric,
        keda: &Keda,
    ) {
        let group = &self.groups[number];
        let arrived = group.visits + group.refused + group.waiting.count;
        let figure = match metric {
            ScalerMetric::QueueLength { queue, .. } => self.lag(queue.at(), number) as f64,
            ScalerMetric::Rate { .. } => {
                arrived.saturating_sub(self.scalers[number].keda.arrived) as f64 / keda.polling
            }
            ScalerMetric::Concurrency { .. } | ScalerMetric::CpuUtilisation { .. } => {
                (group.busy.count + group.waiting.count) as f64
            }
        };
        let trigger = &mut self.scalers[number].keda;
        trigger.arrived = arrived;
        let active = figure > keda.activation;
        if active {
            trigger.active = self.now;
        }
        let quiet = self.now - trigger.active >= nanoseconds(keda.cooldown);
        let current = self.census(number, 0).all();
        if current == 0 && active {
            let first = self.scalers[number].min.max(1);
            self.steer(number, scaler, first);
        } else if current > 0 && !active && quiet && self.scalers[number].min == 0 {
            self.steer(number, scaler, 0);
        }
    }

    /// The Horizontal Pod Autoscaler that KEDA made looks; it rests while there is no instance.
    pub(super) fn keda_look(
        &mut self,
        number: usize,
        scaler: &Scaler,
        metric: &ScalerMetric,
        keda: &Keda,
    ) {
        if self.census(number, 0).all() > 0 {
            let min = self.scalers[number].min.max(1);
            self.hpa_look(number, scaler, metric, &keda.hpa, min);
        } else {
            self.see(number, metric);
        }
    }
}
