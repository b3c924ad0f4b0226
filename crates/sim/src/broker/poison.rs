//! Messages that fail whenever they are worked on, for what they are.

use spinout_network::Fault;

use super::{Queue, letter::POISONED};
use crate::{
    draw::{Draw, purpose, threshold},
    engine::Simulation,
    frames::NONE,
};

impl Queue {
    /// Whether some of its messages may be so.
    pub(crate) fn has_poison(&self) -> bool {
        self.poison != 0 || self.poisoned
    }
}

impl Simulation {
    /// What a message that a queue takes is marked with.
    pub(crate) fn poison(&self, queue: u32, stamp: u64) -> u8 {
        let poisoning = self.queues[queue as usize].poisoning;
        if poisoning != 0 && Draw::new(stamp, purpose::POISON).chance(poisoning) {
            POISONED
        } else {
            0
        }
    }

    /// Whether a message is marked, or one that is worked on together with it.
    pub(crate) fn is_poisoned(&self, id: u32) -> bool {
        let mut next = id;
        while next != NONE {
            let letter = self.letters.get(next);
            if letter.is(POISONED) {
                return true;
            }
            next = letter.batch;
        }
        false
    }

    /// The share of bad messages that a queue takes under the faults that are on.
    pub(crate) fn adjust_poison(&mut self, number: usize) {
        let mut sound = 1.0;
        for (fault, active) in self.faults.iter().zip(&self.active) {
            match fault {
                Fault::Poison {
                    queue, probability, ..
                } if *active && queue.at() == number => sound *= 1.0 - probability,
                _ => {}
            }
        }
        let queue = &mut self.queues[number];
        queue.poisoning = threshold(1.0 - sound);
        queue.poisoned |= queue.poisoning != 0;
        self.errors = self.goes_wrong_anywhere();
    }
}
