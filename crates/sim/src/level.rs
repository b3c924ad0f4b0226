//! The integral over time of a count that goes up and down by events.

/// A count and its integral. Entering subtracts the time, leaving adds it, so that a change costs one
/// addition; the integral wraps, and differences of it over less than 2⁶⁴ count-nanoseconds are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Level {
    area: u64,
    pub(crate) count: u64,
}

impl Level {
    #[inline(always)]
    pub(crate) fn up(&mut self, now: u64) {
        self.area = self.area.wrapping_sub(now);
        self.count += 1;
    }

    #[inline(always)]
    pub(crate) fn down(&mut self, now: u64) {
        self.area = self.area.wrapping_add(now);
        self.count -= 1;
    }

    /// So many entered, at moments with this sum.
    #[inline]
    pub(crate) fn many_up(&mut self, count: u64, sum: u64) {
        self.area = self.area.wrapping_sub(sum);
        self.count += count;
    }

    /// So many left, at moments with this sum.
    #[inline]
    pub(crate) fn many_down(&mut self, count: u64, sum: u64) {
        self.area = self.area.wrapping_add(sum);
        self.count -= count;
    }

    /// Some came and went, and stayed so long together.
    #[inline]
    pub(crate) fn passed(&mut self, stay: u64) {
        self.area = self.area.wrapping_add(stay);
    }

    /// Sets the count.
    pub(crate) fn set(&mut self, now: u64, count: u64) {
        self.area = self.integral(now).wrapping_sub(now.wrapping_mul(count));
        self.count = count;
    }

    /// Integral from the run's start, in count × nanoseconds, modulo 2⁶⁴.
    pub(crate) fn integral(&self, now: u64) -> u64 {
        self.area.wrapping_add(now.wrapping_mul(self.count))
    }
}

/// Visits of one element.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ElementTally {
    pub(crate) present: Level,
    pub(crate) visits: u64,
    pub(crate) failed: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integral_is_count_times_time() {
        let mut level = Level::default();
        level.up(10);
        level.up(20);
        level.down(50);
        level.set(60, 5);
        assert_eq!(level.integral(70), 10 + 2 * 30 + 10 + 5 * 10);
        level.many_up(2, 71 + 73);
        level.many_down(7, 7 * 80);
        level.passed(4);
        assert_eq!(level.integral(90), 80 + 5 * 20 + 9 + 7 + 4);
        assert_eq!(level.count, 0);
    }
}
