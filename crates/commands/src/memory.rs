//! A host that keeps everything in memory: for tests, and for commands that shall leave nothing behind.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use spinout_study::{Executor, Serial};

use crate::host::{
    ArtifactChange, ArtifactError, Host, HostError, JournalStart, Storage, StorageError,
};
use crate::protocol::{Event, HistoryEntry, Recent, Recoverable};

/// Files, history and journal in memory; one thread; a clock that stands still unless it is moved.
#[derive(Debug, Default)]
pub struct MemoryHost {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    events: Mutex<Vec<Event>>,
    now_ms: Arc<AtomicU64>,
    storage: MemoryStorage,
}

impl MemoryHost {
    /// A host without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file there, as somebody else would.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        locked(&self.files).insert(path.to_owned(), bytes.to_vec());
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Vec<u8>> {
        locked(&self.files).get(path).cloned()
    }

    /// What was told so far; it is forgotten.
    pub fn take_events(&self) -> Vec<Event> {
        std::mem::take(&mut locked(&self.events))
    }

    /// Fills the storage, or makes room again: a full one takes in no runs and no journals.
    pub fn fill_storage(&self, full: bool) {
        self.storage.full.store(full, Ordering::Relaxed);
    }

    /// Moves the clock.
    pub fn pass_ms(&self, ms: u64) {
        self.now_ms.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Host for MemoryHost {
    fn read_file(&self, path: &str, limit: u64) -> Result<Vec<u8>, HostError> {
        let bytes = self.get(path).ok_or(HostError::NotFound)?;
        if bytes.len() as u64 > limit {
            return Err(HostError::TooLarge {
                bytes: bytes.len() as u64,
            });
        }
        Ok(bytes)
    }

    fn write_file(&self, path: &str, bytes: &[u8]) -> Result<(), HostError> {
        self.put(path, bytes);
        Ok(())
    }

    fn read_artifact(
        &self,
        dir: &str,
        path: &str,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, HostError> {
        match self.read_file(&inside(dir, path)?, limit) {
            Err(HostError::NotFound) => Ok(None),
            other => other.map(Some),
        }
    }

    fn change_artifacts(&self, changes: &[ArtifactChange<'_>]) -> Result<(), ArtifactError> {
        let mut after = locked(&self.files).clone();
        for change in changes {
            let failed = |error| ArtifactError {
                place: format!("{}/{}", change.dir, change.path),
                error,
            };
            let path = inside(change.dir, change.path).map_err(failed)?;
            match change.bytes {
                Some(bytes) => drop(after.insert(path, bytes.to_vec())),
                None => drop(after.remove(&path).ok_or(failed(HostError::NotFound))?),
            }
        }
        *locked(&self.files) = after;
        Ok(())
    }

    fn folder_name(&self, dir: &str) -> String {
        dir.trim_end_matches('/').to_owned()
    }

    fn executor(&self) -> &dyn Executor {
        &Serial
    }

    fn stopwatch(&self) -> Box<dyn Fn() -> f64 + Send + Sync> {
        let (clock, start) = (Arc::clone(&self.now_ms), self.now_ms());
        Box::new(move || (clock.load(Ordering::Relaxed) - start) as f64 / 1000.0)
    }

    fn now_ms(&self) -> u64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    fn emit(&self, event: Event) {
        locked(&self.events).push(event);
    }

    fn storage(&self) -> &dyn Storage {
        &self.storage
    }
}

fn inside(dir: &str, path: &str) -> Result<String, HostError> {
    if spinout_export::is_safe(path) {
        Ok(format!("{dir}/{path}"))
    } else {
        Err(HostError::Outside)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

type Journal = (JournalStart, BTreeMap<u32, String>, u64);

/// History, journal, recent files and settings in memory.
#[derive(Debug, Default)]
pub struct MemoryStorage {
    last: AtomicI64,
    runs: Mutex<BTreeMap<i64, (HistoryEntry, String)>>,
    journals: Mutex<BTreeMap<String, Journal>>,
    recent: Mutex<Vec<Recent>>,
    settings: Mutex<BTreeMap<String, String>>,
    full: AtomicBool,
}

impl MemoryStorage {
    /// Nothing new can be put into a full storage, as on a full disk.
    fn refuse_if_full(&self) -> Result<(), StorageError> {
        if self.full.load(Ordering::Relaxed) {
            return Err(StorageError("there is no room left".to_owned()));
        }
        Ok(())
    }
}

impl Storage for MemoryStorage {
    fn add_run(&self, entry: &HistoryEntry, results: &str) -> Result<i64, StorageError> {
        self.refuse_if_full()?;
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let entry = HistoryEntry {
            id,
            ..entry.clone()
        };
        locked(&self.runs).insert(id, (entry, results.to_owned()));
        Ok(id)
    }

    fn runs(&self, model: Option<&str>, limit: u32) -> Result<Vec<HistoryEntry>, StorageError> {
        let runs = locked(&self.runs);
        let matching = runs
            .values()
            .rev()
            .filter(|(entry, _)| model.is_none_or(|model| entry.model == model));
        Ok(matching
            .take(limit as usize)
            .map(|(entry, _)| entry.clone())
            .collect())
    }

    fn run(&self, id: i64) -> Result<Option<String>, StorageError> {
        Ok(locked(&self.runs).get(&id).map(|(_, text)| text.clone()))
    }

    fn runs_of(&self, digest: &str, seed: Option<u64>) -> Result<Vec<HistoryEntry>, StorageError> {
        let runs = locked(&self.runs);
        let entries = runs.values().rev().map(|(entry, _)| entry);
        let found = entries
            .filter(|entry| entry.digest == digest && seed.is_none_or(|seed| entry.seed == seed));
        Ok(found.cloned().collect())
    }

    fn delete_run(&self, id: i64) -> Result<bool, StorageError> {
        Ok(locked(&self.runs).remove(&id).is_some())
    }

    fn begin_journal(&self, journal: &JournalStart) -> Result<(), StorageError> {
        self.refuse_if_full()?;
        locked(&self.journals).insert(
            journal.key.clone(),
            (journal.clone(), BTreeMap::new(), journal.at_ms),
        );
        Ok(())
    }

    fn write_journal(
        &self,
        key: &str,
        sequence: u32,
        entry: &str,
        at_ms: u64,
    ) -> Result<(), StorageError> {
        self.refuse_if_full()?;
        let mut journals = locked(&self.journals);
        let journal = journals
            .get_mut(key)
            .ok_or_else(|| StorageError(format!("there is no journal {key}")))?;
        journal.1.insert(sequence, entry.to_owned());
        journal.2 = at_ms;
        Ok(())
    }

    fn append_journal(
        &self,
        key: &str,
        sequence: u32,
        entries: &[String],
        at_ms: u64,
    ) -> Result<(), StorageError> {
        for (sequence, entry) in (sequence..).zip(entries) {
            self.write_journal(key, sequence, entry, at_ms)?;
        }
        Ok(())
    }

    fn journal(&self, key: &str) -> Result<Option<(JournalStart, Vec<String>)>, StorageError> {
        Ok(locked(&self.journals)
            .get(key)
            .map(|(start, entries, _)| (start.clone(), entries.values().cloned().collect())))
    }

    fn journals(&self) -> Result<Vec<Recoverable>, StorageError> {
        let journals = locked(&self.journals);
        let mut found: Vec<Recoverable> = journals
            .values()
            .filter(|(_, entries, _)| !entries.is_empty())
            .map(|(start, entries, at_ms)| Recoverable {
                key: start.key.clone(),
                path: start.path.clone(),
                name: start.name.clone(),
                changes: entries.len() as u32,
                at_ms: *at_ms,
            })
            .collect();
        found.sort_by_key(|journal| std::cmp::Reverse(journal.at_ms));
        Ok(found)
    }

    fn end_journal(&self, key: &str) -> Result<(), StorageError> {
        locked(&self.journals).remove(key);
        Ok(())
    }

    fn touch_recent(&self, file: &Recent) -> Result<(), StorageError> {
        let mut recent = locked(&self.recent);
        recent.retain(|known| known.path != file.path);
        recent.insert(0, file.clone());
        Ok(())
    }

    fn recent(&self) -> Result<Vec<Recent>, StorageError> {
        Ok(locked(&self.recent).clone())
    }

    fn setting(&self, name: &str) -> Result<Option<String>, StorageError> {
        Ok(locked(&self.settings).get(name).cloned())
    }

    fn keep_setting(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.refuse_if_full()?;
        locked(&self.settings).insert(name.to_owned(), value.to_owned());
        Ok(())
    }
}
