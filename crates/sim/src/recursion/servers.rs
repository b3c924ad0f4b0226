//! The servers of a station, while a block of requests goes by.

use super::{Key, line::Line};

/// A station's servers.
pub(super) trait Servers {
    /// When the first of them is free.
    fn first(&self) -> Key;

    /// That one is busy until then with somebody. The answer is when somebody leaves, and who: the same one,
    /// or who leaves next.
    fn take(&mut self, until: Key, who: u32) -> (Key, u32);

    /// Hands over those who have not left.
    fn close(self, leave: impl FnMut(Key, u32));
}

/// So few servers that they are kept in the order in which they are free: then those who are served leave in
/// order, and nobody has to put them into order.
pub(super) struct Few<'a, const N: usize> {
    line: &'a mut Line,
    free: [Key; N],
    /// Whom each serves; 0 = nobody of this block.
    who: [u32; N],
}

impl<'a, const N: usize> Few<'a, N> {
    pub(super) fn new(line: &'a mut Line) -> Self {
        let mut free = [Key::default(); N];
        for (place, busy) in free.iter_mut().zip(&line.free) {
            *place = *busy;
        }
        free.sort_unstable();
        let who = [0; N];
        Self { line, free, who }
    }
}

impl<const N: usize> Servers for Few<'_, N> {
    #[inline(always)]
    fn first(&self) -> Key {
        self.free[0]
    }

    #[inline(always)]
    fn take(&mut self, until: Key, who: u32) -> (Key, u32) {
        let leaves = (self.free[0], self.who[0]);
        let (mut until, mut who) = (until, who);
        for place in 1..N {
            let (free, other) = (self.free[place], self.who[place]);
            // Without a branch: which of them is first cannot be predicted.
            let later = free > until;
            self.free[place - 1] = if later { until } else { free };
            self.who[place - 1] = if later { who } else { other };
            until = if later { free } else { until };
            who = if later { other } else { who };
        }
        self.free[N - 1] = until;
        self.who[N - 1] = who;
        leaves
    }

    fn close(self, mut leave: impl FnMut(Key, u32)) {
        for (free, who) in self.free.into_iter().zip(self.who) {
            leave(free, who);
        }
        self.line.free = self.free.to_vec();
    }
}

/// Any number of servers.
pub(super) struct Many<'a>(pub(super) &'a mut Line);

impl Servers for Many<'_> {
    #[inline(always)]
    fn first(&self) -> Key {
        self.0.first()
    }

    #[inline(always)]
    fn take(&mut self, until: Key, who: u32) -> (Key, u32) {
        self.0.take(until);
        (until, who)
    }

    fn close(self, _: impl FnMut(Key, u32)) {}
}
