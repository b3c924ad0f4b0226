//! What can become of a message, and how often it did.

use crate::report::MessageCounts;

/// What becomes of a message.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(crate) enum Fate {
    Published,
    Delivered,
    Acknowledged,
    Redelivered,
    Dead,
    Expired,
    Dropped,
    Lost,
    Duplicated,
    Known,
    Inconsistent,
}

/// Kinds of fate.
pub(crate) const FATES: usize = 11;

/// How often.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally(pub(crate) [u64; FATES]);

impl Tally {
    pub(crate) fn count(&mut self, fate: Fate) {
        self.0[fate as usize] += 1;
    }
}

impl MessageCounts {
    /// From counts in the order of [`Fate`].
    pub(crate) fn of(counts: &[f64]) -> Self {
        let count = |fate: Fate| counts[fate as usize] as u64;
        Self {
            published: count(Fate::Published),
            delivered: count(Fate::Delivered),
            acknowledged: count(Fate::Acknowledged),
            redelivered: count(Fate::Redelivered),
            dead_letters: count(Fate::Dead),
            expired: count(Fate::Expired),
            dropped: count(Fate::Dropped),
            lost: count(Fate::Lost),
            duplicated: count(Fate::Duplicated),
            known: count(Fate::Known),
            inconsistent: count(Fate::Inconsistent),
        }
    }
}
