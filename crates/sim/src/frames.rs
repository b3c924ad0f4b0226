//! Visits: 64-byte frames in a slab, and first-in first-out lists threaded through them.

use crate::access::Tokens;

/// No frame, station, sampler or ring.
pub(crate) const NONE: u32 = u32::MAX;

/// What a frame is doing. A frame has one owner at a time: an event, a list, a shared processor, or,
/// while it calls, its child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum State {
    /// In the slab's free list.
    Free,
    /// Running its program this very moment, or about to.
    Running,
    /// On its way to the callee.
    Travelling,
    /// In a station's accept queue.
    Waiting,
    /// On a core of its own.
    Computing,
    /// On shared cores.
    Sharing,
    /// Letting time pass without a core, or waiting to retry or for a broker's acknowledgement.
    Pausing,
    /// Waiting for the answer of its child, with its slot held.
    Calling,
    /// Waiting for its turn to call, with its slot held.
    Held,
    /// Waiting for its branches, with its slot held.
    Joining,
    /// Waiting for a resource, or worked on in a batch, with its slot held.
    Blocked,
    /// The answer is on its way to the caller.
    Returning,
    /// A message on its way to the broker.
    Publishing,
    /// A message in a queue.
    Queued,
    /// A message on its way to its consumer.
    Delivering,
    /// A message that will be queued, or queued again.
    Redelivering,
    /// A message at its consumer that is not worked on yet, or only with the first of its batch.
    Buffered,
    /// A broker's acknowledgement on its way to a publisher that may give up.
    Acknowledging,
    /// A user of a closed journey between two requests.
    Thinking,
    /// A request that was answered, with asynchronous consequences outstanding.
    Answered,
    /// Killed while an event was pending; freed when it is due.
    Dead,
}

impl State {
    /// Whether a frame in this state is within its program.
    pub(crate) fn runs(self) -> bool {
        matches!(
            self,
            Self::Running
                | Self::Computing
                | Self::Sharing
                | Self::Pausing
                | Self::Calling
                | Self::Held
                | Self::Joining
                | Self::Blocked
        )
    }
}

/// The frame fails when its event is due (a refused publish, a failed answer on its way).
pub(crate) const FAILS: u16 = 1;
/// The frame is a message of a queue, or the visit of its consumer.
pub(crate) const MESSAGE: u16 = 2;
/// The frame is a request: the client's end of a journey.
pub(crate) const REQUEST: u16 = 4;
/// On a request: the answer was a success.
pub(crate) const SUCCEEDED: u16 = 8;
/// On a request: an asynchronous consequence was lost (a dead letter).
pub(crate) const LOST: u16 = 16;

/// On a request: a half of a dual write has taken effect.
pub(crate) const DUAL: u16 = 1 << 15;

/// On a visit: its answer takes no time on the network.
pub(crate) const PLAIN: u16 = 32;
/// The frame is a branch of its parent: it computes on the parent's instance and holds no slot.
pub(crate) const BRANCH: u16 = 64;
/// The frame's call is guarded, and is to be told to its guard when it is over.
pub(crate) const GUARDED: u16 = 256;
/// The frame's guarded call has its token.
pub(crate) const PASSED: u16 = 512;
/// The visit was turned away before any work was done.
pub(crate) const REFUSED: u16 = 1024;
/// The visit was turned away because it was not let in.
pub(crate) const DENIED: u16 = 4096;
/// The frame was told to stop: whatever fails in it is not caught.
pub(crate) const STOPPED: u16 = 128;

/// The frame is a call within its parent's process: it computes on the parent's instance and holds no slot.
pub(crate) const INSIDE: u16 = 2048;

/// A request, a visit of a station, or a message: one cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Frame {
    /// Path of its random draws.
    pub(crate) path: u64,
    /// Request: time of arrival. Message: path when it was published.
    pub(crate) stamp: u64,
    /// Next instruction.
    pub(crate) pc: u32,
    /// The caller or publisher that waits for this frame.
    pub(crate) parent: u32,
    /// The frame whose answer this one waits for; of branches, the one that its time is booked on.
    pub(crate) child: u32,
    /// The request it belongs to.
    pub(crate) root: u32,
    /// The instance whose slot it holds or waits for.
    pub(crate) station: u32,
    /// Next in its list.
    pub(crate) next: u32,
    /// Number of the running call's time-out; 0 = none.
    pub(crate) serial: u32,
    /// What its present time is booked on.
    pub(crate) clock: u32,
    /// Row of the time table.
    pub(crate) row: u32,
    /// Visit: number of the call it answers. Branch: its number among its parent's. Message: its queue.
    /// Request: consequences outstanding.
    pub(crate) link: u32,
    /// Message: times handed out. Request: windows it counts in, a bit each.
    pub(crate) marks: u16,
    pub(crate) flags: u16,
    pub(crate) journey: u16,
    pub(crate) state: State,
    /// Failed attempts of the running call.
    pub(crate) attempt: u8,
}

const _: () = assert!(size_of::<Frame>() == 64);

impl Frame {
    /// A frame that belongs to nothing yet.
    pub(crate) const EMPTY: Self = Self {
        path: 0,
        stamp: 0,
        pc: 0,
        parent: NONE,
        child: NONE,
        root: NONE,
        station: NONE,
        next: NONE,
        serial: 0,
        clock: 0,
        row: 0,
        link: NONE,
        marks: 0,
        flags: 0,
        journey: 0,
        state: State::Running,
        attempt: 0,
    };

