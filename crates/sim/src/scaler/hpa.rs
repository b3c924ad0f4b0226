//! The Horizontal Pod Autoscaler of Kubernetes, as its documentation and source (replica calculator and
//! behaviours of `autoscaling/v2`) have it.

use std::collections::VecDeque;

use spinout_network::{Behaviour, Hpa, PolicyChoice, Scaler, ScalerMetric, ScalingStep};

use super::{Census, up};
use crate::{engine::Simulation, sample::nanoseconds};

/// What it remembers.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// Wishes and their times.
    wishes: VecDeque<(u64, u32)>,
    /// Instances added, and taken away, and when.
    added: VecDeque<(u64, u32)>,
    removed: VecDeque<(u64, u32)>,
}

/// What it wishes for. `missing` is the ratio that instances without a figure are counted with on the way
/// down; on the way up they count as idle, as do those that are not ready.
fn wish(tolerance: f64, census: Census, ratio: f64, missing: f64) -> u32 {
    let all = census.all();
    let beyond = |ratio: f64| (ratio - 1.0).abs() > tolerance + 1e-9;
    let idle = census.unready > 0 && ratio > 1.0;
    if !idle && census.missing == 0 {
        return if beyond(ratio) {
            up(ratio * f64::from(census.measured))
        } else {
            all
        };
    }
    let mut sum = ratio * f64::from(census.measured);
    let mut count = census.measured + census.missing;
    if ratio < 1.0 {
        sum += missing * f64::from(census.missing);
    }
    if idle {
        count += census.unready;
    }
    let again = sum / f64::from(count.max(1));
    let turned = (ratio < 1.0 && again > 1.0) || (ratio > 1.0 && again < 1.0);
    if turned || !beyond(again) {
        return all;
    }
    let wished = up(again * f64::from(count));
    let against = (again < 1.0 && wished > all) || (again > 1.0 && wished < all);
    if against { all } else { wished }
}

impl History {
    /// What becomes of a wish: the most cautious of its window, within the policies and bounds.
    fn decide(&mut self, hpa: &Hpa, now: u64, current: u32, wish: u32, bounds: (u32, u32)) -> u32 {
        if self.wishes.is_empty() {
            self.wishes.push_back((now, current));
        }
        let (mut least, mut most) = (wish, wish);
        for (time, wished) in &self.wishes {
            if time.saturating_add(nanoseconds(hpa.up.window)) > now {
                least = least.min(*wished);
            }
            if time.saturating_add(nanoseconds(hpa.down.window)) > now {
                most = most.max(*wished);
            }
        }
        let longest = nanoseconds(hpa.up.window.max(hpa.down.window));
        self.wishes.push_back((now, wish));
        forget(&mut self.wishes, now, longest);
        let calm = current.max(least).min(most);
        let (min, max) = bounds;
        let decided = if current < min {
            min
        } else if current > max {
            max
        } else if calm > current {
            let limit = self.limit_up(&hpa.up, now, current).max(current);
            calm.min(limit).min(max)
        } else if calm < current {
            let limit = self.limit_down(&hpa.down, now, current).min(current);
            calm.max(limit).max(min)
        } else {
            current
        };
        if decided > current {
            self.added.push_back((now, decided - current));
        } else if decided < current {
            self.removed.push_back((now, current - decided));
        }
        let period = |behaviour: &Behaviour| {
            let periods = behaviour.policies.iter().map(|policy| policy.period);
            nanoseconds(periods.fold(0.0, f64::max))
        };
        let kept = period(&hpa.up).max(period(&hpa.down));
        forget(&mut self.added, now, kept);
        forget(&mut self.removed, now, kept);
        decided
    }

    /// Instances at the start of a period that ends now.
    fn at_start(&self, now: u64, current: u32, period: f64) -> u32 {
        let within = |events: &VecDeque<(u64, u32)>| -> u32 {
            let since = |time: u64| time.saturating_add(nanoseconds(period)) > now;
            let events = events.iter().filter(|(time, _)| since(*time));
            events.map(|(_, count)| *count).sum()
        };
        (current + within(&self.removed)).saturating_sub(within(&self.added))
    }

