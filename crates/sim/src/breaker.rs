//! A circuit breaker: closed, open, half-open. Time and outcomes are passed in.

use std::collections::VecDeque;

use spinout_network::Breaker as Rule;

use crate::sample::nanoseconds;

/// What a breaker is, for those who watch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Closed,
    Open,
    HalfOpen,
}

/// Where a breaker stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// Lets all calls pass.
    Closed,
    /// Lets none pass before this nanosecond.
    Open { until: u64 },
    /// Lets a few pass, and judges by them.
    HalfOpen {
        since: u64,
        left: u32,
        answered: u32,
        failed: u32,
        slow: u32,
    },
}

/// A breaker.
#[derive(Debug, Clone)]
pub(crate) struct Breaker {
    window: usize,
    ratio: f64,
    least: usize,
    consecutive: u32,
    open: u64,
    trials: u32,
    stand: Stand,
    /// Nanoseconds beyond which a call is slow, and the share at which that opens it.
    slow_after: u64,
    slow_ratio: f64,
    /// The latest outcomes while closed: failed, slow.
    outcomes: VecDeque<(bool, bool)>,
    failed: usize,
    slow: usize,
    in_a_row: u32,
    /// Grows with every change: an answer to a call that set out before counts for nothing.
    pub(crate) epoch: u32,
}

impl Breaker {
    pub(crate) fn new(rule: &Rule) -> Self {
        Self {
            window: rule.window as usize,
            ratio: rule.failure_ratio,
            least: rule.min_calls.min(rule.window) as usize,
            consecutive: rule.consecutive.unwrap_or(u32::MAX),
            open: nanoseconds(rule.open),
            trials: rule.trials,
            stand: Stand::Closed,
            slow_after: rule
                .slow
                .map_or(u64::MAX, |slow| nanoseconds(slow.longer_than)),
            slow_ratio: rule.slow.map_or(f64::INFINITY, |slow| slow.ratio),
            outcomes: VecDeque::new(),
            failed: 0,
            slow: 0,
            in_a_row: 0,
            epoch: 0,
        }
    }

    pub(crate) fn state(&self) -> State {
        match self.stand {
            Stand::Closed => State::Closed,
            Stand::Open { .. } => State::Open,
            Stand::HalfOpen { .. } => State::HalfOpen,
        }
    }

    fn go(&mut self, stand: Stand) {
        self.stand = stand;
        self.outcomes.clear();
        (self.failed, self.slow, self.in_a_row) = (0, 0, 0);
        self.epoch = self.epoch.wrapping_add(1);
    }

    fn trial(&mut self, now: u64) {
        self.go(Stand::HalfOpen {
            since: now,
            left: self.trials,
            answered: 0,
            failed: 0,
            slow: 0,
        });
    }

    /// Whether a call may pass now.
    pub(crate) fn allows(&mut self, now: u64) -> bool {
        match self.stand {
            Stand::Closed => return true,
            Stand::Open { until } if now < until => return false,
            Stand::Open { .. } => self.trial(now),
            // Trials that were never answered must not keep it half-open for ever.
            Stand::HalfOpen { since, left: 0, .. } => {
                if now < since.saturating_add(self.open) {
                    return false;
                }
                self.trial(now);
            }
            Stand::HalfOpen { .. } => {}
        }
        if let Stand::HalfOpen { left, .. } = &mut self.stand {
            *left -= 1;
        }
        true
    }