    #[inline(always)]
    pub(crate) fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

/// All frames.
#[derive(Debug, Clone)]
pub(crate) struct Frames {
    slots: Vec<Frame>,
    free: u32,
    /// Frames in use.
    pub(crate) live: u32,
    /// The tokens that they have.
    pub(crate) tokens: Tokens,
}

impl Default for Frames {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            free: NONE,
            live: 0,
            tokens: Tokens::default(),
        }
    }
}

impl std::ops::Index<u32> for Frames {
    type Output = Frame;

    #[inline(always)]
    fn index(&self, frame: u32) -> &Frame {
        &self.slots[frame as usize]
    }
}

impl std::ops::IndexMut<u32> for Frames {
    #[inline(always)]
    fn index_mut(&mut self, frame: u32) -> &mut Frame {
        &mut self.slots[frame as usize]
    }
}

impl Frames {
    /// No frame yet. Whether anybody looks at their tokens.
    pub(crate) fn new(tokens: bool) -> Self {
        let mut frames = Self::default();
        frames.tokens.matter = tokens;
        frames
    }

    /// A frame that belongs to nothing yet, to be filled in where it is.
    #[inline(always)]
    pub(crate) fn add(&mut self) -> (u32, &mut Frame) {
        self.live += 1;
        let place = self.free as usize;
        if place >= self.slots.len() {
            return self.grow();
        }
        let slot = &mut self.slots[place];
        self.free = slot.next;
        *slot = Frame::EMPTY;
        (place as u32, slot)
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> (u32, &mut Frame) {
        let place = self.slots.len();
        self.slots.push(Frame::EMPTY);
        (place as u32, &mut self.slots[place])
    }

    /// Frees a frame, whose content stays readable until the next is added.
    #[inline(always)]
    pub(crate) fn remove(&mut self, frame: u32) -> &Frame {
        self.live -= 1;
        let slot = &mut self.slots[frame as usize];
        slot.state = State::Free;
        slot.next = self.free;
        self.free = frame;
        slot
    }

    /// All frames, in use or not.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Frame> {
        self.slots.iter_mut()
    }

    /// Frames in use, in order of their place.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Frame)> {
        let used = |(_, frame): &(u32, &Frame)| frame.state != State::Free;
        (0..).zip(&self.slots).filter(used)
    }
}

/// A first-in first-out list of frames.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    head: u32,
    tail: u32,
    pub(crate) length: u32,
}

impl Default for List {
    fn default() -> Self {
        Self {
            head: NONE,
            tail: NONE,
            length: 0,
        }
    }
}

impl List {
    #[inline]
    pub(crate) fn push(&mut self, frames: &mut Frames, frame: u32) {
        frames[frame].next = NONE;
        if self.length == 0 {
            self.head = frame;
        } else {
            frames[self.tail].next = frame;
        }
        self.tail = frame;
        self.length += 1;
    }

    /// Before all others.
    pub(crate) fn push_front(&mut self, frames: &mut Frames, frame: u32) {
        if self.length == 0 {
            return self.push(frames, frame);
        }
        frames[frame].next = self.head;
        self.head = frame;
        self.length += 1;
    }

    pub(crate) fn first(&self) -> Option<u32> {
        (self.length > 0).then_some(self.head)
    }

    /// Puts a frame behind another of the list, or before all of them.
    pub(crate) fn insert(&mut self, frames: &mut Frames, after: Option<u32>, frame: u32) {
        match after {
            _ if self.length == 0 => self.push(frames, frame),
            Some(last) if last == self.tail => self.push(frames, frame),
            Some(before) => {
                frames[frame].next = frames[before].next;
                frames[before].next = frame;
                self.length += 1;
            }
            None => {
                frames[frame].next = self.head;
                self.head = frame;
                self.length += 1;
            }
        }
    }

    /// The frame at a place from the head, and the one before it.
    pub(crate) fn at(&self, frames: &Frames, place: u32) -> Option<(u32, Option<u32>)> {
        if place >= self.length {
            return None;
        }
        let (mut frame, mut before) = (self.head, None);
        for _ in 0..place {
            before = Some(frame);
            frame = frames[frame].next;
        }
        Some((frame, before))
    }

    /// The place of a frame from the head.
    pub(crate) fn place_of(&self, frames: &Frames, frame: u32) -> Option<u32> {
        let mut at = self.head;
        for place in 0..self.length {
            if at == frame {
                return Some(place);
            }
            at = frames[at].next;
        }
        None
    }

    /// Takes out the frame that follows `before`, or the head.
    pub(crate) fn take_after(&mut self, frames: &mut Frames, before: Option<u32>) -> Option<u32> {
        let Some(before) = before else {
            return self.pop(frames);
        };
        let frame = frames[before].next;
        frames[before].next = frames[frame].next;
        if frame == self.tail {
            self.tail = before;
        }
        self.length -= 1;
        Some(frame)
    }

    #[inline]
    pub(crate) fn pop(&mut self, frames: &Frames) -> Option<u32> {
        if self.length == 0 {
            return None;
        }
        let frame = self.head;
        self.head = frames[frame].next;
        self.length -= 1;
        Some(frame)
    }

    /// Takes a frame out of the middle. False if it is not in the list.
    #[cold]
    #[inline(never)]
    pub(crate) fn remove(&mut self, frames: &mut Frames, frame: u32) -> bool {
        let Some(place) = self.place_of(frames, frame) else {
            return false;
        };
        let before = self.at(frames, place).and_then(|(_, before)| before);
        self.take_after(frames, before).is_some()
    }
}
