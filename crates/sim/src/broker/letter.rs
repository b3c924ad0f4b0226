//! What a message is beyond its frame, and which of its copies have had their effect.

use crate::frames::NONE;

/// The delivery's receipt is void: the message has become visible again, and goes on elsewhere.
pub(crate) const VOID: u8 = 1;
/// The broker took it for done when it handed it out.
pub(crate) const DONE: u8 = 2;
/// Belongs to a batch whose first message is worked on for all.
pub(crate) const FOLLOWS: u8 = 4;
/// Its consumer has begun to work on it.
pub(crate) const WORKED: u8 = 8;
/// Its consumer knew it, and only looked it up.
pub(crate) const KNOWN: u8 = 16;
/// What its broker refuses is lost: nobody waits for it.
pub(crate) const UNWATCHED: u8 = 32;
/// Its broker knows it, and takes it once.
pub(crate) const ONCE: u8 = 64;

/// It fails whenever it is worked on.
pub(crate) const POISONED: u8 = 128;

/// A message, by the number of its frame.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    /// When its queue took it, in nanoseconds.
    pub(crate) born: u64,
    /// When it began to wait.
    pub(crate) since: u64,
    /// When it becomes visible again, and the number of that lease; 0 = none.
    pub(crate) due: u64,
    pub(crate) lease: u32,
    /// Record of its effects, or [`NONE`].
    pub(crate) record: u32,
    /// On a publisher: record of the message that it publishes, or [`NONE`].
    pub(crate) outgoing: u32,
    pub(crate) partition: u32,
    /// Who has it, by position in its lane.
    pub(crate) consumer: u32,
    /// Next of its batch, or [`NONE`].
    pub(crate) batch: u32,
    /// The publication whose relay publishes it, or [`NONE`].
    pub(crate) relay: u32,
    /// The half of a dual write that its publication is, or [`NONE`].
    pub(crate) half: u32,
    pub(crate) flags: u8,
}

const BLANK: Letter = Letter {
    born: 0,
    since: 0,
    due: 0,
    lease: 0,
    record: NONE,
    outgoing: NONE,
    partition: 0,
    consumer: 0,
    batch: NONE,
    relay: NONE,
    half: NONE,
    flags: 0,
};

impl Letter {
    pub(crate) fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }
}

/// What has become of the copies of one message.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    /// Copies and publishers that refer to it.
    users: u32,
    /// Whether its broker has taken it.
    taken: bool,
    /// Consumer groups in which it has had its effect, a bit each.
    effects: u64,
}

/// All messages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Letters {
    list: Vec<Letter>,
    records: Vec<Record>,
    free: Vec<u32>,
    leases: u32,
}

impl Letters {
    /// The letter of a frame.
    pub(crate) fn get(&self, frame: u32) -> Letter {
        self.list.get(frame as usize).copied().unwrap_or(BLANK)
    }

    pub(crate) fn at(&mut self, frame: u32) -> &mut Letter {
        let place = frame as usize;
        if self.list.len() <= place {
            self.list.resize(place + 1, BLANK);
        }
        &mut self.list[place]
    }

    /// A frame becomes a message: nothing is left of what it was before.
    pub(crate) fn begin(&mut self, frame: u32) -> &mut Letter {
        let before = self.get(frame).outgoing;
        self.release(before);
        let letter = self.at(frame);
        *letter = BLANK;
        letter
    }

    /// The message of one frame goes on in another.
    pub(crate) fn pass(&mut self, from: u32, to: u32) {
        let before = self.get(to).outgoing;
        self.release(before);
        let letter = self.get(from);
        *self.at(to) = letter;
        *self.at(from) = BLANK;
    }

    /// A delivery is over, however it ended.
    pub(crate) fn end_delivery(&mut self, frame: u32) {
        let letter = self.at(frame);
        letter.lease = 0;
        letter.batch = NONE;
        letter.flags &= POISONED;
    }

    /// A number for a lease.
    pub(crate) fn lease(&mut self) -> u32 {
        self.leases = self.leases.wrapping_add(1).max(1);
        self.leases
    }

    /// A new record with one user.
    pub(crate) fn record(&mut self) -> u32 {
        let record = Record {
            users: 1,
            ..Record::default()
        };
        match self.free.pop() {
            Some(place) => {
                self.records[place as usize] = record;
                place
            }
            None => {
                self.records.push(record);
                (self.records.len() - 1) as u32
            }
        }
    }

    /// One more user of a record, if there is one.
    pub(crate) fn share(&mut self, record: u32) {
        if let Some(record) = self.records.get_mut(record as usize) {
            record.users += 1;
        }
    }

    /// One user fewer.
    pub(crate) fn release(&mut self, number: u32) {
        if let Some(record) = self.records.get_mut(number as usize) {
            record.users -= 1;
            if record.users == 0 {
                self.free.push(number);
            }
        }
    }

    /// The broker takes a message; the answer is whether it had it already.
    pub(crate) fn take(&mut self, record: u32) -> bool {
        let record = self.records.get_mut(record as usize);
        record.is_some_and(|record| std::mem::replace(&mut record.taken, true))
    }

    /// Whether a message has had its effect in a consumer group.
    pub(crate) fn has_effect(&self, record: u32, group: u32) -> bool {
        let record = self.records.get(record as usize);
        record.is_some_and(|record| record.effects & (1 << group) != 0)
    }

    /// A message has its effect in a consumer group.
    pub(crate) fn effect(&mut self, record: u32, group: u32) {
        if let Some(record) = self.records.get_mut(record as usize) {
            record.effects |= 1 << group;
        }
    }
}
