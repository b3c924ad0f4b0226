//! Stores with copies that are behind: which reads miss what was written, and what copies do to have it.

use std::collections::VecDeque;

use spinout_network::{Network, Replicated as Data, RowUse, Sticky, key};

use crate::{
    clock::PAUSE,
    compile::{Code, Op},
    draw::{Draw, purpose},
    engine::Simulation,
    frames::{INSIDE, NONE, State},
    keys::Keys,
    sample::nanoseconds,
    visit::Next,
};

/// How often who waits for a write looks whether its copy has it, in nanoseconds.
const LOOK: u64 = 1_000_000;

/// A replicated store at run time.
#[derive(Debug, Clone)]
pub(crate) struct Replicated {
    keys: Keys,
    lag: u32,
    /// The group of its copies, or [`NONE`].
    copies: u32,
    /// Nanosecond after that of the last write, by row; 0 = none.
    written: Vec<u64>,
    /// By copy: the writes that it does not have yet, in their order, and whether it has done its work for them.
    behind: Vec<VecDeque<(u64, bool)>>,
    /// By the frame of a request: its path, and the nanosecond after that of its last write.
    own: Vec<(u64, u64)>,
    /// Whether anybody asks for those.
    asks_own: bool,
    counts: ReplicatedReport,
}

/// Reads and writes of the copies of a store, while they were measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplicatedReport {
    /// Reads of a copy.
    pub reads: u64,
    /// Of these, those that missed the last write of their row, or of their own request.
    pub stale: u64,
    /// Reads that must find what their request had written, wherever they went.
    pub own_reads: u64,
    /// Of these, those that missed it.
    pub own_missed: u64,
    /// Writes that copies have done their work for, each of them.
    pub applied: u64,
    /// Nanoseconds from the end of the write until then, of all of these.
    pub applied_after: u64,
}

/// Counts at the scenario's start, and once it is over those at its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReplicatedRecorder {
    start: Vec<ReplicatedReport>,
    end: Option<Vec<ReplicatedReport>>,
}

impl Replicated {
    pub(crate) fn all(network: &Network, code: &mut Code) -> Vec<Self> {
        let new = |data: &Data| {
            let keys = Keys::new(&data.keys);
            let group = data
                .copies
                .and_then(|copies| network.groups.get(copies.at()));
            let count = group.map_or(0, |group| group.max_replicas());
            Self {
                written: vec![0; keys.count() as usize],
                keys,
                lag: code.samplers.add(&data.lag),
                copies: data.copies.map_or(NONE, |copies| copies.0),
                behind: vec![VecDeque::new(); count as usize],
                own: Vec::new(),
                asks_own: false,
                counts: ReplicatedReport::default(),
            }
        };
        let mut all: Vec<Self> = network.replicated.iter().map(new).collect();
        for op in &code.ops {
            if let Op::Row {
                store,
                what: RowUse::ReadOwn,
                ..
            } = op
            {
                all[*store as usize].asks_own = true;
            }
        }
        all
    }

    /// Whether a copy that lags so far does not have a write of a nanosecond yet.
    fn misses(&self, place: usize, written: u64, now: u64, lag: u64) -> bool {
        let behind = self.behind.get(place).and_then(VecDeque::front);
        now - written < lag || behind.is_some_and(|(first, _)| *first <= written)
    }
}

impl Code {
    /// Both ways, one after the other.
    pub(crate) fn sticky(&mut self, network: &Network, sticky: &Sticky, scope: u32, depth: usize) {
        let number = self.sticky.len();
        self.sticky
            .push((sticky.store, nanoseconds(sticky.time), 0));
        self.emit(Op::Sticky(number as u32), scope);
        self.steps(network, &sticky.primary, scope, depth);
        let jump = self.emit(Op::Jump(0), scope);
        self.sticky[number].2 = self.position();
        self.steps(network, &sticky.copy, scope, depth);
        self.ops[jump] = Op::Jump(self.position());
    }
}

impl Simulation {
    /// A visit has written a row, or reads it from a copy. None where it goes on in its program.
    #[cold]
    #[inline(never)]
    pub(crate) fn use_row(
        &mut self,
        id: u32,
        (number, what, key): (u32, RowUse, u64),
    ) -> Option<Next> {
        match what {
            RowUse::Written => self.written(id, number, key),
            RowUse::Read | RowUse::ReadOwn => {
                self.read(id, (number, key), what == RowUse::ReadOwn);
            }
            RowUse::Await => {
                if let Some(time) = self.awaits(id, number) {
                    let element = self.code.element_of(self.frames[id].pc);
                    self.sleep(id, State::Pausing, (element, PAUSE), time);
                    return Some(Next::Idle);
                }
            }
            RowUse::Ship { program } => self.ship(id, number, self.code.entries[program.at()]),
            RowUse::Applied => self.applied(id, number),
        }
        self.frames[id].pc += 1;
        None
    }

    fn written(&mut self, id: u32, number: u32, key: u64) {
        let (path, root) = (self.frames[id].path, self.frames[id].root);
        let request = self.frames[root].path;
        let store = &mut self.replicated[number as usize];
        let row = store.keys.of(Draw::new(path, key).bits()) as usize;
        store.written[row] = self.now + 1;
        if store.asks_own {
            if store.own.len() <= root as usize {
                store.own.resize(root as usize + 1, (0, 0));
            }
            store.own[root as usize] = (request, self.now + 1);
        }
    }

