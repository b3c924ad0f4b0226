//! One station: when its servers are free, and who waits.

use std::collections::VecDeque;

use super::{Key, Undecided};

/// The recursion of a station with so many servers.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) servers: usize,
    /// When each server that was ever busy is free: a 4-ary heap, the earliest first.
    pub(super) free: Vec<Key>,
    /// When those start that had to wait; some have started already.
    pub(super) starts: VecDeque<Key>,
}

impl Line {
    pub(super) fn new(servers: u32) -> Self {
        Self {
            servers: servers as usize,
            free: Vec::new(),
            starts: VecDeque::new(),
        }
    }

    /// When a request that comes can start; none if at once.
    #[inline(always)]
    pub(super) fn wait(&self, came: Key) -> Result<Option<Key>, Undecided> {
        if self.free.len() < self.servers {
            return Ok(None);
        }
        let free = self.free[0];
        if free == came {
            return Err(Undecided);
        }
        Ok((free > came).then_some(free))
    }

    /// When the first server is free.
    #[inline(always)]
    pub(super) fn first(&self) -> Key {
        if self.free.len() < self.servers {
            Key::default()
        } else {
            self.free[0]
        }
    }

    /// The first server that is free is busy until then.
    #[inline(always)]
    pub(super) fn take(&mut self, until: Key) {
        if self.servers == 1
            && let [only] = &mut self.free[..]
        {
            *only = until;
        } else if self.free.len() < self.servers {
            self.add(until);
        } else {
            self.replace(until);
        }
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, until: Key) {
        if self.servers == u32::MAX as usize {
            // Nobody ever waits.
            return;
        }
        let mut hole = self.free.len();
        self.free.push(until);
        while hole > 0 && self.free[(hole - 1) / 4] > until {
            self.free[hole] = self.free[(hole - 1) / 4];
            hole = (hole - 1) / 4;
        }
        self.free[hole] = until;
    }

    /// The earliest one is free later.
    fn replace(&mut self, until: Key) {
        let free = &mut self.free[..];
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            let children = first..(first + 4).min(free.len());
            let Some(least) = children.min_by_key(|child| free[*child]) else {
                break;
            };
            if free[least] >= until {
                break;
            }
            free[hole] = free[least];
            hole = least;
        }
        free[hole] = until;
    }

    /// How many wait when a request comes.
    pub(super) fn waiting(&mut self, came: Key) -> Result<usize, Undecided> {
        while let Some(start) = self.starts.front() {
            if *start == came {
                return Err(Undecided);
            }
            if *start > came {
                break;
            }
            self.starts.pop_front();
        }
        Ok(self.starts.len())
    }

    /// One more waits, and will start then.
    pub(super) fn join(&mut self, start: Key) {
        self.starts.push_back(start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_take_turns_as_they_become_free() {
        let key = |time| Key { time, since: 0 };
        for servers in [1, 2, 3, 7, 40] {
            let mut line = Line::new(servers);
            let mut free = vec![0_u64; servers as usize];
            for number in 0..2_000_u64 {
                let came = number * 10;
                let work = number.wrapping_mul(0x9E37_79B9) % (20 * u64::from(servers));
                let first = (0..free.len()).min_by_key(|server| free[*server]).unwrap();
                let start = free[first].max(came);
                // Odd and even moments: nobody comes when another one goes.
                let found = line.wait(key(came)).unwrap().map_or(came, |key| key.time);
                assert_eq!(found, start);
                free[first] = (start + work) | 1;
                line.take(key(free[first]));
            }
        }
    }

    #[test]
    fn those_wait_who_have_not_started() {
        let key = |time| Key { time, since: 0 };
        let mut line = Line::new(1);
        for start in [5, 7, 9] {
            line.join(key(start));
        }
        assert_eq!(line.waiting(key(4)), Ok(3));
        assert_eq!(line.waiting(key(8)), Ok(1));
        assert_eq!(line.waiting(key(9)), Err(Undecided));
    }
}
