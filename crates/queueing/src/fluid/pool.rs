//! A group or a queue as a fluid: how much waits, how fast it drains.
//!
//! What waits at random in front of a station that keeps up, Q = A·ρ ÷ (1 − ρ), is turned round into how
//! busy the station is when Q wait: Q ÷ (A + Q), so that one equation, Q' = in − μ·Q ÷ (A + Q), holds below
//! and beyond capacity (the pointwise stationary fluid flow approximation; Wang, Tipper and Banerjee 1996).
//! Beyond capacity it is the fluid limit: Q' = in − μ. Steps are implicit, so that any length is stable, and
//! exact where the fluid limit is.

/// Something that work flows through.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pool {
    /// How much waits, at the end of the step.
    pub(crate) waiting: f64,
    /// The part of it that would wait at random if nothing changed.
    pub(crate) random: f64,
    /// What makes that of the use.
    pub(crate) scale: f64,
    /// How fast it drains when busy.
    pub(crate) capacity: f64,
    /// Through it, a second, over the step.
    pub(crate) out: f64,
    /// Share of what comes that is turned away.
    pub(crate) door: f64,
}

/// What comes to a pool.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inflow {
    /// A second.
    pub(crate) rate: f64,
    /// Of that, what comes slower when more waits: from who waits for answers, in a number that is bounded;
    /// and divided by the time that they take for one round.
    pub(crate) bound: f64,
    pub(crate) rounds: f64,
}

impl Pool {
    /// The state after `seconds`, from `before`, where no more than `room` may wait.
    pub(crate) fn advance(&mut self, before: f64, inflow: Inflow, room: f64, seconds: f64) {
        if self.capacity == f64::INFINITY {
            (self.waiting, self.door, self.out) = (0.0, 0.0, inflow.rate);
            return;
        }
        if self.capacity <= 0.0 {
            // Nobody is there.
            (self.waiting, self.door, self.out) = (0.0, 1.0, 0.0);
            return;
        }
        let current = self.waiting;
        let (scale, capacity) = (self.scale, self.capacity);
        let coming = |waiting: f64| {
            if inflow.bound <= 0.0 {
                return inflow.rate;
            }
            let longer = (waiting - current) / capacity * inflow.rounds / inflow.bound;
            inflow.rate - inflow.bound + inflow.bound / (1.0 + longer).max(1e-3)
        };
        let drains = |waiting: f64| {
            if waiting <= 0.0 {
                0.0
            } else {
                capacity * waiting / (scale + waiting)
            }
        };
        let miss = |waiting: f64| waiting - before - seconds * (coming(waiting) - drains(waiting));
        self.door = 0.0;
        if room.is_finite() && miss(room) < 0.0 {
            self.waiting = room;
            self.out = drains(room);
            let admitted = self.out + (room - before) / seconds;
            self.door = (1.0 - admitted / coming(room)).clamp(0.0, 1.0);
            return;
        }
        // Of an inflow that does not look at what waits: a quadratic equation.
        let all = before + seconds * inflow.rate;
        let half = 0.5 * (scale - all + seconds * capacity);
        let root = (half * half + scale * all).sqrt();
        let free = if half > 0.0 {
            scale * all / (half + root)
        } else {
            root - half
        };
        let mut place = free.max(0.0);
        if inflow.bound > 0.0 {
            let (mut low, mut high) = (0.0, all + 1.0);
            while miss(high) < 0.0 && high < 1e300 {
                high *= 2.0;
            }
            for _ in 0..200 {
                if miss(place) > 0.0 {
                    high = place;
                } else {
                    low = place;
                }
                place = 0.5 * (low + high);
                if high - low <= 1e-13 * high {
                    break;
                }
            }
        }
        self.waiting = place;
        self.out = (coming(place) - (place - before) / seconds).clamp(0.0, self.capacity);
    }

    /// What goes out a second while so much waits.
    pub(crate) fn drains(&self) -> f64 {
        self.capacity * self.waiting / (self.scale + self.waiting).max(1e-300)
    }

    /// What is waited for the fluid alone, seconds, beside what is waited at random.
    pub(crate) fn delay(&self) -> f64 {
        let beyond = self.waiting - self.random;
        if beyond <= 0.0 || self.capacity <= 0.0 || self.capacity == f64::INFINITY {
            0.0
        } else {
            beyond / self.capacity
        }
    }

    /// How far what waits at random is what it would be if nothing changed.
    pub(crate) fn settled(&self) -> f64 {
        if self.random <= 0.0 {
            1.0
        } else {
            (self.waiting / self.random).clamp(0.0, 1.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(scale: f64, capacity: f64) -> Pool {
        Pool {
            scale,
            capacity,
            ..Pool::default()
        }
    }

    #[test]
    fn it_comes_to_rest_where_the_queue_does_and_grows_by_what_is_too_much() {
        // M/M/1: A = ρ, so 0.8²⁄0.2 wait.
        let inflow = Inflow {
            rate: 0.8,
            ..Inflow::default()
        };
        let mut single = pool(0.8, 1.0);
        for _ in 0..60 {
            single.advance(single.waiting, inflow, f64::INFINITY, 1e3);
        }
        assert!((single.waiting - 3.2).abs() < 1e-6, "{single:?}");
        assert!((single.out - 0.8).abs() < 1e-9);
        let mut large = pool(1e-6, 1000.0);
        let inflow = Inflow {
            rate: 1200.0,
            ..inflow
        };
        for _ in 0..10 {
            large.advance(large.waiting, inflow, f64::INFINITY, 5.0);
        }
        assert!((large.waiting - 10_000.0).abs() < 1e-3, "{large:?}");
        // Room for 10,500: from there on a sixth is turned away.
        for _ in 0..10 {
            large.advance(large.waiting, inflow, 10_500.0, 5.0);
        }
        assert_eq!(large.waiting, 10_500.0);
        assert!((large.door - 1.0 / 6.0).abs() < 1e-9, "{large:?}");
    }
}