    /// When the request of a visit has written there last, if it has.
    fn own_write(&self, id: u32, number: u32) -> Option<u64> {
        let root = self.frames[id].root;
        let own = self.replicated[number as usize].own.get(root as usize);
        let (path, after) = own.copied()?;
        (path == self.frames[root].path && after > 0).then(|| after - 1)
    }

    /// The copy that a visit is at, and how far that is behind for it.
    fn copy_of(&mut self, id: u32, number: u32) -> (usize, u64) {
        let store = &self.replicated[number as usize];
        let first = self.groups.get(store.copies as usize).map(|g| g.first);
        let place = first.map_or(usize::MAX, |first| {
            self.frames[id].station.wrapping_sub(first) as usize
        });
        let (lag, path) = (store.lag, self.frames[id].path);
        (place, self.code.samplers.sample(lag, path, purpose::LAG))
    }

    fn read(&mut self, id: u32, (number, key): (u32, u64), must: bool) {
        let own = self.own_write(id, number).filter(|_| must);
        let (place, lag) = self.copy_of(id, number);
        let bits = Draw::new(self.frames[id].path, key).bits();
        let now = self.now;
        let store = &mut self.replicated[number as usize];
        let row = store.keys.of(bits) as usize;
        let last = store.written[row].checked_sub(1);
        let stale = last.is_some_and(|last| store.misses(place, last, now, lag));
        let missed = own.is_some_and(|own| store.misses(place, own, now, lag));
        store.counts.reads += 1;
        store.counts.own_reads += u64::from(own.is_some());
        store.counts.own_missed += u64::from(missed);
        store.counts.stale += u64::from(stale || missed);
    }

    /// How long a read waits before it looks again whether its copy has what its request has written.
    fn awaits(&mut self, id: u32, number: u32) -> Option<u64> {
        let own = self.own_write(id, number)?;
        let (place, lag) = self.copy_of(id, number);
        let visible = own.saturating_add(lag);
        if visible > self.now {
            return Some(visible - self.now);
        }
        let misses = self.replicated[number as usize].misses(place, own, self.now, 0);
        misses.then_some(LOOK)
    }

    /// Where a read goes on: at the primary for a time after its request has written, else at a copy.
    #[cold]
    #[inline(never)]
    pub(crate) fn stick(&mut self, id: u32, sticky: u32) -> u32 {
        let (store, time, copy) = self.code.sticky[sticky as usize];
        match self.own_write(id, store) {
            Some(written) if self.now - written < time => {
                self.replicated[store as usize].counts.own_reads += 1;
                self.frames[id].pc + 1
            }
            _ => copy,
        }
    }

    /// Each copy that is there begins its work for a write, on nobody's connection.
    fn ship(&mut self, id: u32, number: u32, entry: u32) {
        let copies = self.replicated[number as usize].copies;
        let Some(group) = self.groups.get(copies as usize) else {
            return;
        };
        let (first, up) = (group.first, group.up.clone());
        let (path, journey) = (self.frames[id].path, self.frames[id].journey);
        let size = self.size_of(id);
        for station in up {
            let place = station - first;
            let behind = &mut self.replicated[number as usize].behind[place as usize];
            behind.push_back((self.now, false));
            let path = key::descend(path, u64::from(place) + 1);
            let work = self.begin_unseen(entry, path, journey, size);
            self.frames[work].station = station;
            self.frames[work].flags |= INSIDE;
            self.stations[station as usize].lingering += 1;
        }
    }

    /// A copy has done its work for a write: it has that once it has all before.
    fn applied(&mut self, id: u32, number: u32) {
        let (place, _) = self.copy_of(id, number);
        let began = self.frames[self.frames[id].root].stamp;
        let now = self.now;
        let store = &mut self.replicated[number as usize];
        let Some(behind) = store.behind.get_mut(place) else {
            return;
        };
        let mine = behind.iter_mut().find(|write| **write == (began, false));
        if let Some(write) = mine {
            write.1 = true;
            store.counts.applied += 1;
            store.counts.applied_after += now - began;
        }
        while behind.front().is_some_and(|(_, done)| *done) {
            behind.pop_front();
        }
    }

    /// A copy that begins anew has everything.
    pub(crate) fn forget_writes(&mut self, group: u32, place: u32) {
        for store in self
            .replicated
            .iter_mut()
            .filter(|store| store.copies == group)
        {
            store.behind[place as usize].clear();
        }
    }

    fn replicated_counts(&self) -> Vec<ReplicatedReport> {
        self.replicated.iter().map(|store| store.counts).collect()
    }

    /// The scenario begins, or ends.
    pub(crate) fn record_replicated(&mut self, begins: bool) {
        let counts = self.replicated_counts();
        if begins {
            self.replicated_recorder.start = counts;
        } else {
            self.replicated_recorder.end = Some(counts);
        }
    }

    /// Reads and writes of copies in the scenario.
    pub(crate) fn replicated_reports(&self) -> Vec<ReplicatedReport> {
        let now = self.replicated_recorder.end.clone();
        let now = now.unwrap_or_else(|| self.replicated_counts());
        let report = |(number, now): (usize, &ReplicatedReport)| {
            let then = self.replicated_recorder.start.get(number).unwrap_or(now);
            ReplicatedReport {
                reads: now.reads - then.reads,
                stale: now.stale - then.stale,
                own_reads: now.own_reads - then.own_reads,
                own_missed: now.own_missed - then.own_missed,
                applied: now.applied - then.applied,
                applied_after: now.applied_after - then.applied_after,
            }
        };
        now.iter().enumerate().map(report).collect()
    }
}
