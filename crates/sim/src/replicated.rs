//! Stores with copies that are behind: which reads miss what was written.

use spinout_network::{Network, Replicated as Data, RowUse};

use crate::{
    draw::{Draw, purpose},
    engine::Simulation,
    keys::Keys,
    sample::Samplers,
};

/// A replicated store at run time.
#[derive(Debug, Clone)]
pub(crate) struct Replicated {
    keys: Keys,
    lag: u32,
    /// Nanosecond after that of the last write, by row; 0 = none.
    written: Vec<u64>,
    counts: ReplicatedReport,
}

/// Reads of the copies of a store, while they were measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReplicatedReport {
    /// Reads of a copy.
    pub reads: u64,
    /// Of these, those whose row was written less than the copy's lag ago.
    pub stale: u64,
}

/// Counts at the scenario's start, and once it is over those at its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReplicatedRecorder {
    start: Vec<ReplicatedReport>,
    end: Option<Vec<ReplicatedReport>>,
}

impl Replicated {
    pub(crate) fn all(network: &Network, samplers: &mut Samplers) -> Vec<Self> {
        let new = |data: &Data| {
            let keys = Keys::new(&data.keys);
            Self {
                written: vec![0; keys.count() as usize],
                keys,
                lag: samplers.add(&data.lag),
                counts: ReplicatedReport::default(),
            }
        };
        network.replicated.iter().map(new).collect()
    }
}

impl Simulation {
    /// A visit has written a row, or reads it from a copy.
    #[cold]
    #[inline(never)]
    pub(crate) fn use_row(&mut self, id: u32, store: u32, what: RowUse, key: u64) {
        let path = self.frames[id].path;
        let store = &mut self.replicated[store as usize];
        let row = store.keys.of(Draw::new(path, key).bits()) as usize;
        match what {
            RowUse::Written => store.written[row] = self.now + 1,
            RowUse::Read => {
                let lag = self.code.samplers.sample(store.lag, path, purpose::LAG);
                store.counts.reads += 1;
                let written = store.written[row];
                store.counts.stale += u64::from(written > 0 && self.now - (written - 1) < lag);
            }
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

    /// Reads of copies in the scenario.
    pub(crate) fn replicated_reports(&self) -> Vec<ReplicatedReport> {
        let now = self.replicated_recorder.end.clone();
        let now = now.unwrap_or_else(|| self.replicated_counts());
        let report = |(number, now): (usize, &ReplicatedReport)| {
            let then = self.replicated_recorder.start.get(number).unwrap_or(now);
            ReplicatedReport {
                reads: now.reads - then.reads,
                stale: now.stale - then.stale,
            }
        };
        now.iter().enumerate().map(report).collect()
    }
}
