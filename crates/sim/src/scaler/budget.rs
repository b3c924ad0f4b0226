//! A stop for spending: a bound on instances at once, or on instance hours in a window.

use spinout_network::Scaler;

use super::{WINDOW, event};
use crate::{
    engine::Simulation,
    sample::{SECOND, nanoseconds},
};

/// What was spent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    /// ∫ instances at the window's start.
    at_start: u64,
}

impl Simulation {
    /// A window of the budget begins.
    pub(super) fn begin_budget_window(&mut self, number: usize, scaler: &Scaler) {
        let Some(budget) = &scaler.budget else { return };
        let due = self.now.saturating_add(nanoseconds(budget.window));
        self.events.push(due, event(number, WINDOW));
        self.scalers[number].budget.at_start = self.groups[number].replicas.integral(self.now);
    }

    /// As many of the wanted instances as the budget allows.
    pub(super) fn within_budget(&self, number: usize, scaler: &Scaler, wanted: u32) -> u32 {
        let Some(budget) = &scaler.budget else {
            return wanted;
        };
        let mut allowed = wanted.min(budget.instances.unwrap_or(u32::MAX));
        if let Some(most) = budget.instance_seconds
            && self.now >= self.start
        {
            let spent = self.groups[number].replicas.integral(self.now);
            let spent = spent.wrapping_sub(self.scalers[number].budget.at_start) as f64 / SECOND;
            if spent >= most {
                let kept = if budget.to_min {
                    self.scalers[number].min
                } else {
                    self.census(number, 0).all()
                };
                allowed = allowed.min(kept);
            }
        }
        allowed
    }
}
