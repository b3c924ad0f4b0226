//! Controlled delay: who has waited too long for too long a time is turned away, by the control law of
//! RFC 8289. Time is passed in.

use spinout_network::Codel as Rule;

use crate::sample::nanoseconds;

/// The first in a queue: who it is, since when it has waited, and whether hardly anybody waits behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct First {
    pub(crate) frame: u32,
    pub(crate) since: u64,
    pub(crate) last: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Codel {
    target: u64,
    interval: u64,
    /// When the wait will have been above the target for an interval; 0 = it is not above.
    first_above: u64,
    drop_next: u64,
    count: u32,
    last_count: u32,
    dropping: bool,
}

impl Codel {
    pub(crate) fn new(rule: &Rule) -> Self {
        Self {
            target: nanoseconds(rule.target),
            interval: nanoseconds(rule.interval),
            first_above: 0,
            drop_next: 0,
            count: 0,
            last_count: 0,
            dropping: false,
        }
    }

    /// `t + interval / √count`
    fn control_law(&self, t: u64) -> u64 {
        t.saturating_add((self.interval as f64 / f64::from(self.count.max(1)).sqrt()) as u64)
    }

    /// Takes the next out of the queue, and says whether it may be turned away.
    fn dodequeue(&mut self, now: u64, first: Option<First>) -> (Option<u32>, bool) {
        let Some(first) = first else {
            self.first_above = 0;
            return (None, false);
        };
        let may_drop = if now - first.since < self.target || first.last {
            self.first_above = 0;
            false
        } else if self.first_above == 0 {
            self.first_above = now.saturating_add(self.interval);
            false
        } else {
            now >= self.first_above
        };
        (Some(first.frame), may_drop)
    }

    /// Whose turn it is; those before it that are turned away are put into `dropped`.
    pub(crate) fn dequeue(
        &mut self,
        now: u64,
        mut next: impl FnMut() -> Option<First>,
        dropped: &mut Vec<u32>,
    ) -> Option<u32> {
        let (mut head, mut may_drop) = self.dodequeue(now, next());
        if self.dropping {
            if !may_drop {
                self.dropping = false;
            }
            while self.dropping && now >= self.drop_next {
                dropped.extend(head);
                self.count += 1;
                (head, may_drop) = self.dodequeue(now, next());
                if may_drop {
                    self.drop_next = self.control_law(self.drop_next);
                } else {
                    self.dropping = false;
                }
            }
        } else if may_drop {
            dropped.extend(head);
            (head, _) = self.dodequeue(now, next());
            self.dropping = true;
            let delta = self.count - self.last_count;
            let lately = now.saturating_sub(self.drop_next) < 16 * self.interval;
            self.count = if delta > 1 && lately { delta } else { 1 };
            self.drop_next = self.control_law(now);
            self.last_count = self.count;
        }
        head
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: u64 = 1_000_000;

    /// One is taken each 10 ms from a queue in which everybody has waited 50 ms; when somebody is turned
    /// away.
    #[test]
    fn drops_come_by_the_control_law() {
        let mut codel = Codel::new(&Rule {
            target: 0.005,
            interval: 0.100,
        });
        let mut drops = Vec::new();
        for step in 0..80_u64 {
            let now = 1_000 * MS + step * 10 * MS;
            let mut dropped = Vec::new();
            let first = || {
                Some(First {
                    frame: 1,
                    since: now - 50 * MS,
                    last: false,
                })
            };
            assert_eq!(codel.dequeue(now, first, &mut dropped), Some(1));
            drops.extend(dropped.iter().map(|_| step * 10));
        }
        // Above the target since 0: the first after an interval of 100 ms; then 100/√1 later, then
        // 100/√2, 100/√3, … after that, each at the next turn.
        let mut expected = vec![100];
        let mut due = 200.0;
        for count in 2..=20_u32 {
            expected.push((libm::ceil(due / 10.0) * 10.0) as u64);
            due += 100.0 / f64::from(count).sqrt();
        }
        expected.retain(|drop| *drop < 800);
        assert_eq!(drops, expected);
    }

    #[test]
    fn a_short_wait_or_an_empty_queue_ends_it() {
        let mut codel = Codel::new(&Rule {
            target: 0.005,
            interval: 0.100,
        });
        let mut dropped = Vec::new();
        let first = |since, last| {
            move || {
                Some(First {
                    frame: 1,
                    since,
                    last,
                })
            }
        };
        codel.dequeue(100 * MS, first(0, false), &mut dropped);
        // The last one or two in the queue are never turned away, and starts the interval anew.
        codel.dequeue(250 * MS, first(0, true), &mut dropped);
        codel.dequeue(300 * MS, first(0, false), &mut dropped);
        codel.dequeue(390 * MS, first(388 * MS, false), &mut dropped);
        codel.dequeue(395 * MS, first(0, false), &mut dropped);
        codel.dequeue(494 * MS, first(0, false), &mut dropped);
        assert!(dropped.is_empty(), "{dropped:?}");
        codel.dequeue(495 * MS, first(0, false), &mut dropped);
        assert_eq!(dropped, [1]);
    }
}
