//! The event list: a 4-ary heap of 16-byte events.

/// Something that is due at a time. Ties go by sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    /// Nanoseconds since the run's start.
    pub(crate) time: u64,
    sequence: u32,
    /// Whom it concerns: see [`crate::engine`].
    pub(crate) handle: u32,
}

impl Event {
    /// Time and sequence as one number, for comparisons without branches.
    #[inline(always)]
    fn rank(self) -> u128 {
        (u128::from(self.time) << 64) | (u128::from(self.sequence) << 32)
    }
}

/// Events in order of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventQueue {
    heap: Vec<Event>,
    sequence: u32,
    /// The top has been taken: the next event put in takes its place, which saves moving the last one
    /// there and back.
    hole: bool,
}

impl EventQueue {
    /// Time of the next event; `u64::MAX` if there is none.
    #[inline(always)]
    pub(crate) fn next_time(&mut self) -> u64 {
        if self.hole {
            self.fill_hole();
        }
        self.heap.first().map_or(u64::MAX, |event| event.time)
    }

    #[inline]
    pub(crate) fn push(&mut self, time: u64, handle: u32) {
        self.sequence = self.sequence.wrapping_add(1);
        let event = Event {
            time,
            sequence: self.sequence,
            handle,
        };
        if self.hole {
            self.hole = false;
            return self.sift_down(event);
        }
        let mut hole = self.heap.len();
        self.heap.push(event);
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

    /// Takes the next event. [`EventQueue::next_time`] must have been asked before.
    #[inline(always)]
    pub(crate) fn pop(&mut self) -> Option<Event> {
        let top = self.heap.first().copied();
        self.hole = top.is_some();
        top
    }

    /// The last event moves to the top.
    #[inline]
    fn fill_hole(&mut self) {
        self.hole = false;
        if let Some(last) = self.heap.pop()
            && !self.heap.is_empty()
        {
            self.sift_down(last);
        }
    }

    /// Puts an event into the hole at the top.
    #[inline]
    fn sift_down(&mut self, event: Event) {
        let heap = &mut self.heap[..];
        let rank = event.rank();
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            let least = if let Some([a, b, c, d]) = heap.get(first..first + 4) {
                let left = usize::from(b.rank() < a.rank());
                let right = 2 + usize::from(d.rank() < c.rank());
                let pick_right = heap[first + right].rank() < heap[first + left].rank();
                first + if pick_right { right } else { left }
            } else {
                let mut least = first;
                for child in first + 1..heap.len() {
                    if heap[child].rank() < heap[least].rank() {
                        least = child;
                    }
                }
                if first >= heap.len() {
                    break;
                }
                least
            };
            if heap[least].rank() >= rank {
                break;
            }
            heap[hole] = heap[least];
            hole = least;
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
            left.push((event.time, event.handle));
            // An event for one that was taken, now and then.
            if event.handle % 3 == 0 && event.handle < 2_000 {
                queue.push(event.time + 50, event.handle + 2_000);
                expected.push((event.time + 50, event.handle + 2_000));
            }
        }
        expected.sort_by_key(|(time, _)| *time);
        assert_eq!(left.len(), expected.len());
        assert!(left.iter().zip(&expected).all(|(a, b)| a.0 == b.0));
        let first: Vec<_> = left.iter().filter(|(_, handle)| *handle < 2_000).collect();
        assert!(first.is_sorted());
    }
}
