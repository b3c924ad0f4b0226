//! Entries by key, of which the least recently used gives way: each access takes the same time, however many
//! there are.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use spinout_network::key::mix;

use crate::frames::NONE;

/// Keys are small numbers: mixing them once is enough, and the same on every machine.
#[derive(Debug, Clone, Copy, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = mix(u64::from(key));
    }
}

/// One entry, in a list from the most to the least recently used.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u32,
    newer: u32,
    older: u32,
    /// Nanosecond from which it is too old.
    until: u64,
}

/// The entries of one instance.
#[derive(Debug, Clone)]
pub(crate) struct Recent {
    entries: Vec<Entry>,
    /// Never gone through: the order of a hash means nothing.
    places: HashMap<u32, u32, BuildHasherDefault<Mixed>>,
    newest: u32,
    oldest: u32,
    most: usize,
}

impl Recent {
    pub(crate) fn new(most: u32) -> Self {
        Self {
            entries: Vec::new(),
            places: HashMap::default(),
            newest: NONE,
            oldest: NONE,
            most: most as usize,
        }
    }

    /// Uses the entry of a key. None where there is none, else whether it is not too old.
    pub(crate) fn touch(&mut self, key: u32, now: u64) -> Option<bool> {
        let place = *self.places.get(&key)?;
        self.renew(place);
        Some(now < self.entries[place as usize].until)
    }

    /// Uses the entry of a key only if it is not too old.
    pub(crate) fn touch_fresh(&mut self, key: u32, now: u64) -> bool {
        let Some(&place) = self.places.get(&key) else {
            return false;
        };
        let fresh = now < self.entries[place as usize].until;
        if fresh {
            self.renew(place);
        }
        fresh
    }

    /// Fills the entry of a key; the least recently used one gives way.
    pub(crate) fn put(&mut self, key: u32, until: u64) {
        if let Some(&place) = self.places.get(&key) {
            self.entries[place as usize].until = until;
            return self.renew(place);
        }
        let entry = Entry {
            key,
            newer: NONE,
            older: NONE,
            until,
        };
        let place = if self.entries.len() < self.most {
            self.entries.push(entry);
            (self.entries.len() - 1) as u32
        } else {
            let oldest = self.oldest;
            self.take_out(oldest);
            let gone = std::mem::replace(&mut self.entries[oldest as usize], entry);
            self.places.remove(&gone.key);
            oldest
        };
        self.places.insert(key, place);
        self.put_first(place);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.most as u32);
    }

    fn renew(&mut self, place: u32) {
        if self.newest != place {
            self.take_out(place);
            self.put_first(place);
        }
    }

    fn take_out(&mut self, place: u32) {
        let Entry { newer, older, .. } = self.entries[place as usize];
        match self.entries.get_mut(newer as usize) {
            Some(entry) => entry.older = older,
            None => self.newest = older,
        }
        match self.entries.get_mut(older as usize) {
            Some(entry) => entry.newer = newer,
            None => self.oldest = newer,
        }
    }

    fn put_first(&mut self, place: u32) {
        let second = std::mem::replace(&mut self.newest, place);
        let entry = &mut self.entries[place as usize];
        (entry.newer, entry.older) = (NONE, second);
        match self.entries.get_mut(second as usize) {
            Some(entry) => entry.newer = place,
            None => self.oldest = place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same as a list that is searched from its front.
    #[test]
    fn the_least_recently_used_entry_gives_way() {
        for most in [1_usize, 2, 7] {
            let mut recent = Recent::new(most as u32);
            let mut list: Vec<(u32, u64)> = Vec::new();
            for step in 0..5_000_u64 {
                let key = (mix(step) % 12) as u32;
                let known = list.iter().position(|(other, _)| *other == key);
                let fresh = known.is_some_and(|at| list[at].1 > step);
                assert_eq!(recent.touch_fresh(key, step), fresh);
                if let Some(at) = known {
                    let entry = list[at];
                    if fresh {
                        list.remove(at);
                        list.insert(0, entry);
                    }
                }
                if !fresh {
                    let until = step + mix(step ^ 99) % 40;
                    recent.put(key, until);
                    list.retain(|(other, _)| *other != key);
                    list.insert(0, (key, until));
                    list.truncate(most);
                }
                if step % 977 == 0 {
                    recent.clear();
                    list.clear();
                }
            }
        }
    }
}
