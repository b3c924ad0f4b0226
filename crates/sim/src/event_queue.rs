//! The event list: a 4-ary heap of 16-byte events.

/// Something that is due at a time. Ties go by sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Event {
    /// Nanoseconds since the run's start.
    pub(crate) time: u64,
    /// Sequence in the upper half, handle in the lower.
    order: u64,
}

impl Event {
    /// Whom it concerns: see [`crate::engine`].
    #[inline(always)]
    pub(crate) fn handle(self) -> u32 {
        self.order as u32
    }

    /// Time and order as one number, for comparisons without branches.
    #[inline(always)]
    fn rank(self) -> u128 {
        (u128::from(self.time) << 64) | u128::from(self.order)
    }
}

/// Stands where no event is; after every event.
const NOTHING: Event = Event {
    time: u64::MAX,
    order: u64::MAX,
};

/// Events in order of time.
#[derive(Debug, Clone)]
pub(crate) struct EventQueue {
    /// A 4-ary heap, padded with [`NOTHING`] to one more than a multiple of four places.
    heap: Vec<Event>,
    length: usize,
    sequence: u32,
    /// The top has been taken: the next event put in takes its place, which saves moving the last one
    /// there and back.
    hole: bool,
}

impl Default for EventQueue {
    fn default() -> Self {
        Self {
            heap: vec![NOTHING; 65],
            length: 0,
            sequence: 0,
            hole: false,
        }
    }
}

impl EventQueue {
    /// Time of the next event; `u64::MAX` if there is none.
    #[inline(always)]
    pub(crate) fn next_time(&mut self) -> u64 {
        if self.hole {
            self.fill_hole();
        }
        self.heap[0].time
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, time: u64, handle: u32) {
        self.sequence = self.sequence.wrapping_add(1);
        let event = Event {
            time,
            order: (u64::from(self.sequence) << 32) | u64::from(handle),
        };
        if self.hole {
            self.hole = false;
            self.sift_down(event);
        } else {
            self.sift_up(event);
        }
    }

    /// Takes the next event, if there is one. [`EventQueue::next_time`] must have been asked before.
    #[inline(always)]
    pub(crate) fn pop(&mut self) -> Option<Event> {
        self.hole = self.length > 0;
        self.hole.then(|| self.heap[0])
    }

    fn sift_up(&mut self, event: Event) {
        let mut hole = self.length;
        self.length += 1;
        if self.length > self.heap.len() {
            // One more than a multiple of four, as before: children are there all four or not at all.
            self.heap.resize(2 * self.heap.len() - 1, NOTHING);
        }
        let rank = event.rank();
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.heap[parent].rank() <= rank {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = event;
    }

    /// The last event moves to the top.
    #[inline]
    fn fill_hole(&mut self) {
        self.hole = false;
        self.length -= 1;
        let last = std::mem::replace(&mut self.heap[self.length], NOTHING);
        if self.length > 0 {
            self.sift_down(last);
        }
    }

    /// Puts an event into the hole at the top.
    #[inline]
    fn sift_down(&mut self, event: Event) {
        let heap = &mut self.heap[..];
        let rank = event.rank();
        let mut hole = 0;
        let mut first = 1;
        while first < self.length
            && let Some(children) = heap.get(first..first + 4)
        {
            // Comparisons as numbers: which child is the least cannot be predicted.
            let [a, b, c, d] = [0, 1, 2, 3].map(|child: usize| children[child].rank());
            let left = usize::from(b < a);
            let right = 2 + usize::from(d < c);
            let child = if c.min(d) < a.min(b) { right } else { left };
            let least = children[child];
            if least.rank() >= rank {
                break;
            }
            heap[hole] = least;
            hole = first + child;
            first = 4 * hole + 1;
        }
        heap[hole] = event;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_in_order_of_time_and_then_of_entry() {
        let mut queue = EventQueue::default();
        let mut expected: Vec<(u64, u32)> = (0..2_000_u32)
            .map(|handle| ((u64::from(handle).wrapping_mul(7919)) % 97, handle))
            .collect();
        for &(time, handle) in &expected {
            queue.push(time, handle);
        }
        expected.sort_unstable();
        let mut left = Vec::new();
        while queue.next_time() < u64::MAX {
            let event = queue.pop().unwrap();
            left.push((event.time, event.handle()));
            // An event for one that was taken, now and then.
            if event.handle() % 3 == 0 && event.handle() < 2_000 {
                queue.push(event.time + 50, event.handle() + 2_000);
                expected.push((event.time + 50, event.handle() + 2_000));
            }
        }
        expected.sort_by_key(|(time, _)| *time);
        assert_eq!(left.len(), expected.len());
        assert!(left.iter().zip(&expected).all(|(a, b)| a.0 == b.0));
        let first: Vec<_> = left.iter().filter(|(_, handle)| *handle < 2_000).collect();
        assert!(first.is_sorted());
    }
}