    fn limit_up(&self, behaviour: &Behaviour, now: u64, current: u32) -> u32 {
        let limits = behaviour.policies.iter().map(|policy| {
            let start = self.at_start(now, current, policy.period);
            match policy.step {
                ScalingStep::Pods(pods) => start.saturating_add(pods),
                ScalingStep::Percent(percent) => up(f64::from(start) * (1.0 + percent / 100.0)),
            }
        });
        match behaviour.choice {
            PolicyChoice::Max => limits.max().unwrap_or(u32::MAX),
            PolicyChoice::Min => limits.min().unwrap_or(u32::MAX),
            PolicyChoice::Disabled => current,
        }
    }

    fn limit_down(&self, behaviour: &Behaviour, now: u64, current: u32) -> u32 {
        let limits = behaviour.policies.iter().map(|policy| {
            let start = self.at_start(now, current, policy.period);
            match policy.step {
                ScalingStep::Pods(pods) => start.saturating_sub(pods),
                ScalingStep::Percent(percent) => {
                    (f64::from(start) * (1.0 - percent / 100.0) + 1e-9).max(0.0) as u32
                }
            }
        });
        match behaviour.choice {
            PolicyChoice::Max => limits.min().unwrap_or(0),
            PolicyChoice::Min => limits.max().unwrap_or(0),
            PolicyChoice::Disabled => current,
        }
    }
}

/// Drops what is past a window.
fn forget(events: &mut VecDeque<(u64, u32)>, now: u64, window: u64) {
    while events
        .front()
        .is_some_and(|(time, _)| time.saturating_add(window) <= now)
    {
        events.pop_front();
    }
}

