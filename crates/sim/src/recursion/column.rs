//! A column of requests goes through one station.

use super::{Key, Undecided, servers::Servers};

/// A request at a station.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Visitor {
    pub(super) due: Key,
    pub(super) path: u64,
    /// When it arrived.
    pub(super) stamp: u64,
}

/// Requests in the order in which they come. The first place is nobody's.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    /// Longer than the column: it is used again.
    list: Vec<Visitor>,
    count: usize,
}

impl Column {
    pub(super) fn clear(&mut self) {
        self.count = 0;
        if self.list.is_empty() {
            self.grow(0);
        }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, visitor: Visitor) {
        self.count += 1;
        if self.list.len() <= self.count {
            self.grow(self.count);
        }
        self.list[self.count] = visitor;
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, most: usize) {
        self.list.resize(2 * most + 2, Visitor::default());
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn visitors(&mut self) -> &mut [Visitor] {
        self.list.get_mut(1..=self.count).unwrap_or_default()
    }
}

/// A request that is still at the station after the block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay {
    pub(super) visitor: Visitor,
    pub(super) start: Key,
    pub(super) waits: bool,
    pub(super) work: u64,
}

/// How many may wait.
pub(super) struct Room {
    /// The most that have ever waited at once.
    pub(super) longest: usize,
    pub(super) accept: usize,
}

/// What was counted of those that came and went.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) visits: u64,
    pub(super) waited: u64,
    pub(super) served: u64,
    pub(super) events: u64,
}

/// What is needed for a block, kept for the next one.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Those who come to a station, and those who leave it.
    pub(super) come: Column,
    pub(super) leave: Column,
    pub(super) stays: Vec<Stay>,
    /// How long each is served; in the end, how long it took in all.
    pub(super) times: Vec<u64>,
    /// How long each that left was at the station, if that is asked for.
    pub(super) lasted: Vec<u64>,
    /// When those start who had to wait.
    pub(super) starts: Vec<Key>,
}

impl Columns {
    /// Those who come are served, each for its time; `starts` are those of who waits already. Who is there
    /// when the block ends stays.
    ///
    /// # Errors
    /// [`Undecided`] where the order of two events of one moment matters, or more wait than may.
    pub(super) fn serve<S: Servers>(
        &mut self,
        mut servers: S,
        end: Key,
        room: &mut Room,
        timed: bool,
    ) -> Result<Sums, Undecided> {
        let count = self.come.count;
        let mut waiting = self.starts.len();
        self.starts.resize(waiting + count, Key::default());
        // One place more: what is written there last is nobody.
        if self.leave.list.len() < self.leave.count + count + 2 {
            self.leave.grow(self.leave.count + count);
        }
        let come = &self.come.list[..=count];
        let (leave, starts) = (&mut self.leave.list[..], &mut self.starts[..]);
        let mut left = self.leave.count + 1;
        let mut sums = Sums::default();
        for (place, work) in (1..=count).zip(&self.times) {
            let (visitor, work) = (come[place], *work);
            let (came, free) = (visitor.due, servers.first());
            if free == came {
                return Err(Undecided);
            }
            let waits = free > came;
            let start = if waits { free } else { came };
            starts[waiting] = start;
            // More than ever before wait if the one who was as many places before still does.
            let before = starts.get(waiting.wrapping_sub(room.longest));
            if waits & before.is_some_and(|before| *before >= came) {
                if before == Some(&came) || room.longest >= room.accept {
                    return Err(Undecided);
                }
                room.longest += 1;
            }
            waiting += usize::from(waits);
            let busy = work > 0;
            let until = Key {
                time: start.time.saturating_add(work),
                since: if busy { start.time } else { start.since },
            };
            let mut who = 0;
            if until < end {
                who = place as u32;
                sums.visits += 1;
                sums.waited += start.time - came.time;
                sums.served += work;
                sums.events += u64::from(busy);
                if timed {
                    self.lasted.push(until.time - came.time);
                }
            } else {
                self.stays.push(Stay {
                    visitor,
                    start,
                    waits,
                    work,
                });
            }
            let (due, who) = servers.take(until, who);
            leave[left] = Visitor {
                due,
                ..come[who as usize]
            };
            left += usize::from(who > 0);
        }
        servers.close(|due, who| {
            leave[left] = Visitor {
                due,
                ..come[who as usize]
            };
            left += usize::from(who > 0);
        });
        self.leave.count = left - 1;
        self.starts.truncate(waiting);
        Ok(sums)
    }
}