    /// A call that set out in an epoch, at a time, was answered.
    pub(crate) fn record(&mut self, now: u64, (epoch, since): (u32, u64), ok: bool) {
        if epoch != self.epoch {
            return;
        }
        let is_slow = now - since > self.slow_after;
        let opens = Stand::Open {
            until: now.saturating_add(self.open),
        };
        match &mut self.stand {
            Stand::Open { .. } => {}
            Stand::Closed => {
                self.outcomes.push_back((!ok, is_slow));
                self.failed += usize::from(!ok);
                self.slow += usize::from(is_slow);
                if self.outcomes.len() > self.window
                    && let Some((failed, slow)) = self.outcomes.pop_front()
                {
                    self.failed -= usize::from(failed);
                    self.slow -= usize::from(slow);
                }
                self.in_a_row = if ok { 0 } else { self.in_a_row + 1 };
                let all = self.outcomes.len();
                let beyond = |count: usize, ratio: f64| {
                    all >= self.least && count as f64 >= ratio * all as f64
                };
                // A ratio is looked at where a call counts in it: one that is good and quick never opens.
                let too_slow = is_slow && beyond(self.slow, self.slow_ratio);
                let fails = beyond(self.failed, self.ratio) || self.in_a_row >= self.consecutive;
                if too_slow || !ok && fails {
                    self.go(opens);
                }
            }
            Stand::HalfOpen {
                answered,
                failed,
                slow,
                ..
            } => {
                *answered += 1;
                *failed += u32::from(!ok);
                *slow += u32::from(is_slow);
                let (answered, failed, slow) = (*answered, *failed, *slow);
                if answered < self.trials {
                    return;
                }
                let beyond =
                    |count: u32, ratio: f64| f64::from(count) >= ratio * f64::from(answered);
                if beyond(failed, self.ratio) || beyond(slow, self.slow_ratio) {
                    self.go(opens);
                } else {
                    self.go(Stand::Closed);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use spinout_network::SlowCalls;

    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn breaker() -> Breaker {
        Breaker::new(&Rule {
            window: 4,
            failure_ratio: 0.5,
            min_calls: 4,
            consecutive: None,
            open: 10.0,
            trials: 2,
            slow: None,
        })
    }

    /// Calls at these seconds with these outcomes, answered at once; what passed.
    fn trace(breaker: &mut Breaker, calls: &[(u64, bool)]) -> Vec<bool> {
        let mut passed = Vec::new();
        for (second, ok) in calls {
            let now = second * SECOND;
            passed.push(breaker.allows(now));
            if passed.last() == Some(&true) {
                breaker.record(now, (breaker.epoch, now), *ok);
            }
        }
        passed
    }

    #[test]
    fn it_opens_lets_trials_pass_and_closes_by_their_ratio() {
        let mut breaker = breaker();
        // Two of the last four fail at 4 s: open until 14 s.
        let early = [(0, true), (1, true), (2, true), (3, false), (4, false)];
        assert_eq!(trace(&mut breaker, &early), [true; 5]);
        assert_eq!(breaker.stand, Stand::Open { until: 14 * SECOND });
        // One of two trials fails: as bad as before, open until 25 s.
        let trials = [(13, true), (14, true), (15, false), (24, true)];
        assert_eq!(trace(&mut breaker, &trials), [false, true, true, false]);
        // Two good trials close it, with an empty window.
        assert_eq!(trace(&mut breaker, &[(25, true), (26, true)]), [true; 2]);
        assert_eq!(breaker.state(), State::Closed);
        assert_eq!(trace(&mut breaker, &[(27, false), (28, false)]), [true; 2]);
        assert_eq!(breaker.state(), State::Closed);
    }

    #[test]
    fn late_answers_and_lost_trials_do_no_harm() {
        let mut breaker = breaker();
        let before = breaker.epoch;
        trace(
            &mut breaker,
            &[(0, false), (0, false), (0, false), (0, false)],
        );
        assert!(breaker.allows(10 * SECOND));
        // An answer to a call from before it opened is no trial's.
        breaker.record(10 * SECOND, (before, 0), true);
        breaker.record(10 * SECOND, (breaker.epoch, 10 * SECOND), true);
        assert!(breaker.allows(10 * SECOND) && !breaker.allows(11 * SECOND));
        // The second trial's answer never comes: after as long again, there are new ones.
        assert!(breaker.allows(20 * SECOND));
    }

    #[test]
    fn it_opens_on_failures_in_a_row() {
        let mut breaker = Breaker::new(&Rule {
            window: 100,
            failure_ratio: 1.0,
            min_calls: 100,
            consecutive: Some(3),
            open: 1.0,
            trials: 1,
            slow: None,
        });
        let calls = [(0, false), (0, false), (0, true), (0, false), (0, false)];
        trace(&mut breaker, &calls);
        assert_eq!(breaker.state(), State::Closed);
        trace(&mut breaker, &[(0, false)]);
        assert_ne!(breaker.state(), State::Closed);
    }

    #[test]
    fn slow_calls_open_it_as_failures_do_and_by_a_share_of_their_own() {
        let mut breaker = Breaker::new(&Rule {
            window: 4,
            failure_ratio: 1.0,
            min_calls: 4,
            consecutive: None,
            open: 10.0,
            trials: 2,
            slow: Some(SlowCalls {
                longer_than: 1.0,
                ratio: 0.5,
            }),
        });
        // Calls that begin at these seconds and take so many milliseconds; all are good.
        let mut call = |second: u64, millis: u64| {
            let since = second * SECOND;
            if !breaker.allows(since) {
                return None;
            }
            let seen = (breaker.epoch, since);
            breaker.record(since + millis * 1_000_000, seen, true);
            Some(breaker.state())
        };
        let closed = Some(State::Closed);
        assert_eq!(call(0, 1500), closed);
        assert_eq!(call(2, 1000), closed, "as long as it may take");
        assert_eq!(call(4, 10), closed);
        // One of four, then one of four, as the first is out of the window.
        assert_eq!(call(5, 10), closed);
        assert_eq!(call(6, 1001), closed);
        // Two of the last four: open from 9.2 s until 19.2 s.
        assert_eq!(call(8, 1200), Some(State::Open));
        assert_eq!(call(19, 10), None);
        // One slow trial of two is as bad as before: open from 23 s.
        assert_eq!(call(20, 10), Some(State::HalfOpen));
        assert_eq!(call(21, 2000), Some(State::Open));
        assert_eq!(call(33, 10), Some(State::HalfOpen));
        assert_eq!(call(34, 10), closed);
    }
}