impl Simulation {
    /// The Horizontal Pod Autoscaler looks.
    pub(super) fn hpa_look(
        &mut self,
        number: usize,
        scaler: &Scaler,
        metric: &ScalerMetric,
        hpa: &Hpa,
        min: u32,
    ) {
        let external = matches!(metric, ScalerMetric::QueueLength { .. });
        let sight = self.see(number, metric);
        // An external metric has no instance that could be without one.
        let interval = if external || hpa.initialisation <= 0.0 {
            0
        } else {
            nanoseconds(hpa.interval.min(hpa.initialisation))
        };
        let mut census = self.census(number, interval);
        let current = census.all();
        if external {
            census = Census {
                measured: current,
                ..Census::default()
            };
        }
        let missing = match metric {
            // As if it used all that it asked for.
            ScalerMetric::CpuUtilisation { target } => 1.0 / target,
            _ => 1.0,
        };
        let wished = sight
            .ratio
            .map_or(current, |ratio| wish(hpa.tolerance, census, ratio, missing));
        let state = &mut self.scalers[number];
        let bounds = (min, state.max.max(min));
        let decided = state.hpa.decide(hpa, self.now, current, wished, bounds);
        // What the bound has cut off is told by the wish.
        let asked = if wished > state.max && decided == state.max {
            wished
        } else {
            decided
        };
        self.steer(number, scaler, asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::SECOND;
    use spinout_network::ScalingPolicy;

    fn census(measured: u32, unready: u32, missing: u32) -> Census {
        Census {
            measured,
            unready,
            missing,
        }
    }

    #[test]
    fn wishes_follow_the_published_formula() {
        let plain = |measured, ratio| wish(0.1, census(measured, 0, 0), ratio, 2.0);
        // From the Kubernetes documentation: twice the target doubles, half of it halves.
        assert_eq!(plain(3, 2.0), 6);
        assert_eq!(plain(4, 0.5), 2);
        // Within the tolerance nothing happens.
        assert_eq!(plain(10, 1.1), 10);
        assert_eq!(plain(10, 0.9), 10);
        assert_eq!(plain(10, 1.11), 12);
        // Instances that start count as idle: 4 × 1.5 on 4 + 2 is 1.0 of the target.
        assert_eq!(wish(0.1, census(4, 2, 0), 1.5, 2.0), 6);
        assert_eq!(wish(0.1, census(4, 2, 0), 3.0, 2.0), 12);
    }

    #[test]
    fn instances_without_a_figure_are_taken_for_what_changes_least() {
        // Up: idle. 2 × 2.0 over three is 1.33 of the target: four, not six.
        assert_eq!(wish(0.1, census(2, 0, 1), 2.0, 2.0), 4);
        // Down: at their request. (2 × .25 + 1 × 2.0) ÷ 3 = .83: three again.
        assert_eq!(wish(0.1, census(2, 0, 1), 0.25, 2.0), 3);
        // What turns the direction changes nothing.
        assert_eq!(wish(0.1, census(1, 0, 3), 0.5, 2.0), 4);
    }

    fn seconds(time: f64) -> u64 {
        (time * SECOND) as u64
    }

    #[test]
    fn scaling_up_doubles_or_adds_four_in_each_period() {
        let mut history = History::default();
        let mut path = vec![1];
        for look in 1..=5 {
            let current = path[path.len() - 1];
            let now = seconds(15.0 * f64::from(look));
            path.push(history.decide(&Hpa::default(), now, current, 40, (1, 50)));
        }
        assert_eq!(path, [1, 5, 10, 20, 40, 40]);
    }

    #[test]
    fn a_policy_holds_over_its_whole_period() {
        // 10 % a minute on the way down, looked at every 15 s: from 80 by 8, then by 7 (a tenth of 72,
        // cut down) a minute later.
        let hpa = Hpa {
            down: Behaviour {
                window: 0.0,
                policies: vec![ScalingPolicy {
                    step: ScalingStep::Percent(10.0),
                    period: 60.0,
                }],
                choice: PolicyChoice::Max,
            },
            ..Hpa::default()
        };
        let mut history = History::default();
        let mut current = 80;
        let mut path = Vec::new();
        for look in 1..=9 {
            current = history.decide(&hpa, seconds(15.0 * f64::from(look)), current, 10, (1, 100));
            path.push(current);
        }
        // 72 × .9 = 64.8 is cut to 64.
        assert_eq!(path, [72, 72, 72, 72, 64, 64, 64, 64, 57]);
    }

    #[test]
    fn the_smaller_of_two_policies_and_a_closed_direction() {
        let policy = |step| ScalingPolicy { step, period: 60.0 };
        let policies = vec![
            policy(ScalingStep::Percent(50.0)),
            policy(ScalingStep::Pods(2)),
        ];
        let mut hpa = Hpa {
            up: Behaviour {
                window: 0.0,
                policies,
                choice: PolicyChoice::Min,
            },
            ..Hpa::default()
        };
        assert_eq!(History::default().decide(&hpa, 0, 10, 40, (1, 50)), 12);
        hpa.up.choice = PolicyChoice::Disabled;
        assert_eq!(History::default().decide(&hpa, 0, 10, 40, (1, 50)), 10);
    }

    #[test]
    fn the_most_cautious_wish_of_a_window_counts() {
        let mut hpa = Hpa::default();
        hpa.down.window = 45.0;
        hpa.up.window = 30.0;
        let mut history = History::default();
        // Wishes every 15 s from 4 instances; on the way up the least of 30 s, down the most of 45 s.
        let wishes = [8, 8, 8, 2, 2, 2, 2];
        let mut current = 4;
        let mut path = Vec::new();
        for (look, wish) in wishes.iter().enumerate() {
            current = history.decide(&hpa, seconds(15.0 * look as f64), current, *wish, (1, 50));
            path.push(current);
        }
        assert_eq!(path, [4, 4, 8, 8, 8, 2, 2]);
    }
}
